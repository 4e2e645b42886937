// An operation as the expression that it was compiled from, near enough to be read and, mostly, to be written again.
// Invariant: texts are made once an operation and bounded, so that a plan that shares operations stays cheap to
// describe.
#include <algorithm>

#include "engine/plan/words.hpp"

namespace reckon::engine {
namespace {

// How tightly an expression holds together; a looser one goes into parentheses.
enum class Strength : std::uint8_t {
  clause,
  conditional,
  logical_or,
  logical_and,
  logical_not,
  comparison,
  coalesce,
  additive,
  multiplicative,
  negation,
  power,
  atom,
};

constexpr std::size_t most_bytes = 600;  // of one operand's text, before it is an ellipsis

// An expression with its clauses apart, so that an outer operation can add to them.
struct Phrase {
  std::string text;
  Strength binds = Strength::atom;
  std::string where{};  // conditions, joined by `and`
  std::string after{};  // clauses that follow: `as of …`, `under …`

  std::string whole() const { return text + clauses(); }
  std::string clauses() const { return (where.empty() ? "" : " where " + where) + after; }
  bool has_clauses() const { return !where.empty() || !after.empty(); }
};

std::string within(const Phrase& phrase, Strength at_least) {
  const Strength binds = phrase.has_clauses() ? Strength::clause : phrase.binds;
  return binds < at_least ? '(' + phrase.whole() + ')' : phrase.whole();
}

class Describer {
 public:
  Describer(const Plan& plan, const Catalog& catalog)
      : plan_(plan), catalog_(catalog), phrases_(plan.operations.size()) {}

  std::string describe(OperationId id) {
    std::vector<bool> needed(id + 1, false);
    needed[id] = true;
    for (OperationId i = id + 1; i-- > 0;)
      for (const OperationId input : plan_.operations[i].inputs) needed[input] = needed[input] || needed[i];
    for (OperationId i = 0; i <= id; ++i) {
      if (!needed[i]) continue;
      const Operation& operation = plan_.operations[i];
      Phrase phrase = std::visit([&](const auto& what) { return of(operation, what); }, operation.what);
      if (phrase.whole().size() > most_bytes) phrase = {"…", Strength::atom};
      phrases_[i] = std::move(phrase);
    }
    return phrases_[id].whole();
  }

 private:
  const Phrase& input(const Operation& operation, std::size_t i) const { return phrases_[operation.inputs[i]]; }
  const std::vector<Axis>& axes(const Operation& operation, std::size_t i) const {
    return plan_.operations[operation.inputs[i]].axes;
  }

  Phrase of(const Operation&, const op::Constant&) const;
  Phrase of(const Operation&, const op::Scan&) const;
  Phrase of(const Operation&, const op::Filter&) const;
  Phrase of(const Operation&, const op::Slice&) const;
  Phrase of(const Operation&, const op::Shift&) const;
  Phrase of(const Operation&, const op::Apply&) const;
  Phrase of(const Operation&, const op::Join&) const;
  Phrase of(const Operation&, const op::Choose&) const;
  Phrase of(const Operation&, const op::Aggregate&) const;
  Phrase of(const Operation&, const op::Share&) const;
  Phrase of(const Operation&, const op::Rank&) const;
  Phrase of(const Operation&, const op::Top&) const;
  Phrase of(const Operation&, const op::Columns&) const;
  Phrase of(const Operation& operation, const op::Spread&) const { return input(operation, 0); }
  Phrase of(const Operation&, const op::Call&) const;

  Phrase call(const std::string& function, const Phrase& argument, const std::string& grouping) const {
    return {function + argument.text + grouping + argument.clauses() + ')', Strength::atom};
  }
  std::string world_clauses(const World&) const;
  Phrase condition(const Operation&, const Condition&) const;
  std::string relation(const Operation&, const Condition&) const;
  std::string others(const std::vector<Axis>&, const std::vector<std::size_t>& kept) const;

