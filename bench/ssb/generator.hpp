// The data of the Star Schema Benchmark as one flat CSV file, from its published description: O'Neil, O'Neil, Chen,
// "Star Schema Benchmark", revision 3 (2009). Cardinalities, hierarchies and distributions are theirs; all draws are
// uniform and seeded, so that a scale factor always gives the same file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

enum class RowOrder : std::uint8_t { unsorted, by_date };

// Writes 1,500,000 orders of one to seven lines for each unit of `scale` (in hundredths: 100 is scale factor 1); the
// number of lines. Prices are in cents. Throws std::runtime_error where the file cannot be written.
std::uint64_t write_ssb(const std::string& path, unsigned scale_percent, RowOrder);

// The columns of names, and all names that may stand in each, in order.
struct SsbNames {
  std::string column;
  std::vector<std::string> names;
};
std::vector<SsbNames> ssb_names();

// The dimensions in reckon's language, with all members and what they roll up to.
std::string ssb_vocabulary();

}  // namespace bench
