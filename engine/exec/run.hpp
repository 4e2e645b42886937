// Running a plan: its operations one after another over a snapshot.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "engine/exec/frame.hpp"
#include "engine/exec/lineage.hpp"
#include "engine/exec/meter.hpp"
#include "engine/exec/note.hpp"
#include "engine/exec/program.hpp"
#include "engine/exec/scratch.hpp"
#include "engine/exec/world.hpp"

namespace reckon::engine {

// What a parameter is bound to: a member where the query wants one, a period's days where it wants a date, a number or
// range elsewhere.
struct Binding {
  Code code = no_code;  // of a date the last day
  Range range;
  Day first = no_code;  // of a date
};

struct KeptRows;  // kept_rows.hpp

// What one operation took and gave, for `explain`.
struct OperationProfile {
  std::uint64_t rows = 0;                // of its result
  std::optional<std::uint64_t> rows_in;  // that it read: of its inputs, cells or records; none of a constant
  std::uint64_t nanoseconds = 0;
  // Of an aggregate that read columns itself, in place of the operations below it:
  std::uint64_t records = 0;  // or cells, that passed its conditions
  bool of_cells = false;
  std::uint64_t blocks = 0, blocks_skipped = 0;  // no blocks: it read rows
  std::uint64_t bytes = 0;                       // of rows or columns that it looked at
  unsigned threads = 1;
  bool is_part = false;  // of such an aggregate: it did not run by itself
};

// The state of one run. Not shared between threads.
struct Run {
  Run(Universe& universe, const Plan& what)
      : program(universe.program()), plan(what), catalog(*program.catalog), meter(universe.meter()) {}

  const Program& program;
  const Plan& plan;
  const Catalog& catalog;
  Meter& meter;
  std::span<const Binding> bindings;
  std::vector<std::shared_ptr<Universe>> universes;  // by world of the plan
  Recorder* recorder = nullptr;
  std::vector<OperationProfile>* profile = nullptr;
  bool with_unknown = false;          // scans also yield the coordinates for which a source has no figure
  bool exact = true;                  // false once a value became an enclosure
  bool poles = false;                 // true once a range held a value that a step has no result for
  bool shares_closed = true;          // false once a share had a part that may be negative
  std::optional<bool> reads_columns;  // whether the plan's aggregates may; found once
  bool proved = true;                 // false once an operation gave ends that may be wider than its values allow
  MissingReasons reasons;
  std::vector<Note> notes;
  std::vector<Frame> frames;                                    // by operation; those of a run before are its room
  mutable Scratch scratch;                                      // of the operation that runs
  std::map<OperationId, std::shared_ptr<const KeptRows>> kept;  // scans whose frames are not made

  const Operation& operation(OperationId id) const { return plan.operations[id]; }
  // A frame without rows, with the room that the operation's result had in the run before.
  Frame frame_for(OperationId id) {
    Frame frame = std::move(frames[id]);
    frame.clear(operation(id).axes.size());
    return frame;
  }
  const Frame& input(const Operation& operation, std::size_t i) const { return frames[operation.inputs[i]]; }
  // The rows of an input that is left as it is, or null.
  const KeptRows* kept_input(const Operation& operation, std::size_t i) const {
    const auto found = kept.find(operation.inputs[i]);
    return found == kept.end() ? nullptr : found->second.get();
  }
  Code code(const CodeOperand& operand) const {
    return operand.parameter < 0 ? operand.code : bindings[static_cast<std::size_t>(operand.parameter)].code;
  }
  // Throws Error too-many-rows or too-many-bytes where an operation's result would be larger than the limits allow.
  void check_rows(OperationId, std::uint64_t rows) const;
  // Counts work, as Meter does.
  void charge(std::uint64_t work) { meter.charge(work); }
  // A value computed by an operation from others: bounded in size, and recorded.
  Value finish(Value, OperationId, std::span<const NodeId> arguments);

  // Memory that the run holds until it ends, as Meter counts it.
  void hold(std::uint64_t bytes) {
    held_ += bytes;
    meter.hold(bytes);
  }
  // Ready to run again, keeping the room of what it made.
  void restart();
  ~Run() { meter.release(held_); }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

 private:
  std::uint64_t held_ = 0;
};

// Runs every operation; the answer is the last frame, its rows in dimension order unless the plan ranks them.
// `universe` is that of the plan's world 0; other worlds are made from it.
void execute(Run&, const std::shared_ptr<Universe>& universe);

// One function for each operation, each in a file of its own.
Frame run_constant(Run&, OperationId, const op::Constant&);
Frame run_scan(Run&, OperationId, const op::Scan&);
Frame run_filter(Run&, OperationId, const op::Filter&);
Frame run_slice(Run&, OperationId, const op::Slice&);
Frame run_shift(Run&, OperationId, const op::Shift&);
Frame run_apply(Run&, OperationId, const op::Apply&);
Frame run_join(Run&, OperationId, const op::Join&);
Frame run_choose(Run&, OperationId, const op::Choose&);
Frame run_aggregate(Run&, OperationId, const op::Aggregate&);
Frame run_share(Run&, OperationId, const op::Share&);
Frame run_rank(Run&, OperationId, const op::Rank&);
Frame run_top(Run&, OperationId, const op::Top&);
Frame run_columns(Run&, OperationId, const op::Columns&);
Frame run_spread(Run&, OperationId, const op::Spread&);
Frame run_call(Run&, OperationId, const op::Call&);

}  // namespace reckon::engine
