// Two tables cell by cell on shared dimensions, in every pair of states.
#include <algorithm>

#include "tests/model/evaluate.hpp"

namespace reckon::model {
namespace {

using lang::Op;

bool is_comparison(Op op) { return op >= Op::equal && op <= Op::greater_equal; }
bool is_logic(Op op) { return op == Op::logical_and || op == Op::logical_or; }

unsigned truths_of(engine::Truth truth) {
  return truth == engine::Truth::yes ? truth_yes : truth == engine::Truth::no ? truth_no : truth_yes | truth_no;
}

unsigned compare(Op op, const Range& a, const Range& b) {
  switch (op) {
    case Op::equal: return truths_of(engine::equal(a, b));
    case Op::not_equal: return truths_of(!engine::equal(a, b));
    case Op::less: return truths_of(engine::less(a, b));
    case Op::less_equal: return truths_of(engine::less_equal(a, b));
    case Op::greater: return truths_of(engine::less(b, a));
    default: return truths_of(engine::less_equal(b, a));
  }
}

struct Operation {
  Op op;
  std::string_view function;  // least, greatest
  bool in_world;

  std::optional<Range> of(const Range& a, const Range& b) const {
    if (function == "least") return engine::least(a, b);
    if (function == "greatest") return engine::greatest(a, b);
    switch (op) {
      case Op::add: return a + b;
      case Op::subtract: return a - b;
      case Op::multiply: return a * b;
      default: return engine::divide(a, b);
    }
  }

  // What comes of two values; null: none.
  void apply(Row& result, const Row* a, const Row* b) const {
    if (is_logic(op)) {
      logic(result, a, b);
    } else if (op == Op::coalesce) {
      const Row* chosen = a ? a : b;
      if (!chosen)
        result.absent = true;
      else if (chosen->truths)
        result.may_be(chosen->truths);
      else
        result.may_be(chosen->range);
    } else if (!a || !b) {
      result.absent = true;
    } else if (is_comparison(op)) {
      result.may_be(compare(op, a->range, b->range));
    } else if (const auto value = of(a->range, b->range)) {
      result.may_be(*value);
      // A divisor that may be 0 leaves a world without a quotient.
      if (is_division() && b->range.contains_zero()) result.absent = true;
    } else {
      result.absent = true;
    }
  }
  bool is_division() const { return op == Op::divide && function.empty(); }

  // `and` is no where one side is no, whatever the other; missing where a missing side could decide.
  void logic(Row& result, const Row* a, const Row* b) const {
    const unsigned decides = op == Op::logical_and ? truth_no : truth_yes;
    const unsigned other = decides ^ (truth_yes | truth_no);
    const auto can = [](const Row* row, unsigned truth) { return row && (row->truths & truth) != 0; };
    if (can(a, decides) || can(b, decides)) result.may_be(decides);
    if (can(a, other) && can(b, other)) result.may_be(other);
    if ((!a && (!b || can(b, other))) || (!b && can(a, other))) result.absent = true;
  }
};

// How the axes of two tables meet.
struct Alignment {
  struct Pair {
    std::size_t left, right;
    bool right_finer = false;
    int shared = 0;  // the dimension both are compared in
  };
  std::vector<Pair> pairs;
  std::vector<std::size_t> right_only;
  bool left_full = true, right_full = true;  // has every axis of the result

  Alignment(const Store& store, const Table& left, const Table& right) {
    std::vector<bool> left_met(left.axes.size()), right_met(right.axes.size());
    const auto meet = [&](std::size_t l, std::size_t r) {
      const int a = left.axes[l].dimension, b = right.axes[r].dimension;
      const bool right_finer = a != b && store.rolls_up(b, a);
      pairs.push_back({l, r, right_finer, right_finer ? a : b});
      if (right_finer) left_full = false;
      if (a != b && !right_finer) right_full = false;
      left_met[l] = right_met[r] = true;
    };
    for (std::size_t l = 0; l < left.axes.size(); ++l)
      if (const auto r = right.axis(left.axes[l].name)) meet(l, *r);
    for (std::size_t l = 0; l < left.axes.size(); ++l)
      for (std::size_t r = 0; r < right.axes.size() && !left_met[l]; ++r) {
        const int a = left.axes[l].dimension, b = right.axes[r].dimension;
        if (!right_met[r] && a != b && (store.rolls_up(a, b) || store.rolls_up(b, a))) meet(l, r);
      }
    right_full = right_full && std::find(left_met.begin(), left_met.end(), false) == left_met.end();
    for (std::size_t r = 0; r < right_met.size(); ++r)
      if (!right_met[r]) right_only.push_back(r);
    left_full = left_full && right_only.empty();
  }

  bool meets(const Store& store, const Table& left, const Key& l, const Table& right, const Key& r) const {
    return std::all_of(pairs.begin(), pairs.end(), [&](const Pair& pair) {
      return store.roll_up(l[pair.left], left.axes[pair.left].dimension, pair.shared) ==
             store.roll_up(r[pair.right], right.axes[pair.right].dimension, pair.shared);
    });
  }

  // The result's key; a null side has no row there.
  Key key(const Key* l, const Key* r, std::size_t left_axes) const {
    Key made(left_axes);
    if (l) std::copy(l->begin(), l->end(), made.begin());
    for (const Pair& pair : pairs)
      if (!l || pair.right_finer) made[pair.left] = (*r)[pair.right];
    for (const std::size_t axis : right_only) made.push_back((*r)[axis]);
    return made;
  }

