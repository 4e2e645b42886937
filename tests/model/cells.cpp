// Facts to cells: what stands, what rules derive, what the policy makes of it.
#include <algorithm>

#include "tests/model/evaluate.hpp"

namespace reckon::model {
namespace {

bool is_visible(const Fact& fact, Day as_of) {
  if (fact.date != undated && fact.date > as_of) return false;
  return !fact.withdrawn || (*fact.withdrawn != undated && *fact.withdrawn > as_of);
}

std::string identity(const Universe& universe) {
  std::string text = std::to_string(universe.as_of);
  for (const Assumed& a : universe.assumed) {
    text += ";" + std::to_string(a.measure);
    for (const int code : a.key) text += "," + std::to_string(code);
    text += "=" + a.value.text() + (a.best ? " best " + a.best->text() : "");
  }
  return text;
}

}  // namespace

std::size_t Evaluator::universe(Universe wanted) {
  for (std::size_t i = 0; i < universes_.size(); ++i)
    if (identity(universes_[i]) == identity(wanted)) return i;
  universes_.push_back(std::move(wanted));
  return universes_.size() - 1;
}

int Evaluator::variable(const std::string& name) {
  return variables_.try_emplace(name, static_cast<int>(variables_.size())).first->second;
}

// The facts of a measure with those that rules, and then defaults, derive.
const std::vector<Statement>& Evaluator::finished(std::size_t at, int measure) {
  if (const auto known = universes_[at].finished.find(measure); known != universes_[at].finished.end())
    return known->second;
  std::vector<Statement> all;
  for (const Fact& fact : store_.facts[static_cast<std::size_t>(measure)])
    if (is_visible(fact, universes_[at].as_of)) all.push_back({fact, {}});
  for (const auto& rule : store_.rules)
    if (rule->head == measure && !rule->is_default)
      for (Statement& made : derive(*rule, at)) all.push_back(std::move(made));
  for (const auto& rule : store_.rules) {
    if (rule->head != measure || !rule->is_default) continue;
    const Cells given = reconcile(measure, all, {at, {}, {}, false});
    for (Statement& made : derive(*rule, at))
      if (!given.count(made.fact.key)) all.push_back(std::move(made));
  }
  return universes_[at].finished[measure] = std::move(all);
}

Table Evaluator::rule_table(const Rule& rule, std::size_t at) {
  const lang::Expr* value = rule.statement->value;
  const bool has_clauses = value->kind == lang::ExprKind::clauses;
  const lang::Expr& base = has_clauses ? *value->args[0] : *value;
  return clauses(base, has_clauses ? value->clauses : lang::List<lang::Clause*>{}, nullptr, {at, {}, {}, false}, &rule);
}

// What a rule gives for certain; a cell that it may give or not it does not give.
std::vector<Statement> Evaluator::derive(const Rule& rule, std::size_t at) {
  const Table table = nominally([&] { return rule_table(rule, at); });
  std::vector<Statement> made;
  for (const auto& [key, row] : table.rows) {
    if (row.present && !row.is_one_state() && !row.plain)
      throw Unsupported("a cell that only a closer analysis derives");
    if (!row.present || !row.is_one_state()) continue;
    Statement statement;
    for (const Axis& axis : store_.measures[static_cast<std::size_t>(rule.head)].axes)
      statement.fact.key.push_back(key[table.axis(axis.name).value()]);
    statement.fact.value = row.range;
    statement.fact.source = rule.source;
    statement.fact.kind = "derived";
    statement.fact.date = row.date;
    statement.fact.rule = &rule;
    statement.derived = row;
    made.push_back(std::move(statement));
  }
  return made;
}

Cells Evaluator::cells(int measure, const Circumstances& at) {
  const bool own = !at.policy && at.provenance.empty() && !at.by_source;
  auto& known = universes_[at.universe].cells;
  if (own)
    if (const auto found = known.find(measure); found != known.end()) return found->second;
  // A copy: deriving may add universes.
  const std::vector<Statement> statements = finished(at.universe, measure);
  Cells made = reconcile(measure, statements, at);
  if (!at.by_source)
    for (const Assumed& assumed : universes_[at.universe].assumed)
      if (assumed.measure == measure) { made[assumed.key] = Cell{assumed.value, {}, {}, undated, assumed}; }
  if (own) universes_[at.universe].cells[measure] = made;
  return made;
}

Cells Evaluator::reconcile(int measure, const std::vector<Statement>& statements, const Circumstances& at) const {
  std::map<Key, std::vector<Statement>> by_cell;
  for (const Statement& statement : statements) by_cell[statement.fact.key].push_back(statement);
  Cells made;
  const Policy own = store_.measures[static_cast<std::size_t>(measure)].policy.value_or(store_.policy);
  for (const auto& [key, all] : by_cell) {
    std::vector<Statement> chosen;
    for (const Statement& statement : all) {
      // Within a source the latest statement supersedes earlier ones; what rules derive stands.
      const bool superseded = !statement.fact.rule && std::any_of(all.begin(), all.end(), [&](const Statement& other) {
        return other.fact.source == statement.fact.source && other.fact.date > statement.fact.date;
      });
      const bool passes = std::all_of(at.provenance.begin(), at.provenance.end(), [&](const Resolved& condition) {
        return provenance_holds(*condition.expr, condition.scope, statement.fact);
      });
      if (!superseded && passes && !statement.fact.unknown) chosen.push_back(statement);
    }
    std::map<int, std::vector<Statement>> parts;
    for (Statement& statement : chosen) parts[at.by_source ? statement.fact.source : 0].push_back(std::move(statement));
    for (auto& [source, part] : parts) {
      Key own_key = key;
      if (at.by_source) own_key.push_back(source);
      made.emplace(own_key, reconciled(measure, std::move(part), at.policy.value_or(own)));
    }
  }
  return made;
}

// The statements that the policy chooses, and the range it makes of them.
Cell Evaluator::reconciled(int measure, std::vector<Statement> statements, const Policy& policy) const {
  const Measure& of = store_.measures[static_cast<std::size_t>(measure)];
  Cell cell;
  cell.policy = policy.kind;
  for (const Statement& statement : statements) cell.date = std::max(cell.date, statement.fact.date);
  if (policy.kind == "latest") std::erase_if(statements, [&](const Statement& s) { return s.fact.date != cell.date; });
  if (policy.kind == "prefer")
    for (const int wanted : policy.preferred) {
      if (std::none_of(statements.begin(), statements.end(),
                       [&](const Statement& s) { return s.fact.source == wanted; }))
        continue;
      std::erase_if(statements, [&](const Statement& s) { return s.fact.source != wanted; });
      break;
    }
  if (policy.kind == "meet" &&
      std::any_of(statements.begin(), statements.end(), [](const Statement& s) { return !s.derived.plain; }))
    throw Unsupported("a meet that only a closer analysis decides");
  // One source's bounds of one date meet.
  std::map<int, Range> by_source;
  for (const Statement& statement : statements) {
    const auto [found, added] = by_source.try_emplace(statement.fact.source, statement.fact.value);
    if (added) continue;
    const auto both = engine::meet(found->second, statement.fact.value);
    if (!both) throw FactError("disjoint bounds of one source for " + of.name);
    found->second = *both;
  }
  std::optional<Range> range;
  for (const auto& [source, next] : by_source) {
    if (!range)
      range = next;
    else if (policy.kind == "least")
      range = engine::least(*range, next);
    else if (policy.kind == "greatest")
      range = engine::greatest(*range, next);
    else if (policy.kind != "meet")
      range = engine::hull(*range, next);
    else if (const auto both = engine::meet(*range, next))
      range = both;
    else
      throw FactError("disjoint facts for " + of.name);
  }
  if (of.domain && !of.is_relation) {
    range = engine::meet(*range, *of.domain);
    if (!range) throw FactError(of.name + " outside its domain");
  }
  cell.range = *range;
  cell.statements = std::move(statements);
  return cell;
}

// ---- a cell as a row

// A cell that one rule alone gives is the rule's expression; any other is a variable of its own.
Row Evaluator::row_of(int measure, const Key& key, const Cell& cell, std::size_t at) {
  if (store_.measures[static_cast<std::size_t>(measure)].is_relation) return Row::of_truth(truth_yes);
  Row row;
  if (cell.statements.size() == 1 && cell.statements.front().fact.rule) {
    const Statement& statement = cell.statements.front();
    row = world_ ? derived_in_world(measure, key, statement, at) : statement.derived;
    // The engine knows such a cell as the values of the branches, not as their hull.
    if (!world_ && row.chosen) row.plain = false;
    if (!world_) row.range = cell.range;
    row.date = cell.date;
    return row;
  }
  std::string name = std::to_string(measure) + "(";
  // Chosen by source a cell has one more code, which does not make it another variable.
  const std::size_t own_axes = store_.measures[static_cast<std::size_t>(measure)].axes.size();
  for (std::size_t i = 0; i < own_axes; ++i) name += std::to_string(key[i]) + ",";
  name += ")" + cell.range.text();
  for (const Statement& s : cell.statements)
    name += s.fact.rule ? " rule " + std::to_string(s.fact.source) + " in " + std::to_string(at)
                        : " fact " + std::to_string(s.fact.id);
  row = Row::of(cell.range);
  row.variables = {variable(name)};
  row.date = cell.date;
  for (const Statement& s : cell.statements) row.plain = row.plain && s.derived.plain;
  if (world_) return row_in_world(measure, key, cell, at, row.variables.front());
  row.settle();
  return row;
}

Row Evaluator::derived_in_world(int measure, const Key& key, const Statement& statement, std::size_t at) {
  const Rule& rule = *statement.fact.rule;
  const auto place = std::make_pair(at, &rule);
  if (!world_->derived.count(place)) {
    Table made = rule_table(rule, at);
    world_->derived.emplace(place, std::move(made));
  }
  const Table& table = world_->derived.at(place);
  const auto& axes = store_.measures[static_cast<std::size_t>(measure)].axes;
  Key own(axes.size());
  for (std::size_t i = 0; i < axes.size(); ++i) own[table.axis(axes[i].name).value()] = key[i];
  const auto found = table.rows.find(own);
  if (found == table.rows.end() || !found->second.present) throw ImpossibleWorld();
  Row row = found->second;
  const auto& domain = store_.measures[static_cast<std::size_t>(measure)].domain;
  if (domain && !row.unsure && !domain->contains(row.range)) throw ImpossibleWorld();
  return row;
}

Row Evaluator::row_in_world(int measure, const Key& key, const Cell& cell, std::size_t at, int id) {
  Row row;
  if (!world_->chosen.count(id)) {
    bool sure = true;
    const auto number = choose(measure, key, cell, at, sure);
    if (!number) throw ImpossibleWorld();
    world_->chosen[id] = {*number, sure};
  }
  const auto& [number, sure] = world_->chosen.at(id);
  row = Row::of(number);
  row.unsure = !sure;
  row.date = cell.date;
  if (!cell.range.is_point()) row.variables = {id};
  return row;
}

// A number for the cell: anywhere in its range where that is known, else the value of one of its statements.
std::optional<Number> Evaluator::choose(int measure, const Key& key, const Cell& cell, std::size_t at, bool& sure) {
  if (cell.assumed) {
    sure = !world_->at_best || cell.assumed->best || cell.range.is_point();
    return world_->at_best && cell.assumed->best ? *cell.assumed->best : world_->choose(cell.range);
  }
  const auto value_of = [&](const Statement& s) -> std::optional<Number> {
    if (!s.fact.rule) return world_->at_best ? s.fact.best : world_->choose(s.fact.value);
    const Row row = derived_in_world(measure, key, s, at);
    return row.unsure ? std::nullopt : std::optional(row.range.low);
  };
  if (world_->at_best) {
    std::optional<Number> common;
    sure = true;
    for (const Statement& s : cell.statements) {
      const auto own = s.fact.best || s.fact.rule ? value_of(s) : std::nullopt;
      if (!own || (common && *common != *own)) sure = false;
      if (own) common = own;
    }
    sure = sure && cell.range.contains(*common);
    return sure ? *common : world_->choose(cell.range);
  }
  const bool known =
      std::all_of(cell.statements.begin(), cell.statements.end(), [](const Statement& s) { return s.derived.plain; });
  if (known) return world_->choose(cell.range);
  if (cell.policy == "meet") return std::nullopt;
  std::optional<Number> result;
  for (const Statement& s : cell.statements) {
    const auto next = value_of(s);
    if (!next) return std::nullopt;
    if (!result || (cell.policy == "least" ? *next < *result : cell.policy == "greatest" ? *result < *next : true))
      result = next;
  }
  if (!cell.range.contains(*result)) return std::nullopt;
  return result;
}

}  // namespace reckon::model
