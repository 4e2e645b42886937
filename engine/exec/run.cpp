// The loop over a plan's operations.
#include "engine/exec/run.hpp"

#include <algorithm>
#include <chrono>

#include "engine/exec/kept_rows.hpp"
#include "engine/exec/records/record_query.hpp"
#include "engine/exec/records/record_rows.hpp"
#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"
#include "engine/model/readable.hpp"

namespace reckon::engine {
namespace {

Frame dispatch(Run& run, OperationId id) {
  return std::visit(
      [&](const auto& what) {
        using What = std::decay_t<decltype(what)>;
        if constexpr (std::is_same_v<What, op::Constant>)
          return run_constant(run, id, what);
        else if constexpr (std::is_same_v<What, op::Scan>)
          return run_scan(run, id, what);
        else if constexpr (std::is_same_v<What, op::Filter>)
          return run_filter(run, id, what);
        else if constexpr (std::is_same_v<What, op::Slice>)
          return run_slice(run, id, what);
        else if constexpr (std::is_same_v<What, op::Shift>)
          return run_shift(run, id, what);
        else if constexpr (std::is_same_v<What, op::Apply>)
          return run_apply(run, id, what);
        else if constexpr (std::is_same_v<What, op::Join>)
          return run_join(run, id, what);
        else if constexpr (std::is_same_v<What, op::Choose>)
          return run_choose(run, id, what);
        else if constexpr (std::is_same_v<What, op::Aggregate>)
          return run_aggregate(run, id, what);
        else if constexpr (std::is_same_v<What, op::Share>)
          return run_share(run, id, what);
        else if constexpr (std::is_same_v<What, op::Rank>)
          return run_rank(run, id, what);
        else if constexpr (std::is_same_v<What, op::Top>)
          return run_top(run, id, what);
        else if constexpr (std::is_same_v<What, op::Columns>)
          return run_columns(run, id, what);
        else if constexpr (std::is_same_v<What, op::Call>)
          return run_call(run, id, what);
        else
          return run_spread(run, id, what);
      },
      run.operation(id).what);
}

// Recorded values know their coordinates, so that an explanation can name them.
void record_keys(Run& run, const Frame& frame) {
  std::vector<Code> key(frame.keys.size());
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    for (std::size_t axis = 0; axis < key.size(); ++axis) key[axis] = frame.keys[axis][row];
    for (const auto& column : frame.columns) run.recorder->set_key(column[row].node, key);
  }
}

std::uint64_t count_rows(const Run& run, OperationId id) {
  const auto kept = run.kept.find(id);
  return kept == run.kept.end() ? run.frames[id].rows() : kept->second->count();
}

// The cells, facts or records that a scan looked through; nothing of rows that rules left in a form of their own.
std::optional<std::uint64_t> scanned(const Run& run, const op::Scan& scan) {
  if (const RecordsOf* records = run.program.records_of(scan.measure)) return records->table->rows();
  Universe& universe = *run.universes[scan.world];
  if (universe.rows(scan.measure)) return std::nullopt;
  const auto made = universe.cells(scan.measure);
  return reads_plainly(run.plan.worlds[scan.world]) ? made->cells.size() : made->facts->size();
}

// Of a row of an operation's result.
std::uint64_t row_bytes(const Operation& operation) {
  const std::size_t columns = std::holds_alternative<op::Columns>(operation.what) ? operation.inputs.size() : 1;
  return operation.axes.size() * sizeof(Code) + columns * sizeof(Value);
}

void add_profile(Run& run, OperationId id, std::chrono::steady_clock::time_point start, OperationProfile profile) {
  const auto took = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start);
  profile.nanoseconds = static_cast<std::uint64_t>(took.count());
  profile.rows = count_rows(run, id);
  const Operation& what = run.operation(id);
  if (profile.blocks == 0) {
    if (const auto* scan = std::get_if<op::Scan>(&what.what)) {
      profile.rows_in = scanned(run, *scan);
      profile.bytes = profile.rows_in.value_or(profile.rows) * row_bytes(what);
    } else if (!what.inputs.empty()) {
      profile.rows_in = 0;
      for (const OperationId input : what.inputs) {
        const std::uint64_t rows = count_rows(run, input);
        *profile.rows_in += rows;
        profile.bytes += rows * row_bytes(run.operation(input));
      }
    }
  }
  run.profile->push_back(profile);
}

// The aggregates of a plan that read columns themselves, and the operations below that need not run for them.
class RecordQueries {
 public:
  explicit RecordQueries(Run& run) {
    if (!run.reads_columns) run.reads_columns = may_read_columns(run);
    if (!*run.reads_columns) return;
    queries_.resize(run.plan.operations.size());
    is_part_.resize(queries_.size());
    for (OperationId id = 0; id < queries_.size(); ++id) {
      if (!std::holds_alternative<op::Aggregate>(run.operation(id).what)) continue;
      queries_[id] = find_record_query(run, id);
      if (queries_[id])
        for (const OperationId part : queries_[id]->parts) is_part_[part] = true;
    }
  }

