// Groups of rows to one value each, by trying every choice of the rows that may not belong.
#include <algorithm>

#include "tests/model/evaluate.hpp"

namespace reckon::model {
namespace {

using lang::Clause;
using lang::ClauseKind;
using lang::Expr;

// Of the ends, one of them open (outward) or not.
Range median_of(const std::vector<const Row*>& rows) {
  using End = std::pair<bool, Number>;  // whether it is open, and where it is not
  const auto middle = [&](bool upper) {
    std::vector<End> ends;
    for (const Row* row : rows) {
      const bool open = upper ? row->range.unbounded_above : row->range.unbounded_below;
      ends.emplace_back(open, open ? Number() : upper ? row->range.high : row->range.low);
    }
    std::sort(ends.begin(), ends.end(), [&](const End& a, const End& b) {
      return a.first != b.first ? (upper ? b.first : a.first) : a.second < b.second;
    });
    const End &right = ends[ends.size() / 2], &left = ends[(ends.size() - 1) / 2];
    const bool open = left.first || right.first;
    return End{open, open ? Number() : (left.second + right.second) / Number(2)};
  };
  const End low = middle(false), high = middle(true);
  Range median(low.second, high.second);
  median.unbounded_below = low.first;
  median.unbounded_above = high.first;
  return median;
}

// One group: the rows and their places along the axis that `first` and `last` follow.
struct Group {
  std::vector<const Row*> rows;
  std::vector<int> along;
};

class Statistic {
 public:
  Statistic(std::string_view name, const Group& group, bool in_world)
      : name_(name), group_(group), in_world_(in_world) {}

  // `always`: the group is there whatever its rows do.
  Row run(bool always) {
    std::vector<std::size_t> certain, optional;
    Day latest = undated;  // of what is not passed over
    for (std::size_t i = 0; i < group_.rows.size(); ++i) {
      const Row& row = *group_.rows[i];
      result_.depend_on(row);
      if (!row.present) continue;
      latest = std::max(latest, row.date);
      (row.is_one_state() ? certain : optional).push_back(i);
    }
    result_.date = latest;
    if (optional.size() > 12) throw Unsupported("too many rows that may not belong");
    for (std::size_t choice = 0; choice < std::size_t{1} << optional.size(); ++choice) {
      std::vector<std::size_t> chosen = certain;
      for (std::size_t i = 0; i < optional.size(); ++i)
        if ((choice >> i) & 1) chosen.push_back(optional[i]);
      if (!chosen.empty()) result_.may_be(value(chosen));
    }
    if (certain.empty()) without_any(always);
    result_.rough = result_.rough || (result_.present && result_.gone);
    if (!in_world_) result_.settle();
    return std::move(result_);
  }

 private:
  // No row belongs with a value.
  void without_any(bool always) {
    bool may_exclude = false, may_lack = true, may_vanish = true, any_absent = false;
    for (const Row* row : group_.rows) {
      may_exclude = may_exclude || row->excluded;
      may_lack = may_lack && (row->absent || row->gone);
      may_vanish = may_vanish && row->gone;
      any_absent = any_absent || row->absent;
    }
    const bool nothing = may_lack && (any_absent || always);
    if (may_exclude || nothing) {
      if (name_ == "count" || (name_ == "sum" && may_exclude)) result_.may_be(Range(0));
      if (name_ != "count" && (name_ != "sum" || nothing)) result_.absent = true;
    }
    if (may_vanish && !always) result_.gone = true;
  }

  Range value(const std::vector<std::size_t>& chosen) const {
    std::vector<const Row*> rows;
    for (const std::size_t i : chosen) rows.push_back(group_.rows[i]);
    const auto count = static_cast<std::int64_t>(rows.size());
    if (name_ == "count") return Number(count);
    if (name_ == "first" || name_ == "last") {
      const auto earlier = [&](std::size_t a, std::size_t b) { return group_.along[a] < group_.along[b]; };
      const auto at = name_ == "first" ? std::min_element(chosen.begin(), chosen.end(), earlier)
                                       : std::max_element(chosen.begin(), chosen.end(), earlier);
      return group_.rows[*at]->range;
    }
    if (name_ == "median") return median_of(rows);
    Range result = rows.front()->range;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const Range& next = rows[i]->range;
      result = name_ == "min"   ? engine::least(result, next)
               : name_ == "max" ? engine::greatest(result, next)
                                : result + next;
    }
    return name_ == "avg" ? engine::divide(result, Range(Number(count))).value() : result;
  }

