// Shares of a width: by slopes at the ends where these say all, else by looking for the ends anew with cells held.
#include "engine/exec/drivers.hpp"

#include <algorithm>

#include "engine/exec/bounds/affine.hpp"
#include "engine/exec/bounds/ends.hpp"
#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"
#include "engine/model/readable.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_held = 40;  // cells of one value with each of which the ends are looked for again
constexpr std::size_t most_node_visits = 40'000'000;  // of all of these searches together

Interval point(const Number& at) { return {Range(at), false, false}; }

Number width_of(const Range& range) { return range.high - range.low; }

bool rises(const Range& slope) { return !slope.unbounded_below && slope.low.sign() >= 0; }
bool falls(const Range& slope) { return !slope.unbounded_above && slope.high.sign() <= 0; }

class WidthParts {
 public:
  WidthParts(const Recorder& recorder, const Value& value, bool tight, const Limits& limits)
      : recorder_(recorder),
        formula_(formula_of(recorder, value.node)),
        box_(formula_.domain()),
        whole_(value.range),
        limits_(limits),
        proved_(tight && !recorder.is_unproved()) {}

  Drivers run();

 private:
  struct Ends {
    Range range;
    bool none = false, proved = false;
  };
  // A cell that still may drive something.
  struct Candidate {
    std::uint32_t variable = 0;
    bool unknown = false;  // it may move the value without limit
    Number goes;           // near what goes with it
    bool proved = false;
  };
  Number held_at(std::uint32_t variable) const;
  Ends ends(const Box&) const;
  void hold_endless();
  void measure();
  bool find_corners();
  std::vector<Candidate> candidates(const std::vector<Range>& slopes) const;
  bool by_slopes(std::vector<Candidate>&) const;
  void by_holding(std::vector<Candidate>&) const;
  void told(std::vector<Candidate>);
  Number left_between_corners(const std::vector<std::uint32_t>& held) const;
  Number left_between_ends(const std::vector<std::uint32_t>& held, bool& proved) const;
  Driver driver(std::uint32_t variable) const;

  const Recorder& recorder_;
  CellFormula formula_;
  Box box_;      // endless cells held
  Range whole_;  // the value in it
  Limits limits_;
  bool proved_;
  bool at_corners_ = false;  // the ends lie at low_ and high_, and stay there when cells are held
  Box low_, high_;
  std::vector<std::uint32_t> matters_;  // variables
  Drivers result_;
};

Number WidthParts::held_at(std::uint32_t variable) const {
  const Range& range = recorder_.node(formula_.variables[variable].node).range;
  if (const auto best = range.best()) return *best;
  if (range.is_bounded()) return range.middle();
  return !range.unbounded_below ? range.low : !range.unbounded_above ? range.high : Number(0);
}

Driver WidthParts::driver(std::uint32_t variable) const {
  Driver result;
  result.node = formula_.variables[variable].node;
  result.range = recorder_.node(result.node).range;
  result.at = held_at(variable);
  return result;
}

WidthParts::Ends WidthParts::ends(const Box& box) const {
  const std::size_t boxes = std::min(limits_.boxes / 2, most_node_visits / (2 * most_held * formula_.nodes.size()) + 1);
  SearchLimits of_low{boxes, limits_.bits}, of_high = of_low;
  const End low = end_of(formula_, box, false, of_low), high = end_of(formula_, box, true, of_high);
  Ends result;
  result.none = low.none || high.none;
  result.proved = low.proved && high.proved && !recorder_.is_unproved();
  result.range.unbounded_below = low.unbounded;
  result.range.unbounded_above = high.unbounded;
  if (!low.unbounded) result.range.low = low.value;
  if (!high.unbounded) result.range.high = high.value;
  return result;
}

