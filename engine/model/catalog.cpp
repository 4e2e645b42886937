// The catalog and roll-up between its dimensions.
#include "engine/model/catalog.hpp"

#include <array>
#include <cassert>

namespace reckon::engine {
namespace {

constexpr std::array<std::string_view, 7> kind_names{"", "actual", "estimate", "forecast", "plan", "rumour", "derived"};

}  // namespace

std::optional<Kind> parse_kind(std::string_view text) {
  for (std::size_t i = 1; i < kind_names.size(); ++i)
    if (kind_names[i] == text) return static_cast<Kind>(i);
  return std::nullopt;
}

std::string_view kind_text(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

Catalog::Catalog() {
  for (const Calendar c : {Calendar::year, Calendar::quarter, Calendar::month, Calendar::day}) {
    const DimensionId id = add(Dimension(std::string(calendar_name(c)), c));
    for (DimensionId coarser = id; coarser-- > 0;) dimensions_[id].add_level(coarser, coarser + 1 == id);
  }
  add(Dimension("source", {}, false, false));
  add(Source{});
}

DimensionId Catalog::add(Dimension dimension) {
  const auto id = static_cast<DimensionId>(dimensions_.size());
  dimension_names_.add(dimension.name(), id);
  dimensions_.push_back(std::move(dimension));
  return id;
}

MeasureId Catalog::add(Measure measure) {
  const auto id = static_cast<MeasureId>(measures_.size());
  measure_names_.add(measure.name, id);
  measures_.push_back(std::move(measure));
  return id;
}

SourceId Catalog::add(Source source) {
  const auto id = static_cast<SourceId>(sources_.size());
  source_names_.add(source.name, id);
  dimensions_[source_dimension].add_member(source.name.empty() ? "(no source)" : source.name);
  sources_.push_back(std::move(source));
  return id;
}

bool Catalog::rolls_up(DimensionId from, DimensionId to) const { return from == to || dimensions_[from].level(to); }

Code Catalog::roll_up(Code code, DimensionId from, DimensionId to) const {
  if (from == to) return code;
  const Dimension& fine = dimensions_[from];
  if (fine.is_calendar()) return engine::roll_up(code, fine.calendar(), dimensions_[to].calendar());
  const Level* level = fine.level(to);
  assert(level && "checked by the caller");
  return level->codes[static_cast<std::size_t>(code)];
}

void Catalog::add_parent(DimensionId from, DimensionId to) {
  Dimension& fine = dimensions_[from];
  if (const Level* known = fine.level(to); known && known->direct) return;
  if (!fine.level(to)) fine.add_level(to, true);
  for (const Level& beyond : dimensions_[to].levels())
    if (!fine.level(beyond.dimension)) fine.add_level(beyond.dimension, false);
}

bool Catalog::set_parent(DimensionId dimension, Code member, DimensionId parent, Code parent_member) {
  Dimension& fine = dimensions_[dimension];
  for (std::size_t i = 0; i < fine.levels().size(); ++i) {
    const Level& level = fine.levels()[i];
    if (!rolls_up(parent, level.dimension)) continue;
    const Code code = roll_up(parent_member, parent, level.dimension);
    const Code known = level.codes[static_cast<std::size_t>(member)];
    if (known != no_code && known != code && level.dimension == parent) return false;
    if (known == no_code) fine.set_level(i, member, code);
  }
  return true;
}

}  // namespace reckon::engine
