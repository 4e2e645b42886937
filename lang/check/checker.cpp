// Construction, places of errors, and what names stand for.
#include "lang/check/checker.hpp"

#include "lang/ast/print.hpp"

namespace reckon::lang {

Checker::Checker(const Environment& environment, std::shared_ptr<const SourceText> source)
    : environment_(environment), catalog_(environment.catalog()), source_(std::move(source)) {}

void Checker::fail(std::string_view id, Span span, std::string message, std::string hint) const {
  if (!in_let()) throw Failure({id, std::move(message), std::move(hint), source_, span});
  throw Failure({id, "in " + scope_->let->name + ": " + message, std::move(hint), source_, call_site_});
}

Checker::Resolved Checker::resolve(const Expr& expr) const {
  const Expr* at = &expr;
  const Scope* scope = scope_;
  while (at->kind == ExprKind::name && !at->quoted && scope && scope->let) {
    const auto& names = scope->let->parameters;
    std::size_t i = 0;
    while (i < names.size() && names[i] != at->text) ++i;
    if (i == names.size()) break;
    at = scope->arguments[i];
    scope = scope->outer;
  }
  return {at, scope};
}

void Checker::count_node(Span span) {
  if (++nodes_ > 100'000)
    fail(problem::too_complex, span, "the expression has more than 100,000 parts once its definitions are expanded",
         "derive intermediate results with rules");
  if (depth_ > 1'500)
    fail(problem::too_complex, span, "the expression is nested too deeply", "name parts of it with `let` or rules");
}

const std::string* Checker::bound(std::string_view name) const {
  const auto found = environment_.parameters.find(name);
  return found == environment_.parameters.end() ? nullptr : &found->second;
}

// One parameter may stand for a member here and for a number there: each is bound by itself, to the same value.
int Checker::add_parameter(const Expr& e, Parameter::Takes takes, engine::DimensionId dimension) {
  std::size_t i = 0;
  while (i < parameters_.size() &&
         (parameters_[i].name != e.text || parameters_[i].takes != takes || parameters_[i].dimension != dimension))
    ++i;
  if (i == parameters_.size())
    parameters_.push_back({std::string(e.text), takes, dimension, in_let() ? call_site_ : e.span});
  return static_cast<int>(i);
}

std::optional<int> Checker::date_parameter(const Expr& written) {
  const Expr& e = *resolve(written).expr;
  if (e.kind != ExprKind::parameter || bound(e.text)) return std::nullopt;
  return add_parameter(e, Parameter::Takes::date);
}

Span name_span(const Expr& e) {
  const auto length = static_cast<std::uint32_t>(e.text.size() + (e.quoted ? 2 : 0));
  return {e.span.begin, std::min(e.span.begin + length, e.span.end)};
}

std::string counted(std::size_t count, std::string_view one) {
  std::string text = std::to_string(count) + ' ';
  if (one == "is") return text + (count == 1 ? "is" : "are");
  return text + std::string(one) + (count == 1 ? "" : "s");
}

void Checker::require_number(const Typed& e, std::string_view what) const {
  if (e.type == ValueType::number) return;
  const bool truth = e.type == ValueType::truth;
  fail(problem::not_a_number, e.span,
       std::string(what) + " a number, but this is a " + (truth ? "condition" : "relation"),
       truth ? "to make a number of it write if … then 1 else 0" : "count its rows with count(…)");
}

TypedPtr Checker::make(Span span) const {
  auto typed = std::make_unique<Typed>();
  typed->span = span;
  return typed;
}

CheckedQuery Checker::query(const Expr& expr) {
  CheckedQuery checked;
  checked.root = expression(expr);
  checked.parameters = parameters_;
  checked.labels = labels_;
  return checked;
}

TypedPtr Checker::expression(const Expr& expr) {
  ++depth_;
  count_node(expr.span);
  TypedPtr typed = leaves_ ? leaves_(expr) : nullptr;
  if (!typed) typed = dispatch(expr);
  --depth_;
  return typed;
}

TypedPtr Checker::in_scope(const Resolved& resolved) {
  const Scope* const here = scope_;
  scope_ = resolved.scope;
  TypedPtr typed = expression(*resolved.expr);
  scope_ = here;
  return typed;
}

engine::SourceId Checker::source(std::string_view name, Span span) {
  if (const auto id = catalog_.find_source(name)) return *id;
  engine::NearestNames nearest(name);
  for (const auto& known : catalog_.sources()) nearest.offer(known.name);
  std::string hint = nearest.hint();
  if (hint.empty()) hint = "declare it first: source " + quoted_if_needed(name);
  fail(problem::unknown_source, span, "there is no source \"" + std::string(name) + '"', hint);
}

engine::DimensionId Checker::dimension(const Name& name) {
  if (const auto id = catalog_.find_dimension(name.text)) return *id;
  engine::NearestNames nearest(name.text);
  for (const auto& known : catalog_.dimensions()) nearest.offer(known.name());
  std::string hint = nearest.hint();
  if (hint.empty()) hint = "declare it first: dimension " + quoted_if_needed(name.text);
  fail(problem::unknown_name, name.span, "there is no dimension \"" + std::string(name.text) + '"', hint);
}

engine::Unit Checker::unit(std::string_view text, Span span) {
  return placed(span, [&] { return catalog_.units().parse(text); });
}

engine::Policy Checker::policy(std::string_view kind, List<Expr*> sources, Span span) {
  using engine::PolicyKind;
  static constexpr std::pair<std::string_view, PolicyKind> kinds[] = {
      {"hull", PolicyKind::hull},     {"meet", PolicyKind::meet},   {"latest", PolicyKind::latest},
      {"prefer", PolicyKind::prefer}, {"least", PolicyKind::least}, {"greatest", PolicyKind::greatest}};
  engine::Policy policy;
  bool known = false;
  for (const auto& [name, value] : kinds)
    if (name == kind) policy.kind = value, known = true;
  if (!known)
    fail(problem::unknown_setting, span, "there is no policy \"" + std::string(kind) + '"',
         "facts meet under hull, meet, latest, prefer(source, …), least or greatest");
  for (const Expr* name : sources) policy.preferred.push_back(source(name->text, name->span));
  if ((policy.kind == PolicyKind::prefer) == policy.preferred.empty())
    fail(problem::wrong_arguments, span,
         "prefer takes the sources in order of preference, the other policies take none",
         "write under prefer(first, second)");
  return policy;
}

}  // namespace reckon::lang