  const Plan& plan_;
  const Catalog& catalog_;
  std::vector<Phrase> phrases_;
};

Phrase Describer::of(const Operation&, const op::Constant& constant) const {
  if (constant.parameter >= 0) return {'$' + std::to_string(constant.parameter + 1), Strength::atom};
  if (constant.is_truth) return {constant.truth == Truth::yes ? "yes" : constant.truth == Truth::no ? "no" : "maybe"};
  const Range& value = constant.value;
  if (!value.is_point()) return {value.text(), Strength::clause};
  const std::string digits = value.low.text();
  const bool quotient = digits.find('/') != std::string::npos;
  return {digits, quotient ? Strength::multiplicative : digits[0] == '-' ? Strength::negation : Strength::atom};
}

std::string Describer::world_clauses(const World& world) const {
  std::string clauses;
  if (world.as_of != World{}.as_of) clauses += " as of " + period_text(world.as_of, Calendar::day);
  if (world.policy) clauses += " under " + text(catalog_, *world.policy);
  std::string assumed;
  for (const Assumed& a : world.assumed) {
    const Measure& measure = catalog_.measure(a.measure);
    assumed += (assumed.empty() ? "" : ", ") + written_name(measure.name);
    for (std::size_t i = 0; i < a.key.size(); ++i)
      assumed += (i ? ", " : "(") + member_text(catalog_, measure.axes[i].dimension, a.key[i]);
    assumed +=
        (a.key.empty() ? " = " : ") = ") + (a.parameter >= 0 ? '$' + std::to_string(a.parameter + 1) : a.value.text());
  }
  return assumed.empty() ? clauses : clauses + " assuming (" + assumed + ')';
}

Phrase Describer::of(const Operation&, const op::Scan& scan) const {
  const Measure& measure = catalog_.measure(scan.measure);
  Phrase phrase{written_name(measure.name), Strength::atom};
  const auto is_fixed = [](const auto& member) { return member.has_value(); };
  const bool all = !scan.fixed.empty() && std::all_of(scan.fixed.begin(), scan.fixed.end(), is_fixed);
  const bool any = std::any_of(scan.fixed.begin(), scan.fixed.end(), is_fixed);
  std::string members;
  for (std::size_t i = 0; i < scan.fixed.size(); ++i) {
    if (!scan.fixed[i]) continue;
    const std::string member = member_text(catalog_, measure.axes[i].dimension, *scan.fixed[i]);
    members += (members.empty() ? "" : ", ") + (all ? "" : written_name(measure.axes[i].name) + " = ") + member;
  }
  if (any) phrase.text += (all ? '(' : '[') + members + (all ? ')' : ']');
  for (const AxisTest& test : scan.tests)
    if (!test.repeated) phrase.where += (phrase.where.empty() ? "" : " and ") + text(catalog_, test, measure.axes);
  const World& world = plan_.worlds[scan.world];
  if (world.attributes)
    phrase.where +=
        (phrase.where.empty() ? "" : " and ") + within(condition({}, *world.attributes), Strength::logical_and);
  phrase.after = world_clauses(world);
  return phrase;
}

// `supplies(org, OpenAI)`: the relation's axes stand for those of the rows that are filtered.
std::string Describer::relation(const Operation& filter, const Condition& leaf) const {
  const Operation& rows = plan_.operations[filter.inputs[leaf.input]];
  const auto* scan = std::get_if<op::Scan>(&rows.what);
  if (!scan) return phrases_[filter.inputs[leaf.input]].whole();
  const Measure& measure = catalog_.measure(scan->measure);
  std::string arguments;
  std::size_t next = 0;
  for (std::size_t i = 0; i < measure.axes.size(); ++i) {
    if (i > 0) arguments += ", ";
    if (i < scan->fixed.size() && scan->fixed[i])
      arguments += member_text(catalog_, measure.axes[i].dimension, *scan->fixed[i]);
    else
      arguments += next < leaf.key.size() ? written_name(filter.axes[leaf.key[next++]].name) : "_";
  }
  return written_name(measure.name) + '(' + arguments + ')';
}

Phrase Describer::condition(const Operation& filter, const Condition& is) const {
  switch (is.what) {
    case Condition::What::axis: return {text(catalog_, is.axis, filter.axes), Strength::comparison};
    case Condition::What::attribute: return {text(catalog_, is.attribute), Strength::comparison};
    case Condition::What::relation: return {relation(filter, is), Strength::atom};
    case Condition::What::truth: return phrases_[filter.inputs[is.input]];
    case Condition::What::negation:
      return {"not " + within(condition(filter, is.parts.front()), Strength::logical_not), Strength::logical_not};
    default: break;
  }
  const bool all = is.what == Condition::What::all_of;
  const Strength binds = all ? Strength::logical_and : Strength::logical_or;
  if (is.parts.size() == 1) return condition(filter, is.parts.front());
  Phrase phrase{"", binds};
  for (const Condition& part : is.parts)
    phrase.text += (phrase.text.empty() ? "" : all ? " and " : " or ") + within(condition(filter, part), binds);
  if (is.parts.empty()) phrase = {all ? "yes" : "no", Strength::atom};
  return phrase;
}

Phrase Describer::of(const Operation& operation, const op::Filter& filter) const {
  Phrase phrase = input(operation, 0);
  if (!phrase.after.empty()) phrase = {'(' + phrase.whole() + ')', Strength::atom};
  const Phrase holds = condition(operation, filter.condition);
  phrase.where += (phrase.where.empty() ? "" : " and ") + within(holds, Strength::logical_and);
  return phrase;
}

Phrase Describer::of(const Operation& operation, const op::Slice& slice) const {
  const Axis& axis = axes(operation, 0)[slice.axis];
  return {within(input(operation, 0), Strength::atom) + '[' + written_name(axis.name) + " = " +
              member_text(catalog_, axis.dimension, slice.member) + ']',
          Strength::atom};
}

Phrase Describer::of(const Operation& operation, const op::Shift& shift) const {
  const std::int64_t by = shift.by;
  return {within(input(operation, 0), Strength::atom) + '[' + written_name(axes(operation, 0)[shift.axis].name) +
              (by < 0 ? " + " : " - ") + std::to_string(by < 0 ? -by : by) + ']',
          Strength::atom};
}

Phrase Describer::of(const Operation& operation, const op::Apply& apply) const {
  using op::Function;
  const Phrase& x = input(operation, 0);
  const std::string argument = std::to_string(apply.argument);
  switch (apply.function) {
    case Function::assume: return x;
    case Function::negate: return {'-' + within(x, Strength::negation), Strength::negation};
    case Function::logical_not: return {"not " + within(x, Strength::logical_not), Strength::logical_not};
    case Function::power: return {within(x, Strength::atom) + " ^ " + argument, Strength::power};
    case Function::scale:
      return {within(x, Strength::conditional), Strength::clause, "", " to " + catalog_.units().text(operation.unit)};
    case Function::round:
    case Function::root: return {std::string(name(apply.function)) + '(' + x.whole() + ", " + argument + ')'};
    default: return {std::string(name(apply.function)) + '(' + x.whole() + ')'};
  }
}

Strength binding_of(op::Combination how) {
  using op::Combination;
  switch (how) {
    case Combination::add:
    case Combination::subtract: return Strength::additive;
    case Combination::multiply:
    case Combination::divide: return Strength::multiplicative;
    case Combination::coalesce: return Strength::coalesce;
    case Combination::logical_and: return Strength::logical_and;
    case Combination::logical_or: return Strength::logical_or;
    case Combination::least:
    case Combination::greatest: return Strength::atom;
    default: return Strength::comparison;
  }
}

Phrase Describer::of(const Operation& operation, const op::Join& join) const {
  const Phrase &left = input(operation, 0), &right = input(operation, 1);
  const std::string how(sign(join.how));
  const Strength binds = binding_of(join.how);
  if (binds == Strength::atom) return {how + '(' + left.whole() + ", " + right.whole() + ')'};
  // The right side of `-` and `/` and both sides of a comparison must hold tighter than the sign.
  const bool repeats = join.how == op::Combination::add || join.how == op::Combination::multiply ||
                       binds == Strength::logical_and || binds == Strength::logical_or;
  const auto tighter = static_cast<Strength>(static_cast<int>(binds) + 1);
  const Strength left_needs = binds == Strength::comparison ? tighter : binds;
  return {within(left, left_needs) + ' ' + how + ' ' + within(right, repeats ? binds : tighter), binds};
}

Phrase Describer::of(const Operation& operation, const op::Choose&) const {
  return {"if " + within(input(operation, 0), Strength::conditional) + " then " +
              within(input(operation, 1), Strength::conditional) + " else " +
              within(input(operation, 2), Strength::conditional),
          Strength::conditional};
}

Phrase Describer::of(const Operation& operation, const op::Aggregate& aggregate) const {
  const auto& from = axes(operation, 0);
  std::string by, over;
  bool levels = false;
  std::vector<std::size_t> kept;
  for (const op::GroupAxis& group : aggregate.by) {
    by += (by.empty() ? " by " : ", ") + level_text(catalog_, from, group.axis, group.level);
    levels = levels || from[group.axis].dimension != group.level;
    kept.push_back(group.axis);
  }
  over = others(from, kept);
  const bool shorter_over = !levels && !over.empty() && over.size() < by.size();
  return call(std::string(name(aggregate.what)) + '(', input(operation, 0), shorter_over ? over : by);
}

// ` over a, b`: the axes that are not kept.
std::string Describer::others(const std::vector<Axis>& axes, const std::vector<std::size_t>& kept) const {
  std::string over;
  for (std::size_t i = 0; i < axes.size(); ++i)
    if (std::find(kept.begin(), kept.end(), i) == kept.end())
      over += (over.empty() ? " over " : ", ") + written_name(axes[i].name);
  return over;
}

Phrase Describer::of(const Operation& operation, const op::Share& share) const {
  std::string axis = others(axes(operation, 0), share.within);
  if (axis.find(',') == std::string::npos && !axis.empty())
    return {"share(" + input(operation, 0).whole() + ", " + axis.substr(6) + ')', Strength::atom};
  return {within(input(operation, 0), Strength::multiplicative) + " / " +
              call("sum(", input(operation, 0), share.within.empty() ? "" : axis).text,
          Strength::multiplicative};
}

Phrase Describer::of(const Operation& operation, const op::Rank& rank) const {
  return call("rank(", input(operation, 0), rank.within.empty() ? "" : others(axes(operation, 0), rank.within));
}

Phrase Describer::of(const Operation& operation, const op::Top& top) const {
  return call((top.bottom ? "bottom(" : "top(") + std::to_string(top.count) + ", ", input(operation, 0),
              top.within.empty() ? "" : others(axes(operation, 0), top.within));
}

Phrase Describer::of(const Operation& operation, const op::Columns&) const {
  std::string list;
  for (std::size_t i = 0; i < operation.inputs.size(); ++i)
    list += (i ? ", " : "") + within(input(operation, i), Strength::conditional);
  return {"{ " + list + " }", Strength::atom};
}

// The arguments of a function of the host, which stand side by side below it.
Phrase Describer::of(const Operation& operation, const op::Call& call) const {
  const Operation& below = plan_.operations[operation.inputs.front()];
  if (!std::holds_alternative<op::Columns>(below.what))
    return {call.function->name + '(' + input(operation, 0).whole() + ')'};
  std::string list;
  for (std::size_t i = 0; i < below.inputs.size(); ++i) list += (i ? ", " : "") + input(below, i).whole();
  return {call.function->name + '(' + list + ')'};
}

}  // namespace

std::string describe(const Plan& plan, OperationId id, const Catalog& catalog) {
  return Describer(plan, catalog).describe(id);
}

}  // namespace reckon::engine
