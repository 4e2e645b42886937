// The 13 queries of the Star Schema Benchmark in reckon's language and in SQL over one flat table.
#pragma once

#include <array>

namespace bench {

struct SsbQuery {
  const char* name;
  const char* reckon;
  const char* sql;  // keys in the order of reckon's `by`, then the sum
};

extern const std::array<SsbQuery, 13> ssb_queries;

}  // namespace bench
