// Each value's part of its group's sum: x / (x + rest), where x and the rest vary apart, so that both ends are reached.
// For values that are not negative x / (x + rest) rises with x and falls with the rest: one pass gives tight ends.
#include <algorithm>
#include <array>

#include "engine/exec/row_index.hpp"
#include "engine/exec/run.hpp"

namespace reckon::engine {
namespace {

struct GroupTotal {
  Range sum;
  bool closed_form = true;  // no part may be negative
  std::vector<NodeId> nodes;
  NodeId node = 0;     // of them all
  Day date = no_code;  // the latest of the parts
};

// total - part, where the part is one of the total's summands.
Range rest_of(const Range& total, const Range& part, const std::vector<std::uint32_t>& rows, const Frame& frame,
              std::uint32_t self) {
  if (total.is_bounded()) {
    Range rest(total.low - part.low, total.high - part.high);
    return rest;
  }
  Range rest;
  for (const auto row : rows)
    if (row != self) rest = rest + frame.values()[row].range;
  return rest;
}

std::optional<Range> closed_share(const Range& part, const Range& rest) {
  const auto zero = [](const Number& n, bool unbounded) { return !unbounded && n.is_zero(); };
  if (zero(part.high, part.unbounded_above) && zero(rest.high, rest.unbounded_above)) return std::nullopt;
  Range share;
  share.low = rest.unbounded_above || part.low.is_zero() ? Number(0) : part.low / (part.low + rest.high);
  if (part.low.is_zero() && zero(rest.high, rest.unbounded_above)) share.low = 1;
  if (part.unbounded_above)
    share.high = 1;
  else
    share.high = part.high.is_zero() ? Number(0) : part.high / (part.high + rest.low);
  return share;
}

class Sharer {
 public:
  Sharer(Run& run, OperationId id, const op::Share& share)
      : run_(run), id_(id), share_(share), input_(run.input(run.operation(id), 0)) {}

  Frame run();

 private:
  Value part_of(std::uint32_t row, const GroupTotal& total, const std::vector<std::uint32_t>& rows);

  Run& run_;
  OperationId id_;
  const op::Share& share_;
  const Frame& input_;
};

Value Sharer::part_of(std::uint32_t row, const GroupTotal& total, const std::vector<std::uint32_t>& rows) {
  const Value& part = input_.values()[row];
  if (part.is_missing()) return part;
  Value result;
  std::optional<Range> share;
  if (total.closed_form) {
    const Membership membership = input_.membership(row);
    const Range counted = membership == Membership::certain ? part.range : hull(Range(0), part.range);
    share = closed_share(part.range, rest_of(total.sum, counted, rows, input_, row));
    if (const auto best = part.range.best(); share && best && !share->is_point()) {
      if (const auto all = total.sum.best(); all && !all->is_zero()) {
        share->central = *best / *all;
        share->has_central = true;
      }
    }
  } else {
    share = divide(part.range, total.sum);
  }
  if (share)
    result.range = *share;
  else
    result = Value::absent(run_.reasons.add({MissingReason::What::division_by_zero, id_, {}, 0, 0}));
  // Where all may be 0 there is nothing to have a share of.
  result.maybe = part.maybe || total.sum.contains_zero();
  result.date = std::max(part.date, total.date);
  return run_.finish(std::move(result), id_, std::array{part.node, total.node});
}

Frame Sharer::run() {
  RowIndex::Columns columns;
  for (const std::size_t axis : share_.within) columns.push_back(input_.keys[axis].data());
  const Groups groups = group_rows(columns, input_.rows());
  std::vector<GroupTotal> totals(groups.size());
  std::vector<std::vector<std::uint32_t>> members(groups.size());
  for (std::uint32_t row = 0; row < input_.rows(); ++row) {
    const Value& value = input_.values()[row];
    if (value.is_missing() || input_.membership(row) == Membership::excluded) continue;
    GroupTotal& total = totals[groups.of_row[row]];
    const bool certain = input_.membership(row) == Membership::certain && !value.maybe;
    total.sum = total.sum + (certain ? value.range : hull(Range(0), value.range));
    total.date = std::max(total.date, value.date);
    total.closed_form = total.closed_form && !value.range.unbounded_below && value.range.low.sign() >= 0;
    if (run_.recorder) total.nodes.push_back(value.node);
    members[groups.of_row[row]].push_back(row);
  }
  for (GroupTotal& total : totals) {
    run_.shares_closed = run_.shares_closed && total.closed_form;
    Value sum;
    sum.range = total.sum;
    if (run_.recorder) total.node = run_.recorder->part(Node::Part::total, sum, run_.plan, id_, total.nodes);
  }
  Frame result = input_;
  result.otherwise.reset();
  for (std::uint32_t row = 0; row < input_.rows(); ++row) {
    const std::uint32_t group = groups.of_row[row];
    result.values()[row] = part_of(row, totals[group], members[group]);
  }
  return result;
}

}  // namespace

Frame run_share(Run& run, OperationId id, const op::Share& share) { return Sharer(run, id, share).run(); }

}  // namespace reckon::engine
