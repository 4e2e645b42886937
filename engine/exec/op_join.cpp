// Row by row on shared axes. Rows of either side stay: where the other has none, the value is missing and says what.
#include <algorithm>

#include "engine/exec/combine.hpp"
#include "engine/exec/row_index.hpp"

namespace reckon::engine {
namespace {

// How the two sides' axes make up the result's.
struct Layout {
  std::vector<std::size_t> left_only, right_only;  // axes that the other side lacks: spread
  bool left_finer = false, right_finer = false;    // some alignment rolls that side up
};

class Joiner {
 public:
  Joiner(Run& run, OperationId id, const op::Join& join)
      : run_(run), id_(id), join_(join), operation_(run.operation(id)),
        left_(run.input(operation_, 0)), right_(run.input(operation_, 1)),
        left_axes_(run.operation(operation_.inputs[0]).axes), right_axes_(run.operation(operation_.inputs[1]).axes) {}

  Frame run();

 private:
  void lay_out();
  std::vector<std::vector<Code>> aligned_codes(bool left) const;
  Frame with_scalar(const Frame& rows, const Frame& scalar, bool scalar_is_right);
  void pair(std::size_t l, std::size_t r);
  void left_alone(std::size_t l);
  void right_alone(std::size_t r);
  void append_key(std::size_t l, std::size_t r);
  void append(const Value&, Membership);
  Value lacking(bool left_side, std::size_t row);
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
  for (const op::Alignment& a : join_.on) {
    const DimensionId l = left_axes_[a.left].dimension, r = right_axes_[a.right].dimension;
    if (l == r) continue;
    (run_.catalog.rolls_up(l, r) ? layout_.left_finer : layout_.right_finer) = true;
  }
}

// One side's codes on the aligned axes, rolled up to the coarser of the two dimensions.
std::vector<std::vector<Code>> Joiner::aligned_codes(bool left) const {
  std::vector<std::vector<Code>> columns;
  for (const op::Alignment& a : join_.on) {
    const DimensionId l = left_axes_[a.left].dimension, r = right_axes_[a.right].dimension;
    const DimensionId own = left ? l : r;
    const DimensionId shared = run_.catalog.rolls_up(l, r) ? r : l;
    auto codes = left ? left_.keys[a.left] : right_.keys[a.right];
    if (own != shared)
      for (Code& code : codes) code = run_.catalog.roll_up(code, own, shared);
    columns.push_back(std::move(codes));
  }
  return columns;
}

Frame Joiner::with_scalar(const Frame& rows, const Frame& scalar, bool scalar_is_right) {
  Frame result = rows;
  const auto with = [&](const Value& value) {
    const Value absent = scalar.rows() == 0 ? lacking(!scalar_is_right, 0) : Value{};
    const Value& other = scalar.rows() == 0 ? absent : scalar.values().front();
    return scalar_is_right ? combined(value, other) : combined(other, value);
  };
  for (Value& value : result.values()) value = with(value);
  if (result.otherwise) result.otherwise = with(*result.otherwise);
  // `m ?? b` with a b that has no coordinates has a value wherever the expression around asks.
  else if (join_.how == op::Combination::coalesce && scalar_is_right && scalar.rows() == 1)
    result.otherwise = scalar.values().front();
  result.makes_rows = rows.makes_rows;
  return result;
}

Value Joiner::lacking(bool left_side, std::size_t row) {
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
      if (run_.catalog.rolls_up(other, axes[axis].dimension)) code = run_.catalog.roll_up(code, other, axes[axis].dimension);
      else code = no_code;
    }
    why.key.push_back(code);
  }
  return Value::absent(run_.reasons.add(std::move(why)));
}

void Joiner::append_key(std::size_t l, std::size_t r) {
  // The result's axes are the left's, the finer one where an alignment rolls up, and then the right's own.
  for (std::size_t i = 0; i < left_axes_.size(); ++i) {
    const auto at = std::find_if(join_.on.begin(), join_.on.end(), [&](const op::Alignment& a) { return a.left == i; });
    const bool from_right = at != join_.on.end() && (l == RowIndex::none || operation_.axes[i].dimension != left_axes_[i].dimension);
    result_.keys[i].push_back(from_right ? right_.keys[at->right][r] : left_.keys[i][l]);
  }
  for (std::size_t i = 0; i < layout_.right_only.size(); ++i)
    result_.keys[left_axes_.size() + i].push_back(right_.keys[layout_.right_only[i]][r]);
}

void Joiner::append(const Value& value, Membership membership) {
  result_.values().push_back(value);
  if (membership != Membership::certain) result_.set_membership(result_.rows() - 1, membership);
  else if (!result_.memberships.empty()) result_.memberships.push_back(membership);
}

void Joiner::pair(std::size_t l, std::size_t r) {
  Value a = left_.values()[l], b = right_.values()[r];
  const Membership left = left_.membership(l), right = right_.membership(r);
  // A row that only one side may lack still stands, with a value that may be missing.
  if (left != right) {
    a.maybe = a.maybe || left == Membership::maybe;
    b.maybe = b.maybe || right == Membership::maybe;
  }
  append_key(l, r);
  append(combined(a, b), left == right ? left : Membership::certain);
}

void Joiner::left_alone(std::size_t l) {
  if (!layout_.right_only.empty() || layout_.right_finer || !left_.makes_rows) return;
  append_key(l, RowIndex::none);
  append(combined(left_.values()[l], lacking(false, l)), left_.membership(l));
}

void Joiner::right_alone(std::size_t r) {
  if (!layout_.left_only.empty() || layout_.left_finer || !right_.makes_rows) return;
  append_key(RowIndex::none, r);
  append(combined(lacking(true, r), right_.values()[r]), right_.membership(r));
}

Frame Joiner::run() {
  if (right_axes_.empty()) return with_scalar(left_, right_, true);
  if (left_axes_.empty() && join_.how != op::Combination::coalesce) return with_scalar(right_, left_, false);
  lay_out();
  const auto left_codes = aligned_codes(true), right_codes = aligned_codes(false);
  RowIndex::Columns left_columns, right_columns;
  for (const auto& codes : left_codes) left_columns.push_back(&codes);
  for (const auto& codes : right_codes) right_columns.push_back(&codes);
  const RowIndex index(right_columns, right_.rows());
  result_.keys.resize(operation_.axes.size());
  std::vector<bool> met(right_.rows(), false);
  for (std::size_t l = 0; l < left_.rows(); ++l) {
    if (left_.membership(l) == Membership::excluded) continue;
    std::uint32_t r = index.find(left_columns, l);
    bool any = false;
    for (; r != RowIndex::none; r = index.next(r)) {
      if (right_.membership(r) == Membership::excluded) continue;
      any = met[r] = true;
      pair(l, r);
      if ((result_.rows() & 0xffff) == 0) run_.check_rows(result_.rows());
    }
    if (!any) left_alone(l);
  }
  for (std::size_t r = 0; r < right_.rows(); ++r)
    if (!met[r] && right_.membership(r) != Membership::excluded) right_alone(r);
  if (left_.otherwise && right_.otherwise) result_.otherwise = combined(*left_.otherwise, *right_.otherwise);
  else if (right_.otherwise && join_.how == op::Combination::coalesce) result_.otherwise = right_.otherwise;
  result_.makes_rows = left_.makes_rows || right_.makes_rows;
  return std::move(result_);
}

}  // namespace

Frame run_join(Run& run, OperationId id, const op::Join& join) { return Joiner(run, id, join).run(); }

}  // namespace reckon::engine
