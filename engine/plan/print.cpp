// A plan as lines, one an operation, for `explain` and for tests.
#include "engine/plan/words.hpp"

namespace reckon::engine {
namespace {

std::string number_of(OperationId id) { return '%' + std::to_string(id); }

class Printer {
 public:
  Printer(const Plan& plan, const Catalog& catalog) : plan_(plan), catalog_(catalog) {}

  std::string line(OperationId id) const {
    const Operation& operation = plan_.operations[id];
    std::string text =
        number_of(id) + " = " + std::visit([&](const auto& what) { return of(operation, what); }, operation.what);
    for (std::size_t i = 0; i < operation.axes.size(); ++i) text += (i ? ", " : " : ") + operation.axes[i].name;
    const std::string unit = catalog_.units().text(operation.unit);
    if (operation.is_relation)
      text += " [relation]";
    else if (operation.is_truth)
      text += " [truth]";
    else if (!unit.empty())
      text += " [" + unit + ']';
    return text;
  }

 private:
  std::string input(const Operation& operation, std::size_t i) const { return number_of(operation.inputs[i]); }
  const std::vector<Axis>& axes(const Operation& operation, std::size_t i) const {
    return plan_.operations[operation.inputs[i]].axes;
  }
  std::string inputs(const Operation& operation) const {
    std::string list;
    for (std::size_t i = 0; i < operation.inputs.size(); ++i) list += (i ? ", " : "") + input(operation, i);
    return list;
  }
  std::string within(const Operation& operation, const std::vector<std::size_t>& kept) const {
    std::string list;
    for (const std::size_t axis : kept) list += (list.empty() ? " within " : ", ") + axes(operation, 0)[axis].name;
    return list;
  }

  std::string of(const Operation&, const op::Constant& constant) const {
    if (constant.parameter >= 0) return "parameter $" + std::to_string(constant.parameter + 1);
    if (constant.is_truth) return std::string("constant ") + (constant.truth == Truth::yes ? "yes" : "no");
    return "constant " + constant.value.text();
  }
  std::string of(const Operation&, const op::Scan&) const;
  std::string of(const Operation& operation, const op::Filter& filter) const {
    const std::string cut = filter.cut ? " cut to " + filter.cut->text() : "";
    return "filter " + input(operation, 0) + " where " + condition(operation, filter.condition, false) + cut;
  }
  std::string of(const Operation& operation, const op::Slice& slice) const {
    const Axis& axis = axes(operation, 0)[slice.axis];
    return "slice " + input(operation, 0) + " at " + axis.name + " = " +
           member_text(catalog_, axis.dimension, slice.member);
  }
  std::string of(const Operation& operation, const op::Shift& shift) const {
    return "shift " + input(operation, 0) + " along " + axes(operation, 0)[shift.axis].name + " by " +
           std::to_string(shift.by);
  }
  std::string of(const Operation&, const op::Apply&) const;
  std::string of(const Operation&, const op::Join&) const;
  std::string of(const Operation& operation, const op::Choose&) const {
    return "choose if " + input(operation, 0) + " then " + input(operation, 1) + " else " + input(operation, 2);
  }
  std::string of(const Operation&, const op::Aggregate&) const;
  std::string of(const Operation& operation, const op::Share& share) const {
    return "share " + input(operation, 0) + within(operation, share.within);
  }
  std::string of(const Operation& operation, const op::Rank& rank) const {
    return "rank " + input(operation, 0) + within(operation, rank.within);
  }
  std::string of(const Operation& operation, const op::Top& top) const {
    return (top.bottom ? "bottom " : "top ") + std::to_string(top.count) + " of " + input(operation, 0) +
           within(operation, top.within);
  }
  std::string of(const Operation& operation, const op::Columns&) const { return "columns " + inputs(operation); }
  std::string of(const Operation&, const op::Spread&) const;
  std::string of(const Operation& operation, const op::Call& call) const {
    return "call " + call.function->name + ' ' + input(operation, 0);
  }

  std::string condition(const Operation&, const Condition&, bool nested) const;

