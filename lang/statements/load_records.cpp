// A CSV file is cut into pieces that threads read side by side; pieces join in the order of the file, so that what is
// loaded does not depend on which thread was faster.
#include "lang/statements/load_records.hpp"

#include <algorithm>
#include <limits>
#include <mutex>
#include <thread>

#include "engine/model/problems.hpp"
#include "engine/storage/csv_cutter.hpp"
#include "lang/statements/new_members.hpp"
#include "lang/statements/provenance.hpp"
#include "lang/statements/record_reader.hpp"

namespace reckon::lang {
namespace {

constexpr std::size_t piece_size = std::size_t{2} << 20;
constexpr std::size_t rows_at_once = 65'536;  // of a table that is read row by row
constexpr unsigned most_threads = 16;

// A row of a piece that could not be read.
struct BadRow {
  std::string text;
  std::size_t newlines = 0;  // before it, in the piece
};

// What a thread made of a piece.
struct ReadPiece {
  std::size_t number = 0;
  std::size_t reader = 0;
  engine::RecordChunk chunk{0, 0};
  std::vector<std::size_t> known, known_after;  // members of the reader, by key column, before and after
  std::vector<BadRow> bad;
  std::size_t newlines = 0;
};

class RecordLoader {
 public:
  RecordLoader(Environment& environment, Checker& checker, const LoadStatement& statement, LoadTable& table)
      : environment_(environment), checker_(checker), statement_(statement), table_(table) {
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
  void read_by_one(std::size_t reader, engine::CsvCutter&);
  void read_piece(RecordReader&, std::string_view text, ReadPiece&) const;
  bool read_difficult(RecordReader&, std::string_view row) const;
  void join();
  void add_new_members(const ReadPiece&);
  void check_count(std::size_t rows) const;
  void publish();

  Environment& environment_;
  Checker& checker_;
  const LoadStatement& statement_;
  LoadTable& table_;
  RecordPlan plan_;
  std::vector<engine::Axis> axes_;
  std::vector<engine::Measure> measures_;
  engine::RecordProvenance provenance_;

  std::vector<std::unique_ptr<RecordReader>> readers_;
  std::mutex mutex_;  // guards the cutter and what follows
  std::vector<ReadPiece> pieces_;
  std::size_t bad_rows_ = 0;
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
  if (axes_.size() > 15)
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
  publish();
}

// A table of a database, one row after another.
void RecordLoader::read_rows() {
  readers_.push_back(std::make_unique<RecordReader>(plan_));
  RecordReader& reader = *readers_.front();
  std::size_t rows = 0;
  reader.start();
  const auto close = [&] {
    ReadPiece piece;
    piece.number = pieces_.size();
    piece.known = reader.known_at_start();
    for (std::size_t key = 0; key < plan_.keys.size(); ++key) piece.known_after.push_back(reader.known(key));
    piece.chunk = reader.take();
    pieces_.push_back(std::move(piece));
    reader.start();
  };
  table_.for_each_row([&] {
    if (!reader.read([&](std::size_t column) { return table_.cell(column); })) explain_bad_record(plan_, table_);
    if (++rows % rows_at_once == 0) close();
    check_count(rows);
  });
  close();
}

void RecordLoader::read_pieces() {
  engine::CsvCutter cutter(*table_.bytes(), piece_size);
  cutter.start_at(table_.first_row_size());
  const unsigned wanted = environment_.store.program().limits.threads;
  const unsigned machine = std::max(1U, std::thread::hardware_concurrency());
  const auto pieces =
      static_cast<unsigned>(std::min<std::uint64_t>(table_.bytes()->size() / piece_size + 1, most_threads));
  const unsigned count = std::min(pieces, wanted > 0 ? wanted : machine);
  for (unsigned i = 0; i < count; ++i) readers_.push_back(std::make_unique<RecordReader>(plan_));
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < count; ++i) threads.emplace_back([this, i, &cutter] { read_by_one(i, cutter); });
  read_by_one(0, cutter);
  for (std::thread& thread : threads) thread.join();
  if (failure_) std::rethrow_exception(failure_);
}

// One thread: the next piece, until there is none or something is wrong.
void RecordLoader::read_by_one(std::size_t number, engine::CsvCutter& cutter) {
  engine::CsvPiece text;
  for (;;) {
    ReadPiece piece;
    try {
      {
        const std::lock_guard lock(mutex_);
        if (failure_ || bad_rows_ > table_.limit() || !cutter.next(text)) return;
      }
      piece.number = text.number;
      piece.reader = number;
      read_piece(*readers_[number], text.text, piece);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      return;
    }
    const std::lock_guard lock(mutex_);
    bad_rows_ += piece.bad.size();
    pieces_.push_back(std::move(piece));
  }
}

void RecordLoader::read_piece(RecordReader& reader, std::string_view text, ReadPiece& piece) const {
  using Row = engine::CsvCells::Row;
  reader.start();
  engine::CsvCells cells(text, table_.columns());
  for (Row row = cells.next(); row != Row::end; row = cells.next()) {
    if (row == Row::empty) continue;
    const bool good = row == Row::cells ? reader.read([&](std::size_t column) { return cells.cell(column); })
                                        : read_difficult(reader, cells.row());
    if (!good) piece.bad.push_back({std::string(cells.row()), cells.newlines()});
    if (piece.bad.size() > table_.limit()) break;
  }
  piece.newlines = cells.newlines();
  piece.known = reader.known_at_start();
  for (std::size_t key = 0; key < plan_.keys.size(); ++key) piece.known_after.push_back(reader.known(key));
  piece.chunk = reader.take();
}

bool RecordLoader::read_difficult(RecordReader& reader, std::string_view row) const {
  try {
    const std::string text = table_.first_row() + std::string(row);
    engine::CsvReader csv(text);
    return csv.next() && reader.read([&](std::size_t column) { return csv.cell(column); });
  } catch (const engine::TableError&) { return false; }
}

// Everything from here on happens in the order of the file.
void RecordLoader::join() {
  std::sort(pieces_.begin(), pieces_.end(), [](const ReadPiece& a, const ReadPiece& b) { return a.number < b.number; });
  std::size_t rows = 0;
  std::size_t line = 1;
  if (table_.bytes())
    line += static_cast<std::size_t>(std::count(table_.first_row().begin(), table_.first_row().end(), '\n'));
  for (const ReadPiece& piece : pieces_) {
    for (const BadRow& bad : piece.bad)
      table_.diagnose(bad.text, line + bad.newlines, [&] { explain_bad_record(plan_, table_); });
    line += piece.newlines;
    check_count(rows += piece.chunk.rows());
    add_new_members(piece);
  }
}

void RecordLoader::check_count(std::size_t rows) const {
  constexpr std::size_t most = std::numeric_limits<engine::Code>::max();
  if (rows > most)
    throw engine::Error(engine::problem::too_many_rows,
                        table_.name() + " has more than " + std::to_string(most) + " rows",
                        "load parts of it, as records of their own");
}

void RecordLoader::add_new_members(const ReadPiece& piece) {
  const RecordReader& reader = *readers_[piece.reader];
  auto& members = *reader.members();
  for (std::size_t key = 0; key < plan_.keys.size(); ++key)
    for (std::size_t number = piece.known[key]; number < piece.known_after[key]; ++number)
      if (members[key][number] == engine::no_code)
        members[key][number] =
            new_members_.add(checker_.catalog(), plan_.keys[key].dimension, reader.name(key, number));
}

void RecordLoader::publish() {
  engine::RecordBuilder builder(plan_.values.size());
  for (ReadPiece& piece : pieces_) builder.add(std::move(piece.chunk), readers_[piece.reader]->members());
  pieces_.clear();
  engine::Catalog next = checker_.catalog();
  new_members_.apply(next);
  std::vector<engine::DimensionId> dimensions;
  for (const RecordPlan::Key& key : plan_.keys) dimensions.push_back(key.dimension);
  std::size_t too_fine = 0;
  auto records = builder.build(next, dimensions, std::move(provenance_), too_fine);
  if (!records)
    checker_.fail(problem::number_too_large, statement_.measures[too_fine].name.span,
                  "the values of " + plan_.values[too_fine].name +
                      " are too large beside others that are too fine: together they need more than 18 digits",
                  "round them, or load the rows as facts, which have no such limit");
  if (!new_members_.empty()) environment_.store.edit_catalog() = std::move(next);
  environment_.store.add_records(std::string(statement_.head.text), std::move(axes_), std::move(measures_),
                                 std::move(records));
}

}  // namespace

void load_records(Environment& environment, Checker& checker, const LoadStatement& statement, LoadTable& table) {
  RecordLoader(environment, checker, statement, table).run();
}

}  // namespace reckon::lang
