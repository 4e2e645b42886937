// Keeps every rule: double, sqlite3 and boost:: stand in a comment or in quotes only. Never compiled.
#include "engine/plan/broken.hpp"
#include <tao/pegtl.hpp>

inline const char* words() { return "double sqlite3 boost::"; }
