// The file or database table that a `load` reads: columns by their header, rows one after another, and errors with
// their place in the data. Invariant: a row that fails is either left out whole or stops the load.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/csv.hpp"
#include "engine/storage/file_bytes.hpp"
#include "lang/check/checker.hpp"
#include "lang/session.hpp"

namespace reckon::lang {

class LoadTable {
 public:
  // Opens the file and reads the header; the statement stands in `source`. Of records' CSV files only the first row is
  // read then: the rest is in bytes(). Throws Failure.
  LoadTable(Checker&, const LoadStatement&, std::shared_ptr<const SourceText> source, const FileReader& reader,
            const FileReader& finder, engine::Meter& meter);
  LoadTable(const LoadTable&) = delete;
  LoadTable& operator=(const LoadTable&) = delete;

  // The column of that name; throws Failure where there is none, or there are several. A column that is named after
  // what it holds, because the statement says no other name, is mended by naming it.
  std::size_t column(const Name&, bool is_named_after = false) const;
  bool has_column(std::string_view name) const;

  // Calls `read` for every row, each a step of the meter. A row for which it throws a Failure, or that is malformed, is
  // left out while the statement tolerates that; else the Failure goes on.
  void for_each_row(const std::function<void()>& read);
  // A cell of the row at hand without blanks around it, valid for that row.
  std::string_view cell(std::size_t column) const;
  [[noreturn]] void fail(std::size_t column, std::string_view id, std::string message, std::string hint) const;

  // Counts rows that are read by pieces; from one thread.
  void charge(std::size_t rows) { meter_.charge(rows / 8 + 1); }
  // The same for one row of a CSV file that is read by pieces: tells what `read` finds wrong with it.
  void diagnose(std::string_view row, std::size_t line, const std::function<void()>& read);

  // Of records' CSV files: all bytes, and the first row, which ends where the others begin.
  const engine::FileBytes* bytes() const { return bytes_.get(); }
  const std::string& first_row() const { return text_; }
  std::uint64_t first_row_size() const { return text_.size(); }
  std::size_t columns() const { return reader_->header().size(); }
  std::size_t limit() const { return limit_; }

  const std::string& name() const { return name_; }
  const std::vector<Diagnostic>& left_out() const { return left_out_; }
  std::string remark() const { return reader_->remark(); }

 private:
  void open_text(const FileReader&);
  void open_pieces(const FileReader& reader, const FileReader& finder);
  void open_database(const FileReader&);
  void refuse_database(std::string_view text) const;
  FileText find(const FileReader&) const;
  std::size_t read_limit();
  void leave_out(Diagnostic, bool is_last);
  Diagnostic diagnostic(std::string_view id, std::string message, std::string hint, engine::TablePlace) const;

  Checker& checker_;
  const LoadStatement& statement_;
  std::shared_ptr<const SourceText> source_;
  engine::Meter& meter_;
  std::string name_;   // as errors show it
  std::string text_;   // of a CSV file; the reader refers to it
  std::string whole_;  // of a file that came as text and is read by pieces
  std::unique_ptr<engine::FileBytes> bytes_;
  std::unique_ptr<engine::TableReader> reader_;
  std::size_t limit_;  // rows that may be left out
  std::vector<Diagnostic> left_out_;
};

}  // namespace reckon::lang
