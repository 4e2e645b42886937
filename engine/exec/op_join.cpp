// Row by row on shared axes. Rows of either side stay: where the other has none, the value is missing and says what.
#include <algorithm>

#include "engine/exec/combine.hpp"
#include "engine/exec/row_index.hpp"

namespace reckon::engine {
namespace {

// How the two sides' axes make up the result's, and which side's rows are rows of the result by themselves: a side
// that is spread over the other's axes, or shifted, makes none.
struct Layout {
  explicit Layout(Run& run) : left_only(&run.scratch), right_only(&run.scratch) {}
  ScratchVector<std::size_t> left_only, right_only;  // axes that the other side lacks: spread
  bool left_makes = true, right_makes = true;
};

// Whether the row is known to belong at every best: certain, or with a central figure that passed what may exclude it.
bool keeps_best(const Frame& frame, std::size_t row) {
  return frame.membership(row) == Membership::certain || frame.values()[row].range.has_central;
}

class Joiner {
 public:
  Joiner(Run& run, OperationId id, const op::Join& join)
      : run_(run),
        id_(id),
        join_(join),
        operation_(run.operation(id)),
        left_(run.input(operation_, 0)),
        right_(run.input(operation_, 1)),
        left_axes_(run.operation(operation_.inputs[0]).axes),
        right_axes_(run.operation(operation_.inputs[1]).axes),
        layout_(run),
        result_(run.frame_for(id)) {}

  Frame run();

 private:
  void lay_out();
  // One side's codes on the aligned axes, rolled up to the coarser of the two dimensions; `rolled` keeps what is made.
  RowIndex::Columns aligned_codes(bool left, ScratchVector<ScratchVector<Code>>& rolled) const;
  Frame with_scalar(const Frame& rows, const Frame& scalar, bool scalar_is_right);
  Frame scalars();
  void pair(std::size_t l, std::size_t r);
  void left_alone(std::size_t l);
  void right_alone(std::size_t r);
  void append_key(std::size_t l, std::size_t r);
  void append(const Value&, Membership);
  Membership belonging(Membership left, Membership right) const;
  Value standing(bool left_side, std::size_t row, std::size_t other_row, Membership other) const;
  Value lacking(bool left_side, std::size_t row) const;
  Value combined(const Value& a, const Value& b) { return combine(run_, id_, join_.how, a, b); }

