// The few calls of DuckDB's C API (duckdb.h of 1.5) that the benchmarks use.
#include "bench/peers/duckdb.hpp"

#include <dlfcn.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace bench {
namespace {

using Index = std::uint64_t;
using State = int;  // 0: success

// duckdb_result: its fields are read through functions alone.
struct Result {
  Index columns = 0, rows = 0, changed = 0;
  void* data = nullptr;
  char* message = nullptr;
  void* internal = nullptr;
};

// Interrupts a statement that runs for too long.
class Watch {
 public:
  template <class F>
  Watch(std::chrono::seconds limit, F interrupt)
      : thread_([this, limit, interrupt] {
          std::unique_lock lock(mutex_);
          if (!done_.wait_for(lock, limit, [this] { return finished_; })) interrupt();
        }) {}
  ~Watch() {
    {
      const std::lock_guard lock(mutex_);
      finished_ = true;
    }
    done_.notify_one();
    thread_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  bool finished_ = false;
  std::thread thread_;
};

}  // namespace

struct DuckDb::Library {
  void* handle = nullptr;
  State (*create_config)(void**) = nullptr;
  State (*set_config)(void*, const char*, const char*) = nullptr;
  void (*destroy_config)(void**) = nullptr;
  State (*open_ext)(const char*, void**, void*, char**) = nullptr;
  void (*close)(void**) = nullptr;
  State (*connect)(void*, void**) = nullptr;
  void (*disconnect)(void**) = nullptr;
  void (*interrupt)(void*) = nullptr;
  State (*query)(void*, const char*, Result*) = nullptr;
  void (*destroy_result)(Result*) = nullptr;
  const char* (*result_error)(Result*) = nullptr;
  Index (*column_count)(Result*) = nullptr;
  Index (*row_count)(Result*) = nullptr;
  char* (*value_varchar)(Result*, Index column, Index row) = nullptr;
  void (*free)(void*) = nullptr;
  State (*appender_create)(void*, const char* schema, const char* table, void**) = nullptr;
  State (*append_int64)(void*, std::int64_t) = nullptr;
  State (*appender_end_row)(void*) = nullptr;
  State (*appender_destroy)(void**) = nullptr;
  const char* (*library_version)() = nullptr;

  bool load(const std::string& path) {
    handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle) return false;
    bool all = true;
    const auto find = [&](auto& function, const char* name) {
      function = reinterpret_cast<std::decay_t<decltype(function)>>(dlsym(handle, name));
      all = all && function;
    };
    find(create_config, "duckdb_create_config");
    find(set_config, "duckdb_set_config");
    find(destroy_config, "duckdb_destroy_config");
    find(open_ext, "duckdb_open_ext");
    find(close, "duckdb_close");
    find(connect, "duckdb_connect");
    find(disconnect, "duckdb_disconnect");
    find(interrupt, "duckdb_interrupt");
    find(query, "duckdb_query");
    find(destroy_result, "duckdb_destroy_result");
    find(result_error, "duckdb_result_error");
    find(column_count, "duckdb_column_count");
    find(row_count, "duckdb_row_count");
    find(value_varchar, "duckdb_value_varchar");
    find(free, "duckdb_free");
    find(appender_create, "duckdb_appender_create");
    find(append_int64, "duckdb_append_int64");
    find(appender_end_row, "duckdb_appender_end_row");
    find(appender_destroy, "duckdb_appender_destroy");
    find(library_version, "duckdb_library_version");
    return all;
  }
};

std::unique_ptr<DuckDb> DuckDb::open(const std::string& library, int threads, std::string& why_not) {
  std::unique_ptr<DuckDb> made(new DuckDb);
  made->library_ = std::make_unique<Library>();
  Library& api = *made->library_;
  if (!api.load(library)) {
    const char* said = dlerror();
    why_not = said ? said : "the library lacks a call";
    return nullptr;
  }
  void* config = nullptr;
  api.create_config(&config);
  api.set_config(config, "threads", std::to_string(threads).c_str());
  char* message = nullptr;
  const bool good = api.open_ext(nullptr, &made->database_, config, &message) == 0 &&
                    api.connect(made->database_, &made->connection_) == 0;
  api.destroy_config(&config);
  if (good) return made;
  why_not = message ? message : "DuckDB does not open";
  return nullptr;
}

// The library stays loaded: DuckDB does not promise that it may be unloaded.
DuckDb::~DuckDb() {
  if (connection_) library_->disconnect(&connection_);
  if (database_) library_->close(&database_);
}

std::string DuckDb::version() const {
  const std::string text = library_->library_version();
  return text.starts_with('v') ? text.substr(1) : text;
}

std::optional<DuckDb::Rows> DuckDb::run(const std::string& sql, std::chrono::seconds limit) {
  const Library& api = *library_;
  Result result;
  State state = 0;
  {
    const Watch watch(limit, [&] { api.interrupt(connection_); });
    state = api.query(connection_, sql.c_str(), &result);
  }
  std::optional<Rows> rows;
  if (state == 0) {
    rows.emplace(api.row_count(&result));
    const Index columns = api.column_count(&result);
    for (Index row = 0; row < rows->size(); ++row)
      for (Index column = 0; column < columns; ++column) {
        char* text = api.value_varchar(&result, column, row);
        (*rows)[row].emplace_back(text ? text : "");
        api.free(text);
      }
  } else {
    const char* said = api.result_error(&result);
    error_ = said ? said : "it failed";
  }
  api.destroy_result(&result);
  return rows;
}

bool DuckDb::execute(const std::string& sql) {
  Result result;
  const bool good = library_->query(connection_, sql.c_str(), &result) == 0;
  if (!good) {
    const char* said = library_->result_error(&result);
    error_ = said ? said : "it failed";
  }
  library_->destroy_result(&result);
  return good;
}

bool DuckDb::append(const std::string& table, std::size_t columns, const std::vector<std::int64_t>& values) {
  const Library& api = *library_;
  void* appender = nullptr;
  bool good = api.appender_create(connection_, nullptr, table.c_str(), &appender) == 0;
  for (std::size_t i = 0; good && i < values.size(); ++i) {
    good = api.append_int64(appender, values[i]) == 0;
    if ((i + 1) % columns == 0) good = good && api.appender_end_row(appender) == 0;
  }
  return api.appender_destroy(&appender) == 0 && good;
}

}  // namespace bench
