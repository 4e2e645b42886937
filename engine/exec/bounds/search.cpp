// What neither slopes nor taking apart decides: the box is split, the best part first, until a place is found that no
// part can beat, or the limit is reached.
#include <algorithm>
#include <queue>

#include "engine/exec/bounds/solver.hpp"
#include "engine/model/enclosure.hpp"

namespace reckon::engine {
namespace {

constexpr int enclosure_shown = 12;  // digits of an end that is not proved

struct Part {
  Face face;
  Number bound;
  bool unbounded = false;
};

Interval point_at(const Number& value, bool open_low = false, bool open_high = false) {
  return {Range(value), open_low, open_high};
}

Interval below(const Interval& in, const Number& at, bool open) {
  Interval part = in;
  part.range.high = at;
  part.range.unbounded_above = false;
  part.open_high = open;
  return part;
}

Interval above(const Interval& in, const Number& at, bool open) {
  Interval part = in;
  part.range.low = at;
  part.range.unbounded_below = false;
  part.open_low = open;
  return part;
}

bool empty(const Interval& in) {
  return in.range.is_bounded() &&
         (in.range.high < in.range.low || (in.range.low == in.range.high && (in.open_low || in.open_high)));
}

// How to cut one variable.
struct Cut {
  std::uint32_t variable = 0;
  std::vector<Interval> pieces;
};

class Splitter {
 public:
  Splitter(const CellFormula& formula, std::optional<bool> upper) : formula_(formula), upper_(upper) {}

  // Nothing where no variable can be cut.
  std::optional<Cut> cut(const Face& face) const {
    if (auto found = at_threshold(face)) return found;
    if (face.open.empty()) return std::nullopt;
    std::uint32_t best = face.open.front();
    for (const std::uint32_t id : face.open)
      if (matters_more(face, id, best)) best = id;
    return Cut{best, pieces(face, best)};
  }

 private:
  std::optional<Cut> at_threshold(const Face&) const;
  std::vector<Interval> pieces(const Face&, std::uint32_t id) const;
  std::optional<Number> level_point(const Face&, std::uint32_t id) const;
  static bool matters_more(const Face& face, std::uint32_t a, std::uint32_t b) {
    const auto weight = [&](std::uint32_t id) -> std::optional<Number> {
      const Range& slope = face.slopes[id];
      const Range& range = face.box[id].range;
      if (!slope.is_bounded() || !range.is_bounded()) return std::nullopt;
      return max(abs(slope.low), abs(slope.high)) * (range.high - range.low);
    };
    const auto width = [&](std::uint32_t id) -> std::optional<Number> {
      const Range& range = face.box[id].range;
      return range.is_bounded() ? std::optional(range.high - range.low) : std::nullopt;
    };
    const auto of_a = weight(a), of_b = weight(b);
    if (of_a && of_b) return *of_b < *of_a;
    if (of_a.has_value() != of_b.has_value()) return !of_a;
    const auto wide_a = width(a), wide_b = width(b);
    return wide_b && (!wide_a || *wide_b < *wide_a);
  }

