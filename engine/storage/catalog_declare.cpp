// Declaring what the rows of a file say, and what must hold between them.
#include <algorithm>
#include <limits>

#include "engine/model/error.hpp"
#include "engine/storage/catalog_reader.hpp"

namespace reckon::engine {
namespace {

template <class Row>
bool is_due(const std::vector<Row>& rows, std::size_t at, Step until) {
  return at < rows.size() && rows[at].step <= until;
}

}  // namespace

void CatalogReader::declare_all(Catalog& catalog) {
  with_rules_ = true;
  declare(
      std::numeric_limits<Step>::max(), [&]() -> Catalog& { return catalog; },
      [&](Measure measure) { catalog.add(std::move(measure)); });
  check_complete(catalog);
}

void CatalogReader::declare(std::int64_t until, const Edit& edit, const AddMeasure& add) {
  Catalog& catalog = edit();
  for (; is_due(rows_.units, declared_.units, until); ++declared_.units) {
    const UnitRow& row = rows_.units[declared_.units];
    require(!row.name.empty() && !catalog.units().find(row.name), "two units are called \"" + row.name + '"');
    try {
      if (row.factor)
        catalog.units().add(row.name, row.description, *row.factor, catalog.units().parse(row.base));
      else
        catalog.units().add(row.name, row.description);
    } catch (const Error& error) { require(false, error.message); }
  }
  declare_dimensions(catalog, until);
  declare_members(catalog, until);
  for (; is_due(rows_.sources, declared_.sources, until); ++declared_.sources) {
    const Source& source = rows_.sources[declared_.sources].source;
    if (source.is_rule && !with_rules_) continue;
    require(!catalog.find_source(source.name), "two sources are called \"" + source.name + '"');
    require(catalog.sources().size() == declared_.sources + 1, "the source \"" + source.name + "\" is out of order");
    catalog.add(source);
  }
  for (; is_due(rows_.measures, declared_.measures, until); ++declared_.measures)
    declare_measure(edit(), rows_.measures[declared_.measures], add);
}

void CatalogReader::declare_dimensions(Catalog& catalog, std::int64_t until) {
  for (; is_due(rows_.dimensions, declared_.dimensions, until); ++declared_.dimensions) {
    const DimensionRow& row = rows_.dimensions[declared_.dimensions];
    require(!catalog.find_dimension(row.name), "two dimensions are called \"" + row.name + '"');
    catalog.add(Dimension(row.name, row.description, false, row.ordered));
  }
  const auto is_own = [&](DimensionId id) { return id > source_dimension && id < catalog.dimensions().size(); };
  for (; is_due(rows_.levels, declared_.levels, until); ++declared_.levels) {
    const LevelRow& row = rows_.levels[declared_.levels];
    require(is_own(row.dimension) && row.level < catalog.dimensions().size() &&
                !catalog.rolls_up(row.level, row.dimension) && !catalog.rolls_up(row.dimension, row.level),
            "a dimension rolls up to what cannot be");
    catalog.dimension(row.dimension).add_level(row.level, row.direct);
  }
  for (; is_due(rows_.members, declared_.members, until); ++declared_.members) {
    const MemberRow& row = rows_.members[declared_.members];
    require(is_own(row.dimension), "the member \"" + row.name + "\" belongs to no dimension");
    Dimension& dimension = catalog.dimension(row.dimension);
    require(!row.name.empty() && !dimension.find(row.name),
            "two members of " + dimension.name() + " are called \"" + row.name + '"');
    const Code code = dimension.add_member(row.name);
    if (!row.description.empty()) dimension.describe(code, row.description);
  }
  std::erase_if(closings_, [&](std::size_t at) {
    if (*rows_.dimensions[at].closed > until || at >= declared_.dimensions) return false;
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
  for (; is_due(rows_.aliases, declared_.aliases, until); ++declared_.aliases) {
    const AliasRow& row = rows_.aliases[declared_.aliases];
    require(row.dimension > source_dimension && is_member(row.dimension, row.member),
            "the alias \"" + row.name + "\" is of no member");
    Dimension& dimension = catalog.dimension(row.dimension);
    require(!dimension.find(row.name), "two members of " + dimension.name() + " are called \"" + row.name + '"');
    dimension.add_alias(row.member, row.name);
  }
  for (; is_due(rows_.roll_ups, declared_.roll_ups, until); ++declared_.roll_ups) {
    const RollUpRow& row = rows_.roll_ups[declared_.roll_ups];
    require(row.dimension > source_dimension && is_member(row.dimension, row.member) && is_member(row.level, row.code),
            "a member rolls up to what is none");
    Dimension& dimension = catalog.dimension(row.dimension);
    const auto& levels = dimension.levels();
    const auto level =
        std::find_if(levels.begin(), levels.end(), [&](const Level& l) { return l.dimension == row.level; });
    require(level != levels.end(), "a member of " + dimension.name() + " rolls up to what its dimension does not");
    dimension.set_level(static_cast<std::size_t>(level - levels.begin()), row.member, row.code);
  }
}

void CatalogReader::declare_measure(const Catalog& catalog, const MeasureRow& row, const AddMeasure& add) const {
  Measure measure = row.measure;
  require(!measure.name.empty() && !catalog.find_measure(measure.name),
          "two measures are called \"" + measure.name + '"');
  try {
    measure.unit = catalog.units().parse(row.unit);
  } catch (const Error& error) { require(false, error.message); }
  for (const Axis& axis : measure.axes) {
    require(axis.dimension < catalog.dimensions().size() && axis.dimension != source_dimension,
            measure.name + " has a dimension that is none");
    require(std::count_if(measure.axes.begin(), measure.axes.end(),
                          [&](const Axis& a) { return a.name == axis.name; }) == 1,
            measure.name + " has two dimensions called " + axis.name);
  }
  if (measure.policy)
    for (const SourceId source : measure.policy->preferred)
      require(source < catalog.sources().size(), measure.name + " prefers a source that is none");
  add(std::move(measure));
}

void CatalogReader::check_complete(const Catalog& catalog) const {
  const bool all = declared_.units == rows_.units.size() && declared_.dimensions == rows_.dimensions.size() &&
                   declared_.members == rows_.members.size() && declared_.levels == rows_.levels.size() &&
                   declared_.aliases == rows_.aliases.size() && declared_.roll_ups == rows_.roll_ups.size() &&
                   declared_.measures == rows_.measures.size() && closings_.empty() &&
                   catalog.sources().size() == rows_.sources.size() + 1;
  require(all, "its declarations are not whole");
  for (std::size_t i = 0; i < rows_.sources.size(); ++i) {
    const Source& known = catalog.sources()[i + 1];
    require(known.name == rows_.sources[i].source.name && known.is_rule == rows_.sources[i].source.is_rule,
            "the source \"" + known.name + "\" is out of order");
  }
}

}  // namespace reckon::engine
