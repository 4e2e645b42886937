// What a query yields: rows with ranges, what is missing, whether the ends are proved. Owns all it needs (a snapshot,
// the plan), so that it can be read after the store has changed. Immutable; readable from any thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/exec/run.hpp"

namespace reckon::engine {

// Where an end of a value is reached: a number for each range that it depends on.
struct Witness {
  struct Place {
    NodeId node = 0;  // of the lineage: the cell, or the range written in the query
    Number value;
    bool above = false, below = false;  // the end is approached from above, or from below
  };
  bool known = false;
  bool limit = false;  // the end is approached, not reached
  std::vector<Place> places;
};

struct Witnesses {
  Witness low, high;
};

struct Answer {
  std::shared_ptr<const Program> program;
  std::shared_ptr<const Plan> plan;
  std::vector<Binding> bindings;
  Frame frame;  // rows in order; excluded rows are gone
  MissingReasons reasons;
  std::vector<Note> notes;
  bool tight = true;                              // each end is attained, or is a proved limit
  bool exact = true;                              // no value became an enclosure
  std::shared_ptr<const Recorder> lineage;        // of `why`; null otherwise
  std::vector<std::vector<Witnesses>> witnesses;  // by column and row, where lineage is kept and ends were searched
  std::vector<OperationProfile> profile;          // of `explain`, by operation; empty otherwise

  const Catalog& catalog() const { return *program->catalog; }
  const std::vector<Axis>& axes() const { return plan->answer().axes; }
  std::size_t rows() const { return frame.rows(); }
  std::size_t columns() const { return frame.columns.size(); }
  const Value& value(std::size_t row, std::size_t column = 0) const { return frame.columns[column][row]; }
  Unit unit(std::size_t column = 0) const;
  bool is_truth(std::size_t column = 0) const;
  bool is_relation() const { return plan->answer().is_relation; }
  // The member's name on an axis of a row.
  std::string key_text(std::size_t row, std::size_t axis) const;
  // Why a value is missing, in words.
  std::string missing_text(const Value&) const;
};

// What an evaluation keeps beside its answer.
enum class Keep : std::uint8_t { nothing, lineage, profile };

// Runs a plan over a snapshot once: see evaluation.hpp for running many. Throws Error.
// Thread-safe: any number of runs may share a snapshot and a plan.
// Without a meter the program's limits are counted anew.
Answer evaluate(std::shared_ptr<const Program>, std::shared_ptr<const Plan>, std::span<const Binding>,
                Keep = Keep::nothing, std::shared_ptr<Meter> = nullptr);

// The notes of an answer in words: what was passed over, coverage (members without a figure), confidence levels.
std::vector<std::string> note_texts(const Answer&);

}  // namespace reckon::engine
