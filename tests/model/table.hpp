// Rows of a naive evaluation. A row is the set of states it can be in: it belongs with a value, it belongs without one,
// it was excluded by a value, or it is gone. In one exact world every row is in one state, with a point for a value.
#pragma once

#include "tests/model/store.hpp"

namespace reckon::model {

inline constexpr unsigned truth_yes = 1, truth_no = 2;  // a truth is a set of these

struct Row {
  bool present = false;   // may belong with a value: range or truths
  bool absent = false;    // may belong without a value
  bool excluded = false;  // may be excluded by a condition on a value
  bool gone = false;      // may be no row at all
  Range range;            // without a central figure
  unsigned truths = 0;
  std::vector<int> variables;  // that the states depend on; ascending
  bool plain = true;           // the states are exactly the possible ones: no variable was used twice
  bool unsure = false;         // in one world: the world does not determine the row
  bool rough = false;          // the engine may enclose what is here told apart: a value and no row at all
  bool chosen = false;         // which value it is hangs on a truth that is open, or on rows that may not belong
  Day date = undated;

  static Row of(Range range);
  static Row of_truth(unsigned truths);
  static Row missing();
  bool belongs() const { return present || absent; }  // in some world
  bool may_be_out() const { return excluded || gone; }
  bool is_one_state() const { return present + absent + excluded + gone == 1; }
  // Records that the states depend on another row's too.
  void depend_on(const Row& other);
  // A row that can be in one way only depends on nothing.
  void settle();
  // Adds a possible value.
  void may_be(const Range& value);
  void may_be(unsigned value) { present = true, truths |= value; }
};

struct Table {
  std::vector<Axis> axes;
  std::map<Key, Row> rows;
  std::optional<Row> otherwise;  // the value where there is no row (`?? 0`)
  bool makes_rows = true;        // false: shifted cells and literals make no rows of their own beside others
  bool is_truth = false;
  Unit unit;
  bool bare = false;

  std::optional<std::size_t> axis(std::string_view name) const;
  // A value without dimensions always has its one row.
  void settle();
  // The same shape without rows.
  Table shape() const;
};

// A possible state of a row, seen from an operation.
struct State {
  bool belongs = false;
  bool excluded = false;
  const Row* value = nullptr;  // null: no value
};
// The states of the row, of `otherwise` where there is none; null stands for no row.
std::vector<State> states_of(const Row*, const std::optional<Row>& otherwise);

}  // namespace reckon::model
