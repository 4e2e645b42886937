# Every library that reckon is built from. scripts/install-packages installs the same list.
find_package(Threads REQUIRED)
find_package(SQLite3 REQUIRED)          # engine/storage
find_package(Boost REQUIRED)            # engine/model, Multiprecision; headers only
find_package(tsl-robin-map REQUIRED)    # headers only
find_package(pegtl REQUIRED)            # lang/parse; headers only

# A C library that ships no CMake package: reckon_find(<target> <header> <library> <Debian package>).
function(reckon_find target header library package)
  find_path(${target}_INCLUDE ${header})
  find_library(${target}_LIBRARY ${library})
  if(NOT ${target}_INCLUDE OR NOT ${target}_LIBRARY)
    message(FATAL_ERROR "${header} is missing (${package})")
  endif()
  add_library(${target} INTERFACE IMPORTED)
  target_include_directories(${target} SYSTEM INTERFACE ${${target}_INCLUDE})
  target_link_libraries(${target} INTERFACE ${${target}_LIBRARY})
endfunction()
reckon_find(utf8proc utf8proc.h utf8proc libutf8proc-dev)

if(RECKON_CLI)
  find_package(CLI11 REQUIRED)
  find_package(fmt REQUIRED)
  reckon_find(editline editline/readline.h edit libedit-dev)
endif()
if(RECKON_TESTS)
  find_package(Catch2 REQUIRED)
  find_package(fmt REQUIRED)
  find_package(nlohmann_json REQUIRED)
endif()
