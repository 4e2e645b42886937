// Several results side by side over the union of their rows.
#include <algorithm>

#include "engine/exec/row_index.hpp"
#include "engine/exec/run.hpp"

namespace reckon::engine {
namespace {

// Where each axis of an input lies among the result's axes.
ScratchVector<std::size_t> axis_places(const Run& run, const std::vector<Axis>& axes, const std::vector<Axis>& result) {
  ScratchVector<std::size_t> places(&run.scratch);
  for (const Axis& axis : axes)
    for (std::size_t i = 0; i < result.size(); ++i)
      if (result[i].name == axis.name) places.push_back(i);
  return places;
}

// The coordinates of every input that has all axes, and whether each belongs for certain. Shifted cells make rows only
// where nothing else does.
struct Candidates {
  Candidates(Run& run, std::size_t axes) : keys(axes, &run.scratch), certain(&run.scratch) {}
  ScratchVector<ScratchVector<Code>> keys;
  ScratchVector<bool> certain;
};

Candidates union_of_rows(Run& run, const Operation& operation) {
  Candidates all(run, operation.axes.size());
  if (operation.axes.empty()) all.certain.push_back(true);
  const auto has_all = [&](OperationId input) { return run.operation(input).axes.size() == operation.axes.size(); };
  const bool all_shifted = std::none_of(operation.inputs.begin(), operation.inputs.end(), [&](OperationId input) {
    return has_all(input) && run.frames[input].makes_rows;
  });
  for (const OperationId input : operation.inputs) {
    const auto places = axis_places(run, run.operation(input).axes, operation.axes);
    const Frame& frame = run.frames[input];
    if (operation.axes.empty() || !has_all(input) || (!frame.makes_rows && !all_shifted)) continue;
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      if (frame.membership(row) == Membership::excluded) continue;
      for (std::size_t i = 0; i < places.size(); ++i) all.keys[places[i]].push_back(frame.keys[i][row]);
      all.certain.push_back(frame.membership(row) == Membership::certain);
    }
  }
  return all;
}

Value lacking(Run& run, OperationId input, const RowIndex::Columns& asked, std::size_t row) {
  MissingReason why{MissingReason::What::no_cell, input, {}, 0, 0};
  for (const Code* codes : asked) why.key.push_back(codes[row]);
  return Value::absent(run.reasons.add(std::move(why)));
}

}  // namespace

Frame run_columns(Run& run, OperationId id, const op::Columns&) {
  const Operation& operation = run.operation(id);
  const Candidates all = union_of_rows(run, operation);
  RowIndex::Columns columns(&run.scratch);
  for (const auto& codes : all.keys) columns.push_back(codes.data());
  const Groups groups = group_rows(columns, all.certain.size());
  Frame result = run.frame_for(id);
  result.keys.resize(operation.axes.size());
  for (const auto row : groups.first_row)
    for (std::size_t axis = 0; axis < all.keys.size(); ++axis) result.keys[axis].push_back(all.keys[axis][row]);
  // A row belongs where one column at least has it.
  ScratchVector<bool> certain(groups.size(), false, &run.scratch);
  for (std::size_t row = 0; row < all.certain.size(); ++row)
    if (all.certain[row]) certain[groups.of_row[row]] = true;
  if (std::find(certain.begin(), certain.end(), false) != certain.end())
    for (const bool belongs : certain) result.memberships.push_back(belongs ? Membership::certain : Membership::maybe);
  result.columns.resize(operation.inputs.size());
  for (std::size_t c = 0; c < operation.inputs.size(); ++c) {
    const OperationId input = operation.inputs[c];
    const Frame& frame = run.frames[input];
    RowIndex::Columns own(&run.scratch), asked(&run.scratch);
    for (const auto& codes : frame.keys) own.push_back(codes.data());
    for (const std::size_t place : axis_places(run, run.operation(input).axes, operation.axes))
      asked.push_back(result.keys[place].data());
    const RowIndex index(std::move(own), frame.rows());
    for (std::size_t row = 0; row < groups.size(); ++row) {
      const std::uint32_t found = index.find(asked, row);
      const Membership membership = found == RowIndex::none ? Membership::excluded : frame.membership(found);
      if (membership == Membership::certain) {
        result.columns[c].push_back(frame.values()[found]);
        continue;
      }
      const Value without = frame.otherwise ? *frame.otherwise : lacking(run, input, asked, row);
      result.columns[c].push_back(membership == Membership::excluded ? without
                                                                     : either(frame.values()[found], without));
    }
  }
  return result;
}

}  // namespace reckon::engine
