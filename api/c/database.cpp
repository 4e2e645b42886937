// Databases of the C interface.
#include <limits>
#include <mutex>

#include "api/c/handles.hpp"

using reckon::c::guarded;

namespace {

// Limits are the database's, so that handles change them one at a time.
struct SharedDatabase : reckon::Database {
  using reckon::Database::Database;
  std::mutex mutex;
  reckon::Limits limits;
};

reckon::Resolver resolver_of(reckon_resolver ask, void* context);

int open(reckon::Resolver resolver, reckon_db** db) {
  if (!db) return RECKON_MISUSE;
  *db = nullptr;
  reckon_errors errors;
  return guarded(errors, [&] {
    auto made = std::make_unique<reckon_db>();
    made->database = std::make_shared<SharedDatabase>(std::move(resolver));
    *db = made.release();
    return RECKON_OK;
  });
}

}  // namespace

struct reckon_file {
  reckon::File file;
};

namespace {

reckon::Resolver resolver_of(reckon_resolver ask, void* context) {
  return [ask, context](const std::string& path, const std::string& from) -> std::optional<reckon::File> {
    reckon_file file;
    if (ask(context, path.c_str(), from.c_str(), &file) != 0) return std::nullopt;
    return std::move(file.file);
  };
}

}  // namespace

extern "C" {

const char* reckon_version() { return reckon::version().data(); }
long reckon_version_number() { return RECKON_VERSION_NUMBER; }

int reckon_open(reckon_db** db) { return open({}, db); }

int reckon_open_folder(const char* folder, reckon_db** db) {
  if (!folder) return RECKON_MISUSE;
  return open(reckon::files_under(folder), db);
}

int reckon_open_resolver(reckon_resolver resolver, void* context, reckon_db** db) {
  if (!resolver) return RECKON_MISUSE;
  return open(resolver_of(resolver, context), db);
}

void reckon_file_text(reckon_file* file, const char* text, size_t bytes) {
  if (file && text) file->file.text.assign(text, bytes);
}
void reckon_file_path(reckon_file* file, const char* path) {
  if (file && path) file->file.path = path;
}
void reckon_file_name(reckon_file* file, const char* name) {
  if (file && name) file->file.name = name;
}

int reckon_connect(reckon_db* db, reckon_db** other) {
  if (!db || !other) return RECKON_MISUSE;
  *other = nullptr;
  return guarded(db->errors, [&] {
    auto made = std::make_unique<reckon_db>();
    made->database = db->database;
    *other = made.release();
    return RECKON_OK;
  });
}

void reckon_close(reckon_db* db) { delete db; }

int reckon_run(reckon_db* db, const char* text, const char* name) {
  if (!db || !text) return RECKON_MISUSE;
  return guarded(db->errors, [&] {
    const reckon::c::Running running(db->stopper);
    db->database->run(text, name ? name : "text", {}, running.control());
    return RECKON_OK;
  });
}

int reckon_set_parameter(reckon_db* db, const char* name, const char* text) {
  if (!db || !name || !text) return RECKON_MISUSE;
  return guarded(db->errors, [&] {
    db->database->set_parameter(name, text);
    return RECKON_OK;
  });
}

int reckon_set_limit(reckon_db* db, int limit, unsigned long value) {
  if (!db || limit < RECKON_LIMIT_STEPS || limit > RECKON_LIMIT_BITS) return RECKON_MISUSE;
  return guarded(db->errors, [&] {
    auto& shared = static_cast<SharedDatabase&>(*db->database);
    const std::lock_guard lock(shared.mutex);
    switch (limit) {
      case RECKON_LIMIT_STEPS: shared.limits.steps = value; break;
      case RECKON_LIMIT_ROWS: shared.limits.rows = value; break;
      case RECKON_LIMIT_BYTES: shared.limits.bytes = value; break;
      default: shared.limits.bits = value; break;
    }
    shared.set_limits(shared.limits);
    return RECKON_OK;
  });
}

int reckon_set_timeout(reckon_db* db, unsigned long milliseconds) {
  if (!db) return RECKON_MISUSE;
  db->stopper->milliseconds = milliseconds;
  return RECKON_OK;
}

int reckon_set_progress(reckon_db* db, reckon_progress progress, void* context) {
  if (!db) return RECKON_MISUSE;
  db->stopper->progress = progress;
  db->stopper->context = context;
  return RECKON_OK;
}

void reckon_interrupt(reckon_db* db) {
  if (db) db->stopper->token.cancel();
}

}  // extern "C"
