// Reconciling: several facts of one cell become its range.
#pragma once

#include "engine/exec/program.hpp"

namespace reckon::engine {

// Which facts take part, and how they meet.
struct Reconciliation {
  Policy policy;
  Day as_of = FactTable::end_of_time;
  const std::vector<std::uint32_t>* rows = nullptr;  // the facts that are read at all, ascending; null for all
  const Condition* provenance = nullptr;             // which of the facts that stand are chosen; null for all
  bool by_source = false;                            // the source is one more axis, the last
};

// Within a source the latest statement stands and bounds of the same date meet (disjoint ones throw disjoint-facts);
// a rule's values meet by the policy. Across sources the policy decides; the result is cut to the measure's domain.
CellTable reconcile(const Catalog&, MeasureId, const FactTable&, const Reconciliation&);

// The facts of a cell that stand after supersession, as rows of the table.
std::vector<std::uint32_t> standing_facts(const Catalog&, const FactTable&, std::span<const std::uint32_t> rows);

// Those of the standing facts that the policy takes into the cell: `latest` and `prefer` leave some out.
std::vector<std::uint32_t> chosen_facts(const FactTable&, std::vector<std::uint32_t> standing, const Policy&);

}  // namespace reckon::engine