  std::vector<Axis> axes(const Table& left, const Table& right) const {
    auto made = left.axes;
    for (const Pair& pair : pairs)
      if (pair.right_finer) made[pair.left] = right.axes[pair.right];
    for (const std::size_t axis : right_only) made.push_back(right.axes[axis]);
    return made;
  }
};

class Joiner {
 public:
  Joiner(const Store& store, const Operation& operation, const Table& left, const Table& right)
      : store_(store), operation_(operation), left_(left), right_(right), on_(store, left, right) {}

  Table run() {
    result_.axes = on_.axes(left_, right_);
    // A value without dimensions that is spread makes no rows.
    const auto makes = [&](const Table& side) {
      return side.makes_rows && (!side.axes.empty() || result_.axes.empty());
    };
    result_.makes_rows = makes(left_) || makes(right_);
    left_makes_ = on_.left_full && makes(left_);
    right_makes_ = on_.right_full && makes(right_);
    // What stands in for a single value is there wherever the value is not.
    if (result_.axes.empty() && operation_.op == Op::coalesce && operation_.function.empty()) right_makes_ = true;
    std::set<Key> met;
    for (const auto& [l, left_row] : left_.rows) {
      bool any = false;
      for (const auto& [r, right_row] : right_.rows) {
        if (!on_.meets(store_, left_, l, right_, r)) continue;
        any = true;
        met.insert(r);
        put(on_.key(&l, &r, left_.axes.size()), &left_row, &right_row);
      }
      if (!any && left_makes_) put(on_.key(&l, nullptr, left_.axes.size()), &left_row, nullptr);
    }
    for (const auto& [r, right_row] : right_.rows)
      if (!met.count(r) && right_makes_) put(on_.key(nullptr, &r, left_.axes.size()), nullptr, &right_row);
    set_otherwise();
    return std::move(result_);
  }

 private:
  // `belongs_anywhere`: for the value where neither side has a row.
  Row pair(const Row* l, const Row* r, bool belongs_anywhere = false) const {
    Row row;
    const bool spread_left = l && left_.axes.empty() && !result_.axes.empty();
    const bool spread_right = r && right_.axes.empty() && !result_.axes.empty();
    for (const State& a : states_of(l, left_.otherwise))
      for (const State& b : states_of(r, right_.otherwise)) {
        const bool left_in = a.belongs || spread_left, right_in = b.belongs || spread_right;
        const bool by_pair = !left_makes_ && !right_makes_ && left_in && right_in;
        if (belongs_anywhere || (left_makes_ && left_in) || (right_makes_ && right_in) || by_pair)
          operation_.apply(row, a.value, b.value);
        else if (is_excluded(a, b, spread_left, spread_right))
          row.excluded = true;
        else
          row.gone = true;
      }
    const auto depend = [&](const Row* side, const std::optional<Row>& otherwise) {
      if (side) row.depend_on(*side);
      if ((!side || side->may_be_out()) && otherwise) row.depend_on(*otherwise);
    };
    depend(l, left_.otherwise);
    depend(r, right_.otherwise);
    // Which side `??` takes may hang on whether the left one has a result.
    if (operation_.op == Op::coalesce && l && l->present && l->absent) row.chosen = true;
    if (!operation_.in_world) row.settle();
    return row;
  }

  // Only what would have had a value is excluded; without one the row is gone. A single value that is excluded is
  // missing where it is spread.
  bool is_excluded(const State& a, const State& b, bool spread_left, bool spread_right) const {
    const bool left = a.value || (a.excluded && !spread_left), right = b.value || (b.excluded && !spread_right);
    const bool coalesce = operation_.op == Op::coalesce && operation_.function.empty();
    if (operation_.is_division() && b.value && b.value->range == Range(0)) return false;
    return (a.excluded || b.excluded) && (coalesce ? left || right : left && right);
  }

  void put(Key key, const Row* l, const Row* r) { result_.rows.emplace(std::move(key), pair(l, r)); }

  void set_otherwise() {
    const bool coalesce = operation_.op == Op::coalesce && operation_.function.empty();
    const auto scalar = [&](const Table& table) {
      return table.axes.empty() && !table.rows.empty() ? &table.rows.begin()->second : nullptr;
    };
    if (result_.axes.empty()) return;
    const Row* l = left_.axes.empty() ? scalar(left_) : nullptr;
    const Row* r = right_.axes.empty() ? scalar(right_) : nullptr;
    const bool left_everywhere = left_.otherwise || (l && !left_.axes.size());
    const bool right_everywhere = right_.otherwise || (r && !right_.axes.size());
    const bool has = coalesce ? left_.otherwise || right_everywhere
                              : (left_.otherwise && right_everywhere) || (right_.otherwise && left_everywhere);
    if (has) result_.otherwise = pair(l, r, true);
  }

  const Store& store_;
  const Operation& operation_;
  const Table& left_;
  const Table& right_;
  Alignment on_;
  bool left_makes_ = true, right_makes_ = true;
  Table result_;
};

}  // namespace

Table Evaluator::join(Op op, const Table& left, const Table& right, std::string_view function) {
  const Operation operation{op, function, world_ != nullptr};
  Table result = Joiner(store_, operation, left, right).run();
  result.is_truth = function.empty() && (is_comparison(op) || is_logic(op) || (op == Op::coalesce && left.is_truth));
  result.bare = left.bare && right.bare;
  result.unit = left.bare ? right.unit : left.unit;
  if (op == Op::multiply || op == Op::divide) {
    result.unit = left.unit;
    for (const auto& [name, exponent] : right.unit) result.unit[name] += op == Op::multiply ? exponent : -exponent;
    std::erase_if(result.unit, [](const auto& entry) { return entry.second == 0; });
  }
  result.settle();
  return result;
}

}  // namespace reckon::model
