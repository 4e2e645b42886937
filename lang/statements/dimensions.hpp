// Declaring a dimension, or adding to one, in a copy of the catalog.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "lang/check/checker.hpp"

namespace reckon::lang {

// `source`, `kind` and `date`, which no dimension can be called.
bool is_attribute_of_facts(std::string_view name);

// The catalog with the dimension in it, to change at will; the store's own stays as it is until the draft is published.
struct DimensionDraft {
  // Throws Failure where the dimension cannot be declared so.
  DimensionDraft(Checker&, const Name&, std::string_view description, bool ordered, std::span<const Name> parents);
  void publish(engine::Store&);

  engine::Catalog catalog;
  engine::DimensionId id = 0;
  std::vector<engine::DimensionId> parents;  // those written, in order
  bool is_known = false;                     // it had been declared before
};

}  // namespace reckon::lang