// Sets aside the cells without a share, and measures against what is left with these at a point.
void WidthParts::hold_endless() {
  const bool unbounded = !whole_.is_bounded();
  std::vector<std::uint32_t> left, endless;
  for (const std::uint32_t id : matters_) {
    const Range& range = recorder_.node(formula_.variables[id].node).range;
    (!range.is_bounded() && (unbounded || !range.best()) ? endless : left).push_back(id);
  }
  const auto hold = [&](std::uint32_t id) { box_[id] = point(held_at(id)); };
  if (unbounded) {
    for (const std::uint32_t id : endless) hold(id);
    whole_ = ends(box_).range;
    std::vector<std::uint32_t> poles;
    for (std::size_t i = 0; !whole_.is_bounded() && i < left.size() && i < most_held; ++i) {
      Box held = box_;
      held[left[i]] = point(held_at(left[i]));
      const Ends with = ends(held);
      if (with.none || with.range.is_bounded()) poles.push_back(left[i]);
    }
    for (const std::uint32_t id : poles) {
      hold(id);
      std::erase(left, id);
      endless.push_back(id);
    }
    if (!poles.empty()) whole_ = ends(box_).range;
  }
  for (const std::uint32_t id : endless) {
    result_.cells.push_back(driver(id));
    result_.cells.back().endless = true;
  }
  matters_ = std::move(left);
}

// Where every slope has one sign over the whole box, the ends lie at corners whichever cells are held.
bool WidthParts::find_corners() {
  if (formula_.approximate) return false;
  const auto reach = reach_of(formula_, box_, limits_.bits);
  if (!reach.back().certain()) return false;
  const auto slopes = slopes_of(formula_, box_, reach);
  low_ = high_ = box_;
  for (const std::uint32_t id : matters_) {
    const Range& range = box_[id].range;
    if (!range.is_bounded() || !formula_.variables[id].real) return false;
    if (!rises(slopes[id]) && !falls(slopes[id])) return false;
    low_[id] = point(rises(slopes[id]) ? range.low : range.high);
    high_[id] = point(rises(slopes[id]) ? range.high : range.low);
  }
  return true;
}

// What a cell drives at most, by the slopes over the whole box.
std::vector<WidthParts::Candidate> WidthParts::candidates(const std::vector<Range>& slopes) const {
  std::vector<Candidate> found;
  for (const std::uint32_t id : matters_) {
    Candidate candidate;
    candidate.variable = id;
    const Range& range = box_[id].range;
    candidate.unknown = !range.is_bounded() || !slopes[id].is_bounded();
    if (!candidate.unknown) candidate.goes = max(abs(slopes[id].low), abs(slopes[id].high)) * width_of(range);
    found.push_back(std::move(candidate));
  }
  return found;
}

// By the slopes at both ends: all there is to know of formulas affine in each cell. False where a slope has a kink
// there.
bool WidthParts::by_slopes(std::vector<Candidate>& candidates) const {
  auto found = candidates;
  const auto at_low = slopes_of(formula_, low_, reach_of(formula_, low_, limits_.bits));
  const auto at_high = slopes_of(formula_, high_, reach_of(formula_, high_, limits_.bits));
  for (Candidate& candidate : found) {
    const std::uint32_t id = candidate.variable;
    if (!at_low[id].is_point() || !at_high[id].is_point()) return false;
    const Number held = held_at(id);
    candidate.goes = at_high[id].low * (high_[id].range.low - held) - at_low[id].low * (low_[id].range.low - held);
    candidate.proved = true;
  }
  candidates = std::move(found);
  return true;
}

Number WidthParts::left_between_corners(const std::vector<std::uint32_t>& held) const {
  Box low = low_, high = high_;
  for (const std::uint32_t id : held) low[id] = high[id] = point(held_at(id));
  return reach_of(formula_, high, limits_.bits).back().range.high -
         reach_of(formula_, low, limits_.bits).back().range.low;
}

Number WidthParts::left_between_ends(const std::vector<std::uint32_t>& held, bool& proved) const {
  Box box = box_;
  for (const std::uint32_t id : held) box[id] = point(held_at(id));
  const Ends with = ends(box);
  proved = with.proved && proved_;
  if (with.none) return 0;
  const auto inside = meet(with.range, whole_);
  return inside ? width_of(*inside) : Number(0);
}

