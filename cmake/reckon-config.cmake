# find_package(reckon) for host programs; gives the target reckon::reckon.
include(CMakeFindDependencyMacro)
find_dependency(SQLite3)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/reckon-targets.cmake)
