// Why a value is missing, kept as ids and rendered only when somebody reads it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/plan/plan.hpp"

namespace reckon::engine {

using MissingId = std::uint32_t;
inline constexpr MissingId present = 0;

struct MissingReason {
  enum class What : std::uint8_t {
    no_cell,  // the operation has no row at the key
    unknown,  // a source says that it has no figure
    division_by_zero,
    outside_domain,  // of root, ln, a negative power of 0
    nothing_left,    // an aggregate whose rows were all excluded or missing
    no_condition,    // the condition has no value
    no_parent,       // a member has no member of the level that rows are grouped by; key: by group axis, else no_code
  } what = What::no_cell;
  OperationId operation = 0;
  std::vector<Code> key;   // by axis of the operation
  SourceId source = 0;     // of unknown
  std::uint32_t fact = 0;  // of unknown: row of the measure's facts
};

// Reasons of one run, by id from 1 on.
class MissingReasons {
 public:
  MissingId add(MissingReason reason) {
    reasons_.push_back(std::move(reason));
    return static_cast<MissingId>(reasons_.size());
  }
  const MissingReason& operator[](MissingId id) const { return reasons_[id - 1]; }
  std::size_t size() const { return reasons_.size(); }
  void clear() { reasons_.clear(); }

 private:
  std::vector<MissingReason> reasons_;
};

// "no h100e(ByteDance, 2025)", "division by 0", …
std::string describe(const MissingReason&, const Plan&, const Catalog&);

}  // namespace reckon::engine
