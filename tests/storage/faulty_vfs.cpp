// A shim over SQLite's own file system: every method goes through, writing ones are counted first.
#include "tests/storage/faulty_vfs.hpp"

#include <sqlite3.h>

#include <new>

namespace reckon::storage_test {
namespace {

int counted = 0;
int failing = -1;
Fault fault = Fault::disk_full;

// SQLite allocates szOsFile bytes for a file: this, and behind it the file of the system.
struct File {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real(); }

bool fails() { return counted++ >= failing && failing >= 0; }
int failure(int io_code) { return fault == Fault::io_error ? io_code : SQLITE_FULL; }

int file_close(sqlite3_file* f) { return real(f)->pMethods ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK; }
int file_read(sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
  return real(f)->pMethods->xRead(real(f), to, n, at);
}

int file_write(sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
  if (!fails()) return real(f)->pMethods->xWrite(real(f), from, n, at);
  if (fault == Fault::short_write) real(f)->pMethods->xWrite(real(f), from, n / 2, at);
  return failure(SQLITE_IOERR_WRITE);
}

int file_truncate(sqlite3_file* f, sqlite3_int64 size) {
  return fails() ? failure(SQLITE_IOERR_TRUNCATE) : real(f)->pMethods->xTruncate(real(f), size);
}
int file_sync(sqlite3_file* f, int flags) {
  return fails() ? failure(SQLITE_IOERR_FSYNC) : real(f)->pMethods->xSync(real(f), flags);
}
int file_size(sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); }
int file_lock(sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); }
int file_unlock(sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
int file_reserved(sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); }
int file_control(sqlite3_file* f, int what, void* with) { return real(f)->pMethods->xFileControl(real(f), what, with); }
int file_sector(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
int file_traits(sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
int file_map(sqlite3_file* f, int page, int size, int extend, void volatile** to) {
  return real(f)->pMethods->xShmMap(real(f), page, size, extend, to);
}
int file_shm_lock(sqlite3_file* f, int at, int n, int flags) {
  return real(f)->pMethods->xShmLock(real(f), at, n, flags);
}
void file_barrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
int file_unmap(sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); }

const sqlite3_io_methods methods{2,           file_close, file_read,     file_write,    file_truncate, file_sync,
                                 file_size,   file_lock,  file_unlock,   file_reserved, file_control,  file_sector,
                                 file_traits, file_map,   file_shm_lock, file_barrier,  file_unmap,    nullptr,
                                 nullptr};

sqlite3_vfs* system_vfs = nullptr;

int vfs_open(sqlite3_vfs*, const char* name, sqlite3_file* f, int flags, int* out) {
  f->pMethods = nullptr;
  const int status = system_vfs->xOpen(system_vfs, name, real(f), flags, out);
  if (real(f)->pMethods) f->pMethods = &methods;
  return status;
}

int vfs_delete(sqlite3_vfs*, const char* name, int sync) {
  return fails() ? failure(SQLITE_IOERR_DELETE) : system_vfs->xDelete(system_vfs, name, sync);
}

}  // namespace

void install_faulty_vfs() {
  static sqlite3_vfs shim;
  if (system_vfs) return;
  system_vfs = sqlite3_vfs_find(nullptr);
  shim = *system_vfs;
  shim.zName = "faulty";
  shim.szOsFile = static_cast<int>(sizeof(File)) + system_vfs->szOsFile;
  shim.xOpen = vfs_open;
  shim.xDelete = vfs_delete;
  sqlite3_vfs_register(&shim, 1);
}

void fail_after(int after, Fault how) {
  counted = 0;
  failing = after;
  fault = how;
}

}  // namespace reckon::storage_test