// The likeliest by looking for the ends again.
void WidthParts::by_holding(std::vector<Candidate>& found) const {
  const auto likelier = [](const Candidate& a, const Candidate& b) {
    return a.unknown != b.unknown ? a.unknown : a.goes != b.goes ? b.goes < a.goes : a.variable < b.variable;
  };
  const std::size_t looked_at = std::min(found.size(), most_held);
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(looked_at), found.end(), likelier);
  found.resize(looked_at);
  for (Candidate& candidate : found) {
    const std::vector<std::uint32_t> held{candidate.variable};
    candidate.proved = true;
    candidate.goes =
        result_.width - (at_corners_ ? left_between_corners(held) : left_between_ends(held, candidate.proved));
    candidate.unknown = false;
  }
}

void WidthParts::told(std::vector<Candidate> found) {
  std::erase_if(found, [](const Candidate& candidate) { return candidate.goes.sign() <= 0; });
  const auto larger = [](const Candidate& a, const Candidate& b) {
    return a.goes != b.goes ? b.goes < a.goes : a.variable < b.variable;
  };
  const std::size_t room = most_drivers > result_.cells.size() ? most_drivers - result_.cells.size() : 1;
  const std::size_t shown = std::min(found.size(), room);
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(shown), found.end(), larger);
  for (std::size_t i = 0; i < shown; ++i) {
    Driver made = driver(found[i].variable);
    made.goes = found[i].goes;
    made.proved = found[i].proved;
    result_.cells.push_back(std::move(made));
    std::erase(matters_, found[i].variable);
  }
}

// What the cells drive that are not endless.
void WidthParts::measure() {
  result_.width = width_of(whole_);
  result_.proved = proved_;
  at_corners_ = find_corners();
  auto found = candidates(slopes_of(formula_, box_, reach_of(formula_, box_, limits_.bits)));
  if (!(at_corners_ && is_affine_in_each(formula_) && by_slopes(found))) by_holding(found);
  if (at_corners_) result_.proved = true;
  told(std::move(found));
  if (matters_.empty()) return;
  result_.rest_proved = true;
  result_.rest_goes =
      result_.width - (at_corners_ ? left_between_corners(matters_) : left_between_ends(matters_, result_.rest_proved));
}

Drivers WidthParts::run() {
  const auto slopes = slopes_of(formula_, box_, reach_of(formula_, box_, limits_.bits));
  for (std::uint32_t id = 0; id < slopes.size(); ++id) {
    if (slopes[id] == Range(0))
      box_[id] = point(held_at(id));  // what cancels is a point, so that no enclosure is wider for it
    else if (!box_[id].range.is_point())
      matters_.push_back(id);
  }
  hold_endless();
  result_.bounded = whole_.is_bounded();
  if (result_.bounded) measure();
  result_.rest = matters_.size();
  return std::move(result_);
}

}  // namespace

std::optional<Drivers> drivers(const Answer& answer, std::size_t row, std::size_t column) {
  const Recorder& recorder = *answer.lineage;
  const Limits& limits = answer.program->limits;
  if (recorder.overflowed())
    throw Error(
        problem::too_many_steps,
        "more than " + readable(Number(static_cast<std::int64_t>(limits.lineage))) + " steps lie behind this query",
        "ask for the drivers of a part of it, narrowed with `where`");
  const Value& value = answer.value(row, column);
  if (answer.is_truth(column) || value.is_missing() || value.node == 0 || value.range.is_point()) return std::nullopt;
  Drivers found = WidthParts(recorder, value, answer.tight, limits).run();
  found.row = row;
  found.column = column;
  return found;
}

std::vector<Drivers> drivers(const Answer& answer) {
  std::vector<Drivers> all;
  for (std::size_t row = 0; row < answer.rows() && all.size() < most_driven; ++row)
    for (std::size_t column = 0; column < answer.columns(); ++column)
      if (auto found = drivers(answer, row, column)) all.push_back(std::move(*found));
  return all;
}

}  // namespace reckon::engine
