// Making axis tests ready.
#include "engine/exec/axis_matcher.hpp"

#include <limits>

namespace reckon::engine {

AxisMatcher::AxisMatcher(const Run& run, const AxisTest& test, DimensionId dimension)
    : run_(&run), test_(&test), negated_(test.negated), is_interval_(test.is_interval) {
  if (test.level != dimension) {
    const Dimension& fine = run.catalog.dimension(dimension);
    if (fine.is_calendar()) {
      from_calendar_ = fine.calendar();
      to_calendar_ = run.catalog.dimension(test.level).calendar();
    } else {
      level_ = &fine.level(test.level)->codes;
    }
  }
  if (is_interval_) {
    from_ = test.from ? run.code(*test.from) : no_code + 1;
    to_ = test.to ? run.code(*test.to) : std::numeric_limits<Code>::max();
  } else if (test.members.size() == 1) {
    // One member is an interval of one.
    is_interval_ = true;
    from_ = to_ = run.code(test.members.front());
  }
}

}  // namespace reckon::engine
