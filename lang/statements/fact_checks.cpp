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
  if (fact.unknown) return std::nullopt;
  auto said = table.said(fact);
  return said && engine::disjoint(*said, fact.value) ? said : std::nullopt;
}

std::optional<Clash> find_clash(FactTable& table, std::span<const Fact> added) {
  using Key = std::tuple<std::vector<engine::Code>, engine::SourceId, engine::Day>;
  std::map<Key, engine::Range> met;  // what the new facts say so far
  for (std::size_t i = 0; i < added.size(); ++i) {
    const Fact& fact = added[i];
    if (fact.unknown) continue;
    if (const auto other = find_clash(table, fact)) return Clash{i, *other};
    if (added.size() == 1) break;
    const auto [earlier, is_new] = met.try_emplace({fact.key, fact.source, fact.date}, fact.value);
    if (is_new) continue;
    auto both = engine::meet(earlier->second, fact.value);
    if (!both) return Clash{i, earlier->second};
    earlier->second = std::move(*both);
  }
  return std::nullopt;
}

void require_facts(const Checker& checker, const engine::Program& program, engine::MeasureId id, Span span) {
  if (!program.records_of(id)) return;
  const engine::Measure& measure = program.catalog->measure(id);
  checker.fail(problem::made_of_records, span,
               measure.name + " is read from the records of " + measure.axes.back().name,
               "say other things in a measure of its own, declared with `measure`");
}

}  // namespace reckon::lang
