// A CSV file is cut into pieces that threads read side by side; pieces join in the order of the file, so that what is
// loaded does not depend on which thread was faster.
#include "lang/statements/load_records.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <limits>
#include <mutex>
#include <thread>

#include "engine/facts/records/record_table.hpp"
#include "engine/facts/records/side_by_side.hpp"
#include "engine/model/problems.hpp"
#include "engine/storage/csv_cells.hpp"
#include "engine/storage/csv_cutter.hpp"
#include "lang/statements/new_members.hpp"
#include "lang/statements/provenance.hpp"
#include "lang/statements/record_reader.hpp"

namespace reckon::lang {
namespace {

constexpr std::size_t piece_size = std::size_t{1} << 20;
constexpr std::size_t chunk_rows = std::size_t{1} << 18;  // about as many are packed together
constexpr unsigned most_threads = 16;
constexpr std::size_t most_rows = std::numeric_limits<engine::Code>::max();

// A row of a piece that could not be read.
struct BadRow {
  std::string text;
  std::size_t newlines = 0;  // before it, in the piece
};

// What a thread made of a piece.
struct ReadPiece {
  std::size_t number = 0;
  std::size_t reading = 0, chunk = 0;           // of the reading
  std::size_t begin = 0, rows = 0;              // in the chunk
  std::vector<std::size_t> known, known_after;  // members of the reader, by key column
  std::vector<BadRow> bad;
  std::size_t newlines = 0;
};

// One thread's rows.
struct Reading {
  explicit Reading(const RecordPlan& plan, std::size_t columns) : reader(plan), cells(columns) {}
  RecordReader reader;
  RecordCells cells;
  std::array<std::string_view, engine::RecordBatch::most> rows;   // of the cells, whole
  std::array<std::size_t, engine::RecordBatch::most> newlines{};  // before each row, in the piece
  std::deque<engine::RecordChunk> chunks;
};

class RecordLoader {
 public:
  RecordLoader(Environment& environment, Checker& checker, const LoadStatement& statement, LoadTable& table,
               engine::LoadProgress* progress)
      : environment_(environment), checker_(checker), statement_(statement), table_(table), progress_(progress) {
    refuse_parts_of_facts();
    find_keys();
    find_measures();
    plan_.catalog = &checker.catalog();
    provenance_ = provenance();
  }

  void run();

 private:
  void refuse_parts_of_facts() const;
  void find_keys();
  void find_measures();
  engine::RecordProvenance provenance() const;

  void read_rows();
  void read_pieces();
  void read_by_one(std::size_t reading, engine::CsvCutter&);
  void begin_piece(const Reading&, ReadPiece&) const;
  void end_piece(Reading&, ReadPiece&);
  void read_piece(Reading&, std::string_view text, ReadPiece&) const;
  void read_cells(Reading&, engine::CsvCells&, ReadPiece&) const;
  bool read_difficult(Reading&, std::string_view row) const;
  unsigned threads() const;
  void join();
  void add_new_members(const ReadPiece&);
  void check_count() const;
  void publish();

  Environment& environment_;
  Checker& checker_;
  const LoadStatement& statement_;
  LoadTable& table_;
  engine::LoadProgress* progress_;
  RecordPlan plan_;
  std::vector<engine::Axis> axes_;
  std::vector<engine::Measure> measures_;
  engine::RecordProvenance provenance_;

