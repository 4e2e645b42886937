// What has been declared: dimensions, units, measures, relations, sources. Names of one kind are unique.
// Invariant: ids are indexes and never change. Dimensions 0 to 3 are year, quarter, month and day, 4 is
// source, whose members are the sources by id; source 0 is the anonymous one.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/model/dimension.hpp"
#include "engine/model/measure.hpp"
#include "engine/model/unit.hpp"

namespace reckon::engine {

inline constexpr SourceId anonymous_source = 0;
inline constexpr DimensionId source_dimension = 4;

class Catalog {
 public:
  Catalog();

  const Dimension& dimension(DimensionId id) const { return dimensions_[id]; }
  Dimension& dimension(DimensionId id) { return dimensions_[id]; }
  const Measure& measure(MeasureId id) const { return measures_[id]; }
  const Source& source(SourceId id) const { return sources_[id]; }
  const std::vector<Dimension>& dimensions() const { return dimensions_; }
  const std::vector<Measure>& measures() const { return measures_; }
  const std::vector<Source>& sources() const { return sources_; }
  const UnitTable& units() const { return units_; }
  UnitTable& units() { return units_; }

  std::optional<DimensionId> find_dimension(std::string_view name) const { return dimension_names_.find(name); }
  std::optional<MeasureId> find_measure(std::string_view name) const { return measure_names_.find(name); }
  std::optional<SourceId> find_source(std::string_view name) const { return source_names_.find(name); }

  // The names must be new.
  DimensionId add(Dimension);
  MeasureId add(Measure);
  SourceId add(Source);
  void redate(SourceId id, Day date) { sources_[id].date = date; }
  void redescribe(SourceId id, std::string text) { sources_[id].description = std::move(text); }

  // True where members of `from` roll up to `to`, directly or through others; also where they are the same.
  bool rolls_up(DimensionId from, DimensionId to) const;
  // The code in `to` of a member of `from`; no_code where it has none. rolls_up(from, to) must hold.
  Code roll_up(Code code, DimensionId from, DimensionId to) const;
  // Declares that `from` rolls up to `to`, and so to all that `to` rolls up to.
  void add_parent(DimensionId from, DimensionId to);
  // Sets a member's parent and, through it, its codes in coarser dimensions. False where it has another one already.
  bool set_parent(DimensionId dimension, Code member, DimensionId parent, Code parent_member);

 private:
  std::vector<Dimension> dimensions_;
  std::vector<Measure> measures_;
  std::vector<Source> sources_;
  UnitTable units_;
  NameIndex<DimensionId> dimension_names_;
  NameIndex<MeasureId> measure_names_;
  NameIndex<SourceId> source_names_;
};

}  // namespace reckon::engine
