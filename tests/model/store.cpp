// Reading a script into plain structs.
#include "tests/model/store.hpp"

#include <algorithm>
#include <cstdlib>

namespace reckon::model {
namespace {

std::optional<int> digits(std::string_view text) {
  int value = 0;
  if (text.empty() || text.size() > 5) return std::nullopt;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// Days from 1970-01-01, counted year by year and month by month.
Day day_number(int year, int month, int day) {
  static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const auto leap = [](int y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0); };
  Day days = 0;
  for (int y = 1970; y < year; ++y) days += leap(y) ? 366 : 365;
  for (int m = 1; m < month; ++m) days += lengths[m - 1] + (m == 2 && leap(year) ? 1 : 0);
  return days + day - 1;
}

}  // namespace

std::optional<int> read_period(std::string_view text, Calendar calendar) {
  if (calendar == Calendar::year) return digits(text);
  const auto mark = text.find(calendar == Calendar::quarter ? 'Q' : 'M');
  if (mark == std::string_view::npos) return std::nullopt;
  const auto year = digits(text.substr(0, mark)), part = digits(text.substr(mark + 1));
  if (!year || !part) return std::nullopt;
  return *year * (calendar == Calendar::quarter ? 4 : 12) + *part - 1;
}

Day read_date(std::string_view text) {
  if (const auto year = read_period(text, Calendar::year)) return day_number(*year + 1, 1, 1) - 1;
  if (const auto quarter = read_period(text, Calendar::quarter))
    return *quarter % 4 == 3 ? day_number(*quarter / 4 + 1, 1, 1) - 1
                             : day_number(*quarter / 4, *quarter % 4 * 3 + 4, 1) - 1;
  if (const auto month = read_period(text, Calendar::month))
    return *month % 12 == 11 ? day_number(*month / 12 + 1, 1, 1) - 1 : day_number(*month / 12, *month % 12 + 2, 1) - 1;
  const auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)), day = digits(text.substr(8, 2));
  if (!year || !month || !day) throw Unsupported("a date: " + std::string(text));
  return day_number(*year, *month, *day);
}

Store::Store() {
  const auto built_in = [&](std::string name, Calendar calendar, std::vector<int> parents) {
    Dimension made;
    made.name = std::move(name);
    made.calendar = calendar;
    made.ordered = calendar != Calendar::none;
    made.parents = std::move(parents);
    dimensions.push_back(std::move(made));
  };
  built_in("year", Calendar::year, {});
  built_in("quarter", Calendar::quarter, {0});
  built_in("month", Calendar::month, {1});
  built_in("source", Calendar::none, {});
  dimensions.back().is_source = true;
  sources.push_back({"", undated});
}

std::optional<int> Store::find_dimension(std::string_view name) const {
  for (std::size_t i = 0; i < dimensions.size(); ++i)
    if (dimensions[i].name == name) return static_cast<int>(i);
  return std::nullopt;
}

std::optional<int> Store::find_measure(std::string_view name) const {
  for (std::size_t i = 0; i < measures.size(); ++i)
    if (measures[i].name == name) return static_cast<int>(i);
  return std::nullopt;
}

int Store::find_source(std::string_view name) const {
  for (std::size_t i = 1; i < sources.size(); ++i)
    if (sources[i].name == name) return static_cast<int>(i);
  throw Unsupported("unknown source " + std::string(name));
}

std::optional<int> Store::find_code(int dimension, std::string_view name) const {
  const Dimension& d = dimensions[static_cast<std::size_t>(dimension)];
  if (d.calendar != Calendar::none) return read_period(name, d.calendar);
  const auto found = d.codes.find(name);
  return found == d.codes.end() ? std::nullopt : std::optional(found->second);
}

std::string Store::text(int dimension, int code) const {
  const Dimension& d = dimensions[static_cast<std::size_t>(dimension)];
  if (d.is_source) return code == 0 ? "(no source)" : sources[static_cast<std::size_t>(code)].name;
  switch (d.calendar) {
    case Calendar::none: return d.members[static_cast<std::size_t>(code)];
    case Calendar::year: return std::to_string(code);
    case Calendar::quarter: return std::to_string(code / 4) + "Q" + std::to_string(code % 4 + 1);
    default: return std::to_string(code / 12) + "M" + (code % 12 < 9 ? "0" : "") + std::to_string(code % 12 + 1);
  }
}

bool Store::rolls_up(int from, int to) const {
  const auto& parents = dimensions[static_cast<std::size_t>(from)].parents;
  return std::any_of(parents.begin(), parents.end(), [&](int parent) { return parent == to || rolls_up(parent, to); });
}

