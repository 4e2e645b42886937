// How much the rules of a stratum have found and hold, against the limits of the host; and what is said of them.
#pragma once

#include <chrono>
#include <string>

#include "engine/exec/rules/join_plan.hpp"
#include "engine/exec/world.hpp"
#include "engine/model/error.hpp"

namespace reckon::engine {

class RuleWork {
 public:
  explicit RuleWork(Universe& universe) : program_(universe.program()), meter_(universe.meter()) {}

  void begin(const Rule& rule) { running_ = &rule; }
  // Bindings, new or not, and rows that are kept. Both throw Error too-many-rows, and what the meter throws.
  void found(std::uint64_t rows) {
    meter_.charge(rows);
    if ((found_ += rows) / found_for_each_held > program_.limits.rows) stop(false);
  }
  void held(std::uint64_t rows) {
    meter_.hold(rows * bytes_of_row);
    if ((held_ += rows) > program_.limits.rows) stop(true);
  }

 private:
  static constexpr std::uint64_t bytes_of_row = 48;          // about, with its indexes and as a fact
  static constexpr std::uint64_t found_for_each_held = 100;  // how often a row may be found, on average

  [[noreturn]] void stop(bool holds) const;

  const Program& program_;
  Meter& meter_;
  const Rule* running_ = nullptr;
  std::uint64_t found_ = 0, held_ = 0;
};

// How long a round takes, from here on.
class RoundTimer {
 public:
  RoundProfile round(std::uint64_t rows) const {
    const auto took = std::chrono::steady_clock::now() - start_;
    return {rows, static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(took).count())};
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// The atoms of a rule's body that read what its stratum derives.
std::vector<std::size_t> atoms_within(const Rule&, const std::vector<MeasureId>& stratum);
// `rule depends 2 (a.rk:3:1)`.
std::string rule_name(const Catalog&, const Rule&);
// The values of a head that get better for ever by a rule, seen at one cell.
Error endless_rule(const Catalog&, const Rule&, std::span<const Code> key, bool least);
// A head's value, outside its domain.
Error outside_domain(const Measure& head, const Range& value);
// A rule's order of joining, and the column orders that it asks for.
void describe_join(const Catalog&, const Rule&, const JoinPlan&, DerivationProfile&);

}  // namespace reckon::engine
