// Where reading goes on after a broken statement.
#pragma once

#include <string_view>

namespace reckon::lang {

// True where a statement with an opening word stands at `at`: "fact h100e(…", "why sum(…".
bool begins_statement(const char* at, const char* end);

// The begin of the next statement behind `broken`, the place of an error in the statement that begins at `begin`:
// the next line outside brackets that can begin one. Always behind `begin`, unless that is the end.
const char* resume(const char* begin, const char* broken, const char* end);

}  // namespace reckon::lang