  std::vector<std::unique_ptr<Reading>> readings_;
  std::mutex mutex_;  // guards the cutter and what follows
  std::vector<ReadPiece> pieces_;
  std::size_t bad_rows_ = 0, rows_ = 0;
  std::exception_ptr failure_;
  NewMembers new_members_;
};

void RecordLoader::refuse_parts_of_facts() const {
  for (const Name& part : {statement_.value_low, statement_.best})
    if (!part.text.empty())
      checker_.fail(
          problem::load_form, part.span, "a record's values are the columns that its measures name",
          "leave this part out, and name the column in the braces: { " + std::string(part.text) + " : UNIT }");
  for (const Name& part :
       {statement_.source_column, statement_.kind_column, statement_.date_column, statement_.note_column})
    if (!part.text.empty())
      checker_.fail(problem::load_form, part.span, "the records of a load share source, kind, date and note",
                    "make the column a dimension of the records, or load the rows as facts");
}

void RecordLoader::find_keys() {
  for (const LoadTarget& target : statement_.targets) {
    const std::string name(target.dimension.text);
    const engine::DimensionId id = checker_.dimension(target.dimension);
    const engine::Dimension& dimension = checker_.catalog().dimension(id);
    for (const engine::Axis& axis : axes_)
      if (axis.name == name)
        checker_.fail(problem::wrong_arguments, target.dimension.span, name + " stands twice",
                      "name each dimension once");
    if (dimension.is_numbers())
      checker_.fail(problem::load_form, target.dimension.span,
                    name + " keeps other records apart, and has no other members", "declare a dimension of its own");
    if (!target.column.format.empty() && !dimension.is_calendar())
      checker_.fail(problem::load_form, target.dimension.span,
                    name + " is no calendar dimension, so it has no date format", "leave the format out");
    const Name& column = target.column.column;
    plan_.keys.push_back({table_.column(column, column.text == name), id, target.column.format});
    axes_.push_back({name, id});
  }
  if (axes_.size() > most_record_keys)
    checker_.fail(problem::too_complex, statement_.head.span, "records have at most 15 dimensions",
                  "leave some of the columns out");
}

void RecordLoader::find_measures() {
  for (const RecordMeasure& written : statement_.measures) {
    engine::Measure measure;
    measure.name = std::string(written.name.text);
    measure.unit = checker_.unit(written.unit, written.unit_span);
    const std::string unit = checker_.catalog().units().text(measure.unit);
    const bool quotient = measure.unit.is_one() || unit.find('/') != std::string::npos;
    if (quotient && written.additivity == AdditivityWord::unstated)
      checker_.fail(
          problem::additivity_unstated, written.unit_span,
          "a measure in " + (measure.unit.is_one() ? std::string("1") : unit) + " must say whether it may be summed",
          "write rate after the unit for a ratio or price, flow or stock for an amount");
    if (written.additivity == AdditivityWord::stock) measure.additivity = engine::Additivity::stock;
    if (written.additivity == AdditivityWord::rate) measure.additivity = engine::Additivity::rate;
    plan_.values.push_back({table_.column(written.column, written.column.text == written.name.text), measure.name});
    measures_.push_back(std::move(measure));
  }
}

engine::RecordProvenance RecordLoader::provenance() const {
  engine::Fact stated;
  state_provenance(
      checker_, {statement_.source, statement_.kind, statement_.date, statement_.note, statement_.confidence}, stated);
  if (stated.date == engine::no_code) stated.date = checker_.catalog().source(stated.source).date;
  return {stated.source, stated.kind, stated.date, std::string(stated.note), stated.confidence};
}

void RecordLoader::run() {
  if (table_.bytes())
    read_pieces();
  else
    read_rows();
  join();
  if (failure_) std::rethrow_exception(failure_);
  publish();
}

unsigned RecordLoader::threads() const {
  const unsigned wanted = environment_.store.program().limits.threads;
  return std::min(most_threads, wanted > 0 ? wanted : std::max(1U, std::thread::hardware_concurrency()));
}

// A table of a database, one row after another.
void RecordLoader::read_rows() {
  Reading& reading = *readings_.emplace_back(std::make_unique<Reading>(plan_, table_.columns()));
  ReadPiece piece;
  begin_piece(reading, piece);
  const auto close = [&] {
    end_piece(reading, piece);
    check_count();
    piece = {};
    piece.number = pieces_.size();
    begin_piece(reading, piece);
  };
  table_.for_each_row([&] {
    reading.cells.hold(plan_, [&](std::size_t column) { return table_.cell(column); });
    if (!reading.reader.read(reading.cells).empty()) explain_bad_record(plan_, table_);
    if (reading.reader.rows() == chunk_rows) close();
  });
  close();
}

void RecordLoader::read_pieces() {
  engine::CsvCutter cutter(*table_.bytes(), piece_size);
  cutter.start_at(table_.first_row_size());
  const auto pieces = static_cast<std::size_t>(table_.bytes()->size() / piece_size + 1);
  const std::size_t count = std::min<std::size_t>(pieces, threads());
  for (std::size_t i = 0; i < count; ++i) readings_.push_back(std::make_unique<Reading>(plan_, table_.columns()));
  if (progress_) progress_->begin(table_.bytes()->size());
  engine::side_by_side(count, [&](std::size_t number) { read_by_one(number, cutter); });
  if (progress_) progress_->end();
}

// One thread: the next piece, until there is none or something is wrong.
void RecordLoader::read_by_one(std::size_t number, engine::CsvCutter& cutter) {
  engine::CsvPiece text;
  for (;;) {
    ReadPiece piece;
    try {
      {
        const std::lock_guard lock(mutex_);
        if (failure_ || bad_rows_ > table_.limit() || rows_ > most_rows || !cutter.next(text)) return;
      }
      piece.number = text.number();
      piece.reading = number;
      begin_piece(*readings_[number], piece);
      read_piece(*readings_[number], text.text(), piece);
      const std::size_t rows = readings_[number]->reader.rows() - piece.begin + piece.bad.size();
      if (number == 0) table_.charge(rows * readings_.size());  // a host may be asked on its own thread alone
      end_piece(*readings_[number], piece);
      if (progress_) progress_->bytes += text.text().size(), progress_->rows += rows;
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      return;
    }
  }
}

void RecordLoader::begin_piece(const Reading& reading, ReadPiece& piece) const {
  piece.chunk = reading.chunks.size();
  piece.begin = reading.reader.rows();
  for (std::size_t key = 0; key < plan_.keys.size(); ++key) piece.known.push_back(reading.reader.known(key));
}

void RecordLoader::end_piece(Reading& reading, ReadPiece& piece) {
  piece.rows = reading.reader.rows() - piece.begin;
  for (std::size_t key = 0; key < plan_.keys.size(); ++key) piece.known_after.push_back(reading.reader.known(key));
  if (reading.reader.rows() >= chunk_rows) reading.chunks.push_back(reading.reader.take());
  const std::lock_guard lock(mutex_);
  bad_rows_ += piece.bad.size();
  rows_ += piece.rows;
  pieces_.push_back(std::move(piece));
}

void RecordLoader::read_piece(Reading& reading, std::string_view text, ReadPiece& piece) const {
  using Row = engine::CsvCells::Row;
  engine::CsvCells rows(text, table_.columns());
  RecordCells& cells = reading.cells;
  cells.rows = 0;
  const auto step = [&] { return rows.next(cells.row(cells.rows)); };
  for (Row row = step(); row != Row::end && piece.bad.size() <= table_.limit(); row = step()) {
    if (row == Row::empty) continue;
    if (row == Row::difficult) {
      read_cells(reading, rows, piece);
      if (!read_difficult(reading, rows.row())) piece.bad.push_back({std::string(rows.row()), rows.newlines()});
      continue;
    }
    reading.rows[cells.rows] = rows.row();
    reading.newlines[cells.rows] = rows.newlines();
    if (++cells.rows == engine::RecordBatch::most) read_cells(reading, rows, piece);
  }
  read_cells(reading, rows, piece);
  piece.newlines = rows.newlines();
}

// The rows that were cut so far.
void RecordLoader::read_cells(Reading& reading, engine::CsvCells& rows, ReadPiece& piece) const {
  for (const std::size_t bad : reading.reader.read(reading.cells))
    piece.bad.push_back({std::string(reading.rows[bad]), reading.newlines[bad]});
  reading.cells.rows = 0;
  rows.forget();
}

bool RecordLoader::read_difficult(Reading& reading, std::string_view row) const {
  try {
    const std::string text = table_.first_row() + std::string(row);
    engine::CsvReader csv(text);
    if (!csv.next()) return true;
    reading.cells.hold(plan_, [&](std::size_t column) { return csv.cell(column); });
    const bool is_good = reading.reader.read(reading.cells).empty();
    reading.cells.rows = 0;
    return is_good;
  } catch (const engine::TableError&) { return false; }
}

// Everything from here on happens in the order of the file.
void RecordLoader::join() {
  std::sort(pieces_.begin(), pieces_.end(), [](const ReadPiece& a, const ReadPiece& b) { return a.number < b.number; });
  check_count();
  std::size_t line = 1;
  if (table_.bytes())
    line += static_cast<std::size_t>(std::count(table_.first_row().begin(), table_.first_row().end(), '\n'));
  for (const ReadPiece& piece : pieces_) {
    for (const BadRow& bad : piece.bad)
      table_.diagnose(bad.text, line + bad.newlines, [&] { explain_bad_record(plan_, table_); });
    line += piece.newlines;
    add_new_members(piece);
  }
}

void RecordLoader::check_count() const {
  if (rows_ > most_rows)
    throw engine::Error(engine::problem::too_many_rows,
                        table_.name() + " has more than " + std::to_string(most_rows) + " rows",
                        "load parts of it, as records of their own");
}

void RecordLoader::add_new_members(const ReadPiece& piece) {
  RecordReader& reader = readings_[piece.reading]->reader;
  for (std::size_t key = 0; key < plan_.keys.size(); ++key)
    for (std::size_t number = piece.known[key]; number < piece.known_after[key]; ++number)
      if (engine::Code& code = reader.members()[key][number]; code == engine::no_code)
        code = new_members_.add(checker_.catalog(), plan_.keys[key].dimension, reader.name(key, number));
}

void RecordLoader::publish() {
  engine::Catalog next = checker_.catalog();
  new_members_.apply(next);
  std::vector<engine::DimensionId> dimensions;
  for (const RecordPlan::Key& key : plan_.keys) dimensions.push_back(key.dimension);
  engine::RecordBuilder builder(next, std::move(dimensions), plan_.values.size());
  for (const auto& reading : readings_) reading->chunks.push_back(reading->reader.take());
  for (const ReadPiece& piece : pieces_) {
    Reading& reading = *readings_[piece.reading];
    builder.add({&reading.chunks[piece.chunk], piece.begin, piece.rows, &reading.reader.members()});
  }
  std::size_t too_fine = 0;
  auto records = builder.build(std::move(provenance_), threads(), too_fine);
  if (!records)
    checker_.fail(problem::number_too_large, statement_.measures[too_fine].name.span,
                  "the values of " + plan_.values[too_fine].name + " in " + table_.name() +
                      " are too large beside others that are too fine: together they need more than 18 digits",
                  "round them, or load the rows as facts, which have no such limit");
  if (!new_members_.empty()) environment_.store.edit_catalog() = std::move(next);
  environment_.store.add_records(std::string(statement_.head.text), std::move(axes_), std::move(measures_),
                                 std::move(records));
}

}  // namespace

void load_records(Environment& environment, Checker& checker, const LoadStatement& statement, LoadTable& table,
                  engine::LoadProgress* progress) {
  RecordLoader(environment, checker, statement, table, progress).run();
}

}  // namespace reckon::lang
