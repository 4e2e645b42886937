// Breaks every rule once: what floors.cpp must notice. Never compiled.
#include "lang/broken.hpp"
#include "broken.hpp"
#include <sqlite3.h>

inline double half() { return 0.5; }
inline boost::multiprecision::cpp_int big();
