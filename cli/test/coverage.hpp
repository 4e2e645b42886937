// Which measures and rules some query or check has read, over all scripts of a test run. Those of the standard library
// do not count.
#pragma once

#include <map>
#include <set>
#include <string>

#include "engine/exec/answer.hpp"

namespace reckon::cli {

class Coverage {
 public:
  Coverage();

  // What is declared, and what the answer's plan reads: measures, and the rules that give them, and what those read.
  void add_program(const engine::Program&);
  void add_answer(const engine::Answer&);

  // Two lines, or nothing where nothing is declared.
  std::string text() const;

 private:
  bool is_own(const engine::Rule&) const;
  static std::string rule_name(const engine::Program&, const engine::Rule&);

  std::set<std::string, std::less<>> library_measures_, library_files_;
  std::map<std::string, bool> measures_, rules_;  // by name: read
};

}  // namespace reckon::cli