int Store::roll_up(int code, int from, int to) const {
  if (from == to || code == no_code) return code;
  const Dimension& d = dimensions[static_cast<std::size_t>(from)];
  for (std::size_t i = 0; i < d.parents.size(); ++i) {
    if (d.parents[i] != to && !rolls_up(d.parents[i], to)) continue;
    int above = no_code;
    if (d.calendar == Calendar::quarter)
      above = code / 4;
    else if (d.calendar == Calendar::month)
      above = code / 3;
    else if (const auto found = d.parent_codes[i].find(code); found != d.parent_codes[i].end())
      above = found->second;
    return roll_up(above, d.parents[i], to);
  }
  return no_code;
}

std::vector<const lang::Expr*> Store::arguments(const Measure& measure, lang::List<lang::Expr*> args,
                                                lang::List<std::string_view> labels) const {
  std::vector<const lang::Expr*> placed(measure.axes.size(), nullptr);
  for (std::size_t i = 0; i < args.size(); ++i) {
    std::size_t axis = i;
    if (i < labels.size() && !labels[i].empty())
      for (axis = 0; axis < measure.axes.size() && measure.axes[axis].name != labels[i];) ++axis;
    if (axis >= placed.size()) throw Unsupported("arguments of " + measure.name);
    placed[axis] = args[i];
  }
  if (std::find(placed.begin(), placed.end(), nullptr) != placed.end())
    throw Unsupported("arguments of " + measure.name);
  return placed;
}

void Store::read(const lang::Script& script) {
  using Kind = lang::StatementKind;
  for (const lang::Statement* statement : script.statements) {
    switch (statement->kind) {
      case Kind::unit: {
        const auto& s = static_cast<const lang::UnitDeclaration&>(*statement);
        const std::string name(s.name.text);
        if (!s.factor)
          units[name] = {Number(1), {{name, 1}}};
        else {
          const Constant c = constant(*s.factor);
          units[name] = {c.value.low * factor(c.unit), c.unit};
        }
        break;
      }
      case Kind::source: {
        const auto& s = static_cast<const lang::SourceDeclaration&>(*statement);
        sources.push_back({std::string(s.name.text), s.date ? read_date(s.date->text) : undated});
        break;
      }
      case Kind::dimension: declare(static_cast<const lang::DimensionDeclaration&>(*statement)); break;
      case Kind::measure: declare(static_cast<const lang::MeasureDeclaration&>(*statement)); break;
      case Kind::relation: declare(static_cast<const lang::RelationDeclaration&>(*statement)); break;
      case Kind::facts: state(static_cast<const lang::FactsStatement&>(*statement)); break;
      case Kind::retract: withdraw(static_cast<const lang::RetractStatement&>(*statement)); break;
      case Kind::rule: add_rule(static_cast<const lang::RuleStatement&>(*statement)); break;
      case Kind::set: set(static_cast<const lang::SetStatement&>(*statement)); break;
      case Kind::let: {
        const auto& s = static_cast<const lang::LetStatement&>(*statement);
        Let made{std::string(s.name.text), {}, s.value};
        for (const lang::Name& parameter : s.parameters) made.parameters.emplace_back(parameter.text);
        lets[made.name] = made;
        break;
      }
      case Kind::query: break;
      default: throw Unsupported("a statement of another kind");
    }
  }
}

void Store::declare(const lang::DimensionDeclaration& declaration) {
  auto id = find_dimension(declaration.name.text);
  if (!id) {
    id = static_cast<int>(dimensions.size());
    dimensions.emplace_back();
    dimensions.back().name = std::string(declaration.name.text);
    dimensions.back().ordered = declaration.ordered;
  }
  const auto at = static_cast<std::size_t>(*id);
  for (const lang::Name& parent : declaration.parents) {
    dimensions[at].parents.push_back(*find_dimension(parent.text));
    dimensions[at].parent_codes.emplace_back();
  }
  dimensions[at].closed = dimensions[at].closed || declaration.closed;
  for (const lang::Member& member : declaration.members) {
    Dimension& d = dimensions[at];
    const auto [found, added] = d.codes.try_emplace(std::string(member.name.text), static_cast<int>(d.members.size()));
    if (added) d.members.emplace_back(member.name.text);
    const int code = found->second;
    for (const lang::Name& alias : member.aliases) d.codes.emplace(std::string(alias.text), code);
    for (std::size_t i = 0; i < member.parents.size(); ++i)
      d.parent_codes[i][code] = *find_code(d.parents[i], member.parents[i].text);
  }
}

std::vector<Axis> Store::axes(lang::List<lang::Axis> written) const {
  std::vector<Axis> made;
  for (const lang::Axis& axis : written) {
    const auto dimension = find_dimension(axis.dimension.text);
    if (!dimension) throw Unsupported("a dimension");
    made.push_back({std::string(axis.role.text.empty() ? axis.dimension.text : axis.role.text), *dimension});
  }
  return made;
}

