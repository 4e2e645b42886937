// What a test run found, for a person and for a machine.
#pragma once

#include <string>
#include <vector>

namespace reckon::cli {

struct TestCase {
  enum class What { check, answer, error } what = What::error;
  std::string name;      // the check's message or condition, or the query
  std::size_t line = 0;  // 0 where it is not in the file itself
  std::string failure;   // empty where it holds; else what was expected and what came, in several lines
};

struct TestFile {
  std::string name;
  std::vector<TestCase> cases;

  std::size_t failures() const;
};

// A line a file, each failure under its file, and a summary.
std::string test_report(const std::vector<TestFile>&);

// JUnit's XML, as continuous integration reads it: a suite a file.
std::string junit_report(const std::vector<TestFile>&);

}  // namespace reckon::cli
