// One insert a row. Members that a declaration may have changed are told by a hash, and their rows written again.
#include "engine/storage/catalog_writer.hpp"

#include "engine/storage/schema.hpp"

namespace reckon::engine {
namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t part) {
  hash = (hash ^ part) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 29);
}

std::uint64_t hash_of(const Dimension& dimension, Code code) {
  const TextHash text;
  const MemberInfo& member = dimension.member(code);
  std::uint64_t hash = mixed(text(member.description), member.aliases.size());
  for (const Level& level : dimension.levels())
    hash = mixed(hash, static_cast<std::uint32_t>(level.codes[static_cast<std::size_t>(code)]));
  return hash;
}

std::int64_t integer(std::size_t value) { return static_cast<std::int64_t>(value); }

void bind_exact(Statement& statement, int parameter, bool is_there, const Number& number, std::string& text) {
  if (!is_there) {
    statement.bind_null(parameter);
    return;
  }
  text = number.text();
  statement.bind(parameter, std::string_view(text));
}

}  // namespace

CatalogWriter::CatalogWriter(const Connection& file)
    : file_(file),
      unit_(file.prepare("INSERT INTO reckon_unit VALUES (?, ?, ?, ?, ?, ?)")),
      dimension_(file.prepare("INSERT INTO reckon_dimension VALUES (?, ?, ?, ?, ?, NULL)")),
      closed_(file.prepare("UPDATE reckon_dimension SET closed = ?2 WHERE id = ?1")),
      level_(file.prepare("INSERT INTO reckon_level VALUES (?, ?, ?, ?, ?)")),
      member_(file.prepare("INSERT INTO reckon_member VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET description = "
                           "excluded.description")),
      alias_(file.prepare("INSERT OR IGNORE INTO reckon_alias VALUES (?, ?, ?, ?, ?)")),
      roll_up_(file.prepare("INSERT OR IGNORE INTO reckon_roll_up VALUES (?, ?, ?, ?, ?)")),
      source_(file.prepare("INSERT INTO reckon_source VALUES (?, ?, ?, ?, ?, ?)")),
      measure_(file.prepare("INSERT INTO reckon_measure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
      axis_(file.prepare("INSERT INTO reckon_axis VALUES (?, ?, ?, ?)")) {}

void CatalogWriter::mark(const Catalog& catalog) {
  units_ = catalog.units().all().size();
  sources_ = catalog.sources().size();
  measures_ = catalog.measures().size();
  dimensions_.clear();
  for (const Dimension& dimension : catalog.dimensions()) {
    Mark& mark = dimensions_.emplace_back();
    mark.members = dimension.size();
    mark.levels = dimension.levels().size();
    mark.closed = dimension.closed();
    if (dimension.is_calendar() || dimensions_.size() - 1 == source_dimension) continue;
    for (std::size_t i = 0; i < dimension.size(); ++i) mark.hashes.push_back(hash_of(dimension, static_cast<Code>(i)));
  }
}

void CatalogWriter::write(const Catalog& catalog, std::int64_t step, bool declared) {
  for (; units_ < catalog.units().all().size(); ++units_) write_unit(catalog, units_, step);
  for (std::size_t id = dimensions_.size(); id < catalog.dimensions().size(); ++id) {
    const Dimension& dimension = catalog.dimensions()[id];
    dimension_.bind(1, integer(id)).bind(2, step).bind(3, dimension.name()).bind(4, dimension.description());
    dimension_.bind(5, dimension.ordered() ? 1 : 0).run();
    dimensions_.emplace_back();
  }
  for (std::size_t id = source_dimension + 1; id < catalog.dimensions().size(); ++id)
    write_dimension(catalog, static_cast<DimensionId>(id), step, declared);
  for (; sources_ < catalog.sources().size(); ++sources_)
    write_source(catalog.sources()[sources_], static_cast<SourceId>(sources_), step);
  for (; measures_ < catalog.measures().size(); ++measures_)
    write_measure(catalog, static_cast<MeasureId>(measures_), step);
}

void CatalogWriter::write_dimension(const Catalog& catalog, DimensionId id, std::int64_t step, bool declared) {
  const Dimension& dimension = catalog.dimension(id);
  Mark& mark = dimensions_[id];
  if (dimension.closed() && !mark.closed) {
    closed_.bind(1, id).bind(2, step).run();
    mark.closed = true;
  }
  for (; mark.levels < dimension.levels().size(); ++mark.levels) {
    const Level& level = dimension.levels()[mark.levels];
    level_.bind(1, id).bind(2, level.dimension).bind(3, step).bind(4, level.direct ? 1 : 0);
    level_.bind(5, integer(mark.levels)).run();
  }
  if (declared)
    for (std::size_t i = 0; i < mark.members; ++i) {
      const std::uint64_t hash = hash_of(dimension, static_cast<Code>(i));
      if (hash == mark.hashes[i]) continue;
      write_member(dimension, id, static_cast<Code>(i), step);
      mark.hashes[i] = hash;
    }
  for (; mark.members < dimension.size(); ++mark.members) {
    const auto code = static_cast<Code>(mark.members);
    write_member(dimension, id, code, step);
    mark.hashes.push_back(hash_of(dimension, code));
  }
}

void CatalogWriter::write_member(const Dimension& dimension, DimensionId id, Code code, std::int64_t step) {
  const MemberInfo& member = dimension.member(code);
  member_.bind(1, id).bind(2, code).bind(3, step).bind(4, member.name).bind(5, member.description).run();
  for (std::size_t i = 0; i < member.aliases.size(); ++i)
    alias_.bind(1, id).bind(2, code).bind(3, integer(i)).bind(4, step).bind(5, member.aliases[i]).run();
  for (const Level& level : dimension.levels()) {
    const Code parent = level.codes[static_cast<std::size_t>(code)];
    if (parent != no_code)
      roll_up_.bind(1, id).bind(2, code).bind(3, level.dimension).bind(4, step).bind(5, parent).run();
  }
}

void CatalogWriter::write_unit(const Catalog& catalog, std::size_t id, std::int64_t step) {
  const UnitTable::Named& unit = catalog.units().all()[id];
  unit_.bind(1, integer(id)).bind(2, step).bind(3, unit.name).bind(4, unit.description);
  std::string factor, base;
  const bool derived = !(unit.base == Unit::of(static_cast<std::uint16_t>(id)));
  bind_exact(unit_, 5, derived, unit.factor, factor);
  if (derived) base = unit.base.is_one() ? "1" : catalog.units().text(unit.base);
  if (derived)
    unit_.bind(6, std::string_view(base));
  else
    unit_.bind_null(6);
  unit_.run();
}

void CatalogWriter::write_source(const Source& source, SourceId id, std::int64_t step) {
  source_.bind(1, id).bind(2, step).bind(3, source.name).bind(4, source.description);
  if (source.date == no_code)
    source_.bind_null(5);
  else
    source_.bind(5, source.date);
  source_.bind(6, source.is_rule ? 1 : 0).run();
}

void CatalogWriter::write_measure(const Catalog& catalog, MeasureId id, std::int64_t step) {
  const Measure& measure = catalog.measure(id);
  const std::string unit = measure.unit.is_one() ? "1" : catalog.units().text(measure.unit);
  const Range domain = measure.domain.value_or(Range());
  std::string low, high, best, preferred;
  measure_.bind(1, id).bind(2, step).bind(3, measure.name).bind(4, measure.description);
  measure_.bind(5, measure.is_relation ? 1 : 0).bind(6, unit);
  measure_.bind(7, static_cast<std::int64_t>(measure.additivity)).bind(8, measure.domain ? 1 : 0);
  bind_exact(measure_, 9, measure.domain && !domain.unbounded_below, domain.low, low);
  bind_exact(measure_, 10, measure.domain && !domain.unbounded_above, domain.high, high);
  bind_exact(measure_, 11, domain.has_central, domain.central, best);
  if (measure.policy)
    measure_.bind(12, static_cast<std::int64_t>(measure.policy->kind));
  else
    measure_.bind_null(12);
  if (measure.policy)
    for (const SourceId source : measure.policy->preferred) preferred += std::to_string(source) + ' ';
  measure_.bind(13, std::string_view(preferred)).run();
  for (std::size_t i = 0; i < measure.axes.size(); ++i)
    axis_.bind(1, id).bind(2, integer(i)).bind(3, measure.axes[i].name).bind(4, measure.axes[i].dimension).run();
  create_fact_table(file_, catalog, id);
}

}  // namespace reckon::engine
