// Looking for facts of one source, cell and date that cannot both be.
#include "lang/statements/fact_checks.hpp"

#include <map>
#include <tuple>

namespace reckon::lang {

using engine::Fact;
using engine::FactTable;

std::optional<engine::Range> within_domain(const engine::Measure& measure, engine::Range value) {
  if (!measure.domain || measure.domain->contains(value)) return value;
  return value.is_bounded() ? std::nullopt : engine::meet(value, *measure.domain);
}

std::optional<engine::Range> find_clash(FactTable& table, const Fact& fact) {
  std::optional<engine::Range> other;
  table.any_at(fact.key, [&](std::size_t row) {
    const bool clashes = table.source(row) == fact.source && table.date(row) == fact.date && !table.unknown(row) &&
                         table.stands(row, FactTable::end_of_time) && engine::disjoint(table.values()[row], fact.value);
    if (clashes) other = table.values()[row];
    return clashes;
  });
  return other;
}

std::optional<Clash> find_clash(FactTable& table, std::span<const Fact> added) {
  using Key = std::tuple<std::vector<engine::Code>, engine::SourceId, engine::Day>;
  std::map<Key, std::vector<std::size_t>> seen;
  for (std::size_t i = 0; i < added.size(); ++i) {
    const Fact& fact = added[i];
    if (fact.unknown) continue;
    if (const auto other = find_clash(table, fact)) return Clash{i, *other};
    if (added.size() == 1) break;
    auto& earlier = seen[{fact.key, fact.source, fact.date}];
    for (const std::size_t j : earlier)
      if (engine::disjoint(added[j].value, fact.value)) return Clash{i, added[j].value};
    earlier.push_back(i);
  }
  return std::nullopt;
}

}  // namespace reckon::lang
