// Conditions of `where`, evaluated row by row.
#pragma once

#include <optional>
#include <vector>

#include "engine/exec/axis_matcher.hpp"
#include "engine/exec/held.hpp"
#include "engine/exec/row_index.hpp"

namespace reckon::engine {

// Whether a fact's provenance fits. The condition has attribute leaves alone.
bool attributes_hold(const Catalog&, const Condition&, const FactTable&, std::uint32_t row);

// A condition over the rows of a frame. The frame and the run's frames must outlive it; it lies in the run's scratch.
class RowCondition {
 public:
  RowCondition(const Run&, const Operation&, const Condition&, const Frame& rows);
  // In a run with a recorder `node` is the truth recorded.
  Held operator()(std::size_t row, NodeId& node) const;
  bool tests_values() const;
  // Whether the row fails by its coordinates, whatever its values.
  bool fails_by_place(std::size_t row) const { return !by_place(row).yes; }

 private:
  Held combine(std::size_t row, NodeId& node) const;
  Held look_up(std::size_t row, NodeId& node) const;
  Held by_place(std::size_t row) const;
  NodeId record(Node::Part, const Held&, std::span<const NodeId> parts) const;

  const Run& run_;
  OperationId operation_;
  const Condition& condition_;
  const Frame& rows_;
  ScratchVector<RowCondition> parts_;
  std::optional<AxisMatcher> matcher_;
  const Frame* input_ = nullptr;    // truth, relation
  RowIndex::Columns key_;           // the columns of rows_ that meet the input's
  std::optional<RowIndex> index_;   // over the input's keys
  const KeptRows* kept_ = nullptr;  // in place of input_: a derived relation's rows where they are
};

}  // namespace reckon::engine
