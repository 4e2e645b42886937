// Preparing, binding, running.
#include "lang/prepared_query.hpp"

#include "lang/ast/column_name.hpp"
#include "lang/check/checker.hpp"
#include "lang/compile/compile.hpp"
#include "lang/parse/literal.hpp"
#include "lang/parse/parse.hpp"

namespace reckon::lang {
namespace {

using engine::Number;
using engine::Range;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// "2.5", "-3", "75万", "1/3".
std::optional<Number> number_of(std::string_view text) {
  text = trimmed(text);
  if (auto plain = Number::parse(text)) return plain;
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  std::optional<Number> value;
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    const auto above = literal_value(text.substr(0, slash)), below = literal_value(text.substr(slash + 1));
    if (above && below && !below->is_zero()) value = *above / *below;
  } else {
    value = literal_value(text);
  }
  return value && negative ? -*value : value;
}

// A number, or two with `..` between, either of which may be left out.
std::optional<Range> range_of(std::string_view text) {
  const auto dots = text.find("..");
  if (dots == std::string_view::npos) {
    const auto point = number_of(text);
    return point ? std::optional<Range>(*point) : std::nullopt;
  }
  const std::string_view from = trimmed(text.substr(0, dots)), to = trimmed(text.substr(dots + 2));
  const auto low = number_of(from), high = number_of(to);
  if ((!from.empty() && !low) || (!to.empty() && !high) || (from.empty() && to.empty())) return std::nullopt;
  if (low && high) return *high < *low ? std::nullopt : std::optional<Range>(Range(*low, *high));
  return low ? Range::at_least(*low) : Range::at_most(*high);
}

}  // namespace

PreparedQuery prepare(const Environment& environment, std::shared_ptr<const SourceText> source,
                      std::shared_ptr<Script> room) {
  std::shared_ptr<Script> script = room ? std::move(room) : std::make_shared<Script>();
  parse_query(source, *script);
  const auto& statement = static_cast<const QueryStatement&>(*script->statements.front());
  Checker checker(environment, source);
  CheckedQuery checked = checker.query(*statement.expr);
  auto plan = compile(*checked.root);
  return {environment.store.snapshot(), std::move(plan), std::move(checked), std::move(script)};
}

PreparedQuery::PreparedQuery(std::shared_ptr<const engine::Program> program, std::shared_ptr<const engine::Plan> plan,
                             CheckedQuery checked, std::shared_ptr<Script> script)
    : program_(std::move(program)),
      plan_(std::move(plan)),
      parameters_(std::move(checked.parameters)),
      labels_(std::move(checked.labels)),
      script_(std::move(script)) {}

const std::string& PreparedQuery::text() const { return script_->source->text; }

void PreparedQuery::fail(std::string_view id, std::size_t index, std::string message, std::string hint) const {
  throw Failure({id, std::move(message), std::move(hint), script_->source, parameters_[index].span});
}

engine::Binding PreparedQuery::bind(std::size_t index, std::string_view text) const {
  const Parameter& parameter = parameters_[index];
  if (parameter.takes == Parameter::Takes::date) return bind_date(index, text);
  engine::Binding binding;
  if (parameter.takes == Parameter::Takes::member) {
    const engine::Dimension& dimension = program_->catalog->dimension(parameter.dimension);
    const auto code = dimension.find(text);
    if (!code && dimension.is_calendar())
      fail(problem::unknown_member, index, '"' + std::string(text) + "\" is not a " + dimension.name(),
           "bind $" + parameter.name + " to a " + dimension.name());
    if (!code)
      fail(problem::unknown_member, index, "there is no member \"" + std::string(text) + "\" of " + dimension.name(),
           member_mend(dimension, text));
    binding.code = *code;
    return binding;
  }
  if (const auto point = Number::parse(text)) {  // the everyday case
    binding.range = *point;
    return binding;
  }
  const auto range = range_of(text);
  if (!range)
    fail(problem::parameter_unbound, index,
         "$" + parameter.name + " needs a number or a range, not \"" + std::string(text) + '"',
         "bind it to a decimal such as 2.5, or to a range such as 10..20");
  binding.range = *range;
  return binding;
}

engine::Binding PreparedQuery::bind(std::size_t index, std::int64_t value) const {
  const Parameter& parameter = parameters_[index];
  if (parameter.takes == Parameter::Takes::date) return bind_date(index, std::to_string(value));
  const bool is_member = parameter.takes == Parameter::Takes::member;
  const bool year = is_member && parameter.dimension == 0;
  if (is_member && (!year || value < 0 || value > 9999)) return bind(index, std::to_string(value));
  engine::Binding binding;
  if (year)
    binding.code = static_cast<engine::Code>(value);
  else
    binding.range = Number(value);
  return binding;
}

engine::Binding PreparedQuery::bind(std::size_t index, engine::Range value) const {
  const Parameter& parameter = parameters_[index];
  if (parameter.takes != Parameter::Takes::number) {
    if (value.is_point()) {
      if (const auto whole = value.low.to_int64()) return bind(index, *whole);
    }
    const bool is_date = parameter.takes == Parameter::Takes::date;
    fail(problem::parameter_unbound, index,
         "$" + parameter.name + " stands for a " +
             (is_date ? "date" : "member of " + program_->catalog->dimension(parameter.dimension).name()) +
             ", not for the number " + value.text(),
         "bind it to a text");
  }
  engine::Binding binding;
  binding.range = std::move(value);
  return binding;
}

engine::Binding PreparedQuery::bind_date(std::size_t index, std::string_view text) const {
  using engine::Calendar;
  for (const Calendar calendar : {Calendar::day, Calendar::month, Calendar::quarter, Calendar::year})
    if (const auto period = engine::parse_period(text, calendar)) {
      engine::Binding binding;
      binding.first = engine::first_day(*period, calendar);
      binding.code = engine::last_day(*period, calendar);
      return binding;
    }
  fail(problem::not_a_date, index, "$" + parameters_[index].name + " needs a date, not \"" + std::string(text) + '"',
       "bind it to 2024-12-31, 2024M12, 2024Q4 or 2024 (a period's last day counts)");
}

engine::Answer PreparedQuery::run(std::span<const engine::Binding> bindings, engine::Keep keep,
                                  std::shared_ptr<engine::Meter> meter) const {
  return engine::evaluate(program_, plan_, bindings, keep, std::move(meter));
}

std::vector<std::string> PreparedQuery::column_names() const {
  if (!labels_.empty()) return labels_;
  return {column_name(*static_cast<const QueryStatement&>(*script_->statements.front()).expr)};
}

}  // namespace reckon::lang
