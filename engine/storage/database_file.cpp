// Transactions over the readers and writers of the tables.
#include "engine/storage/database_file.hpp"

#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"
#include "engine/storage/fact_reader.hpp"
#include "engine/storage/number_cell.hpp"
#include "engine/storage/problems.hpp"
#include "engine/storage/schema.hpp"

namespace reckon::engine {
namespace {

// Checks first, within a transaction that only reads: nothing of a stranger's file is touched.
void open_schema(const Connection& file, bool may_create) {
  if (file.integer("SELECT count(*) FROM sqlite_schema") != 0 || file.is_read_only()) {
    file.execute("BEGIN");
    prepare_schema(file, false);
    file.execute("COMMIT");
  } else {
    file.execute("BEGIN IMMEDIATE");
    prepare_schema(file, may_create);
    file.execute("COMMIT");
  }
  if (!file.is_read_only()) file.execute("PRAGMA journal_mode = WAL");
  file.execute("PRAGMA synchronous = FULL");
  file.execute("PRAGMA cell_size_check = ON");
}

}  // namespace

DatabaseFile::DatabaseFile(const std::string& path, const DatabaseOptions& options)
    : file_(path, options.create ? Connection::Create::yes : Connection::Create::no, options.patience) {
  open_schema(file_, options.create);
  catalog_ = std::make_unique<CatalogWriter>(file_);
  facts_ = std::make_unique<FactWriter>(file_);
}

CatalogReader DatabaseFile::begin_reading() {
  is_reading_ = !file_.is_writing();
  if (is_reading_) file_.execute("BEGIN");
  version_ = file_.integer("PRAGMA data_version");
  return CatalogReader(file_);
}

void DatabaseFile::read_facts(const Catalog& catalog, MeasureId id, FactTable& table) const {
  engine::read_facts(file_, catalog, id, table);
}

void DatabaseFile::end_reading() {
  if (is_reading_) roll_back();
  is_reading_ = false;
}

void DatabaseFile::mark(const Catalog& catalog, FactWriter::Tables tables) {
  ++commits_;
  catalog_->mark(catalog);
  facts_->mark(tables);
  step_ = 0;
  std::string newest = "SELECT max(step) FROM (SELECT 0 AS step";
  for (const char* table : {"unit", "dimension", "level", "member", "alias", "roll_up", "source", "measure",
                            "retraction", "definition", "used"})
    newest += std::string(" UNION ALL SELECT max(step) FROM reckon_") + table;
  step_ = file_.integer(newest + ')');
  for (MeasureId id = 0; id < tables.size(); ++id)
    step_ = std::max(step_, file_.integer("SELECT coalesce((SELECT step FROM " + fact_table_name(id) +
                                          " ORDER BY id DESC LIMIT 1), 0)"));
}

bool DatabaseFile::is_behind() const { return file_.integer("PRAGMA data_version") != version_; }

void DatabaseFile::begin() {
  if (file_.is_read_only())
    throw Error(problem::unwritable_database, path() + " may not be written", "copy it to a place where it may");
  file_.execute("BEGIN IMMEDIATE");
}

void DatabaseFile::write(const Catalog& catalog, FactWriter::Tables tables, Changes changes) {
  ++step_;
  catalog_->write(catalog, step_, changes.declared);
  facts_->write(tables, step_, changes.retracted);
}

void DatabaseFile::define(const Definition& definition) {
  const std::string about = definition.about.text();
  Statement insert = file_.prepare("INSERT INTO reckon_definition VALUES (NULL, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, step_).bind(2, definition.text).bind(3, definition.file);
  insert.bind(4, static_cast<std::int64_t>(definition.line)).bind(5, static_cast<std::int64_t>(definition.column));
  insert.bind(6, about).run();
}

void DatabaseFile::use(const std::string& name, const Place& start) {
  // Where a commit came between, another program may have written there too: the steps are not the module's alone.
  const Step first = start.commits == commits_ ? start.step + 1 : step_ + 1;
  Statement insert = file_.prepare("INSERT OR IGNORE INTO reckon_used VALUES (?, ?, ?)");
  insert.bind(1, name).bind(2, first).bind(3, step_).run();
}

void DatabaseFile::commit() {
  file_.execute("COMMIT");
  ++commits_;
}

std::vector<FactRun> DatabaseFile::fact_runs(MeasureId id) const {
  std::vector<FactRun> runs;
  Statement row = file_.prepare("SELECT id, step FROM " + fact_table_name(id) + " ORDER BY id");
  for (std::size_t at = 0; row.step(); ++at) {
    const Step step = row.integer(1, runs.empty() ? 0 : runs.back().step, INT64_MAX - 1);
    if (runs.empty() || runs.back().step != step) runs.push_back({step, at});
  }
  return runs;
}

std::vector<RetractionRow> DatabaseFile::retractions(MeasureId id) const {
  std::vector<RetractionRow> rows;
  Statement row = file_.prepare("SELECT fact, step FROM reckon_retraction WHERE measure = ?1 ORDER BY step, fact");
  row.bind(1, id);
  while (row.step())
    rows.push_back({row.integer(1, 0, INT64_MAX - 1), static_cast<std::size_t>(row.integer(0, 1, UINT32_MAX)) - 1});
  return rows;
}

void DatabaseFile::roll_back() noexcept {
  try {
    if (file_.is_writing()) file_.execute("ROLLBACK");
  } catch (const Error&) {
    // SQLite has rolled back by itself.
  }
}

std::string DatabaseFile::integrity() const {
  std::string found;
  Statement row = file_.prepare("PRAGMA integrity_check");
  while (row.step())
    if (row.text(0) != "ok") found += std::string(row.text(0)) + '\n';
  return found;
}

}  // namespace reckon::engine
