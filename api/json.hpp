// Answers and everything else a run prints as JSON: an object a line, keys in a fixed order, numbers as strings.
// Exact: a decimal where the expansion ends, else `p/q` in lowest terms; open ends are "-inf" and "inf".
#pragma once

#include <string>

#include "api/shown.hpp"
#include "engine/exec/explanation.hpp"
#include "lang/diagnostics/diagnostic.hpp"

namespace reckon {

// Each is one line that ends in a newline.
std::string json(const ShownAnswer&);
std::string json_check(engine::Truth verdict, const std::string& query, const std::string& message);
std::string json_error(const lang::Diagnostic&);
// What a statement that is no query has to say, such as rows left out of a load.
std::string json_note(const std::string& message);
std::string json_why(const ShownAnswer&);
// `explain` and `conflicts`.
std::string json_trees(const std::string& kind, const std::string& query, const std::vector<engine::Explanation>&);

}  // namespace reckon
