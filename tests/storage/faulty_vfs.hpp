// A file system for SQLite that fails on purpose: the n-th writing operation, and all after it, in one of several ways.
#pragma once

#include <cstdint>

namespace reckon::storage_test {

enum class Fault : std::uint8_t {
  disk_full,    // nothing of it is written
  short_write,  // half of it is written, then the disk is full
  io_error,     // nothing of it is written
};

// Makes it the file system of every connection opened from now on, in this process.
void install_faulty_vfs();
// The operation `after` operations from now fails, and each one after it; never while `after` is negative.
void fail_after(int after, Fault);

}  // namespace reckon::storage_test
