// Each value of an answer on its own, over its own cells alone.
#include "engine/exec/bounds/tighten.hpp"

#include <algorithm>
#include <unordered_map>

namespace reckon::engine {
namespace {

Witness witness_of(const End& end) {
  Witness witness;
  witness.known = end.proved && end.witnessed;
  witness.limit = end.limit;
  if (!witness.known) return witness;
  for (const Place& place : end.witness)
    witness.places.push_back({place.node, place.at.range.low, place.at.open_low, place.at.open_high});
  return witness;
}

// Where the places say nothing of a variable, it lies at its low end, or at its high end.
Box box_at(const CellFormula& formula, const Box& domain, const End& end, bool at_high) {
  std::unordered_map<NodeId, const Interval*> told;
  for (const Place& place : end.witness) told.emplace(place.node, &place.at);
  Box box = domain;
  for (std::size_t id = 0; id < box.size(); ++id) {
    const auto place = told.find(formula.variables[id].node);
    if (place != told.end())
      box[id] = *place->second;
    else
      box[id].range = (at_high && !box[id].range.unbounded_above) || box[id].range.unbounded_below ? box[id].range.high
                                                                                                   : box[id].range.low;
  }
  return box;
}

// A witness is believed only where the formula, evaluated there, is there and has the value. The methods that find ends
// work on parts, and a part that does not matter to the value may still decide whether there is one.
void confirm(const CellFormula& formula, const Box& domain, End& end, std::size_t bits) {
  if (!end.proved || !end.witnessed || end.limit || end.unbounded) return;
  for (const bool at_high : {false, true}) {
    const Box box = box_at(formula, domain, end, at_high);
    const Reach reached = reach_of(formula, box, bits).back();
    if (!reached.present || !reached.certain() || !reached.range.is_point() || !(reached.range.low == end.value))
      continue;
    if (at_high) {
      end.witness.clear();
      for (std::size_t id = 0; id < box.size(); ++id) end.witness.push_back({formula.variables[id].node, box[id]});
    }
    return;
  }
  end.proved = end.witnessed = false;
}

// The ends found, never outside what was already known.
void narrow(Range& range, const End& low, const End& high) {
  if (!low.unbounded && (range.unbounded_below || range.low < low.value)) {
    range.low = low.value;
    range.unbounded_below = false;
  }
  if (!high.unbounded && (range.unbounded_above || high.value < range.high)) {
    range.high = high.value;
    range.unbounded_above = false;
  }
  const bool outside = range.has_central && ((!range.unbounded_below && range.central < range.low) ||
                                             (!range.unbounded_above && range.high < range.central));
  if (outside || range.is_point()) {
    range.has_central = false;
    range.central = 0;
  }
}

}  // namespace

Tightened tighten(const Recorder& recorder, Value& value, bool is_truth, SearchLimits& limits, Witnesses* witnesses) {
  if (value.is_missing()) return {};
  if (value.node == 0 || recorder.overflowed() || recorder.is_unproved()) return {false, true};
  const CellFormula formula = formula_of(recorder, value.node);
  limits.charge(formula.nodes.size());
  const Box box = formula.domain();
  if (is_truth) {
    if (value.truth != Truth::maybe) return {};
    const TruthEnds ends = truth_of(formula, box, limits);
    value.truth = ends.truth;
    return {ends.proved && !value.maybe, true};
  }
  const std::size_t most = limits.boxes / 2;
  SearchLimits of_low{most, limits.bits, false, limits.meter}, of_high = of_low;
  End low = end_of(formula, box, false, of_low), high = end_of(formula, box, true, of_high);
  limits.boxes = of_low.boxes + of_high.boxes;
  confirm(formula, box, low, limits.bits);
  confirm(formula, box, high, limits.bits);
  if (low.none || high.none) return {false, true};
  narrow(value.range, low, high);
  if (witnesses) *witnesses = {witness_of(low), witness_of(high)};
  const auto is_rounded = [](const End& end, const SearchLimits& of) {
    return end.proved && !end.unbounded && !end.witnessed && of.rounded;
  };
  return {low.proved && high.proved && (!value.maybe || may_be_missing(formula, box, limits)),
          !is_rounded(low, of_low) && !is_rounded(high, of_high)};
}

Tightened tighten(const Recorder& recorder, const Plan& plan, Frame& frame, const Limits& most, Meter& meter,
                  std::vector<std::vector<Witnesses>>* witnesses) {
  SearchLimits limits;
  limits.bits = most.bits;
  limits.meter = &meter;
  Tightened all;
  // Together the rows may look at some times what one may.
  constexpr std::size_t values_at_most = 20;
  std::size_t left = most.boxes * values_at_most;
  if (witnesses) witnesses->assign(frame.columns.size(), std::vector<Witnesses>(frame.rows()));
  for (std::size_t column = 0; column < frame.columns.size(); ++column)
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      Value& value = frame.columns[column][row];
      limits.boxes = std::min(most.boxes, left);
      const std::size_t before = limits.boxes;
      const bool is_truth = plan.answer().is_truth || (value.node != 0 && recorder.node(value.node).is_truth);
      const Tightened one =
          tighten(recorder, value, is_truth, limits, witnesses ? &(*witnesses)[column][row] : nullptr);
      all.proved = all.proved && one.proved;
      all.exact = all.exact && one.exact;
      left -= before - limits.boxes;
    }
  return all;
}

}  // namespace reckon::engine
