// Aggregates, ranks and tops: what is grouped, what goes, and whether it may be summed.
#include <algorithm>

#include "lang/ast/print.hpp"
#include "lang/check/checker.hpp"

namespace reckon::lang {
namespace {

using engine::op::GroupAxis;
using engine::op::Statistic;

// The first scan below that has the axis.
const engine::op::Scan* scan_with(const Typed& e, std::string_view axis) {
  if (const auto* scan = std::get_if<engine::op::Scan>(&e.what)) return e.axis(axis) ? scan : nullptr;
  for (const TypedPtr& arg : e.args)
    if (const auto* found = scan_with(*arg, axis)) return found;
  return nullptr;
}

// Why a sum over an axis counts something twice.
enum class Overlap : std::uint8_t { held, spread, rate };

Overlap overlap_of(const engine::Catalog& catalog, const Typed& e, std::string_view axis) {
  if (const auto* scan = std::get_if<engine::op::Scan>(&e.what))
    return catalog.measure(scan->measure).additivity == engine::Additivity::stock ? Overlap::held : Overlap::rate;
  if (const auto* join = std::get_if<engine::op::Join>(&e.what)) {
    const bool product = join->how == engine::op::Combination::multiply || join->how == engine::op::Combination::divide;
    for (const TypedPtr& side : e.args) {
      const auto at = side->axis(axis);
      if (!at && !product) return Overlap::spread;
      if (at && !side->axes[*at].additive && (!product || side->extensive)) return overlap_of(catalog, *side, axis);
    }
    return Overlap::rate;
  }
  const bool same = std::holds_alternative<engine::op::Filter>(e.what) ||
                    std::holds_alternative<engine::op::Slice>(e.what) ||
                    std::holds_alternative<engine::op::Shift>(e.what) ||
                    std::holds_alternative<engine::op::Top>(e.what) || std::holds_alternative<InWorld>(e.what);
  const auto* apply = std::get_if<engine::op::Apply>(&e.what);
  if (apply && apply->function == engine::op::Function::assume)
    return apply->assumption == "stock" ? Overlap::held : Overlap::rate;
  const auto* aggregate = std::get_if<engine::op::Aggregate>(&e.what);
  const bool summed = aggregate && aggregate->what == Statistic::sum;
  return same || summed || (e.extensive && e.args.size() == 1) ? overlap_of(catalog, *e.args[0], axis) : Overlap::rate;
}

// "Meta, Amazon and xAI"; of many the first three.
std::string listed(const engine::Dimension& dimension, const std::vector<engine::Code>& members) {
  std::string text;
  for (std::size_t i = 0; i < members.size() && i < 3; ++i)
    text += (i == 0 ? "" : i + 1 == members.size() ? " and " : ", ") + dimension.text(members[i]);
  return members.size() > 3 ? text + ", …" : text;
}

// What to write instead of a sum over an axis that does not add up, in the words of the sum itself.
// `latest` says within what the latest is taken: "over month", or "by shop, quarter" where a level of the axis is kept.
std::string sum_instead(const Expr& call, const std::string& axis, const std::string& latest, Overlap overlap) {
  const Expr& argument = *call.args[0];
  const bool clauses = argument.kind == ExprKind::clauses;
  const std::string base = print(clauses ? *argument.args[0] : argument);
  std::string kept = axis, grouping, rest;
  for (const Clause* clause : argument.clauses) {
    const bool by = clause->kind == ClauseKind::by;
    if (!by && clause->kind != ClauseKind::over) {
      rest += ' ' + print(*clause);
      continue;
    }
    std::string names;
    for (const Expr* name : clause->names)
      if (by || print(*name) != axis) names += (names.empty() ? "" : ", ") + print(*name);
    if (by) kept = names + ", " + axis;
    if (!names.empty()) grouping = (by ? " by " : " over ") + names;
  }
  const std::string keep = "keep each with `by " + kept + "`, or ";
  if (overlap == Overlap::held)
    return keep + "sum the latest of each: sum(last(" + base + ' ' + latest + rest + ')' + grouping + ')';
  if (overlap == Overlap::spread) return keep + "sum each side by itself and then combine the sums";
  return keep + "average it: avg(" + print(argument) + ')';
}

}  // namespace

TypedPtr Checker::grouped_argument(const Expr& argument, Grouping& grouping) {
  if (argument.kind != ExprKind::clauses) return expression(argument);
  for (const Clause* clause : argument.clauses) {
    if (clause->kind == ClauseKind::by) grouping.by = clause;
    if (clause->kind == ClauseKind::over) grouping.over = clause;
  }
  if (grouping.by && grouping.over)
    fail(problem::misplaced_clause, grouping.over->span,
         "`by` says what stays and `over` what goes, so one of them is enough",
         "leave out `" + print(*grouping.over) + "`: what `by` does not name goes");
  const bool outer = by_source_;
  if (grouping.by)
    for (const Expr* name : grouping.by->names)
      by_source_ = by_source_ || (name->kind == ExprKind::name && name->text == "source");
  TypedPtr e = with_clauses(expression(*argument.args[0]), argument.clauses);
  by_source_ = outer;
  return e;
}

std::vector<GroupAxis> Checker::group_axes(const Typed& e, const Grouping& grouping, std::vector<TypedAxis>& kept) {
  std::vector<GroupAxis> by;
  if (grouping.by) {
    for (const Expr* name : grouping.by->names) {
      const AxisPlace place = find_axis(*name, e.axes);
      by.push_back({place.axis, place.level});
      TypedAxis axis = e.axes[place.axis];
      if (place.level != axis.dimension) {
        axis = {name->kind == ExprKind::path ? print(*name) : catalog_.dimension(place.level).name(), place.level,
                axis.additive, false};
      }
      kept.push_back(axis);
    }
    return by;
  }
  if (!grouping.over) return by;
  std::vector<bool> gone(e.axes.size());
  for (const Expr* name : grouping.over->names) {
    const AxisPlace place = find_axis(*name, e.axes);
    if (place.level != e.axes[place.axis].dimension)
      fail(problem::unknown_axis, name->span,
           "`over` removes a dimension, and " + print(*name) + " is a level of " + e.axes[place.axis].name,
           "write over " + e.axes[place.axis].name + ", or by " + print(*name));
    gone[place.axis] = true;
  }
  for (std::size_t i = 0; i < e.axes.size(); ++i) {
    if (gone[i]) continue;
    by.push_back({i, e.axes[i].dimension});
    kept.push_back(e.axes[i]);
  }
  return by;
}

// The members of an axis that facts name, in order.
std::vector<engine::Code> Checker::members_seen(const Typed& e, std::size_t axis) const {
  const auto* scan = scan_with(e, e.axes[axis].name);
  if (!scan) return {};
  const engine::Measure& measure = catalog_.measure(scan->measure);
  std::vector<engine::Code> codes;
  for (std::size_t i = 0; i < measure.axes.size(); ++i)
    if (measure.axes[i].name == e.axes[axis].name) codes = environment_.store.program().facts[scan->measure]->keys(i);
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

std::string Checker::latest_within(const Typed& e, const std::vector<GroupAxis>& by, std::size_t axis) const {
  std::string others, levels;
  for (std::size_t i = 0; i < e.axes.size(); ++i)
    if (i != axis) others += quoted_if_needed(e.axes[i].name) + ", ";
  for (const GroupAxis& group : by)
    if (group.axis == axis)
      levels += (levels.empty() ? "" : ", ") + quoted_if_needed(catalog_.dimension(group.level).name());
  return levels.empty() ? "over " + e.axes[axis].name : "by " + others + levels;
}

// Summing over an axis that the quantity is not additive over counts the same thing for every member.
void Checker::check_additive(const Typed& e, const std::vector<GroupAxis>& by, const Expr& call) {
  for (std::size_t i = 0; i < e.axes.size(); ++i) {
    const TypedAxis& axis = e.axes[i];
    const bool kept =
        std::any_of(by.begin(), by.end(), [&](const GroupAxis& g) { return g.axis == i && g.level == axis.dimension; });
    if (kept || axis.pinned || axis.additive) continue;
    const engine::Dimension& dimension = catalog_.dimension(axis.dimension);
    const auto members = members_seen(e, i);
    const Overlap overlap = overlap_of(catalog_, e, axis.name);
    std::string message = "this cannot be summed over " + axis.name;
    if (members.size() > 1) message += ": " + listed(dimension, members) + " would be counted together";
    message += overlap == Overlap::held ? " (what is held at one time is not added to what is held at another)"
               : overlap == Overlap::spread
                   ? " (the side that does not depend on " + axis.name + " would be counted once for each of them)"
                   : " (a rate, ratio or average does not add up)";
    const std::string one = members.empty() ? "…" : quoted_if_needed(dimension.text(members.back()));
    const bool period = dimension.is_calendar() && !members.empty();
    fail(problem::not_additive, call.span, std::move(message),
         "pick one with `where " + axis.name + " = " + (period ? dimension.text(members.back()) : one) + "`, " +
             sum_instead(call, axis.name, latest_within(e, by, i), overlap));
  }
}

TypedPtr Checker::aggregate(Statistic what, const Expr& call) {
  if (call.args.size() != 1)
    fail(problem::wrong_arguments, call.span, std::string(call.text) + " takes one expression",
         "write " + std::string(call.text) + "(e by …)");
  Grouping grouping;
  TypedPtr e = grouped_argument(*call.args[0], grouping);
  if (e->type == ValueType::truth || (e->type == ValueType::relation && what != Statistic::count))
    fail(problem::not_a_number, e->span,
         std::string(call.text) + " needs numbers, but this is a " +
             (e->type == ValueType::truth ? "condition" : "relation"),
         e->type == ValueType::truth ? "count the rows for which it holds with count(… where …)"
                                     : "count its rows with count(…)");
  auto result = make(call.span);
  engine::op::Aggregate aggregate{what, group_axes(*e, grouping, result->axes), std::nullopt};
  if (what == Statistic::sum) check_additive(*e, aggregate.by, call);
  if (what == Statistic::first || what == Statistic::last) {
    for (std::size_t i = 0; i < e->axes.size(); ++i) {
      if (std::any_of(aggregate.by.begin(), aggregate.by.end(),
                      [&](const GroupAxis& g) { return g.axis == i && g.level == e->axes[i].dimension; }))
        continue;
      if (aggregate.along || !catalog_.dimension(e->axes[i].dimension).ordered())
        fail(problem::not_ordered, call.span,
             std::string(call.text) + " runs along one ordered dimension, but " + axis_list(e->axes) + " would go",
             "name it, as in " + std::string(call.text) + "(e over year)");
      aggregate.along = i;
    }
    if (!aggregate.along)
      fail(problem::not_ordered, call.span, std::string(call.text) + " needs an ordered dimension to run along",
           "name it, as in " + std::string(call.text) + "(e over year)");
  }
  const bool count = what == Statistic::count;
  const bool keeps = what == Statistic::sum || what == Statistic::first || what == Statistic::last;
  for (TypedAxis& axis : result->axes) axis.additive = count || (keeps && axis.additive);
  result->unit = count ? engine::Unit{} : e->unit;
  result->extensive = count || (keeps && e->extensive);
  result->what = std::move(aggregate);
  result->args.push_back(std::move(e));
  return result;
}

// The axes within whose members rows are ranked apart: those of `by`, or all but those of `over`.
std::vector<std::size_t> Checker::within(const Typed& e, const Grouping& grouping) {
  std::vector<TypedAxis> kept;
  std::vector<std::size_t> axes;
  for (const GroupAxis& group : group_axes(e, grouping, kept)) {
    if (group.level != e.axes[group.axis].dimension)
      fail(problem::unknown_axis, (grouping.by ? grouping.by : grouping.over)->span,
           "places are counted within the dimensions of the expression, not within levels",
           "sum by the level first, or filter with where");
    axes.push_back(group.axis);
  }
  return axes;
}

TypedPtr Checker::rank(const Expr& call) {
  if (call.args.size() != 1)
    fail(problem::wrong_arguments, call.span, "rank takes one expression", "write rank(e), or rank(e over org)");
  Grouping grouping;
  TypedPtr e = grouped_argument(*call.args[0], grouping);
  require_number(*e, "rank needs");
  auto result = make(call.span);
  result->axes = e->axes;
  for (TypedAxis& axis : result->axes) axis.additive = false;
  result->what = engine::op::Rank{within(*e, grouping)};
  result->args.push_back(std::move(e));
  return result;
}

TypedPtr Checker::top(const Expr& call, bool bottom) {
  const std::string name(call.text);
  if (call.args.size() != 2)
    fail(problem::wrong_arguments, call.span, name + " takes a number and an expression", "write " + name + "(3, e)");
  const std::int64_t count = whole_number(*call.args[0], "the number of rows", name + "(3, e)");
  if (count < 1)
    fail(problem::wrong_arguments, call.args[0]->span, "the number of rows must be at least 1",
         "write " + name + "(3, e)");
  Grouping grouping;
  TypedPtr e = grouped_argument(*call.args[1], grouping);
  require_number(*e, name + " needs");
  auto result = make(call.span);
  result->axes = e->axes;
  result->unit = e->unit;
  result->extensive = e->extensive;
  result->what = engine::op::Top{count, bottom, within(*e, grouping)};
  result->args.push_back(std::move(e));
  return result;
}

}  // namespace reckon::lang
