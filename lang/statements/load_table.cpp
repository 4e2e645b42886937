// Opening tables, finding columns, and what becomes of bad rows.
#include "lang/statements/load_table.hpp"

#include <algorithm>

#include "engine/storage/csv_cutter.hpp"
#include "engine/storage/sqlite_table.hpp"
#include "lang/ast/print.hpp"

namespace reckon::lang {
namespace {

constexpr std::size_t most_shown = 19;  // bad rows of a load that failed
constexpr std::string_view database_magic = "SQLite format 3";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

}  // namespace

LoadTable::LoadTable(Checker& checker, const LoadStatement& statement, std::shared_ptr<const SourceText> source,
                     const FileReader& reader, const FileReader& finder, engine::Meter& meter)
    : checker_(checker), statement_(statement), source_(std::move(source)), meter_(meter), limit_(read_limit()) {
  try {
    if (!statement.table.empty())
      open_database(finder);
    else if (statement.what == LoadKind::records)
      open_pieces(reader, finder);
    else
      open_text(reader);
  } catch (const engine::TableError& error) {
    throw Failure(diagnostic(error.id, error.message, error.hint, error.place));
  } catch (const engine::Error& error) { checker.fail(error.id, statement.file_span, error.message, error.hint); }
}

std::size_t LoadTable::read_limit() {
  if (!statement_.skip_limit) return 0;
  const engine::Range limit = checker_.value_in(*statement_.skip_limit, engine::Unit{});
  const auto number = limit.low.to_int64();
  if (!number || *number < 0)
    checker_.fail(problem::not_constant, statement_.skip_limit->span, "this is no number of rows",
                  "write skipping errors up to 10");
  return static_cast<std::size_t>(*number);
}

FileText LoadTable::find(const FileReader& reader) const {
  FileText file;
  if (reader)
    file = reader(std::string(statement_.file), source_->name);
  else
    file.error = "files cannot be read here";
  if (!file.error.empty())
    checker_.fail(problem::unreadable_file, statement_.file_span,
                  "cannot read \"" + std::string(statement_.file) + "\": " + file.error,
                  "files are named relative to the text that loads them");
  return file;
}

void LoadTable::open_text(const FileReader& reader) {
  FileText file = find(reader);
  name_ = std::move(file.name);
  text_ = std::move(file.text);
  refuse_database(text_);
  reader_ = std::make_unique<engine::CsvReader>(text_);
}

void LoadTable::refuse_database(std::string_view text) const {
  if (text.substr(0, database_magic.size()) == database_magic)
    checker_.fail(engine::problem::unreadable_table, statement_.file_span, name_ + " is an SQLite database",
                  "name one of its tables: load \"" + std::string(statement_.file) + "\" table \"…\" as …");
}

// A file that can be read at any place is; what else there is comes as text.
void LoadTable::open_pieces(const FileReader& reader, const FileReader& finder) {
  if (finder) {
    // A host may have the text alone.
    const FileText file = finder(std::string(statement_.file), source_->name);
    if (file.error.empty()) bytes_ = engine::FileBytes::of_file(file.path.empty() ? file.name : file.path);
    name_ = file.name;
  }
  if (!bytes_) {
    FileText file = find(reader);
    name_ = std::move(file.name);
    whole_ = std::move(file.text);
    bytes_ = std::make_unique<engine::FileBytes>(std::string_view(whole_));
  }
  text_ = engine::CsvCutter(*bytes_, 0).first_row();
  refuse_database(text_);
  reader_ = std::make_unique<engine::CsvReader>(text_);
}

void LoadTable::open_database(const FileReader& finder) {
  const FileText file = find(finder);
  name_ = file.name + ", table " + std::string(statement_.table);
  reader_ =
      std::make_unique<engine::SqliteTable>(file.path.empty() ? file.name : file.path, std::string(statement_.table));
}

bool LoadTable::has_column(std::string_view name) const {
  const auto& header = reader_->header();
  return std::any_of(header.begin(), header.end(), [&](const std::string& each) { return trimmed(each) == name; });
}

std::size_t LoadTable::column(const Name& wanted, bool is_named_after) const {
  const auto& header = reader_->header();
  const std::string name(wanted.text);
  std::vector<std::size_t> found;
  for (std::size_t column = 0; column < header.size(); ++column)
    if (trimmed(header[column]) == name) found.push_back(column);
  if (found.size() == 1) return found.front();
  if (!found.empty())
    checker_.fail(problem::unknown_column, wanted.span, name_ + " has several columns \"" + name + '"',
                  "give each a name of its own");
  engine::NearestNames nearest(name);
  std::string known;
  for (const std::string& each : header) {
    nearest.offer(trimmed(each));
    if (known.size() < 400)
      known += (known.empty() ? "\"" : ", \"") + std::string(trimmed(each)) + '"';
    else if (known.back() != '.')
      known += " …";
  }
  std::string hint = nearest.hint();
  if (hint.empty()) hint = "its columns are " + known;
  if (header.size() == 1 && header.front().find_first_of(";\t") != std::string::npos)
    hint = "its cells are to be separated by commas: the header is one cell, " + known;
  else if (is_named_after)
    hint += "; say which it is: " + quoted_if_needed(name) + " = COLUMN";
  checker_.fail(problem::unknown_column, wanted.span, name_ + " has no column \"" + name + '"', hint);
}

void LoadTable::for_each_row(const std::function<void()>& read) {
  for (;;) {
    try {
      meter_.charge(1);
      if (!reader_->next()) return;
      read();
    } catch (const engine::TableError& error) {
      leave_out(diagnostic(error.id, error.message, error.hint, error.place), error.is_last);
    } catch (Failure& failure) { leave_out(std::move(failure.diagnostics.front()), false); }
  }
}

void LoadTable::diagnose(std::string_view row, std::size_t line, const std::function<void()>& read) {
  const std::string text = text_ + std::string(row);
  const auto header_lines = static_cast<std::size_t>(std::count(text_.begin(), text_.end(), '\n'));
  const auto header = std::move(reader_);
  const auto moved = [&](Diagnostic found) {
    auto place = std::make_shared<SourceText>(*found.source);
    place->first_line = place->first_line - header_lines + line - 1;
    found.source = std::move(place);
    return found;
  };
  std::optional<Diagnostic> found;
  bool is_last = false;
  try {
    reader_ = std::make_unique<engine::CsvReader>(text);
    if (reader_->next()) read();
  } catch (const engine::TableError& error) {
    found = diagnostic(error.id, error.message, error.hint, error.place);
    is_last = error.is_last;
  } catch (Failure& failure) { found = std::move(failure.diagnostics.front()); }
  reader_ = std::make_unique<engine::CsvReader>(text_);
  if (found) leave_out(moved(std::move(*found)), is_last);
}

void LoadTable::leave_out(Diagnostic diagnostic, bool is_last) {
  left_out_.push_back(std::move(diagnostic));
  if (left_out_.size() <= limit_ && !is_last) return;
  std::vector<Diagnostic> shown = std::move(left_out_);
  if (shown.size() <= limit_ || limit_ == 0) throw Failure({std::move(shown.back())});
  if (shown.size() > most_shown) shown.resize(most_shown);
  shown.push_back({problem::too_many_bad_rows,
                   name_ + " has more bad rows than " + std::to_string(limit_) + ", so nothing of it is loaded",
                   "mend its rows, or tolerate more", source_, statement_.skip_limit->span});
  throw Failure(std::move(shown));
}

std::string_view LoadTable::cell(std::size_t column) const { return trimmed(reader_->cell(column)); }

void LoadTable::fail(std::size_t column, std::string_view id, std::string message, std::string hint) const {
  throw Failure(diagnostic(id, std::move(message), std::move(hint), reader_->place(column)));
}

Diagnostic LoadTable::diagnostic(std::string_view id, std::string message, std::string hint,
                                 engine::TablePlace place) const {
  auto line = std::make_shared<SourceText>(SourceText{name_, std::move(place.text), place.line});
  return {id,
          std::move(message),
          std::move(hint),
          std::move(line),
          {static_cast<std::uint32_t>(place.begin), static_cast<std::uint32_t>(place.end)}};
}

}  // namespace reckon::lang
