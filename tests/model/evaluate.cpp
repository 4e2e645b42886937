// Expressions by kind.
#include "tests/model/evaluate.hpp"

#include <algorithm>

namespace reckon::model {

using lang::Expr;
using lang::ExprKind;
using lang::Op;

Resolved Evaluator::resolve(const Expr& e, const Scope* scope) const {
  Resolved at{&e, scope};
  while (at.scope && at.expr->kind == ExprKind::name && !at.expr->quoted) {
    const auto& names = at.scope->let->parameters;
    const auto found = std::find(names.begin(), names.end(), at.expr->text);
    if (found == names.end()) break;
    at = {at.scope->arguments[static_cast<std::size_t>(found - names.begin())], at.scope->outer};
  }
  return at;
}

Table Evaluator::expression(const Expr& e, const Scope* scope, const Circumstances& at) {
  switch (e.kind) {
    case ExprKind::number:
    case ExprKind::range:
    case ExprKind::about:
    case ExprKind::plus_minus: return literal(e);
    case ExprKind::name: return named(e, scope, at);
    case ExprKind::call: return function(e, scope, at);
    case ExprKind::index: return index(e, scope, at);
    case ExprKind::unary: return unary(e, scope, at);
    case ExprKind::conditional: return conditional(e, scope, at);
    case ExprKind::clauses: return clauses(*e.args[0], e.clauses, scope, at);
    case ExprKind::binary:
      if (e.op == Op::power) return power(e, scope, at);
      if (e.op == Op::in || e.op == Op::not_in) return membership(e, scope, at);
      return join(e.op, expression(*e.args[0], scope, at), expression(*e.args[1], scope, at));
    default: throw Unsupported("an expression of another kind");
  }
}

// A range written in a query is one variable for the place where it is written.
Table Evaluator::literal(const Expr& e) {
  const Constant c = store_.constant(e);
  Table table;
  table.makes_rows = false;
  table.unit = c.unit;
  table.bare = c.bare;
  Row row = Row::of(c.value);
  if (!c.value.is_point()) {
    const int id = variable("literal " + std::to_string(reinterpret_cast<std::uintptr_t>(&e)));
    row.variables = {id};
    if (world_) {
      auto [found, added] = world_->chosen.try_emplace(id);
      if (added) {
        const bool sure = !world_->at_best || c.best;
        found->second = {world_->at_best && c.best ? *c.best : world_->choose(c.value), sure};
      }
      row.range = found->second.first;
      row.unsure = !found->second.second;
    }
  }
  table.rows.emplace(Key{}, row);
  return table;
}

Table Evaluator::named(const Expr& e, const Scope* scope, const Circumstances& at) {
  const Resolved resolved = resolve(e, scope);
  if (resolved.expr != &e) return expression(*resolved.expr, resolved.scope, at);
  if (const auto found = store_.lets.find(e.text); found != store_.lets.end() && !e.quoted)
    return let(found->second, {}, scope, at);
  if (const auto measure = store_.find_measure(e.text)) return scan(*measure, e, scope, at);
  throw Unsupported("a name " + std::string(e.text));
}

Table Evaluator::let(const Let& definition, lang::List<Expr*> arguments, const Scope* scope, const Circumstances& at) {
  const Scope inner{&definition, scope, arguments};
  return expression(*definition.body, &inner, at);
}

// The cells of a measure; what the call fixes goes.
Table Evaluator::scan(int id, const Expr& e, const Scope* scope, const Circumstances& at) {
  const Measure& measure = store_.measures[static_cast<std::size_t>(id)];
  std::vector<std::optional<int>> fixed(measure.axes.size());
  if (e.kind == ExprKind::call) {
    const auto args = store_.arguments(measure, e.args, e.labels);
    for (std::size_t i = 0; i < args.size(); ++i) {
      const Expr& argument = *resolve(*args[i], scope).expr;
      if (argument.kind == ExprKind::name && !argument.quoted && argument.text == measure.axes[i].name) continue;
      fixed[i] = store_.find_code(measure.axes[i].dimension, argument.text);
      if (!fixed[i]) throw Unsupported("a member " + std::string(argument.text));
    }
  }
  Table table;
  table.unit = measure.unit;
  table.is_truth = measure.is_relation;
  for (std::size_t i = 0; i < fixed.size(); ++i)
    if (!fixed[i]) table.axes.push_back(measure.axes[i]);
  if (at.by_source) {
    table.axes.push_back({"source", *store_.find_dimension("source")});
    fixed.push_back(std::nullopt);
  }
  for (const auto& [key, cell] : cells(id, at)) {
    Key own;
    bool wanted = true;
    for (std::size_t i = 0; i < fixed.size(); ++i) {
      if (!fixed[i])
        own.push_back(key[i]);
      else
        wanted = wanted && key[i] == *fixed[i];
    }
    if (wanted) table.rows.emplace(own, row_of(id, key, cell, at.universe));
  }
  table.settle();
  return table;
}

template <class F>
Table Evaluator::each(Table table, F&& change) {
  const auto changed = [&](const Row& row) {
    Row result = row;
    result.range = Range();
    result.truths = 0;
    result.present = false;
    if (row.present) change(result, row);
    if (!world_) result.settle();
    return result;
  };
  for (auto& [key, row] : table.rows) row = changed(row);
  if (table.otherwise) table.otherwise = changed(*table.otherwise);
  return table;
}

Table Evaluator::unary(const Expr& e, const Scope* scope, const Circumstances& at) {
  Table table = expression(*e.args[0], scope, at);
  return each(std::move(table), [&](Row& result, const Row& row) {
    if (e.op == Op::negate)
      result.may_be(-row.range);
    else
      result.may_be(((row.truths & truth_yes) ? truth_no : 0U) | ((row.truths & truth_no) ? truth_yes : 0U));
  });
}

Table Evaluator::power(const Expr& e, const Scope* scope, const Circumstances& at) {
  const auto exponent = store_.constant(*resolve(*e.args[1], scope).expr).value.low.to_int64().value();
  Table table = expression(*e.args[0], scope, at);
  for (auto& [name, power] : table.unit) power *= static_cast<int>(exponent);
  return each(std::move(table), [&](Row& result, const Row& row) {
    bool exact = true;
    if (const auto value = engine::pow(row.range, exponent, 65536, exact))
      result.may_be(*value);
    else
      result.absent = true;
    // A base that may be 0 leaves a world without a power.
    if (exponent < 0 && row.range.contains_zero()) result.absent = true;
  });
}

// `x in a..b` is two comparisons, `x in (a, b)` as many as there are members.
Table Evaluator::membership(const Expr& e, const Scope* scope, const Circumstances& at) {
  const Expr& set = *resolve(*e.args[1], scope).expr;
  const Table x = expression(*e.args[0], scope, at);
  std::optional<Table> result;
  const auto add = [&](Op how, Table next) { result = result ? join(how, *result, next) : std::move(next); };
  if (set.kind == ExprKind::range) {
    if (set.args[0]) add(Op::logical_and, join(Op::greater_equal, x, literal(*set.args[0])));
    if (set.args[1]) add(Op::logical_and, join(Op::less_equal, x, literal(*set.args[1])));
  } else {
    for (const Expr* item : set.args) add(Op::logical_or, join(Op::equal, x, literal(*item)));
  }
  if (e.op == Op::in) return *result;
  return each(std::move(*result), [](Row& made, const Row& row) {
    made.may_be(((row.truths & truth_yes) ? truth_no : 0U) | ((row.truths & truth_no) ? truth_yes : 0U));
  });
}

// Rows where the condition has a value; the branches are looked up at them.
Table Evaluator::conditional(const Expr& e, const Scope* scope, const Circumstances& at) {
  const Table condition = expression(*e.args[0], scope, at);
  const Table yes = expression(*e.args[1], scope, at), no = expression(*e.args[2], scope, at);
  Table result = condition.shape();
  result.is_truth = yes.is_truth;
  result.bare = yes.bare && no.bare;
  result.unit = yes.bare ? no.unit : yes.unit;
  const auto look_up = [&](const Table& branch, const Key* key) -> const Row* {
    Key own;
    for (const Axis& axis : branch.axes) {
      if (!key) return nullptr;
      own.push_back((*key)[condition.axis(axis.name).value()]);
    }
    const auto found = branch.rows.find(own);
    return found == branch.rows.end() ? nullptr : &found->second;
  };
  const auto choose = [&](const Row& decides, const Key* key) {
    const Row* a = look_up(yes, key);
    const Row* b = look_up(no, key);
    Row row;
    row.excluded = decides.excluded;
    row.gone = decides.gone || decides.absent;
    row.depend_on(decides);
    const auto take = [&](const Row* branch, const Table& table) {
      for (const State& state : states_of(branch, table.otherwise)) {
        if (!state.value)
          row.absent = true;
        else if (state.value->truths)
          row.may_be(state.value->truths);
        else
          row.may_be(state.value->range);
      }
      if (branch) row.depend_on(*branch);
      row.chosen = row.chosen || decides.truths == (truth_yes | truth_no);
      if ((!branch || branch->may_be_out()) && table.otherwise) row.depend_on(*table.otherwise);
    };
    if (decides.present && (decides.truths & truth_yes)) take(a, yes);
    if (decides.present && (decides.truths & truth_no)) take(b, no);
    // Both branches are inputs, whichever is taken.
    for (const Row* branch : {a, b})
      if (branch && branch->present) row.date = std::max(row.date, branch->date);
    // Only what would have had a value is excluded.
    const auto has_value = [](const Row* branch, const Table& table) {
      const auto states = states_of(branch, table.otherwise);
      return std::any_of(states.begin(), states.end(), [](const State& state) { return state.value != nullptr; });
    };
    const bool either_has = has_value(a, yes) || has_value(b, no);
    if (row.excluded && !either_has) row.excluded = false, row.gone = true;
    const bool open = row.excluded && !(has_value(a, yes) && has_value(b, no));
    row.rough = row.rough || open;
    row.unsure = row.unsure || (world_ && open);
    row.rough = row.rough || (row.present && row.gone);
    if (!world_) row.settle();
    return row;
  };
  for (const auto& [key, row] : condition.rows) result.rows.emplace(key, choose(row, &key));
  if (condition.otherwise) result.otherwise = choose(*condition.otherwise, nullptr);
  result.settle();
  return result;
}

Table Evaluator::index(const Expr& e, const Scope* scope, const Circumstances& at) {
  Table table = expression(*e.args[0], scope, at);
  for (std::size_t i = 1; i < e.args.size(); ++i) {
    const Expr& item = *e.args[i];
    const auto place = find_axis(*item.args[0], scope, table.axes);
    if (!place) throw Unsupported("an axis in [ ]");
    const std::size_t axis = place->axis;
    const Dimension& dimension = store_.dimensions[static_cast<std::size_t>(place->level)];
    Table next = table.shape();
    next.otherwise = table.otherwise;
    if (item.op == Op::equal) {
      const auto code = store_.find_code(place->level, resolve(*item.args[1], scope).expr->text);
      next.axes.erase(next.axes.begin() + static_cast<std::ptrdiff_t>(axis));
      for (auto& [key, row] : table.rows) {
        if (key[axis] != code) continue;
        Key own = key;
        own.erase(own.begin() + static_cast<std::ptrdiff_t>(axis));
        next.rows.emplace(std::move(own), row);
      }
    } else {
      const auto steps = static_cast<int>(store_.constant(*item.args[1]).value.low.to_int64().value());
      next.makes_rows = false;
      for (auto& [key, row] : table.rows) {
        Key own = key;
        own[axis] += item.op == Op::subtract ? steps : -steps;
        const bool exists = dimension.calendar != Calendar::none ||
                            (own[axis] >= 0 && own[axis] < static_cast<int>(dimension.members.size()));
        if (exists) next.rows.emplace(std::move(own), row);
      }
    }
    next.settle();
    table = std::move(next);
  }
  return table;
}

// low, high, mid and width speak of the range itself, which one world does not have.
Table Evaluator::of_ends(const Expr& e, const Scope* scope, const Circumstances& at) {
  Table table = nominally([&] { return expression(*e.args[0], scope, at); });
  const bool in_world = world_ != nullptr;
  return each(std::move(table), [&](Row& result, const Row& row) {
    const Range& x = row.range;
    std::optional<Range> value;
    const bool point = row.plain || in_world;
    if (e.text == "possibly") {
      result.may_be((row.truths & truth_yes) ? (point ? truth_yes : row.truths) : truth_no);
    } else {
      if (e.text == "low" && !x.unbounded_below) value = point ? Range(x.low) : x;
      if (e.text == "high" && !x.unbounded_above) value = point ? Range(x.high) : x;
      if (e.text == "mid" && x.is_bounded()) value = point ? Range(x.middle()) : x;
      if (e.text == "width" && x.is_bounded()) value = point ? Range(x.high - x.low) : Range(0, x.high - x.low);
      if (value)
        result.may_be(*value);
      else
        result.absent = true;
      if (!row.plain && !x.is_bounded()) result.may_be(Range::everything()), result.absent = true;
    }
    if (in_world) result.unsure = !row.plain || !row.is_one_state();
  });
}

Table Evaluator::function(const Expr& e, const Scope* scope, const Circumstances& at) {
  if (!e.quoted)
    if (const auto found = store_.lets.find(e.text); found != store_.lets.end())
      return let(found->second, e.args, scope, at);
  static const std::set<std::string_view> statistics{"sum", "count", "min", "max", "avg", "median", "first", "last"};
  const std::string_view name = e.text;
  if (!e.quoted && statistics.count(name)) return aggregate(e, scope, at);
  if (name == "rank") return rank(e, scope, at);
  if (name == "top" || name == "bottom") return top(e, scope, at);
  if (name == "low" || name == "high" || name == "mid" || name == "width" || name == "possibly")
    return of_ends(e, scope, at);
  if (name == "stock" || name == "flow" || name == "rate") return expression(*e.args[0], scope, at);
  if (name == "least" || name == "greatest") {
    Table result = expression(*e.args[0], scope, at);
    for (std::size_t i = 1; i < e.args.size(); ++i)
      result = join(Op::none, result, expression(*e.args[i], scope, at), name);
    return result;
  }
  if (name == "abs" || name == "floor" || name == "ceil" || name == "round") {
    const int digits =
        e.args.size() > 1 ? static_cast<int>(store_.constant(*e.args[1]).value.low.to_int64().value()) : 0;
    return each(expression(*e.args[0], scope, at), [&](Row& result, const Row& row) {
      result.may_be(name == "abs"     ? engine::abs(row.range)
                    : name == "floor" ? engine::floor(row.range)
                    : name == "ceil"  ? engine::ceil(row.range)
                                      : engine::round(row.range, digits));
    });
  }
  if (const auto measure = store_.find_measure(name)) return scan(*measure, e, scope, at);
  throw Unsupported("a function " + std::string(name));
}

}  // namespace reckon::model
