// From a host's resolver to what the language reads files by.
#pragma once

#include <cstdint>

#include "lang/session.hpp"
#include "reckon/database.hpp"

namespace reckon {

// For texts and tables that are read whole; larger ones than `most_bytes` are turned down.
lang::FileReader file_reader(const Resolver&, std::uint64_t most_bytes);
// For files that are opened in place.
lang::FileReader file_finder(const Resolver&);

}  // namespace reckon
