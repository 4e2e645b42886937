// What can go wrong with a database file that no script alone can bring about: it takes another program, or a disk that
// fails. tests/unit/database_file_test.cpp and tests/storage show each.
#pragma once

#include <string_view>

namespace reckon::engine::problem {

inline constexpr std::string_view unwritable_database = "unwritable-database";  // a full disk, a file that is read-only
inline constexpr std::string_view database_busy = "database-busy";              // another program is writing to it

}  // namespace reckon::engine::problem
