// An axis test made ready for rows: members resolved, levels looked up. Refers to the run and the test.
#pragma once

#include <algorithm>

#include "engine/exec/run.hpp"

namespace reckon::engine {

class AxisMatcher {
 public:
  AxisMatcher(const Run&, const AxisTest&, DimensionId dimension);

  // Whether it is a test of the axis's own codes from one to another, and these.
  bool is_own_interval() const { return is_interval_ && !negated_ && !level_ && from_calendar_ == to_calendar_; }
  Code from() const { return std::max(from_, no_code + 1); }
  Code to() const { return to_; }

  bool operator()(Code code) const {
    if (level_)
      code = (*level_)[static_cast<std::size_t>(code)];
    else if (from_calendar_ != to_calendar_)
      code = roll_up(code, from_calendar_, to_calendar_);
    return holds(code) != negated_;
  }

 private:
  bool holds(Code code) const {
    if (is_interval_) return code != no_code && code >= from_ && code <= to_;
    for (const CodeOperand& member : test_->members)
      if (run_->code(member) == code) return true;
    return false;
  }

  const Run* run_;
  const AxisTest* test_;
  const std::vector<Code>* level_ = nullptr;  // codes of a coarser dimension by member
  Calendar from_calendar_ = Calendar::none, to_calendar_ = Calendar::none;
  bool negated_ = false, is_interval_ = false;
  Code from_ = no_code, to_ = no_code;
};

}  // namespace reckon::engine