void Store::declare(const lang::MeasureDeclaration& declaration) {
  Measure measure;
  measure.name = std::string(declaration.name.text);
  measure.axes = axes(declaration.axes);
  measure.unit = unit(declaration.unit);
  if (declaration.domain) measure.domain = constant_in(*declaration.domain, measure.unit).value;
  if (declaration.policy) measure.policy = policy_of(declaration.policy->text, declaration.policy->names);
  measures.push_back(std::move(measure));
  facts.emplace_back();
}

void Store::declare(const lang::RelationDeclaration& declaration) {
  Measure relation;
  relation.name = std::string(declaration.name.text);
  relation.axes = axes(declaration.axes);
  relation.is_relation = true;
  measures.push_back(std::move(relation));
  facts.emplace_back();
}

// The member that a fact names; an open dimension gets it by that.
int Store::code_of(int dimension, const lang::Expr& e) {
  if (const auto code = find_code(dimension, e.text)) return *code;
  Dimension& d = dimensions[static_cast<std::size_t>(dimension)];
  if (d.closed || d.calendar != Calendar::none) throw Unsupported("a member " + std::string(e.text));
  d.codes.emplace(std::string(e.text), static_cast<int>(d.members.size()));
  d.members.emplace_back(e.text);
  return static_cast<int>(d.members.size()) - 1;
}

void Store::provide(Fact& fact, const lang::Provenance& from) const {
  if (!from.source.text.empty()) fact.source = find_source(from.source.text);
  if (!from.kind.text.empty()) fact.kind = std::string(from.kind.text);
  if (from.date) fact.date = read_date(from.date->text);
}

void Store::state(const lang::FactsStatement& statement) {
  const auto id = static_cast<std::size_t>(find_measure(statement.head.text).value());
  const Measure& measure = measures[id];
  for (const lang::FactRow& row : statement.rows) {
    Fact fact;
    fact.id = next_fact++;
    const auto args = arguments(measure, row.args, row.labels);
    for (std::size_t i = 0; i < args.size(); ++i) fact.key.push_back(code_of(measure.axes[i].dimension, *args[i]));
    provide(fact, statement.provenance);
    provide(fact, row.provenance);
    if (fact.date == undated) fact.date = sources[static_cast<std::size_t>(fact.source)].date;
    if (row.value && row.value->kind == lang::ExprKind::name && row.value->text == "unknown") {
      fact.unknown = true;
    } else if (row.value) {
      const Constant value = constant_in(*row.value, measure.unit);
      fact.value = value.value;
      fact.best = value.best;
      if (measure.domain) fact.value = engine::meet(fact.value, *measure.domain).value();
    }
    facts[id].push_back(std::move(fact));
  }
}

void Store::withdraw(const lang::RetractStatement& statement) {
  const auto id = static_cast<std::size_t>(find_measure(statement.cell->text).value());
  const int source = statement.source.text.empty() ? 0 : find_source(statement.source.text);
  const Day day = statement.date ? read_date(statement.date->text) : undated;
  Key key;
  const auto args = arguments(measures[id], statement.cell->args, statement.cell->labels);
  for (std::size_t i = 0; i < args.size(); ++i) key.push_back(code_of(measures[id].axes[i].dimension, *args[i]));
  for (Fact& fact : facts[id]) {
    const bool earlier = day == undated || fact.date <= day;
    if (fact.key == key && fact.source == source && earlier && !fact.withdrawn) fact.withdrawn = day;
  }
}

void Store::add_rule(const lang::RuleStatement& statement) {
  auto rule = std::make_unique<Rule>();
  rule->head = find_measure(statement.head->text).value();
  rule->is_default = statement.is_default;
  rule->statement = &statement;
  rule->source = static_cast<int>(sources.size());
  const std::string wanted(statement.name.text.empty() ? statement.head->text : statement.name.text);
  std::string name = wanted;
  const auto taken = [&] {
    return std::any_of(sources.begin() + 1, sources.end(), [&](const Source& s) { return s.name == name; });
  };
  for (int i = 2; taken(); ++i) name = wanted + ' ' + std::to_string(i);
  sources.push_back({name, undated});
  rules.push_back(std::move(rule));
}

void Store::set(const lang::SetStatement& statement) {
  if (statement.name.text == "about")
    about = constant(*statement.value).value.low;
  else if (statement.value->kind == lang::ExprKind::call)
    policy = policy_of(statement.value->text, statement.value->args);
  else
    policy = policy_of(statement.value->text, {});
}

Policy Store::policy_of(std::string_view kind, lang::List<lang::Expr*> names) const {
  Policy made{std::string(kind), {}};
  for (const lang::Expr* name : names) made.preferred.push_back(find_source(name->text));
  return made;
}

}  // namespace reckon::model