  const CellFormula& formula_;
  std::optional<bool> upper_;  // the end wanted; nothing where values between the ends matter too
};

std::optional<Cut> Splitter::at_threshold(const Face& face) const {
  for (std::uint32_t id = 0; id < formula_.nodes.size(); ++id) {
    const CellStep& node = formula_.nodes[id];
    if (node.variable < 0 || node.step == Step::variable) continue;
    const auto variable = static_cast<std::uint32_t>(node.variable);
    const Interval& in = face.box[variable];
    if (in.range.is_point() || !in.range.contains(node.threshold)) continue;
    const Number& at = node.threshold;
    const bool jumps = node.step == Step::compare
                           ? face.reach[id].truth == Truth::maybe
                           : (node.step == Step::divide || node.step == Step::power) &&
                                 may_be_zero(node, face.reach[formula_.arguments_of(node).back()], face.box);
    if (jumps) {
      Cut cut{variable, {}};
      for (Interval piece : {below(in, at, true), point_at(at), above(in, at, true)})
        if (!empty(piece)) cut.pieces.push_back(std::move(piece));
      return cut;
    }
    const bool bends = node.step == Step::abs || node.step == Step::least || node.step == Step::greatest;
    const bool inside =
        (in.range.unbounded_below || in.range.low < at) && (in.range.unbounded_above || at < in.range.high);
    if (bends && inside) return Cut{variable, {below(in, at, false), above(in, at, false)}};
  }
  return std::nullopt;
}

// Where the slope is 0 if it changes straight from one end to the other, the other variables in their middle.
std::optional<Number> Splitter::level_point(const Face& face, std::uint32_t id) const {
  constexpr std::size_t bits = 128;
  Box box = face.box;
  for (const std::uint32_t other : face.open) {
    if (!box[other].range.is_bounded()) return std::nullopt;
    box[other] = point_at(box[other].range.middle());
  }
  const Range& range = face.box[id].range;
  const auto slope_at = [&](const Number& x) {
    box[id] = point_at(x);
    return slopes_of(formula_, box, reach_of(formula_, box, 4096))[id];
  };
  const Range low = slope_at(range.low), high = slope_at(range.high);
  if (!low.is_point() || !high.is_point() || low.low.sign() * high.low.sign() >= 0) return std::nullopt;
  const Number at = range.low - low.low * (range.high - range.low) / (high.low - low.low);
  return at.bits() <= bits ? std::optional(at) : std::nullopt;
}

std::vector<Interval> Splitter::pieces(const Face& face, std::uint32_t id) const {
  const Interval& in = face.box[id];
  const Range& range = in.range;
  if (!range.is_bounded()) {
    Number at;
    if (!range.unbounded_below)
      at = range.low + max(abs(range.low), Number(1));
    else if (!range.unbounded_above)
      at = range.high - max(abs(range.high), Number(1));
    return {below(in, at, false), above(in, at, false)};
  }
  if (upper_ && ends_at_ends(formula_, face, id, *upper_))
    return {point_at(range.low, in.open_low, false), point_at(range.high, false, in.open_high)};
  const Number at = level_point(face, id).value_or(range.middle());
  return {below(in, at, false), above(in, at, false)};
}

// The corner that the slopes speak for.
Box likely_corner(const Face& face, bool upper) {
  Box box = face.box;
  for (const std::uint32_t id : face.open) {
    const Range& slope = face.slopes[id];
    const Range& range = face.box[id].range;
    bool to_high = upper;
    if (slope.is_bounded() && abs(slope.high) < abs(slope.low)) to_high = !upper;
    if (to_high ? range.unbounded_above : range.unbounded_below) to_high = !to_high;
    if (to_high ? range.unbounded_above : range.unbounded_below)
      box[id] = point_at(0);
    else
      box[id] = point_at(to_high ? range.high : range.low, !to_high && face.box[id].open_low,
                         to_high && face.box[id].open_high);
  }
  return box;
}

}  // namespace

// Taking apart a part of a search, which may itself look at few boxes only; the whole place of its end.
std::optional<End> Solver::part_apart(const CellFormula& formula, const Face& face, bool upper) {
  constexpr std::size_t few = 30;
  SearchLimits limits{std::min(few, limits_.boxes), limits_.bits, false, limits_.meter};
  const std::size_t before = limits.boxes;
  auto found = Solver(limits).apart(formula, face, upper, deepest - 4);
  limits_.boxes -= before - limits.boxes;
  limits_.rounded = limits_.rounded || limits.rounded;
  if (found && found->proved) complete(formula, face, *found);
  return found;
}

End Solver::searched(const CellFormula& formula, const Face& whole, bool upper) {
  const auto later = [upper](const Part& a, const Part& b) {
    if (a.unbounded != b.unbounded) return b.unbounded;
    return !a.unbounded && beats(b.bound, a.bound, upper);
  };
  std::priority_queue<Part, std::vector<Part>, decltype(later)> parts(later);
  Splitter splitter(formula, upper);
  End best;
  best.none = true;
  const auto offer = [&](const End& end) {
    if (end.proved && !end.none &&
        (best.none || (end.unbounded && !best.unbounded) ||
         (!best.unbounded && !end.unbounded &&
          (beats(end.value, best.value, upper) || (end.value == best.value && best.limit)))))
      best = end;
  };
  // Parts may come apart where the whole did not.
  int tries = 24;
  bool whole_seen = false;
  const auto look_at = [&](Face face) {
    const End end = end_on(formula, face, upper);
    if (end.none) return;
    if (end.proved) return offer(end);
    if (!face.open.empty() && tries > 0 && whole_seen) {
      --tries;
      if (const auto found = part_apart(formula, face, upper); found && found->proved && !found->none)
        return offer(*found);
    }
    if (!face.open.empty()) {
      Face corner = face_of(formula, likely_corner(face, upper), upper);
      offer(end_on(formula, corner, upper));
    }
    parts.push({std::move(face), end.value, end.unbounded});
  };
  look_at(whole);
  whole_seen = true;
  // Large formulas are looked at less often, so that the search's time is bounded too.
  constexpr std::size_t most_steps = 4'000'000;
  std::size_t left = std::max<std::size_t>(most_steps / formula.nodes.size(), 16);
  while (!parts.empty()) {
    const Part& top = parts.top();
    if (!best.none && (best.unbounded || (!top.unbounded && !beats(top.bound, best.value, upper)))) break;
    const auto cut = limits_.boxes > 0 && left > 0 ? splitter.cut(top.face) : std::nullopt;
    if (!cut) {
      End enclosure;
      enclosure.value = round_outward(Range(top.bound), enclosure_shown).low;
      if (upper) enclosure.value = round_outward(Range(top.bound), enclosure_shown).high;
      enclosure.unbounded = top.unbounded;
      return enclosure;
    }
    const Box box = top.face.box;
    parts.pop();
    for (const Interval& piece : cut->pieces) {
      if (limits_.boxes > 0) --limits_.boxes;
      if (left > 0) --left;
      Box inner = box;
      inner[cut->variable] = piece;
      look_at(face_of(formula, std::move(inner), upper));
    }
  }
  best.proved = true;
  return best;
}

namespace {

Truth joined(std::optional<Truth> so_far, Truth next) { return !so_far || *so_far == next ? next : Truth::maybe; }

// The truth of a comparison from the ends of its sides' difference.
std::optional<TruthEnds> by_difference(const CellFormula& formula, const Box& box, SearchLimits& limits) {
  const CellStep& root = formula.nodes.back();
  if (root.step != Step::compare || root.variable >= 0) return std::nullopt;
  CellFormula difference = formula;
  const auto sides = formula.arguments_of(root);
  const std::uint32_t of[] = {sides[0], sides[1]};
  difference.nodes.pop_back();
  CellStep subtract;
  subtract.step = Step::subtract;
  difference.add(std::move(subtract), of);
  const End low = end_of(difference, box, false, limits), high = end_of(difference, box, true, limits);
  if (low.none || high.none) return std::nullopt;
  const bool below = low.unbounded || low.value.sign() < 0, above = high.unbounded || high.value.sign() > 0;
  // 0 itself, where it is not only approached.
  const auto zero = [](const End& end) { return !end.unbounded && end.value.is_zero() && !(end.limit && end.proved); };
  const bool zero_low = zero(low), zero_high = zero(high);
  TruthEnds ends;
  const auto rounded = [&](const End& end) { return limits.rounded && !end.witnessed && !end.unbounded; };
  ends.proved = low.proved && high.proved && !rounded(low) && !rounded(high);
  using op::Combination;
  bool yes = false, no = false;
  switch (root.how) {
    case Combination::less: yes = below, no = above || zero_high || zero_low; break;
    case Combination::less_equal: yes = below || zero_low || zero_high, no = above; break;
    case Combination::greater: yes = above, no = below || zero_low || zero_high; break;
    case Combination::greater_equal: yes = above || zero_high || zero_low, no = below; break;
    default: {
      const bool same = (below && above) || zero_low || zero_high, other = below || above;
      // Between the ends 0 may be jumped over.
      if (below && above) ends.proved = false;
      yes = root.how == Combination::equal ? same : other;
      no = root.how == Combination::equal ? other : same;
    }
  }
  ends.truth = yes && no ? Truth::maybe : yes ? Truth::yes : Truth::no;
  // What holds everywhere in an enclosure holds.
  if (ends.truth != Truth::maybe) ends.proved = true;
  return ends;
}

}  // namespace

namespace {

// Every part of a box, cut until its value is certain: `settled` is told each; false where the cutting had to stop.
template <class Settled>
bool for_each_part(const CellFormula& formula, const Box& whole, const SearchLimits& limits, Settled settled) {
  Splitter splitter(formula, std::nullopt);
  std::vector<Box> open{whole};
  constexpr int most = 200;
  for (int round = 0; !open.empty(); ++round) {
    Face face;
    face.box = std::move(open.back());
    open.pop_back();
    limits.charge(formula.nodes.size());
    face.reach = reach_of(formula, face.box, limits.bits);
    const Reach& root = face.root();
    if (!root.present || (root.certain() && root.truth != Truth::maybe)) {
      if (!settled(root)) return true;
      continue;
    }
    face.slopes = slopes_of(formula, face.box, face.reach);
    for (std::uint32_t id = 0; id < face.box.size(); ++id)
      if (!face.box[id].range.is_point()) face.open.push_back(id);
    const auto cut = round < most ? splitter.cut(face) : std::nullopt;
    if (!cut) return false;
    for (const Interval& piece : cut->pieces) {
      Box inner = face.box;
      inner[cut->variable] = piece;
      open.push_back(std::move(inner));
    }
  }
  return true;
}

}  // namespace

TruthEnds truth_of(const CellFormula& formula, const Box& box, SearchLimits& limits) {
  if (auto ends = by_difference(formula, box, limits); ends && ends->proved) return *ends;
  std::optional<Truth> found;
  const bool all = for_each_part(formula, box, limits, [&](const Reach& part) {
    if (part.present) found = joined(found, part.truth);
    return found != Truth::maybe;
  });
  if (!all || !found) return {};
  return {*found, !formula.approximate};
}

bool may_be_missing(const CellFormula& formula, const Box& box, SearchLimits& limits) {
  bool missing = false;
  for_each_part(formula, box, limits, [&](const Reach& part) {
    missing = !part.present;
    return !missing;
  });
  return missing;
}

}  // namespace reckon::engine
