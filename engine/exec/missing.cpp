// Missing values in words: which cell it is that nobody gives.
#include "engine/exec/missing.hpp"

#include <algorithm>
#include <optional>

#include "engine/plan/words.hpp"

namespace reckon::engine {
namespace {

bool tests_values(const Condition& condition) {
  return condition.what == Condition::What::truth ||
         std::any_of(condition.parts.begin(), condition.parts.end(), tests_values);
}

// A cell asked for: an operation and a coordinate on its axes.
class CellName {
 public:
  CellName(const Plan& plan, const Catalog& catalog) : plan_(plan), catalog_(catalog) {}

  // `h100e(ByteDance, 2025)` for a cell of a measure, `sum(purchases over chip) for (ByteDance, 2025)` for others.
  std::string text(OperationId id, std::vector<Code> key) const {
    while (const auto inner = step_inward(id, key)) id = *inner;
    if (const auto* scan = std::get_if<op::Scan>(&plan_.operations[id].what)) return cell_text(*scan, key);
    return describe(plan_, id, catalog_) + place(plan_.operations[id].axes, key);
  }

  // ` for (ByteDance, 2025)`, or nothing where there are no coordinates.
  std::string place(const std::vector<Axis>& axes, const std::vector<Code>& key) const {
    std::string members;
    for (std::size_t i = 0; i < key.size() && i < axes.size(); ++i)
      members += (members.empty() ? "" : ", ") + member_text(catalog_, axes[i].dimension, {key[i], -1});
    if (members.empty()) return {};
    return key.size() == 1 ? " for " + members : " for (" + members + ')';
  }

 private:
  std::string cell_text(const op::Scan&, const std::vector<Code>& key) const;
  std::optional<OperationId> step_inward(OperationId, std::vector<Code>& key) const;
  std::optional<OperationId> side_of_join(const Operation&, const op::Join&, std::vector<Code>& key) const;
  std::vector<Code> left_key(const Operation&, const op::Join&, const std::vector<Code>& key) const;
  std::vector<Code> right_key(const Operation&, const op::Join&, const std::vector<Code>& key) const;
  Code at_level(Code code, DimensionId from, DimensionId to) const {
    return code != no_code && from != to && catalog_.rolls_up(from, to) ? catalog_.roll_up(code, from, to) : code;
  }
  bool is_cell_of_measure(OperationId) const;

