// DuckDB through its C API, loaded while the benchmark runs, so that nothing of it is needed to build.
// `scripts/fetch-duckdb build/peers` brings the library. Not shared between threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bench {

class DuckDb {
 public:
  // An empty database in memory; nothing where the library is not there (`why_not` then says why).
  static std::unique_ptr<DuckDb> open(const std::string& library, int threads, std::string& why_not);
  ~DuckDb();
  DuckDb(const DuckDb&) = delete;
  DuckDb& operator=(const DuckDb&) = delete;

  std::string version() const;  // `1.5.6`
  // Rows of a statement as text, column by column within a row; nothing where it failed (see error) or took longer.
  using Rows = std::vector<std::vector<std::string>>;
  std::optional<Rows> run(const std::string& sql, std::chrono::seconds limit = std::chrono::seconds(60));
  // Runs a statement and lets its rows go: for timing, since nothing watches over it and nothing is copied.
  bool execute(const std::string& sql);
  const std::string& error() const { return error_; }

  // Appends rows of integers to a table, quickly: values row by row, `columns` each.
  bool append(const std::string& table, std::size_t columns, const std::vector<std::int64_t>& values);

 private:
  struct Library;
  DuckDb() = default;

  std::unique_ptr<Library> library_;
  void* database_ = nullptr;
  void* connection_ = nullptr;
  std::string error_;
};

}  // namespace bench
