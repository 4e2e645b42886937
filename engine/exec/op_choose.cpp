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
        if (row_axes[i].name == axis.name) columns_.push_back(rows.keys[i].data());
  }
  // What stands at the row; elsewhere with no row at all, where only values without coordinates are.
  Value at(std::size_t row) { return value_of(index_.find(columns_, row), row); }
  Value elsewhere() { return value_of(frame_.keys.empty() && frame_.rows() > 0 ? 0 : RowIndex::none, std::nullopt); }

 private:
  RowIndex::Columns own_columns() const {
    RowIndex::Columns columns;
    for (const auto& codes : frame_.keys) columns.push_back(codes.data());
    return columns;
  }
  Value value_of(std::uint32_t found, std::optional<std::size_t> row) {
    const Membership membership = found == RowIndex::none ? Membership::excluded : frame_.membership(found);
    if (membership == Membership::certain) return frame_.values()[found];
    const Value without = frame_.otherwise ? *frame_.otherwise : lacking(row);
    return membership == Membership::excluded ? without : either(frame_.values()[found], without);
  }
  Value lacking(std::optional<std::size_t> row) {
    MissingReason why{MissingReason::What::no_cell, id_, {}, 0, 0};
    for (const Code* codes : columns_) why.key.push_back(row ? codes[*row] : no_code);
    return Value::absent(run_.reasons.add(std::move(why)));
  }
  Run& run_;
  OperationId id_;
  const Frame& frame_;
  RowIndex index_;
  RowIndex::Columns columns_;
};

Value choose(Run& run, OperationId id, const Value& condition, const Value& yes, const Value& no) {
  Value result = condition.truth == Truth::maybe ? either(yes, no) : condition.truth == Truth::yes ? yes : no;
  // Where the condition has no value there is no row.
  if (condition.maybe && !result.is_missing()) result.maybe = true;
  result.date = condition.date;
  for (const Value* branch : {&yes, &no})
    if (!branch->is_missing()) result.date = std::max(result.date, branch->date);
  return run.finish(std::move(result), id, std::array{condition.node, yes.node, no.node});
}

}  // namespace

// The first input is the condition spread to the result's axes by the compiler.
Frame run_choose(Run& run, OperationId id, const op::Choose&) {
  const Operation& operation = run.operation(id);
  const Frame& condition = run.input(operation, 0);
  const auto& axes = run.operation(operation.inputs[0]).axes;
  AlignedInput yes(run, operation.inputs[1], condition, axes), no(run, operation.inputs[2], condition, axes);
  std::vector<std::uint32_t> decided;
  for (std::uint32_t row = 0; row < condition.rows(); ++row)
    if (!condition.values()[row].is_missing()) decided.push_back(row);
  // A single value says why it is missing.
  if (axes.empty() && decided.empty()) return condition;
  Frame result = take_rows(condition, decided);
  for (std::size_t row = 0; row < decided.size(); ++row) {
    Value& value = result.values()[row];
    if (value.maybe && result.membership(row) == Membership::certain) result.set_membership(row, Membership::maybe);
    value = choose(run, id, value, yes.at(decided[row]), no.at(decided[row]));
    if (result.membership(row) == Membership::maybe) value.range.drop_best();
  }
  if (result.otherwise && result.otherwise->is_missing()) result.otherwise.reset();
  if (result.otherwise) result.otherwise = choose(run, id, *result.otherwise, yes.elsewhere(), no.elsewhere());
  return result;
}

}  // namespace reckon::engine