  bool is_part(OperationId id) const { return !is_part_.empty() && is_part_[id]; }
  const RecordQuery* of(OperationId id) const { return !queries_.empty() && queries_[id] ? &*queries_[id] : nullptr; }

 private:
  std::vector<std::optional<RecordQuery>> queries_;  // empty where no aggregate may
  std::vector<bool> is_part_;
};

std::shared_ptr<Universe> universe_of(const Run& run, const World& world, const std::shared_ptr<Universe>& outer) {
  if (world.as_of == FactTable::end_of_time && world.assumed.empty()) return outer;
  std::vector<AssumedCell> assumed = outer->assumed();
  for (const Assumed& a : world.assumed) {
    AssumedCell cell{a.measure, {}, a.value};
    for (const CodeOperand& code : a.key) cell.key.push_back(run.code(code));
    if (a.parameter >= 0) cell.value = run.bindings[static_cast<std::size_t>(a.parameter)].range;
    const Measure& measure = run.catalog.measure(a.measure);
    if (measure.domain && !measure.domain->contains(cell.value))
      throw Error(problem::outside_domain,
                  "the assumed value " + cell.value.text() + " lies outside the domain " + measure.domain->text() +
                      " of " + measure.name,
                  "assume a value inside it");
    assumed.push_back(std::move(cell));
  }
  return std::make_shared<Universe>(run.program, std::min(world.as_of, outer->as_of()), std::move(assumed),
                                    outer->shared_meter());
}

}  // namespace

void Run::check_rows(OperationId id, std::uint64_t rows) const {
  if (rows > program.limits.rows)
    throw Error(problem::too_many_rows,
                "an intermediate result would have more than " +
                    readable(Number(static_cast<std::int64_t>(program.limits.rows))) + " rows",
                "narrow it with `where`, or aggregate before combining");
  meter.check_room(rows * row_bytes(operation(id)));
}

namespace {

// The cost of arithmetic on long numbers grows with the square of their length.
std::uint64_t work_of(const Range& range) {
  if (range.low.is_small() && range.high.is_small()) return 1;
  const std::uint64_t words = std::max(range.low.bits(), range.high.bits()) / 64;
  return 1 + words * words / 16;
}

// What its long numbers take beside the value itself.
std::uint64_t bytes_of(const Range& range) {
  if (range.low.is_small() && range.high.is_small()) return 0;
  return (range.low.bits() + range.high.bits()) / 4;
}

}  // namespace

Value Run::finish(Value value, OperationId id, std::span<const NodeId> arguments) {
  // Whether there is a value at every best is not known.
  if (value.maybe && value.range.has_central) value.range.drop_best();
  charge(work_of(value.range));
  hold(bytes_of(value.range) + (recorder ? sizeof(Node) : 0));
  if (!value.is_missing() && !operation(id).is_truth) limit_bits(value.range, program.limits.bits, exact);
  if (recorder) value.node = recorder->operation(value, plan, id, arguments);
  return value;
}

void Run::restart() {
  meter.release(held_);
  held_ = 0;
  bindings = {};
  universes.clear();
  recorder = nullptr;
  profile = nullptr;
  with_unknown = poles = false;
  exact = shares_closed = proved = true;
  reasons.clear();
  notes.clear();
  kept.clear();
  scratch.release();
}

void execute(Run& run, const std::shared_ptr<Universe>& universe) {
  run.universes.reserve(run.plan.worlds.size());
  for (std::size_t i = 0; i < run.plan.worlds.size(); ++i) {
    const World& world = run.plan.worlds[i];
    // Worlds that differ only in policy or provenance share one universe and its derived cells.
    std::size_t same = 0;
    while (same < i && (run.plan.worlds[same].as_of != world.as_of || !run.plan.worlds[same].assumed.empty() ||
                        !world.assumed.empty()))
      ++same;
    run.universes.push_back(same < i ? run.universes[same] : universe_of(run, world, universe));
  }
  run.frames.resize(run.plan.operations.size());
  const RecordQueries queries(run);
  for (OperationId id = 0; id < run.plan.operations.size(); ++id) {
    const auto start = run.profile ? std::chrono::steady_clock::now() : std::chrono::steady_clock::time_point{};
    if (queries.is_part(id)) {
      if (run.profile) run.profile->emplace_back().is_part = true;
      run.frames[id].clear(0);
      continue;
    }
    OperationProfile profile;
    const RecordQuery* const query = queries.of(id);
    run.frames[id] = query ? run_record_query(run, id, *query, profile) : dispatch(run, id);
    run.scratch.release();
    run.charge(run.frames[id].rows());
    run.hold(run.frames[id].rows() * row_bytes(run.operation(id)));
    if (run.profile) add_profile(run, id, start, profile);
    if (run.recorder) record_keys(run, run.frames[id]);
  }
  Frame& answer = run.frames.back();
  drop_excluded(answer);
  if (!run.plan.ranked && !is_in_key_order(answer)) answer = take_rows(answer, key_order(answer));
}

}  // namespace reckon::engine
