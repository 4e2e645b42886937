// Backwards from a cell to what gives its value, then upwards from what is stated, lowest first (Knuth: A
// generalization of Dijkstra's algorithm).
#include "engine/exec/rules/cell_heights.hpp"

#include <algorithm>
#include <queue>

#include "engine/exec/cell_lookup.hpp"
#include "engine/exec/rules/proof_words.hpp"
#include "engine/exec/rules/rule_reach.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_cells = 20'000;
constexpr std::size_t most_ways = 200'000;

class WaySink : public JoinSink {
 public:
  using Row = std::function<bool(std::span<const Code> variables, std::span<const Value> cells)>;
  explicit WaySink(Row row) : row_(std::move(row)) {}
  bool row(std::span<const Code> variables, std::span<const Value> cells) override { return row_(variables, cells); }

 private:
  Row row_;
};

}  // namespace

bool same_low(const Range& a, const Range& b) {
  return a.unbounded_below == b.unbounded_below && (a.unbounded_below || a.low == b.low);
}
bool same_high(const Range& a, const Range& b) {
  return a.unbounded_above == b.unbounded_above && (a.unbounded_above || a.high == b.high);
}

bool CellHeights::keeps_extreme(MeasureId id) const {
  const PolicyKind policy = universe_.program().policy_of(id).kind;
  return !universe_.program().catalog->measure(id).is_relation &&
         (policy == PolicyKind::least || policy == PolicyKind::greatest);
}

Range CellHeights::fitted(MeasureId id, const Range& range) const {
  const auto& domain = universe_.program().catalog->measure(id).domain;
  return domain ? meet(range, *domain).value_or(range) : range;
}

std::optional<std::size_t> CellHeights::of(MeasureId measure, std::span<const Code> key) const {
  const auto found = places_.find({measure, {key.begin(), key.end()}});
  return found == places_.end() ? std::nullopt : cells_[found->second].height;
}

void CellHeights::explore(MeasureId measure, std::span<const Code> key, Fixpoint& finished) {
  if (!recur_together(universe_.program(), measure, measure) || expanded_ < cells_.size()) return;
  place(measure, key);
  for (; expanded_ < cells_.size() && expanded_ < most_cells && ways_.size() < most_ways; ++expanded_)
    expand(static_cast<std::uint32_t>(expanded_), finished);
  raise();
}

std::uint32_t CellHeights::place(MeasureId measure, std::span<const Code> key) {
  const auto [at, fresh] = places_.try_emplace({measure, std::vector<Code>(key.begin(), key.end())},
                                               static_cast<std::uint32_t>(cells_.size()));
  if (fresh) cells_.push_back({measure, at->first.second, {}, false, false, std::nullopt, {}});
  return at->second;
}

// The ends that facts give, or rules by expressions.
void CellHeights::take_stated_ends(Cell& cell) const {
  const auto made = universe_.cells(cell.measure);
  const std::uint32_t at = find_cell(made->cells, std::span(cell.key).first(made->cells.keys.size()));
  if (at == no_cell) return;
  cell.value = made->cells.values[at];
  if (universe_.assumes(cell.measure, cell.key)) cell.low_given = cell.high_given = true;
  for (const std::uint32_t row : made->cells.facts(at)) {
    const Rule* rule = universe_.program().rule_of(made->facts->source(row));
    if (rule && rule->body && !rule->is_default) continue;
    const Range given = fitted(cell.measure, made->facts->values()[row]);
    cell.low_given = cell.low_given || same_low(given, cell.value);
    cell.high_given = cell.high_given || same_high(given, cell.value);
  }
}

void CellHeights::expand(std::uint32_t number, Fixpoint& finished) {
  const Program& program = universe_.program();
  const MeasureId measure = cells_[number].measure;
  take_stated_ends(cells_[number]);
  if (cells_[number].low_given && cells_[number].high_given) {
    cells_[number].height = 0;
    return ready_.push_back(number);
  }
  FormulaValues formulas(universe_);
  for (const auto& rule : program.rules) {
    if (rule->head != measure || !rule->body || rule->is_default) continue;
    const auto given = given_by(*rule->body, cells_[number].key);
    if (!given) continue;
    WaySink sink([&](std::span<const Code> variables, std::span<const Value> cells) {
      const Value found = formulas(rule->body->value, variables, cells);
      if (found.is_missing() || found.maybe) return true;
      std::vector<std::uint32_t> uses;
      for (const BodyAtom& atom : rule->body->atoms)
        if (atom.use == BodyAtom::Use::binds && atom.aggregate < 0 && !has_any(atom) && keeps_extreme(atom.measure) &&
            recur_together(program, atom.measure, measure))
          uses.push_back(place(atom.measure, atom_key(atom, variables)));
      add_way(number, fitted(measure, found.range), std::move(uses));
      return ways_.size() < most_ways;
    });
    finished.bindings(*rule->body, *given, sink);
  }
}

void CellHeights::add_way(std::uint32_t cell, const Range& given, std::vector<std::uint32_t> uses) {
  Way way{cell, same_low(given, cells_[cell].value), same_high(given, cells_[cell].value), 0, 0};
  if (!way.low && !way.high) return;
  const auto number = static_cast<std::uint32_t>(ways_.size());
  std::sort(uses.begin(), uses.end());
  uses.erase(std::unique(uses.begin(), uses.end()), uses.end());
  for (const std::uint32_t used : uses) {
    if (const auto known = cells_[used].height) {
      way.height = std::max(way.height, *known);
      continue;
    }
    ++way.open;
    cells_[used].used_by.push_back(number);
  }
  ways_.push_back(way);
}

// A way whose cells all have heights gives its cell an end; with both ends the cell has its own.
void CellHeights::give(std::uint32_t number) {
  const Way& way = ways_[number];
  Cell& cell = cells_[way.cell];
  if (cell.height) return;
  cell.low_given = cell.low_given || way.low;
  cell.high_given = cell.high_given || way.high;
  if (!cell.low_given || !cell.high_given) return;
  cell.height = way.height + 1;
  ready_.push_back(way.cell);
}

void CellHeights::raise() {
  using Entry = std::pair<std::size_t, std::uint32_t>;  // height, and a way whose cells all have theirs
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  for (std::uint32_t way = 0; way < ways_.size(); ++way)
    if (ways_[way].open == 0 && !cells_[ways_[way].cell].height) open.emplace(ways_[way].height, way);
  for (;;) {
    for (; !ready_.empty();) {
      const std::uint32_t done = ready_.back();
      ready_.pop_back();
      for (const std::uint32_t way : cells_[done].used_by) {
        ways_[way].height = std::max(ways_[way].height, *cells_[done].height);
        if (--ways_[way].open == 0) open.emplace(ways_[way].height, way);
      }
    }
    if (open.empty()) return;
    const std::uint32_t way = open.top().second;
    open.pop();
    give(way);
  }
}

}  // namespace reckon::engine
