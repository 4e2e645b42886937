// Places: how many rows are surely above, how many may be.
#include <algorithm>

#include "tests/model/evaluate.hpp"

namespace reckon::model {
namespace {

using lang::Clause;
using lang::Expr;

struct Standing {
  std::int64_t best = 1, worst = 1;
};

// Rows that are compared with each other: those of one group.
using Peers = std::vector<const Row*>;

bool surely_above(const Row& other, const Row& own, bool below) {
  return below ? engine::less(other.range, own.range) == engine::Truth::yes
               : engine::less(own.range, other.range) == engine::Truth::yes;
}

bool maybe_above(const Row& other, const Row& own, bool below) {
  return below ? engine::less(other.range, own.range) != engine::Truth::no
               : engine::less(own.range, other.range) != engine::Truth::no;
}

Standing place_of(const Row& own, const Peers& peers, bool below) {
  Standing place;
  for (const Row* other : peers) {
    if (other == &own || !other->present) continue;
    if (other->is_one_state() && surely_above(*other, own, below)) ++place.best;
    if (maybe_above(*other, own, below)) ++place.worst;
  }
  return place;
}

// How many may stand before a row where ties are cut.
std::int64_t maybe_level(const Row& own, const Peers& peers, bool below) {
  return std::count_if(peers.begin(), peers.end(), [&](const Row* other) {
    return other != &own && other->present && !surely_above(own, *other, below);
  });
}

// In one world: of equal rows those that stand first stay.
void cut_tie(Row& chosen, const Row& row, const Peers& peers, bool below, std::int64_t wanted, bool ties_matter) {
  std::int64_t before = 0;
  bool first = true;
  for (const Row* other : peers) {
    if (other == &row) first = false;
    if (other == &row || !other->present) continue;
    const bool equal = !surely_above(*other, row, below) && !surely_above(row, *other, below);
    if (surely_above(*other, row, below) || (equal && first)) ++before;
    chosen.unsure = chosen.unsure || (equal && ties_matter);
  }
  if (before < wanted) return;
  chosen.present = false;
  chosen.excluded = true;
}

// Rows without a value come after all that have one.
Standing place_of_missing(const Row& own, const Peers& peers) {
  Standing place;
  for (const Row* other : peers) {
    if (other == &own) continue;
    if (other->present && other->is_one_state()) ++place.best;
    if (other->present) ++place.worst;
  }
  return place;
}

}  // namespace

Table Evaluator::rank(const Expr& e, const Scope* scope, const Circumstances& at) {
  const Clause *by = nullptr, *over = nullptr;
  const Table table = grouped("rank", *e.args[0], scope, at, by, over);
  Table result = table.shape();
  result.unit = {};
  std::vector<Axis> kept;
  const auto places = group_places(table, by, over, scope, kept);
  std::map<Key, Peers> groups;
  const auto group_of = [&](const Key& key) {
    Key own;
    for (const auto& place : places) own.push_back(key[place.axis]);
    return own;
  };
  for (const auto& [key, row] : table.rows) groups[group_of(key)].push_back(&row);
  for (const auto& [key, row] : table.rows) {
    Row ranked = row;
    ranked.present = false;
    const Peers& peers = groups[group_of(key)];
    for (const Row* other : peers)
      if (other != &row) ranked.depend_on(*other);
    if (row.present) {
      const Standing place = place_of(row, peers, false);
      ranked.may_be(Range(Number(place.best), Number(place.worst)));
    }
    if (!world_) ranked.settle();
    result.rows.emplace(key, std::move(ranked));
  }
  return result;
}

Table Evaluator::top(const Expr& e, const Scope* scope, const Circumstances& at) {
  const Clause *by = nullptr, *over = nullptr;
  const bool below = e.text == "bottom";
  const bool exactly = exact_top_.call == &e, ties_matter = exact_top_.ties_matter;
  const std::int64_t wanted = store_.constant(*resolve(*e.args[0], scope).expr).value.low.to_int64().value();
  const Table table = grouped("top", *e.args[1], scope, at, by, over);
  Table result = table.shape();
  std::vector<Axis> kept;
  const auto places = group_places(table, by, over, scope, kept);
  std::map<Key, Peers> groups;
  const auto group_of = [&](const Key& key) {
    Key own;
    for (const auto& place : places) own.push_back(key[place.axis]);
    return own;
  };
  for (const auto& [key, row] : table.rows) groups[group_of(key)].push_back(&row);
  for (const auto& [key, row] : table.rows) {
    const Peers& peers = groups[group_of(key)];
    Row chosen = row;
    for (const Row* other : peers)
      if (other != &row) chosen.depend_on(*other);
    // Being among the first is a condition on the value.
    const auto choose = [&](const Standing& place, bool& state, bool& out) {
      if (place.best > wanted) state = false;
      if (place.worst > wanted) out = true;
    };
    if (row.present) choose(place_of(row, peers, below), chosen.present, chosen.excluded);
    if (exactly && row.present && 1 + maybe_level(row, peers, below) > wanted) {
      if (world_)
        cut_tie(chosen, row, peers, below, wanted, ties_matter);
      else
        chosen.excluded = true, chosen.plain = false;
    }
    if (row.absent) choose(place_of_missing(row, peers), chosen.absent, chosen.gone);
    chosen.date = row.date;
    const bool plain = chosen.plain;
    if (!world_) chosen.settle();
    chosen.plain = chosen.plain && plain;
    result.rows.emplace(key, std::move(chosen));
  }
  return result;
}

}  // namespace reckon::model
