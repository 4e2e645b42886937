// Facts and retractions as statements. Neighbours of one measure, source, kind and date stand in one group.
#pragma once

#include <string>

#include "engine/facts/fact_table.hpp"
#include "engine/model/catalog.hpp"

namespace reckon::lang {

class FactText {
 public:
  FactText(const engine::Catalog& catalog, std::string& out) : catalog_(catalog), out_(out) {}

  void fact(engine::MeasureId, const engine::FactTable&, std::size_t row);
  void retraction(engine::MeasureId, const engine::FactTable&, std::size_t row);
  // Ends the group at hand; needed before anything else is written.
  void end();
  // `~` deviates by this from here on.
  void set_about(const engine::Number&);

 private:
  struct Group {
    engine::MeasureId measure = 0;
    engine::SourceId source = 0;
    engine::Kind kind = engine::Kind::none;
    engine::Day date = engine::no_code;
    friend bool operator==(const Group&, const Group&) = default;
  };

  std::string group_text(const Group&) const;
  std::string arguments(engine::MeasureId, const engine::FactTable&, std::size_t row) const;
  std::string value(const engine::Measure&, const engine::FactTable&, std::size_t row);

  const engine::Catalog& catalog_;
  std::string& out_;
  Group group_;
  std::size_t rows_ = 0;   // of the group at hand
  std::string first_row_;  // held back while it is the only one
  engine::Number about_{engine::Number::ratio(1, 20)};
};

}  // namespace reckon::lang
