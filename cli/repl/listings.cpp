// Tables over the catalog and the facts.
#include "cli/repl/listings.hpp"

#include <algorithm>

#include "api/table.hpp"
#include "api/width.hpp"
#include "engine/model/readable.hpp"

namespace reckon::cli {
namespace {

using engine::Catalog;

TableCell word(std::string_view text) { return {"", printable(text), true}; }
TableCell count(std::size_t number) {
  return {engine::readable(engine::Range(engine::Number(static_cast<std::int64_t>(number)))), "", false};
}

std::string more_rows(std::size_t count) {
  return count == 0 ? "" : "… and " + std::to_string(count) + (count == 1 ? " more row\n" : " more rows\n");
}

std::string signature(const engine::Measure& measure) {
  std::string text = measure.name;
  for (const engine::Axis& axis : measure.axes) text += (text.size() == measure.name.size() ? "(" : ", ") + axis.name;
  return measure.axes.empty() ? text : text + ')';
}

std::string additivity_text(const engine::Measure& measure) {
  if (measure.is_relation) return "relation";
  return measure.additivity == engine::Additivity::flow    ? "flow"
         : measure.additivity == engine::Additivity::stock ? "stock"
                                                           : "rate";
}

std::string parents_text(const Catalog& catalog, const engine::Dimension& dimension,
                         std::optional<engine::Code> member) {
  std::string text;
  for (const engine::Level& level : dimension.levels()) {
    if (!level.direct) continue;
    const engine::Dimension& parent = catalog.dimension(level.dimension);
    if (member && level.codes[static_cast<std::size_t>(*member)] == engine::no_code) continue;
    text += (text.empty() ? "" : ", ") +
            (member ? parent.text(level.codes[static_cast<std::size_t>(*member)]) : parent.name());
  }
  return text;
}

// One fact beside its coordinates: what was stated, and by whom.
struct FactColumn {
  std::string_view name;
  std::string (*text)(const Catalog&, const engine::FactTable&, std::size_t row);
};
constexpr FactColumn provenance[] = {
    {"source", [](const Catalog& catalog, const engine::FactTable& facts,
                  std::size_t row) { return catalog.source(facts.source(row)).name; }},
    {"kind",
     [](const Catalog&, const engine::FactTable& facts, std::size_t row) {
       return facts.kind(row) == engine::Kind::none ? std::string() : std::string(engine::kind_text(facts.kind(row)));
     }},
    {"date",
     [](const Catalog&, const engine::FactTable& facts, std::size_t row) {
       return facts.date(row) == engine::no_code ? std::string()
                                                 : engine::period_text(facts.date(row), engine::Calendar::day);
     }},
    {"note",
     [](const Catalog&, const engine::FactTable& facts, std::size_t row) {
       return std::string(facts.note(row)) + (facts.stands(row, engine::FactTable::end_of_time) ? "" : " (withdrawn)");
     }},
};

// Those that say something of one of the rows at least.
std::vector<const FactColumn*> told(const Catalog& catalog, const engine::FactTable& facts, std::size_t rows) {
  std::vector<const FactColumn*> columns;
  for (const FactColumn& column : provenance)
    for (std::size_t row = 0; row < rows; ++row)
      if (!column.text(catalog, facts, row).empty()) {
        columns.push_back(&column);
        break;
      }
  return columns;
}

}  // namespace

std::string measures_text(const lang::Environment& environment, const TextOptions& options) {
  const Catalog& catalog = environment.catalog();
  if (catalog.measures().empty()) return "(no measures; `use compute` or `measure m(year) : 1 stock` declares some)\n";
  Table table({"measure", "unit", "kind", "facts", "what it is"}, 1);
  for (engine::MeasureId id = 0; id < catalog.measures().size(); ++id) {
    const engine::Measure& measure = catalog.measure(id);
    table.add_row({word(signature(measure)), word(catalog.units().text(measure.unit)), word(additivity_text(measure)),
                   count(environment.store.program().facts[id]->size()), word(measure.description)});
  }
  return table.text(options.width);
}

std::string dimensions_text(const lang::Environment& environment, const TextOptions& options) {
  const Catalog& catalog = environment.catalog();
  Table table({"dimension", "rolls up to", "members", "what it is"}, 1);
  for (engine::DimensionId id = 0; id < catalog.dimensions().size(); ++id) {
    const engine::Dimension& dimension = catalog.dimension(id);
    if (id == engine::source_dimension) continue;
    table.add_row({word(dimension.name()), word(parents_text(catalog, dimension, {})),
                   dimension.is_calendar() ? word("calendar") : count(dimension.size()),
                   word(dimension.description())});
  }
  return table.text(options.width);
}

std::optional<std::string> dimension_text(const lang::Environment& environment, std::string_view name,
                                          const TextOptions& options) {
  const Catalog& catalog = environment.catalog();
  const auto id = catalog.find_dimension(name);
  if (!id) return std::nullopt;
  const engine::Dimension& dimension = catalog.dimension(*id);
  std::string head = dimension.name() + ": " + (dimension.description().empty() ? "" : dimension.description() + "; ") +
                     (dimension.is_calendar() ? "a calendar"
                      : dimension.closed()    ? "closed"
                                              : "open, members appear as facts name them") +
                     (dimension.ordered() && !dimension.is_calendar() ? ", ordered" : "") + '\n';
  if (dimension.is_calendar() || dimension.size() == 0) return head;
  Table table({"member", "of", "also", "what it is"}, 1);
  const std::size_t rows = options.rows == 0 ? dimension.size() : std::min(options.rows, dimension.size());
  for (engine::Code code = 0; static_cast<std::size_t>(code) < rows; ++code) {
    const engine::MemberInfo& member = dimension.member(code);
    std::string aliases;
    for (const std::string& alias : member.aliases) aliases += (aliases.empty() ? "" : " ") + alias;
    table.add_row(
        {word(member.name), word(parents_text(catalog, dimension, code)), word(aliases), word(member.description)});
  }
  return head + table.text(options.width) + more_rows(dimension.size() - rows);
}

std::string sources_text(const lang::Environment& environment, const TextOptions& options) {
  const Catalog& catalog = environment.catalog();
  std::vector<std::size_t> facts(catalog.sources().size());
  for (const auto& table : environment.store.program().facts)
    for (std::size_t row = 0; row < table->size(); ++row) ++facts[table->source(row)];
  Table table({"source", "date", "facts", "who"}, 1);
  bool any = false;
  for (engine::SourceId id = 0; id < catalog.sources().size(); ++id) {
    const engine::Source& source = catalog.source(id);
    if (source.is_rule || (source.name.empty() && facts[id] == 0)) continue;
    any = true;
    table.add_row({word(source.name.empty() ? "(none stated)" : source.name),
                   word(source.date == engine::no_code ? "" : engine::period_text(source.date, engine::Calendar::day)),
                   count(facts[id]), word(source.description)});
  }
  return any ? table.text(options.width) : "(no sources)\n";
}

std::string rules_text(const lang::Environment& environment) {
  std::string text;
  for (const auto& rule : environment.store.program().rules) {
    text += printable(rule->text) + '\n';
    if (!rule->assumption.empty()) text += "  " + printable(rule->assumption) + '\n';
  }
  return text.empty() ? "(no rules)\n" : text;
}

std::optional<std::string> facts_text(const lang::Environment& environment, std::string_view name,
                                      const TextOptions& options) {
  const Catalog& catalog = environment.catalog();
  const auto id = catalog.find_measure(name);
  if (!id) return std::nullopt;
  const engine::Measure& measure = catalog.measure(*id);
  const engine::FactTable& facts = *environment.store.program().facts[*id];
  if (facts.size() == 0) return "(no facts)\n";
  std::vector<std::string> header;
  for (const engine::Axis& axis : measure.axes) header.push_back(axis.name);
  const std::string unit = catalog.units().text(measure.unit);
  if (!measure.is_relation) header.push_back(unit.empty() ? "value" : "value (" + unit + ')');
  const std::size_t rows = options.rows == 0 ? facts.size() : std::min(options.rows, facts.size());
  const auto columns = told(catalog, facts, rows);
  for (const FactColumn* column : columns) header.emplace_back(column->name);
  Table table(std::move(header), measure.axes.size());
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<TableCell> cells;
    for (std::size_t axis = 0; axis < measure.axes.size(); ++axis)
      cells.push_back(word(catalog.dimension(measure.axes[axis].dimension).text(facts.keys(axis)[row])));
    if (!measure.is_relation)
      cells.push_back(facts.unknown(row) ? word("unknown") : range_cell(facts.values()[row], options.digits()));
    for (const FactColumn* column : columns) cells.push_back(word(column->text(catalog, facts, row)));
    table.add_row(std::move(cells));
  }
  return table.text(options.width) + more_rows(facts.size() - rows);
}

std::string nearest_measure(const lang::Environment& environment, std::string_view name) {
  engine::NearestNames nearest(name);
  for (const engine::Measure& measure : environment.catalog().measures()) nearest.offer(measure.name);
  return nearest.hint();
}

std::string nearest_dimension(const lang::Environment& environment, std::string_view name) {
  engine::NearestNames nearest(name);
  for (const engine::Dimension& dimension : environment.catalog().dimensions()) nearest.offer(dimension.name());
  return nearest.hint();
}

}  // namespace reckon::cli
