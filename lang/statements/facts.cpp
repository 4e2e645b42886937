// Facts and retractions.
#include "lang/ast/print.hpp"
#include "lang/statements/fact_checks.hpp"
#include "lang/statements/new_members.hpp"
#include "lang/statements/provenance.hpp"
#include "lang/statements/room.hpp"
#include "lang/statements/statement_runner.hpp"

namespace reckon::lang {
namespace {

// One statement's facts, checked row by row.
class FactReader {
 public:
  FactReader(Checker& checker, const engine::Measure& measure) : checker_(checker), measure_(measure) {}

  engine::Fact read(const FactRow&, const Provenance& group);
  const NewMembers& new_members() const { return new_members_; }

 private:
  engine::Code member(const Expr&, engine::DimensionId);
  void value(engine::Fact&, const FactRow&);

  Checker& checker_;
  const engine::Measure& measure_;
  NewMembers new_members_;
};

engine::Code FactReader::member(const Expr& e, engine::DimensionId id) {
  const engine::Dimension& dimension = checker_.catalog().dimension(id);
  const bool may_be_new = !dimension.closed() && !dimension.is_calendar() && e.kind == ExprKind::name;
  if (may_be_new && !dimension.find(e.text)) return new_members_.add(checker_.catalog(), id, e.text);
  const engine::CodeOperand code = checker_.member(e, id);
  if (code.parameter >= 0)
    checker_.fail(problem::parameter_unbound, e.span, "$" + std::string(e.text) + " is not bound",
                  "give it with --param " + std::string(e.text) + "=…");
  return code.code;
}

void FactReader::value(engine::Fact& fact, const FactRow& row) {
  if (measure_.is_relation) {
    if (row.value)
      checker_.fail(problem::value_missing, row.value->span,
                    measure_.name + " is a relation, whose facts have no value", "leave out the = and what follows");
    return;
  }
  if (!row.value)
    checker_.fail(problem::value_missing, row.span, "the fact has no value",
                  "write " + measure_.name + "(…) = 75万..90万, or = unknown");
  if (row.value->kind == ExprKind::name && row.value->text == "unknown") {
    fact.unknown = true;
    return;
  }
  fact.value = checker_.value_in(*row.value, measure_.unit);
  fact.about = row.value->kind == ExprKind::about;
  const auto cut = within_domain(measure_, fact.value);
  if (!cut)
    checker_.fail(problem::outside_domain, row.value->span,
                  "the value " + fact.value.text() + " lies outside the domain " + measure_.domain->text() + " of " +
                      measure_.name,
                  "mend the figure, or widen the measure's domain");
  fact.value = *cut;
}

engine::Fact FactReader::read(const FactRow& row, const Provenance& group) {
  engine::Fact fact;
  const auto args = checker_.arguments(measure_, row.args, row.labels, row.span);
  for (std::size_t i = 0; i < args.size(); ++i) fact.key.push_back(member(*args[i], measure_.axes[i].dimension));
  state_provenance(checker_, group, fact);
  state_provenance(checker_, row.provenance, fact);
  if (fact.date == engine::no_code) fact.date = checker_.catalog().source(fact.source).date;
  value(fact, row);
  return fact;
}

// " from omdia on 2024-12-18", as far as it is stated.
std::string said_by(const engine::Catalog& catalog, const engine::FactTable& table, std::size_t row) {
  const std::string& source = catalog.source(table.source(row)).name;
  const engine::Day date = table.date(row);
  return (source.empty() ? std::string(" without a source") : " from " + source) +
         (date == engine::no_code ? "" : " on " + engine::period_text(date, engine::Calendar::day));
}

std::string cell_text(const engine::Catalog& catalog, const engine::Measure& measure, const engine::Fact& fact) {
  std::string text = measure.name + '(';
  for (std::size_t i = 0; i < fact.key.size(); ++i) {
    const engine::Dimension& dimension = catalog.dimension(measure.axes[i].dimension);
    const bool known = dimension.is_calendar() || static_cast<std::size_t>(fact.key[i]) < dimension.size();
    text += (i ? ", " : "") + (known ? dimension.text(fact.key[i]) : std::string("…"));
  }
  return text + ')';
}

}  // namespace

void StatementRunner::facts(const FactsStatement& statement) {
  const engine::Catalog& catalog = environment_.catalog();
  const auto id = catalog.find_measure(statement.head.text);
  if (!id) {
    engine::NearestNames nearest(statement.head.text);
    for (const engine::Measure& known : catalog.measures()) nearest.offer(known.name);
    const std::string hint = nearest.hint();
    fail(problem::unknown_name, statement.head.span,
         "there is no measure or relation \"" + std::string(statement.head.text) + '"',
         hint.empty() ? "declare it first: measure " + quoted_if_needed(statement.head.text) + "(…) : unit" : hint);
  }
  const engine::Measure& measure = catalog.measure(*id);
  Checker checker = this->checker();
  require_facts(checker, environment_.store.program(), *id, statement.head.span);
  FactReader reader(checker, measure);
  std::vector<engine::Fact> added;
  added.reserve(statement.rows.size());
  for (const FactRow& row : statement.rows) added.push_back(reader.read(row, statement.provenance));
  require_room(environment_.store.program(), *id, bytes_held(environment_.store.program()), added.size());
  engine::FactTable& table = environment_.store.edit_facts(*id);
  if (const auto clash = measure.is_relation ? std::nullopt : find_clash(table, added)) {
    const engine::Fact& fact = added[clash->fact];
    const std::string& name = catalog.source(fact.source).name;
    fail(engine::problem::disjoint_facts, statement.rows[clash->fact].span,
         cell_text(catalog, measure, fact) + " cannot be both " + clash->other.text() + " and " + fact.value.text() +
             (name.empty() ? " without a source" : " from " + name) +
             (fact.date == engine::no_code ? ", both undated"
                                           : ", both on " + engine::period_text(fact.date, engine::Calendar::day)),
         "date the later statement with `on DATE` so that it supersedes the earlier, or retract one");
  }
  if (!reader.new_members().empty()) reader.new_members().apply(environment_.store.edit_catalog());
  for (const engine::Fact& fact : added) table.append(fact);
}

void StatementRunner::retract(const RetractStatement& statement) {
  Checker checker = this->checker();
  const engine::Catalog& catalog = environment_.catalog();
  const auto id = catalog.find_measure(statement.cell->text);
  if (!id) {
    engine::NearestNames nearest(statement.cell->text);
    for (const engine::Measure& known : catalog.measures()) nearest.offer(known.name);
    const std::string hint = nearest.hint();
    fail(problem::unknown_name, name_span(*statement.cell),
         "there is no measure or relation \"" + std::string(statement.cell->text) + '"',
         hint.empty() ? "retract takes a cell, as in retract h100e(Microsoft, 2024) from omdia" : hint);
  }
  require_facts(checker, environment_.store.program(), *id, name_span(*statement.cell));
  const engine::Measure& measure = catalog.measure(*id);
  const engine::SourceId source = statement.source.text.empty()
                                      ? engine::anonymous_source
                                      : checker.source(statement.source.text, statement.source.span);
  const engine::Day day = statement.date ? checker.date(*statement.date) : engine::no_code;
  std::vector<engine::Code> key;
  const auto args = checker.arguments(measure, statement.cell->args, statement.cell->labels, statement.cell->span);
  for (std::size_t i = 0; i < args.size(); ++i) key.push_back(checker.member(*args[i], measure.axes[i].dimension).code);
  const engine::FactTable& table = *environment_.store.program().facts[*id];
  std::vector<std::size_t> rows, others;
  for (std::size_t row = 0; row < table.size(); ++row) {
    bool same = table.stands(row, engine::FactTable::end_of_time);
    for (std::size_t axis = 0; same && axis < key.size(); ++axis) same = table.keys(axis)[row] == key[axis];
    if (!same) continue;
    const bool meant = table.source(row) == source && (day == engine::no_code || table.date(row) <= day);
    (meant ? rows : others).push_back(row);
  }
  if (rows.empty())
    fail(problem::nothing_to_retract, statement.span,
         "there is no statement about " + print(*statement.cell) +
             (source == engine::anonymous_source ? " without a source" : " from " + catalog.source(source).name) +
             (day == engine::no_code ? "" : " of " + engine::period_text(day, engine::Calendar::day) + " or before"),
         others.empty() ? "nobody has made one that stands" : "there is one" + said_by(catalog, table, others.front()));
  engine::FactTable& target = environment_.store.edit_facts(*id);
  for (const std::size_t row : rows) target.retract(row, day);
}

}  // namespace reckon::lang
