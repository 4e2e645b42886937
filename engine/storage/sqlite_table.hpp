// The rows of a table or view in an SQLite file, opened for reading alone. Values are text as SQLite shows them: whole
// numbers and text exactly as stored, NULL as an empty cell. A REAL is binary; what stands for it is the decimal that
// SQLite shows, of 15 significant digits (0.1 for 0.1), and the remark says so. A BLOB is no text.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/storage/table_reader.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace reckon::engine {

class SqliteTable final : public TableReader {
 public:
  // Throws Error: no such file or table, not a database, damaged, locked by a writer.
  SqliteTable(const std::string& path, const std::string& table);

  bool next() override;
  std::string_view cell(std::size_t column) override;
  TablePlace place(std::size_t column) const override;
  std::string remark() const override;

 private:
  struct Close {
    void operator()(sqlite3*) const;
    void operator()(sqlite3_stmt*) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Close>;

  void open(const std::string& path);
  Statement prepare(const std::string& sql) const;
  void require_table(const std::string& table) const;
  [[noreturn]] void fail() const;

  std::string path_;
  std::unique_ptr<sqlite3, Close> database_;
  Statement rows_;
  std::size_t row_ = 0;
  std::uint64_t steps_ = 0;  // of SQLite's machine since the last row
  bool saw_real_ = false;
};

}  // namespace reckon::engine
