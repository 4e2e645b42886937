// The main of the unit tests for Catch2 2.13; 3.x brings its own.
#define CATCH_CONFIG_MAIN
#include "tests/catch.hpp"
