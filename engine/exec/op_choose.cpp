// `if c then a else b`: rows where the condition has a value, the branches aligned to them by name.
#include <array>

#include "engine/exec/row_index.hpp"
#include "engine/exec/run.hpp"

namespace reckon::engine {
namespace {

// Finds the value of an input at the coordinates of another's rows.
class AlignedInput {
 public:
  AlignedInput(Run& run, OperationId input, const Frame& rows, const std::vector<Axis>& row_axes)
      : run_(run), id_(input), frame_(run.frames[input]), index_(own_columns(), frame_.rows()) {
    for (const Axis& axis : run.operation(input).axes)
      for (std::size_t i = 0; i < row_axes.size(); ++i)
        if (row_axes[i].name == axis.name) columns_.push_back(&rows.keys[i]);
  }
  Value at(std::size_t row) {
    const std::uint32_t found = index_.find(columns_, row);
    if (found != RowIndex::none) return frame_.values()[found];
    if (frame_.otherwise) return *frame_.otherwise;
    MissingReason why{MissingReason::What::no_cell, id_, {}, 0, 0};
    for (const auto* codes : columns_) why.key.push_back((*codes)[row]);
    return Value::absent(run_.reasons.add(std::move(why)));
  }

 private:
  RowIndex::Columns own_columns() const {
    RowIndex::Columns columns;
    for (const auto& codes : frame_.keys) columns.push_back(&codes);
    return columns;
  }
  Run& run_;
  OperationId id_;
  const Frame& frame_;
  RowIndex index_;
  RowIndex::Columns columns_;
};

Value choose(Run& run, OperationId id, const Value& condition, const Value& yes, const Value& no) {
  Value result;
  if (condition.is_missing()) {
    result = condition;
  } else if (condition.truth != Truth::maybe && !condition.maybe) {
    result = condition.truth == Truth::yes ? yes : no;
  } else if (yes.is_missing() || no.is_missing()) {
    result = yes.is_missing() ? no : yes;
    if (!result.is_missing()) result.maybe = true;
  } else {
    result.range = hull(yes.range, no.range);
    result.truth = yes.truth == no.truth ? yes.truth : Truth::maybe;
    result.maybe = yes.maybe || no.maybe || condition.maybe;
  }
  result.date = std::max({condition.date, yes.date, no.date});
  return run.finish(std::move(result), id, std::array{condition.node, yes.node, no.node});
}

}  // namespace

// The first input is the condition spread to the result's axes by the compiler.
Frame run_choose(Run& run, OperationId id, const op::Choose&) {
  const Operation& operation = run.operation(id);
  Frame result = run.input(operation, 0);
  const auto& axes = run.operation(operation.inputs[0]).axes;
  const Frame rows = result;
  AlignedInput yes(run, operation.inputs[1], rows, axes), no(run, operation.inputs[2], rows, axes);
  for (std::size_t row = 0; row < rows.rows(); ++row)
    result.values()[row] = choose(run, id, rows.values()[row], yes.at(row), no.at(row));
  return result;
}

}  // namespace reckon::engine