  Run& run_;
  OperationId id_;
  const op::Join& join_;
  const Operation& operation_;
  const Frame& left_;
  const Frame& right_;
  const std::vector<Axis>& left_axes_;
  const std::vector<Axis>& right_axes_;
  Layout layout_;
  Frame result_;
};

void Joiner::lay_out() {
  const auto aligned = [&](std::size_t axis, bool left) {
    return std::any_of(join_.on.begin(), join_.on.end(),
                       [&](const op::Alignment& a) { return (left ? a.left : a.right) == axis; });
  };
  for (std::size_t i = 0; i < left_axes_.size(); ++i)
    if (!aligned(i, true)) layout_.left_only.push_back(i);
  for (std::size_t i = 0; i < right_axes_.size(); ++i)
    if (!aligned(i, false)) layout_.right_only.push_back(i);
  layout_.left_makes = layout_.right_only.empty() && left_.makes_rows;
  layout_.right_makes = layout_.left_only.empty() && right_.makes_rows;
  for (const op::Alignment& a : join_.on) {
    const DimensionId l = left_axes_[a.left].dimension, r = right_axes_[a.right].dimension;
    if (l == r) continue;
    (run_.catalog.rolls_up(l, r) ? layout_.right_makes : layout_.left_makes) = false;
  }
}

RowIndex::Columns Joiner::aligned_codes(bool left, ScratchVector<ScratchVector<Code>>& rolled) const {
  RowIndex::Columns columns(&run_.scratch);
  for (const op::Alignment& a : join_.on) {
    const DimensionId l = left_axes_[a.left].dimension, r = right_axes_[a.right].dimension;
    const DimensionId own = left ? l : r;
    const DimensionId shared = run_.catalog.rolls_up(l, r) ? r : l;
    const auto& codes = left ? left_.keys[a.left] : right_.keys[a.right];
    columns.push_back(codes.data());
    if (own == shared) continue;
    auto& coarser = rolled.emplace_back(codes.begin(), codes.end());
    for (Code& code : coarser) code = run_.catalog.roll_up(code, own, shared);
    columns.back() = coarser.data();
  }
  return columns;
}

Frame Joiner::with_scalar(const Frame& rows, const Frame& scalar, bool scalar_is_right) {
  Frame& result = result_;
  result = rows;
  Value other;
  if (scalar.rows() == 0 || scalar.membership(0) == Membership::excluded)
    other = lacking(!scalar_is_right, 0);
  else
    other = scalar.values().front();
  if (scalar.rows() > 0 && scalar.membership(0) == Membership::maybe) other.maybe = true;
  const auto with = [&](const Value& value) {
    return scalar_is_right ? combined(value, other) : combined(other, value);
  };
  for (std::size_t row = 0; row < result.rows(); ++row) {
    Value& value = result.values()[row];
    const bool may_be_gone = result.membership(row) != Membership::certain && value.maybe;
    value = with(value);
    value.maybe = value.maybe || (may_be_gone && !value.is_missing());
    if (!keeps_best(rows, row)) value.range.drop_best();
  }
  if (result.otherwise) result.otherwise = with(*result.otherwise);
  // `m ?? b` with a b that has no coordinates has a value wherever the expression around asks.
  else if (join_.how == op::Combination::coalesce && scalar_is_right && !other.is_missing())
    result.otherwise = other;
  return std::move(result_);
}

// Two values without coordinates, each there even where it is missing.
Frame Joiner::scalars() {
  layout_.left_makes = left_.makes_rows;
  layout_.right_makes = right_.makes_rows || join_.how == op::Combination::coalesce;
  const bool left = left_.rows() > 0, right = right_.rows() > 0;
  if (left && right) {
    pair(0, 0);
  } else {
    const Value a = left ? left_.values().front() : lacking(true, 0),
                b = right ? right_.values().front() : lacking(false, 0);
    append(combined(a, b), left ? left_.membership(0) : right ? right_.membership(0) : Membership::certain);
  }
  result_.makes_rows = left_.makes_rows || right_.makes_rows;
  return std::move(result_);
}

Value Joiner::lacking(bool left_side, std::size_t row) const {
  const Frame& frame = left_side ? left_ : right_;
  if (frame.otherwise) return *frame.otherwise;
  MissingReason why{MissingReason::What::no_cell, operation_.inputs[left_side ? 0 : 1], {}, 0, 0};
  const auto& axes = left_side ? left_axes_ : right_axes_;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    // The coordinate where the side was asked: the other side's, rolled up where it is finer.
    Code code = no_code;
    for (const op::Alignment& a : join_.on) {
      if ((left_side ? a.left : a.right) != axis) continue;
      const DimensionId other = left_side ? right_axes_[a.right].dimension : left_axes_[a.left].dimension;
      code = left_side ? right_.keys[a.right][row] : left_.keys[a.left][row];
      if (run_.catalog.rolls_up(other, axes[axis].dimension))
        code = run_.catalog.roll_up(code, other, axes[axis].dimension);
      else
        code = no_code;
    }
    why.key.push_back(code);
  }
  return Value::absent(run_.reasons.add(std::move(why)));
}

void Joiner::append_key(std::size_t l, std::size_t r) {
  // The result's axes are the left's, the finer one where an alignment rolls up, and then the right's own.
  for (std::size_t i = 0; i < left_axes_.size(); ++i) {
    const auto at = std::find_if(join_.on.begin(), join_.on.end(), [&](const op::Alignment& a) { return a.left == i; });
    const bool from_right =
        at != join_.on.end() && (l == RowIndex::none || operation_.axes[i].dimension != left_axes_[i].dimension);
    result_.keys[i].push_back(from_right ? right_.keys[at->right][r] : left_.keys[i][l]);
  }
  for (std::size_t i = 0; i < layout_.right_only.size(); ++i)
    result_.keys[left_axes_.size() + i].push_back(right_.keys[layout_.right_only[i]][r]);
}

void Joiner::append(const Value& value, Membership membership) {
  result_.values().push_back(value);
  if (membership != Membership::certain)
    result_.set_membership(result_.rows() - 1, membership);
  else if (!result_.memberships.empty())
    result_.memberships.push_back(membership);
}

// Whether a row of both belongs: where either side that makes rows has one, else where both have.
Membership Joiner::belonging(Membership left, Membership right) const {
  const bool by_both = !layout_.left_makes && !layout_.right_makes;
  const auto belongs = [&](bool l, bool r) {
    return (layout_.left_makes && l) || (layout_.right_makes && r) || (by_both && l && r);
  };
  if (belongs(left == Membership::certain, right == Membership::certain)) return Membership::certain;
  return belongs(left != Membership::excluded, right != Membership::excluded) ? Membership::maybe
                                                                              : Membership::excluded;
}

// One side's value in a row of both, which may stand without that side where the other makes rows.
Value Joiner::standing(bool left_side, std::size_t row, std::size_t other_row, Membership other) const {
  const Frame& frame = left_side ? left_ : right_;
  const Membership own = frame.membership(row);
  const bool makes_other = left_side ? layout_.right_makes : layout_.left_makes;
  if (own == Membership::certain || !makes_other || other == Membership::excluded) return frame.values()[row];
  const Value without = lacking(left_side, other_row);
  return own == Membership::excluded ? without : either(frame.values()[row], without);
}

void Joiner::pair(std::size_t l, std::size_t r) {
  const Membership left = left_.membership(l), right = right_.membership(r);
  append_key(l, r);
  Value value = combined(standing(true, l, r, right), standing(false, r, l, left));
  // A row stands where one of its sides does, so that `??` finds a value.
  const Value &a = left_.values()[l], &b = right_.values()[r];
  const bool both_make = layout_.left_makes && layout_.right_makes;
  if (join_.how == op::Combination::coalesce && both_make && !a.is_missing() && !a.maybe && !b.is_missing() && !b.maybe)
    value.maybe = false;
  // A row that may be gone, not just excluded, has a value that may be missing.
  const bool may_be_gone = (left != Membership::certain && a.maybe) || (right != Membership::certain && b.maybe);
  const Membership membership = belonging(left, right);
  if (membership != Membership::certain && may_be_gone && !value.is_missing()) value.maybe = true;
  if (!keeps_best(left_, l) || !keeps_best(right_, r)) value.range.drop_best();
  append(value, membership);
}

void Joiner::left_alone(std::size_t l) {
  if (!layout_.left_makes) return;
  append_key(l, RowIndex::none);
  append(combined(left_.values()[l], lacking(false, l)), left_.membership(l));
}

void Joiner::right_alone(std::size_t r) {
  if (!layout_.right_makes) return;
  append_key(RowIndex::none, r);
  append(combined(lacking(true, r), right_.values()[r]), right_.membership(r));
}

Frame Joiner::run() {
  if (left_axes_.empty() && right_axes_.empty()) return scalars();
  if (right_axes_.empty()) return with_scalar(left_, right_, true);
  if (left_axes_.empty()) return with_scalar(right_, left_, false);
  lay_out();
  ScratchVector<ScratchVector<Code>> rolled(&run_.scratch);
  rolled.reserve(join_.on.size());  // what is made stays where it is
  const RowIndex::Columns left_columns = aligned_codes(true, rolled);
  const RowIndex index(aligned_codes(false, rolled), right_.rows());
  result_.keys.resize(operation_.axes.size());
  ScratchVector<bool> met(right_.rows(), false, &run_.scratch);
  for (std::size_t l = 0; l < left_.rows(); ++l) {
    std::uint32_t r = index.find(left_columns, l);
    bool any = false;
    for (; r != RowIndex::none; r = index.next(r)) {
      any = met[r] = true;
      pair(l, r);
      if ((result_.rows() & 0xffff) == 0) run_.check_rows(id_, result_.rows());
    }
    if (!any) left_alone(l);
  }
  for (std::size_t r = 0; r < right_.rows(); ++r)
    if (!met[r]) right_alone(r);
  const bool coalesce = join_.how == op::Combination::coalesce;
  if (left_.otherwise && right_.otherwise)
    result_.otherwise = combined(*left_.otherwise, *right_.otherwise);
  else if (coalesce)
    result_.otherwise = left_.otherwise ? left_.otherwise : right_.otherwise;
  result_.makes_rows = left_.makes_rows || right_.makes_rows;
  return std::move(result_);
}

}  // namespace

Frame run_join(Run& run, OperationId id, const op::Join& join) { return Joiner(run, id, join).run(); }

}  // namespace reckon::engine
