// Members that facts name for the first time, in dimensions that are open. They get their codes ahead and are added to
// the catalog only when the whole statement has been checked.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/catalog.hpp"

namespace reckon::lang {

class NewMembers {
 public:
  // The code that the member will have.
  engine::Code add(const engine::Catalog&, engine::DimensionId, std::string_view name);
  // The same where the member has been added; nothing otherwise.
  std::optional<engine::Code> find(engine::DimensionId, std::string_view name) const;
  // The codes that the members added to a dimension have in another catalog, in the order of their adding: those that
  // are known there, else new ones, which `added` gets.
  std::vector<engine::Code> renumbered(engine::DimensionId, const engine::Catalog&, NewMembers& added) const;
  void apply(engine::Catalog&) const;
  bool empty() const { return added_.empty(); }

 private:
  struct Added {
    std::vector<std::string> names;
    engine::NameIndex<engine::Code> codes;
  };
  std::map<engine::DimensionId, Added> added_;
};

}  // namespace reckon::lang
