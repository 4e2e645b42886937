// Members of dimensions, axes and levels by name, and the arguments of cells.
#include "lang/ast/print.hpp"
#include "lang/check/checker.hpp"

namespace reckon::lang {
namespace {

using engine::CodeOperand;

std::string some_members(const engine::Dimension& dimension) {
  std::string text;
  std::size_t shown = 0;
  for (const auto& member : dimension.members()) {
    if (++shown > 8) return text + ", …";
    text += (text.empty() ? "" : ", ") + member.name;
  }
  return text;
}

// The calendar of a period that is finer than the one wanted: a quarter is no year, though it lies in one.
std::optional<engine::Calendar> finer_period(std::string_view text, engine::Calendar wanted) {
  using engine::Calendar;
  for (const Calendar finer : {Calendar::day, Calendar::month, Calendar::quarter})
    if (finer > wanted && engine::parse_period(text, finer)) return finer;
  return std::nullopt;
}

std::string period_example(engine::Calendar calendar) {
  switch (calendar) {
    case engine::Calendar::year: return "a year is written 2024";
    case engine::Calendar::quarter: return "a quarter is written 2024Q3";
    case engine::Calendar::month: return "a month is written 2024M11";
    default: return "a day is written 2024-12-18";
  }
}

}  // namespace

// Suggestions over names and aliases; the member's own name is what is suggested.
std::string member_mend(const engine::Dimension& dimension, std::string_view wanted) {
  engine::NearestNames nearest(wanted);
  for (const auto& member : dimension.members()) {
    nearest.offer(member.name);
    for (const auto& alias : member.aliases) nearest.offer(alias, member.name);
  }
  const std::string hint = nearest.hint();
  if (!hint.empty()) return hint;
  return dimension.size() == 0 ? "no fact has named a member yet" : "its members are " + some_members(dimension);
}

CodeOperand Checker::member(const Expr& written, engine::DimensionId id) {
  const Expr& e = *resolve(written).expr;
  const engine::Dimension& dimension = catalog_.dimension(id);
  std::string text(e.text);
  if (e.kind == ExprKind::parameter) {
    const auto bound = environment_.parameters.find(e.text);
    if (bound == environment_.parameters.end()) {
      return {engine::no_code, add_parameter(e, Parameter::Takes::member, id)};
    }
    text = bound->second;
  } else if (e.kind != ExprKind::name && e.kind != ExprKind::number && e.kind != ExprKind::period &&
             e.kind != ExprKind::date) {
    fail(problem::unknown_member, e.span, "a member of " + dimension.name() + " must stand here",
         dimension.is_calendar()
             ? period_example(dimension.calendar())
             : "write its name, in quotes where it has other characters than letters, digits and _");
  }
  if (dimension.is_calendar())
    if (const auto finer = finer_period(text, dimension.calendar()))
      fail(problem::unknown_member, e.span,
           '"' + text + "\" is a " + std::string(engine::calendar_name(*finer)) + ", not a " + dimension.name(),
           period_example(dimension.calendar()));
  if (const auto code = dimension.find(text)) return {*code, -1};
  if (dimension.is_calendar())
    fail(problem::unknown_member, e.span, '"' + text + "\" is not a " + dimension.name(),
         period_example(dimension.calendar()));
  fail(problem::unknown_member, e.span, "there is no member \"" + text + "\" of " + dimension.name(),
       member_mend(dimension, text));
}

Checker::AxisPlace Checker::find_axis(const Expr& written, const std::vector<TypedAxis>& axes) {
  const Expr& e = *resolve(written).expr;
  const auto options = [&] {
    std::string text = axes.empty() ? "this expression has no dimensions" : "its dimensions are " + axis_list(axes);
    engine::NearestNames nearest(e.text);
    for (const TypedAxis& axis : axes) {
      nearest.offer(axis.name);
      for (const engine::Level& level : catalog_.dimension(axis.dimension).levels())
        nearest.offer(catalog_.dimension(level.dimension).name());
    }
    const std::string hint = nearest.hint();
    return hint.empty() ? text : hint;
  };
  if (e.kind != ExprKind::name && e.kind != ExprKind::path)
    fail(problem::unknown_axis, e.span, "the name of a dimension must stand here", options());
  std::vector<AxisPlace> found;
  if (e.kind == ExprKind::path) {
    const auto level = catalog_.find_dimension(e.args[0]->text);
    for (std::size_t i = 0; i < axes.size(); ++i)
      if (axes[i].name == e.text && level && catalog_.rolls_up(axes[i].dimension, *level)) return {i, *level};
    fail(problem::unknown_axis, e.span,
         "there is no level \"" + std::string(e.args[0]->text) + "\" of \"" + std::string(e.text) + "\" here",
         options());
  }
  for (std::size_t i = 0; i < axes.size(); ++i)
    if (axes[i].name == e.text) return {i, axes[i].dimension};
  if (const auto level = catalog_.find_dimension(e.text))
    for (std::size_t i = 0; i < axes.size(); ++i)
      if (catalog_.rolls_up(axes[i].dimension, *level)) found.push_back({i, *level});
  if (found.size() == 1) return found.front();
  const std::string name(e.text);
  if (found.size() > 1)
    fail(problem::ambiguous_level, e.span,
         '"' + name + "\" is reached from " + axes[found[0].axis].name + " and from " + axes[found[1].axis].name,
         "say which: " + axes[found[0].axis].name + '.' + name + " or " + axes[found[1].axis].name + '.' + name);
  fail(problem::unknown_axis, e.span, "there is no dimension or level \"" + name + "\" here", options());
}

std::vector<const Expr*> Checker::arguments(const engine::Measure& measure, List<Expr*> args,
                                            List<std::string_view> labels, Span span) {
  std::string signature = measure.name + '(';
  for (std::size_t i = 0; i < measure.axes.size(); ++i) signature += (i ? ", " : "") + measure.axes[i].name;
  signature += ')';
  std::vector<const Expr*> placed_args(measure.axes.size(), nullptr);
  for (std::size_t i = 0; i < args.size(); ++i) {
    std::size_t axis = i;
    if (i < labels.size() && !labels[i].empty()) {
      axis = 0;
      while (axis < measure.axes.size() && measure.axes[axis].name != labels[i]) ++axis;
    }
    if (axis >= measure.axes.size())
      fail(problem::wrong_arguments, span,
           measure.name + " has " + counted(measure.axes.size(), "argument") +
               (i < labels.size() && !labels[i].empty() ? ", none of them named " + std::string(labels[i])
                                                        : ", but " + counted(args.size(), "is") + " given"),
           "write " + signature);
    if (placed_args[axis])
      fail(problem::wrong_arguments, args[i]->span, "the argument " + measure.axes[axis].name + " is given twice",
           "write " + signature);
    placed_args[axis] = args[i];
  }
  for (std::size_t axis = 0; axis < placed_args.size(); ++axis)
    if (!placed_args[axis])
      fail(problem::wrong_arguments, span,
           "the argument " + measure.axes[axis].name + " of " + measure.name + " is missing",
           "write " + signature + "; a dimension's own name keeps it");
  return placed_args;
}

}  // namespace reckon::lang