  std::string_view name_;
  const Group& group_;
  bool in_world_;
  Row result_;
};

}  // namespace

// The argument of an aggregate; `by source` reads every measure in it source by source.
Table Evaluator::grouped(std::string_view what, const Expr& argument, const Scope* scope, Circumstances at,
                         const Clause*& by, const Clause*& over) {
  const bool has_clauses = argument.kind == lang::ExprKind::clauses;
  const Expr& base = has_clauses ? *argument.args[0] : argument;
  bool chooses_rows = false;
  for (std::size_t i = 0; has_clauses && i < argument.clauses.size(); ++i) {
    const Clause* clause = argument.clauses[i];
    if (clause->kind == ClauseKind::by) by = clause;
    if (clause->kind == ClauseKind::over) over = clause;
    chooses_rows = chooses_rows || clause->kind == ClauseKind::where;
  }
  if (by)
    for (const Expr* name : by->names) at.by_source = at.by_source || name->text == "source";
  const ExactTop outer = exact_top_;
  const bool exactly = what != "rank" && what != "top" && !chooses_rows;
  exact_top_ = {exactly ? resolve(base, scope).expr : nullptr, by || over || what == "first" || what == "last"};
  Table table = has_clauses ? clauses(base, argument.clauses, scope, at) : expression(base, scope, at);
  exact_top_ = outer;
  return table;
}

std::vector<Evaluator::Place> Evaluator::group_places(const Table& table, const Clause* by, const Clause* over,
                                                      const Scope* scope, std::vector<Axis>& kept) const {
  std::vector<Place> places;
  if (by) {
    for (const Expr* name : by->names) {
      const auto place = find_axis(*name, scope, table.axes);
      if (!place) throw Unsupported("a dimension after by");
      const Expr& written = *resolve(*name, scope).expr;
      const std::string shown = written.kind == lang::ExprKind::path
                                    ? std::string(written.text) + "." + std::string(written.args[0]->text)
                                    : std::string(written.text);
      places.push_back(*place);
      kept.push_back({shown, place->level});
    }
    return places;
  }
  std::set<std::size_t> removed;
  if (over)
    for (const Expr* name : over->names) removed.insert(find_axis(*name, scope, table.axes).value().axis);
  for (std::size_t i = 0; i < table.axes.size(); ++i) {
    if (!over || removed.count(i)) continue;
    places.push_back({i, table.axes[i].dimension});
    kept.push_back(table.axes[i]);
  }
  return places;
}

Table Evaluator::aggregate(const Expr& e, const Scope* scope, const Circumstances& at) {
  const Clause *by = nullptr, *over = nullptr;
  const Table table = grouped(e.text, *e.args[0], scope, at, by, over);
  Table result;
  if (e.text != "count") result.unit = table.unit;
  const auto places = group_places(table, by, over, scope, result.axes);
  std::size_t along = 0;
  for (std::size_t i = 0; i < table.axes.size(); ++i)
    if (std::none_of(places.begin(), places.end(), [&](const Place& place) { return place.axis == i; })) along = i;
  std::map<Key, Group> groups;
  if (result.axes.empty()) groups[{}];
  for (const auto& [key, row] : table.rows) {
    Key own;
    for (const Place& place : places)
      own.push_back(store_.roll_up(key[place.axis], table.axes[place.axis].dimension, place.level));
    if (std::find(own.begin(), own.end(), no_code) != own.end()) continue;
    groups[own].rows.push_back(&row);
    groups[own].along.push_back(table.axes.empty() ? 0 : key[along]);
  }
  for (const auto& [key, group] : groups)
    result.rows.emplace(key, Statistic(e.text, group, world_ != nullptr).run(result.axes.empty()));
  return result;
}

}  // namespace reckon::model
