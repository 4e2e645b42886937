// Declaring what the rows of a file say, and what must hold between them.
#include <algorithm>

#include "engine/model/error.hpp"
#include "engine/storage/catalog_reader.hpp"

namespace reckon::engine {

void CatalogReader::declare(std::int64_t until, const Edit& edit, const AddMeasure& add) {
  Catalog& catalog = edit();
  for (; units_.next(until); ++units_.declared) {
    UnitRow& row = units_.rows[units_.declared];
    require(!row.name.empty() && !catalog.units().find(row.name), "two units are called \"" + row.name + '"');
    try {
      if (row.factor) catalog.units().add(row.name, row.description, *row.factor, catalog.units().parse(row.base));
      else catalog.units().add(row.name, row.description);
    } catch (const Error& error) {
      require(false, error.message);
    }
  }
  declare_dimensions(catalog, until);
  declare_members(catalog, until);
  for (; sources_.next(until); ++sources_.declared) {
    Source& source = sources_.rows[sources_.declared].source;
    if (source.is_rule) continue;
    require(!catalog.find_source(source.name), "two sources are called \"" + source.name + '"');
    require(catalog.sources().size() == sources_.declared + 1, "the source \"" + source.name + "\" is out of order");
    catalog.add(source);
  }
  for (; measures_.next(until); ++measures_.declared) declare_measure(edit(), measures_.rows[measures_.declared], add);
}

void CatalogReader::declare_dimensions(Catalog& catalog, std::int64_t until) {
  for (; dimensions_.next(until); ++dimensions_.declared) {
    const DimensionRow& row = dimensions_.rows[dimensions_.declared];
    require(!catalog.find_dimension(row.name), "two dimensions are called \"" + row.name + '"');
    catalog.add(Dimension(row.name, row.description, false, row.ordered));
  }
  const auto is_own = [&](DimensionId id) { return id > source_dimension && id < catalog.dimensions().size(); };
  for (; levels_.next(until); ++levels_.declared) {
    const LevelRow& row = levels_.rows[levels_.declared];
    require(is_own(row.dimension) && row.level < catalog.dimensions().size() && !catalog.rolls_up(row.level, row.dimension) &&
                !catalog.rolls_up(row.dimension, row.level),
            "a dimension rolls up to what cannot be");
    catalog.dimension(row.dimension).add_level(row.level, row.direct);
  }
  for (; members_.next(until); ++members_.declared) {
    const MemberRow& row = members_.rows[members_.declared];
    require(is_own(row.dimension), "the member \"" + row.name + "\" belongs to no dimension");
    Dimension& dimension = catalog.dimension(row.dimension);
    require(!row.name.empty() && !dimension.find(row.name),
            "two members of " + dimension.name() + " are called \"" + row.name + '"');
    const Code code = dimension.add_member(row.name);
    if (!row.description.empty()) dimension.describe(code, row.description);
  }
  std::erase_if(closings_, [&](std::size_t at) {
    if (*dimensions_.rows[at].closed > until || at >= dimensions_.declared) return false;
    catalog.dimension(static_cast<DimensionId>(at + source_dimension + 1)).close();
    return true;
  });
}

void CatalogReader::declare_members(Catalog& catalog, std::int64_t until) {
  const auto is_member = [&](DimensionId id, Code code) {
    if (id == source_dimension || id >= catalog.dimensions().size()) return false;
    const Dimension& dimension = catalog.dimension(id);
    const auto [first, last] = dimension.is_calendar() ? calendar_codes(dimension.calendar())
                                                       : std::pair(Code{0}, static_cast<Code>(dimension.size()) - 1);
    return code >= first && code <= last;
  };
  for (; aliases_.next(until); ++aliases_.declared) {
    const AliasRow& row = aliases_.rows[aliases_.declared];
    require(row.dimension > source_dimension && is_member(row.dimension, row.member),
            "the alias \"" + row.name + "\" is of no member");
    Dimension& dimension = catalog.dimension(row.dimension);
    require(!dimension.find(row.name), "two members of " + dimension.name() + " are called \"" + row.name + '"');
    dimension.add_alias(row.member, row.name);
  }
  for (; roll_ups_.next(until); ++roll_ups_.declared) {
    const RollUpRow& row = roll_ups_.rows[roll_ups_.declared];
    require(row.dimension > source_dimension && is_member(row.dimension, row.member) && is_member(row.level, row.code),
            "a member rolls up to what is none");
    Dimension& dimension = catalog.dimension(row.dimension);
    const auto& levels = dimension.levels();
    const auto level = std::find_if(levels.begin(), levels.end(), [&](const Level& l) { return l.dimension == row.level; });
    require(level != levels.end(), "a member of " + dimension.name() + " rolls up to what its dimension does not");
    dimension.set_level(static_cast<std::size_t>(level - levels.begin()), row.member, row.code);
  }
}

void CatalogReader::declare_measure(const Catalog& catalog, MeasureRow& row, const AddMeasure& add) const {
  Measure& measure = row.measure;
  require(!measure.name.empty() && !catalog.find_measure(measure.name), "two measures are called \"" + measure.name + '"');
  try {
    measure.unit = catalog.units().parse(row.unit);
  } catch (const Error& error) {
    require(false, error.message);
  }
  for (const Axis& axis : measure.axes) {
    require(axis.dimension < catalog.dimensions().size() && axis.dimension != source_dimension,
            measure.name + " has a dimension that is none");
    require(std::count_if(measure.axes.begin(), measure.axes.end(), [&](const Axis& a) { return a.name == axis.name; }) == 1,
            measure.name + " has two dimensions called " + axis.name);
  }
  if (measure.policy)
    for (const SourceId source : measure.policy->preferred)
      require(source < catalog.sources().size(), measure.name + " prefers a source that is none");
  add(measure);
}

void CatalogReader::check_complete(const Catalog& catalog) const {
  const bool all = units_.declared == units_.rows.size() && dimensions_.declared == dimensions_.rows.size() &&
                   members_.declared == members_.rows.size() && levels_.declared == levels_.rows.size() &&
                   aliases_.declared == aliases_.rows.size() && roll_ups_.declared == roll_ups_.rows.size() &&
                   measures_.declared == measures_.rows.size() && closings_.empty() &&
                   catalog.sources().size() == sources_.rows.size() + 1;
  require(all, "its declarations are not whole");
  for (std::size_t i = 0; i < sources_.rows.size(); ++i) {
    const Source& known = catalog.sources()[i + 1];
    require(known.name == sources_.rows[i].source.name && known.is_rule == sources_.rows[i].source.is_rule,
            "the source \"" + known.name + "\" is out of order");
  }
}

}  // namespace reckon::engine
