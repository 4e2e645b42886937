// A database in one SQLite file (docs/file-format.md): what is in it, and transactions that add to it.
// Invariant: between two commits the file holds one whole state, also after a crash; a commit is durable when it
// returns. Not for several threads at once. Another process may have the same file open; one writes at a time.
#pragma once

#include <memory>
#include <string>

#include "engine/storage/catalog_reader.hpp"
#include "engine/storage/catalog_writer.hpp"
#include "engine/storage/fact_writer.hpp"

namespace reckon::engine {

// Facts of a measure that one statement made: from that row to the next run's.
struct FactRun {
  Step step;
  std::size_t first;
};
struct RetractionRow {
  Step step;
  std::size_t fact;  // the row that is withdrawn
};

struct DatabaseOptions {
  bool create = true;   // where there is no file
  int patience = 5000;  // milliseconds to wait for another program that is writing
};

class DatabaseFile {
 public:
  // Throws Error: no such file, another program's, damaged, of a newer format, busy.
  DatabaseFile(const std::string& path, const DatabaseOptions&);
  DatabaseFile(const DatabaseFile&) = delete;
  DatabaseFile& operator=(const DatabaseFile&) = delete;

  const std::string& path() const { return file_.path(); }

  // Reading: one state of the file, from begin_reading to end_reading, whatever others write.
  CatalogReader begin_reading();
  void read_facts(const Catalog&, MeasureId, FactTable&) const;
  std::vector<FactRun> fact_runs(MeasureId) const;
  std::vector<RetractionRow> retractions(MeasureId) const;  // by step, then fact
  void end_reading();                                       // also where reading failed
  // Says that catalog and facts are what the file holds; what comes on top is what `write` writes.
  void mark(const Catalog&, FactWriter::Tables);
  // Whether another program has written since begin_reading.
  bool is_behind() const;

  // Writing: nothing is durable, or seen by others, before commit. Each throws Error; after that only roll_back, and
  // marking anew what was read again, leads on.
  void begin();  // waits for another writer
  bool is_writing() const { return file_.is_writing(); }
  struct Changes {
    bool declared = false;   // members may have got aliases, or what they roll up to
    bool retracted = false;  // facts may have been withdrawn
  };
  void write(const Catalog&, FactWriter::Tables, Changes);
  void define(const Definition&);  // at the step of the last write
  // Notes that a module or file has been read. What it declared began after `start`, which says how far the file had
  // come then.
  struct Place {
    Step step = 0;
    std::size_t commits = 0;
  };
  Place place() const { return {step_, commits_}; }
  void use(const std::string& name, const Place& start);
  void commit();
  void roll_back() noexcept;

  // All that is wrong with the file as SQLite sees it, one a line; empty where nothing is.
  std::string integrity() const;

 private:
  Connection file_;
  std::unique_ptr<CatalogWriter> catalog_;  // made when the schema is there
  std::unique_ptr<FactWriter> facts_;
  Step step_ = 0;
  std::size_t commits_ = 0;   // of this process, and readings
  std::int64_t version_ = 0;  // SQLite's data_version
  bool is_reading_ = false;   // in a transaction of its own
};

}  // namespace reckon::engine
