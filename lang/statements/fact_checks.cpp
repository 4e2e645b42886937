// Looking for facts of one source, cell and date that cannot both be.
#include "lang/statements/fact_checks.hpp"

#include <map>
#include <tuple>

#include "engine/exec/row_index.hpp"

namespace reckon::lang {
namespace {

using engine::Fact;
using engine::FactTable;

std::optional<engine::Range> clash_with_rows(const FactTable& table, const Fact& fact, const engine::RowIndex* index) {
  const auto clashes = [&](std::size_t row) {
    return table.source(row) == fact.source && table.date(row) == fact.date && !table.unknown(row) &&
           table.stands(row, FactTable::end_of_time) && engine::disjoint(table.values()[row], fact.value);
  };
  if (index) {
    for (auto row = index->find(fact.key); row != engine::RowIndex::none; row = index->next(row))
      if (clashes(row)) return table.values()[row];
    return std::nullopt;
  }
  for (std::size_t row = 0; row < table.size(); ++row) {
    bool same = true;
    for (std::size_t axis = 0; same && axis < fact.key.size(); ++axis) same = table.keys(axis)[row] == fact.key[axis];
    if (same && clashes(row)) return table.values()[row];
  }
  return std::nullopt;
}

}  // namespace

std::optional<engine::Range> within_domain(const engine::Measure& measure, engine::Range value) {
  if (!measure.domain || measure.domain->contains(value)) return value;
  return value.is_bounded() ? std::nullopt : engine::meet(value, *measure.domain);
}

std::optional<Clash> find_clash(const FactTable& table, std::span<const Fact> added) {
  // Few facts are compared by a pass over the keys; many by an index made once.
  std::optional<engine::RowIndex> index;
  if (added.size() > 4 && table.size() > 0) {
    engine::RowIndex::Columns columns;
    for (std::size_t axis = 0; axis < table.axes(); ++axis) columns.push_back(&table.keys(axis));
    index.emplace(columns, table.size());
  }
  using Key = std::tuple<std::vector<engine::Code>, engine::SourceId, engine::Day>;
  std::map<Key, std::vector<std::size_t>> seen;
  for (std::size_t i = 0; i < added.size(); ++i) {
    const Fact& fact = added[i];
    if (fact.unknown) continue;
    if (const auto other = clash_with_rows(table, fact, index ? &*index : nullptr)) return Clash{i, *other};
    if (added.size() == 1) break;
    auto& earlier = seen[{fact.key, fact.source, fact.date}];
    for (const std::size_t j : earlier)
      if (engine::disjoint(added[j].value, fact.value)) return Clash{i, added[j].value};
    earlier.push_back(i);
  }
  return std::nullopt;
}

}  // namespace reckon::lang
