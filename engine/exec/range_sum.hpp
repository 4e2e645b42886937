// Long sums of ranges within the price limit of exactness.
// Invariant: the total encloses the sum of what was added, and is it exactly while `exact` holds.
#pragma once

#include <vector>

#include "engine/model/range.hpp"

namespace reckon::engine {

// Fractions without a common denominator grow with every addition. They are added in pairs of about equal length, so
// that a million of them cost little more than the few longest, and what passes the limit becomes an enclosure.
class RangeSum {
 public:
  explicit RangeSum(std::size_t bits) : bits_(bits) {}

  void add(const Range& next) {
    running_ = running_ + next;
    if (!running_.low.is_small() || !running_.high.is_small() || !running_.central.is_small()) carry();
  }
  Range total() {
    for (const auto& part : parts_)
      if (part) running_ = *part + running_, limit_bits(running_, bits_, exact_);
    parts_.clear();
    return std::move(running_);
  }
  bool exact() const { return exact_; }

 private:
  // As in counting in twos: a part at place i is the sum of about 2^i runs.
  void carry() {
    for (std::size_t place = 0;; ++place) {
      if (place == parts_.size()) parts_.emplace_back();
      auto& part = parts_[place];
      if (!part) {
        part = std::move(running_);
        break;
      }
      running_ = *part + running_;
      limit_bits(running_, bits_, exact_);
      part.reset();
    }
    running_ = Range();
  }

  std::size_t bits_;
  bool exact_ = true;
  Range running_;
  std::vector<std::optional<Range>> parts_;
};

}  // namespace reckon::engine
