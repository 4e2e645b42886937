// Conditions: tests of coordinates, relations, and values that may or may not hold.
#include <algorithm>

#include "tests/model/evaluate.hpp"

namespace reckon::model {

using lang::Expr;
using lang::ExprKind;
using lang::Op;

struct Evaluator::Condition {
  enum class What { all_of, any_of, negation, test, value } what = What::all_of;
  std::vector<Condition> parts;
  std::function<bool(const Key&)> test;  // of coordinates alone
  Table table;                           // of values
  std::vector<std::size_t> places;       // where its axes lie among the filtered ones
};

// What a condition can be at a row.
struct Evaluator::Held {
  bool yes = false, no = false, missing = false;
  bool by_key = true;  // no value was asked
  Row on;              // what it depends on
};

namespace {

bool is_comparison(Op op) { return op >= Op::equal && op <= Op::not_in; }

Op mirrored(Op op) {
  switch (op) {
    case Op::less: return Op::greater;
    case Op::less_equal: return Op::greater_equal;
    case Op::greater: return Op::less;
    case Op::greater_equal: return Op::less_equal;
    default: return op;
  }
}

}  // namespace

std::optional<Evaluator::Place> Evaluator::find_axis(const Expr& written, const Scope* scope,
                                                     const std::vector<Axis>& axes) const {
  const Expr& e = *resolve(written, scope).expr;
  if (e.kind != ExprKind::name && e.kind != ExprKind::path) return std::nullopt;
  for (std::size_t i = 0; i < axes.size(); ++i)
    if (axes[i].name == e.text) {
      if (e.kind == ExprKind::name) return Place{i, axes[i].dimension};
      return Place{i, store_.find_dimension(e.args[0]->text).value()};
    }
  const auto level = store_.find_dimension(e.text);
  if (e.kind == ExprKind::path || !level) return std::nullopt;
  for (std::size_t i = 0; i < axes.size(); ++i)
    if (store_.rolls_up(axes[i].dimension, *level)) return Place{i, *level};
  return std::nullopt;
}

// The first and last code of what is written: a period coarser than the axis spans several.
std::pair<int, int> Evaluator::span(const Expr& written, int dimension, const Scope* scope) const {
  const Expr& e = *resolve(written, scope).expr;
  if (const auto code = store_.find_code(dimension, e.text)) return {*code, *code};
  const Calendar calendar = store_.dimensions[static_cast<std::size_t>(dimension)].calendar;
  const auto quarter = read_period(e.text, Calendar::quarter), year = read_period(e.text, Calendar::year);
  if (calendar == Calendar::quarter && year) return {*year * 4, *year * 4 + 3};
  if (calendar == Calendar::month && year) return {*year * 12, *year * 12 + 11};
  if (calendar == Calendar::month && quarter) return {*quarter * 3, *quarter * 3 + 2};
  throw Unsupported("a member " + std::string(e.text));
}

Evaluator::Condition Evaluator::axis_condition(const Table& table, const Expr& axis, Op op, const Expr& value,
                                               const Scope* scope) const {
  const Place place = find_axis(axis, scope, table.axes).value();
  const Expr& right = *resolve(value, scope).expr;
  std::vector<std::pair<int, int>> spans;
  constexpr int lowest = std::numeric_limits<int>::min() + 1, highest = std::numeric_limits<int>::max();
  if (right.kind == ExprKind::range) {
    spans.emplace_back(right.args[0] ? span(*right.args[0], place.level, scope).first : lowest,
                       right.args[1] ? span(*right.args[1], place.level, scope).second : highest);
  } else if (right.kind == ExprKind::list) {
    for (const Expr* item : right.args) spans.push_back(span(*item, place.level, scope));
  } else {
    const auto [from, to] = span(right, place.level, scope);
    if (op == Op::less)
      spans.emplace_back(lowest, from - 1);
    else if (op == Op::less_equal)
      spans.emplace_back(lowest, to);
    else if (op == Op::greater)
      spans.emplace_back(to + 1, highest);
    else if (op == Op::greater_equal)
      spans.emplace_back(from, highest);
    else
      spans.emplace_back(from, to);
  }
  const bool negated = op == Op::not_equal || op == Op::not_in;
  const int own = table.axes[place.axis].dimension;
  Condition made;
  made.what = Condition::What::test;
  made.test = [this, spans, negated, own, place](const Key& key) {
    const int code = store_.roll_up(key[place.axis], own, place.level);
    const bool among =
        std::any_of(spans.begin(), spans.end(), [&](const auto& s) { return s.first <= code && code <= s.second; });
    return among != negated;
  };
  return made;
}

Evaluator::Condition Evaluator::condition(const Table& table, const Expr& written, const Scope* scope,
                                          const Circumstances& at) {
  const auto [expr, inner] = resolve(written, scope);
  const Expr& e = *expr;
  Condition made;
  if (e.kind == ExprKind::binary && (e.op == Op::logical_and || e.op == Op::logical_or)) {
    made.what = e.op == Op::logical_and ? Condition::What::all_of : Condition::What::any_of;
    for (const Expr* side : e.args) made.parts.push_back(condition(table, *side, inner, at));
    return made;
  }
  if (e.kind == ExprKind::unary && e.op == Op::logical_not) {
    made.what = Condition::What::negation;
    made.parts.push_back(condition(table, *e.args[0], inner, at));
    return made;
  }
  if (e.kind == ExprKind::binary && is_comparison(e.op)) {
    if (find_axis(*e.args[0], inner, table.axes)) return axis_condition(table, *e.args[0], e.op, *e.args[1], inner);
    if (find_axis(*e.args[1], inner, table.axes))
      return axis_condition(table, *e.args[1], mirrored(e.op), *e.args[0], inner);
  }
  const auto measure =
      e.kind == ExprKind::call || e.kind == ExprKind::name ? store_.find_measure(e.text) : std::nullopt;
  if (measure && store_.measures[static_cast<std::size_t>(*measure)].is_relation) {
    const Measure& relation = store_.measures[static_cast<std::size_t>(*measure)];
    const auto args = store_.arguments(relation, e.args, e.labels);
    std::vector<std::pair<std::optional<std::size_t>, int>> wanted;  // an axis of the table, or a member
    for (std::size_t i = 0; i < args.size(); ++i) {
      const Expr& argument = *resolve(*args[i], inner).expr;
      const auto axis = argument.quoted ? std::nullopt : table.axis(argument.text);
      wanted.emplace_back(axis, axis ? 0 : store_.find_code(relation.axes[i].dimension, argument.text).value());
    }
    std::set<Key> known;
    for (const auto& [key, cell] : cells(*measure, {at.universe, {}, {}, false})) known.insert(key);
    made.what = Condition::What::test;
    made.test = [wanted, known](const Key& key) {
      Key asked;
      for (const auto& [axis, code] : wanted) asked.push_back(axis ? key[*axis] : code);
      return known.count(asked) > 0;
    };
    return made;
  }
  made.what = Condition::What::value;
  made.table = expression(e, inner, at);
  for (const Axis& axis : made.table.axes) made.places.push_back(table.axis(axis.name).value());
  return made;
}

Evaluator::Held Evaluator::holds(const Condition& condition, const Key& key) {
  using What = Condition::What;
  Held held;
  if (condition.what == What::test) {
    (condition.test(key) ? held.yes : held.no) = true;
    return held;
  }
  if (condition.what == What::value) {
    held.by_key = false;
    Key own;
    for (const std::size_t place : condition.places) own.push_back(key[place]);
    const auto found = condition.table.rows.find(own);
    const Row* row = found == condition.table.rows.end() ? nullptr : &found->second;
    for (const State& state : states_of(row, condition.table.otherwise)) {
      held.yes = held.yes || (state.value && (state.value->truths & truth_yes));
      held.no = held.no || (state.value && (state.value->truths & truth_no));
      held.missing = held.missing || !state.value;
    }
    if (row) held.on.depend_on(*row);
    if ((!row || row->may_be_out()) && condition.table.otherwise) held.on.depend_on(*condition.table.otherwise);
    return held;
  }
  if (condition.what == What::negation) {
    held = holds(condition.parts.front(), key);
    std::swap(held.yes, held.no);
    return held;
  }
  // `and`: no where one part is no; missing where none is no and one is missing. `or` mirrors it.
  const bool all = condition.what == What::all_of;
  (all ? held.yes : held.no) = true;
  for (const Condition& part : condition.parts) {
    Held next = holds(part, key);
    Held both;
    if (!all) std::swap(held.yes, held.no), std::swap(next.yes, next.no);
    both.yes = held.yes && next.yes;
    both.no = held.no || next.no;
    both.missing = (held.missing && (next.yes || next.missing)) || (next.missing && held.yes);
    if (!all) std::swap(both.yes, both.no);
    // Where coordinates alone decide, the values asked do not matter.
    const auto decides = [&](const Held& h) { return h.by_key && (all ? !h.yes : !h.no); };
    if (!all) std::swap(held.yes, held.no), std::swap(next.yes, next.no);
    both.by_key = decides(held) || decides(next) || (held.by_key && next.by_key);
    both.on = held.on;
    both.on.depend_on(next.on);
    held = std::move(both);
  }
  if (held.by_key) held.on = Row();
  return held;
}

// `m where m > c`: the condition speaks of the very cell, so a cell that may pass is cut to what passes.
std::optional<Range> Evaluator::cut(const Expr& base, const Expr& written, const Scope* scope, bool negated) const {
  const Expr& measure = *resolve(base, scope).expr;
  const Expr& e = *resolve(written, scope).expr;
  if (e.kind == ExprKind::unary && e.op == Op::logical_not) return cut(base, *e.args[0], scope, !negated);
  if (measure.kind != ExprKind::name || e.kind != ExprKind::binary || !is_comparison(e.op)) return std::nullopt;
  const auto id = store_.find_measure(measure.text);
  for (const bool swapped : {false, true}) {
    const Expr& own = *resolve(*e.args[swapped ? 1 : 0], scope).expr;
    const Expr& bound = *resolve(*e.args[swapped ? 0 : 1], scope).expr;
    if (!id || own.kind != ExprKind::name || own.text != measure.text) continue;
    const Unit& unit = store_.measures[static_cast<std::size_t>(*id)].unit;
    if (e.op == Op::in && bound.kind == ExprKind::range && !negated) return store_.constant_in(bound, unit).value;
    if (bound.kind != ExprKind::number) continue;
    const Number value = store_.constant_in(bound, unit).value.low;
    const Op op = swapped ? mirrored(e.op) : e.op;
    if ((op == Op::equal && !negated) || (op == Op::not_equal && negated)) return Range(value);
    if (op < Op::less || op > Op::greater_equal) return std::nullopt;
    const bool below = (op == Op::less || op == Op::less_equal) != negated;
    return below ? Range::at_most(value) : Range::at_least(value);
  }
  return std::nullopt;
}

Table Evaluator::where(Table table, const Expr& base, const Expr& written, const Scope* scope,
                       const Circumstances& at) {
  struct Part {
    Condition condition;
    std::optional<Range> cut;
  };
  std::vector<Part> parts;
  const std::function<void(const Expr&, const Scope*)> split = [&](const Expr& part, const Scope* part_scope) {
    const auto [expr, inner] = resolve(part, part_scope);
    if (is_provenance(*expr, inner)) return;
    if (expr->kind == ExprKind::binary && expr->op == Op::logical_and) {
      split(*expr->args[0], inner);
      split(*expr->args[1], inner);
      return;
    }
    parts.push_back({condition(table, *expr, inner, at), cut(base, *expr, inner, false)});
  };
  split(written, scope);
  if (parts.empty()) return table;
  Table result = table.shape();
  for (const auto& [key, before] : table.rows) {
    Row row = before;
    bool out_by_key = false, missing = false, all = true, any_no = false, cut_once = false;
    for (const Part& part : parts) {
      const Held held = holds(part.condition, key);
      out_by_key = out_by_key || (held.by_key && !held.yes);
      missing = (missing && (held.yes || held.missing)) || (held.missing && all);
      all = all && held.yes;
      any_no = any_no || held.no;
      const bool decided = held.yes + held.no + held.missing == 1;
      if (part.cut && before.present && held.on.variables == before.variables) {
        if (cut_once) row.plain = false;
        cut_once = true;
        const auto rest = engine::meet(row.range, *part.cut);
        if (rest && !decided) row.range = *rest;
        row.rough = row.rough || !rest;  // conditions that contradict each other: no such row
      } else if (!decided || world_) {
        row.depend_on(held.on);
      }
    }
    if (out_by_key) continue;
    // Only a value can be excluded; a row without one goes, as does one whose condition has no value.
    row.present = before.present && all;
    row.absent = before.absent && all;
    row.excluded = (before.excluded && (all || any_no)) || (before.present && any_no);
    row.gone = before.gone || missing || (any_no && before.absent);
    row.rough = row.rough || (row.present && row.gone);
    row.date = before.date;  // conditions choose, values are inputs
    if (!world_) row.settle();
    result.rows.emplace(key, row);
  }
  // A single value whose condition tests no value away is there no more.
  result.settle();
  return result;
}

}  // namespace reckon::model