  const Plan& plan_;
  const Catalog& catalog_;
};

std::string Printer::of(const Operation& operation, const op::Scan& scan) const {
  const Measure& measure = catalog_.measure(scan.measure);
  const World& world = plan_.worlds[scan.world];
  std::string line = "scan ";
  if (world.policy || world.attributes || world.by_source) {
    line = "reconcile ";
    if (world.policy)
      line += text(catalog_, *world.policy) + ' ';
    else if (measure.policy)
      line += text(catalog_, *measure.policy) + ' ';
    if (world.by_source) line += "by source ";
  }
  line += measure.name;
  std::string tests;
  const auto add = [&](const std::string& test) { tests += (tests.empty() ? " where " : " and ") + test; };
  for (std::size_t i = 0; i < scan.fixed.size(); ++i)
    if (scan.fixed[i])
      add(measure.axes[i].name + " = " + member_text(catalog_, measure.axes[i].dimension, *scan.fixed[i]));
  for (const AxisTest& test : scan.tests) add(text(catalog_, test, measure.axes));
  if (world.attributes) add(condition(operation, *world.attributes, true));
  line += tests;
  if (world.as_of != World{}.as_of) line += " as of " + period_text(world.as_of, Calendar::day);
  if (!world.assumed.empty()) line += " assuming " + std::to_string(world.assumed.size()) + " cells";
  return line;
}

std::string Printer::condition(const Operation& filter, const Condition& is, bool nested) const {
  switch (is.what) {
    case Condition::What::axis: return text(catalog_, is.axis, filter.axes);
    case Condition::What::attribute: return text(catalog_, is.attribute);
    case Condition::What::negation: return "not " + condition(filter, is.parts.front(), true);
    case Condition::What::truth:
    case Condition::What::relation: {
      std::string key;
      for (const std::size_t axis : is.key) key += (key.empty() ? "(" : ", ") + filter.axes[axis].name;
      return input(filter, is.input) + (key.empty() ? "" : key + ')');
    }
    default: break;
  }
  std::string list;
  for (const Condition& part : is.parts)
    list += (list.empty() ? "" : is.what == Condition::What::all_of ? " and " : " or ") + condition(filter, part, true);
  return nested && is.parts.size() > 1 ? '(' + list + ')' : list;
}

std::string Printer::of(const Operation& operation, const op::Apply& apply) const {
  using op::Function;
  std::string line = "apply " + std::string(name(apply.function)) + ' ' + input(operation, 0);
  if (apply.function == Function::scale) line += " by " + apply.factor.text();
  if (apply.function == Function::round || apply.function == Function::root || apply.function == Function::power)
    line += ", " + std::to_string(apply.argument);
  return line;
}

std::string Printer::of(const Operation& operation, const op::Join& join) const {
  std::string line = "join " + input(operation, 0) + ' ' + std::string(sign(join.how)) + ' ' + input(operation, 1);
  bool first = true;
  for (const op::Alignment& on : join.on) {
    const Axis &left = axes(operation, 0)[on.left], &right = axes(operation, 1)[on.right];
    line += (first ? " on " : ", ") + left.name;
    if (left.dimension != right.dimension)
      line += (catalog_.rolls_up(left.dimension, right.dimension) ? " -> " : " <- ") + right.name;
    else if (left.name != right.name)
      line += " = " + right.name;
    first = false;
  }
  return line;
}

std::string Printer::of(const Operation& operation, const op::Aggregate& aggregate) const {
  std::string line = "aggregate " + std::string(name(aggregate.what)) + '(' + input(operation, 0) + ')';
  const auto& from = axes(operation, 0);
  for (std::size_t i = 0; i < aggregate.by.size(); ++i)
    line += (i ? ", " : " by ") + level_text(catalog_, from, aggregate.by[i].axis, aggregate.by[i].level);
  if (aggregate.along) line += " along " + from[*aggregate.along].name;
  return line;
}

std::string Printer::of(const Operation& operation, const op::Spread& spread) const {
  std::string line = "spread " + input(operation, 0);
  for (std::size_t i = 0; i < spread.axes.size(); ++i) line += (i ? ", " : " over ") + spread.axes[i].name;
  for (std::size_t i = 0; i < spread.bounds.size(); ++i)
    line += (i ? " and " : " where ") + text(catalog_, spread.bounds[i], spread.axes);
  return line;
}

}  // namespace

std::string print(const Plan& plan, const Catalog& catalog) {
  std::string lines;
  const Printer printer(plan, catalog);
  for (OperationId id = 0; id < plan.operations.size(); ++id) lines += printer.line(id) + '\n';
  return lines;
}

std::string print(const Plan& plan, OperationId id, const Catalog& catalog) { return Printer(plan, catalog).line(id); }

}  // namespace reckon::engine
