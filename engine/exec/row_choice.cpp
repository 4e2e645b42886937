// The parts of a scan by axis.
#include "engine/exec/row_choice.hpp"

namespace reckon::engine {

RowChoice::RowChoice(const Run& run, const op::Scan& scan) : fixed_(scan.fixed.size()), matchers_(scan.fixed.size()) {
  const Measure& measure = run.catalog.measure(scan.measure);
  for (std::size_t axis = 0; axis < scan.fixed.size(); ++axis) {
    if (scan.fixed[axis])
      fixed_[axis] = run.code(*scan.fixed[axis]);
    else
      free_.push_back(axis);
  }
  for (const AxisTest& test : scan.tests)
    matchers_[test.axis].emplace_back(run, test, measure.axes[test.axis].dimension);
}

void RowChoice::complete(std::span<const Code> free, std::vector<Code>& row) const {
  row.assign(std::max<std::size_t>(fixed_.size(), 1), 0);
  for (std::size_t axis = 0; axis < fixed_.size(); ++axis)
    if (fixed_[axis]) row[axis] = *fixed_[axis];
  for (std::size_t i = 0; i < free.size(); ++i) row[free_[i]] = free[i];
}

}  // namespace reckon::engine
