# find_package(reckon) for host programs: reckon::reckon is the static library where what it needs (SQLite) is there, else the
# shared one, which is always reckon::shared.
include(${CMAKE_CURRENT_LIST_DIR}/reckon-shared.cmake)
find_package(SQLite3 QUIET)
find_package(Threads QUIET)
if(SQLite3_FOUND AND Threads_FOUND)
  include(${CMAKE_CURRENT_LIST_DIR}/reckon-static.cmake)
elseif(NOT TARGET reckon::reckon)
  add_library(reckon::reckon ALIAS reckon::shared)
endif()