  const Plan& plan_;
  const Catalog& catalog_;
};

std::string CellName::cell_text(const op::Scan& scan, const std::vector<Code>& key) const {
  const Measure& measure = catalog_.measure(scan.measure);
  std::string members;
  std::size_t next = 0;
  for (std::size_t axis = 0; axis < measure.axes.size(); ++axis) {
    const bool fixed = axis < scan.fixed.size() && scan.fixed[axis];
    const CodeOperand member = fixed ? *scan.fixed[axis] : CodeOperand{next < key.size() ? key[next] : no_code, -1};
    if (!fixed) ++next;
    const bool open = member.parameter < 0 && member.code == no_code;
    members += (axis ? ", " : "(") + (open ? written_name(measure.axes[axis].name)
                                           : member_text(catalog_, measure.axes[axis].dimension, member));
  }
  return written_name(measure.name) + (members.empty() ? "" : members + ')');
}

// Moves from an operation that hands rows on to the one that lacks the row; the key follows. Nothing where it is there.
std::optional<OperationId> CellName::step_inward(OperationId id, std::vector<Code>& key) const {
  const Operation& operation = plan_.operations[id];
  if (operation.inputs.empty()) return std::nullopt;
  const OperationId input = operation.inputs.front();
  if (const auto* filter = std::get_if<op::Filter>(&operation.what))
    return tests_values(filter->condition) ? std::nullopt
                                           : std::optional(input);  // the cell may be there, but left out
  if (std::holds_alternative<op::Apply>(operation.what) || std::holds_alternative<op::Share>(operation.what))
    return input;
  if (const auto* slice = std::get_if<op::Slice>(&operation.what)) {
    if (slice->member.parameter >= 0 || slice->axis > key.size()) return std::nullopt;
    key.insert(key.begin() + static_cast<std::ptrdiff_t>(slice->axis), slice->member.code);
    return input;
  }
  if (const auto* shift = std::get_if<op::Shift>(&operation.what)) {
    if (shift->axis >= key.size() || key[shift->axis] == no_code) return input;
    // Before the first member of an ordered dimension there is no cell to name.
    const Dimension& dimension = catalog_.dimension(operation.axes[shift->axis].dimension);
    const std::int64_t moved = std::int64_t{key[shift->axis]} - shift->by;
    if (!dimension.is_calendar() && (moved < 0 || moved >= static_cast<std::int64_t>(dimension.size())))
      return std::nullopt;
    key[shift->axis] = static_cast<Code>(moved);
    return input;
  }
  if (std::holds_alternative<op::Spread>(operation.what)) {
    key.resize(std::min(key.size(), plan_.operations[input].axes.size()));
    return input;
  }
  if (const auto* join = std::get_if<op::Join>(&operation.what)) return side_of_join(operation, *join, key);
  return std::nullopt;
}

bool CellName::is_cell_of_measure(OperationId id) const {
  while (!std::holds_alternative<op::Scan>(plan_.operations[id].what)) {
    const Operation& operation = plan_.operations[id];
    if (operation.inputs.empty() || std::holds_alternative<op::Aggregate>(operation.what)) return false;
    id = operation.inputs.front();
  }
  return true;
}

std::optional<OperationId> CellName::side_of_join(const Operation& operation, const op::Join& join,
                                                  std::vector<Code>& key) const {
  const OperationId left = operation.inputs[0], right = operation.inputs[1];
  const bool use_right = !is_cell_of_measure(left) && is_cell_of_measure(right);
  if (!use_right && std::holds_alternative<op::Constant>(plan_.operations[left].what)) return std::nullopt;
  key = use_right ? right_key(operation, join, key) : left_key(operation, join, key);
  return use_right ? right : left;
}

std::vector<Code> CellName::left_key(const Operation& operation, const op::Join&, const std::vector<Code>& key) const {
  const auto& axes = plan_.operations[operation.inputs[0]].axes;
  std::vector<Code> own;
  for (std::size_t i = 0; i < axes.size() && i < key.size(); ++i)
    own.push_back(at_level(key[i], operation.axes[i].dimension, axes[i].dimension));
  return own;
}

// The result's axes are the left's and then those that only the right has.
std::vector<Code> CellName::right_key(const Operation& operation, const op::Join& join,
                                      const std::vector<Code>& key) const {
  const auto& axes = plan_.operations[operation.inputs[1]].axes;
  std::vector<Code> own;
  std::size_t next = plan_.operations[operation.inputs[0]].axes.size();
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const auto on = std::find_if(join.on.begin(), join.on.end(), [&](const op::Alignment& a) { return a.right == i; });
    const std::size_t place = on == join.on.end() ? next++ : on->left;
    own.push_back(place < key.size() ? at_level(key[place], operation.axes[place].dimension, axes[i].dimension)
                                     : no_code);
  }
  return own;
}

}  // namespace

std::string describe(const MissingReason& reason, const Plan& plan, const Catalog& catalog) {
  const Operation& operation = plan.operations[reason.operation];
  const CellName name(plan, catalog);
  switch (reason.what) {
    case MissingReason::What::no_cell: return "no " + name.text(reason.operation, reason.key);
    case MissingReason::What::unknown:
      return (reason.source == anonymous_source ? std::string("its source") : catalog.source(reason.source).name) +
             " has no figure";
    case MissingReason::What::division_by_zero: return "division by 0" + name.place(operation.axes, reason.key);
    case MissingReason::What::outside_domain:
      return describe(plan, reason.operation, catalog) + " is not defined" + name.place(operation.axes, reason.key);
    case MissingReason::What::nothing_left:
      return "no " +
             (operation.inputs.empty() ? std::string("value") : describe(plan, operation.inputs.front(), catalog)) +
             name.place(operation.axes, reason.key);
    case MissingReason::What::no_parent: {
      const auto& aggregate = std::get<op::Aggregate>(operation.what);
      const auto& axes = plan.operations[operation.inputs.front()].axes;
      for (std::size_t i = 0; i < reason.key.size(); ++i)
        if (reason.key[i] != no_code)
          return member_text(catalog, axes[aggregate.by[i].axis].dimension, {reason.key[i], -1}) + " has no " +
                 catalog.dimension(aggregate.by[i].level).name();
      break;
    }
    case MissingReason::What::no_condition: break;
  }
  return "the condition has no value" + name.place(operation.axes, reason.key);
}

}  // namespace reckon::engine
