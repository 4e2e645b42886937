// Scans of derived relations whose rows nobody needs one by one: counts and conditions read them where they are.
#pragma once

#include "engine/exec/row_choice.hpp"
#include "engine/exec/rules/derived_rows.hpp"

namespace reckon::engine {

// The rows of a scan that is left as it is, and which of them it reads.
struct KeptRows {
  std::shared_ptr<const DerivedRows> derived;
  RowChoice choice;

  std::uint64_t count() const;
  // `free` are the codes of the scan's axes.
  bool contains(std::span<const Code> free) const;
};

// Nothing where the scan's rows must be made: its measure has cells, or some operation reads them row by row.
std::shared_ptr<const KeptRows> keep_rows(const Run&, OperationId scan);

// How many rows each group has.
Frame count_rows(Run&, OperationId, const op::Aggregate&, const KeptRows&);

}  // namespace reckon::engine
