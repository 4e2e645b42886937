// A rule's value for every member of the axes that its expression lacks.
#include <algorithm>
#include "engine/exec/axis_matcher.hpp"

namespace reckon::engine {
namespace {

// The members of a closed dimension, or of the static bounds of an open one, that pass the tests of the axis.
std::vector<Code> members_of(const Run& run, const op::Spread& spread, std::size_t axis) {
  const DimensionId dimension = spread.axes[axis].dimension;
  std::vector<AxisMatcher> matchers;
  Code from = 0, to = static_cast<Code>(run.catalog.dimension(dimension).size()) - 1;
  for (const AxisTest& test : spread.bounds) {
    if (test.axis != axis) continue;
    matchers.emplace_back(run, test, dimension);
    if (!run.catalog.dimension(dimension).is_calendar()) continue;
    if (test.is_interval) {
      from = run.code(*test.from);
      to = run.code(*test.to);
    } else {
      from = to = run.code(test.members.front());
      for (const CodeOperand& member : test.members) {
        from = std::min(from, run.code(member));
        to = std::max(to, run.code(member));
      }
    }
  }
  std::vector<Code> members;
  for (Code code = from; code <= to; ++code)
    if (std::all_of(matchers.begin(), matchers.end(), [&](const AxisMatcher& holds) { return holds(code); }))
      members.push_back(code);
  return members;
}

}  // namespace

Frame run_spread(Run& run, OperationId id, const op::Spread& spread) {
  Frame frame = run.input(run.operation(id), 0);
  for (std::size_t axis = 0; axis < spread.axes.size(); ++axis) {
    const auto members = members_of(run, spread, axis);
    run.check_rows(id, frame.rows() * members.size());
    std::vector<std::uint32_t> rows;
    std::vector<Code> codes;
    for (std::uint32_t row = 0; row < frame.rows(); ++row) {
      rows.insert(rows.end(), members.size(), row);
      codes.insert(codes.end(), members.begin(), members.end());
    }
    frame = take_rows(frame, rows);
    frame.keys.push_back(std::move(codes));
  }
  return frame;
}

}  // namespace reckon::engine
