// A session: texts run statement by statement against one store. Every statement either takes effect whole or leaves
// the store as it was. Not for several threads at once; answers and prepared queries may be read and run from any.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/exec/answer.hpp"
#include "engine/exec/drivers.hpp"
#include "engine/exec/explanation.hpp"
#include "engine/model/error.hpp"
#include "engine/storage/database_file.hpp"
#include "engine/storage/load_progress.hpp"
#include "lang/check/environment.hpp"
#include "lang/diagnostics/diagnostic.hpp"
#include "lang/fact_batch.hpp"

namespace reckon::lang {

// Reads the file that a text names. `from` is the name of that text; the result is the file's text and the name by
// which it is known from then on, or an error in words.
struct FileText {
  std::string name, text, error;  // error is empty where the file was read
  std::string path = {};          // of a file that is opened in place: where it lies, if not at its name
};
using FileReader = std::function<FileText(const std::string& path, const std::string& from)>;

// What a statement has to say.
struct Outcome {
  enum class What : std::uint8_t {
    answer,
    check,
    why,
    why_not,
    explain,
    drivers,
    plot,
    conflicts,
    note,
    error
  } what = What::answer;
  std::string query;                         // the expression as written
  std::string statement;                     // with its verb
  std::shared_ptr<const SourceText> source;  // of a query or check, where it stands; null otherwise
  Span span;
  std::shared_ptr<const engine::Answer> answer;  // answer, check, why, explain, drivers, plot
  std::vector<engine::Explanation> trees;        // why_not, explain, conflicts
  std::vector<engine::Drivers> drivers;          // drivers, plot of them
  bool of_drivers = false;                       // plot: of the drivers, not of the answer
  std::vector<std::string> columns;              // names of the answer's columns
  engine::Truth verdict = engine::Truth::no;     // check
  std::string message;                           // check, note: what a statement did otherwise than may be thought
  std::vector<Diagnostic> diagnostics;           // error; of a failed check the place; of a note the rows left out
};
using Sink = std::function<void(const Outcome&)>;

class Session {
 public:
  // Loads the prelude. Without a reader no text can name a file. The finder is asked for files that are opened in
  // place, as SQLite's are: it gives a path as the name, and no text; without it none can be loaded.
  explicit Session(FileReader reader = {}, FileReader finder = {});

  // Runs a text; each outcome is handed to `sink` as it happens. A syntax error anywhere runs nothing. False where
  // an error occurred or a check failed. With a meter all statements together count on it, and what it stops ends the
  // text; without one the limits are those of each query.
  bool run(std::shared_ptr<const SourceText>, const Sink& sink, std::shared_ptr<engine::Meter> meter = nullptr);

  // Script parameters: the text that `$name` stands for in what is run from now on.
  void set_parameter(std::string name, std::string text) { environment_.parameters[std::move(name)] = std::move(text); }

  // Keeps the store in a file from now on: loads what it holds, and makes every change durable before the next outcome
  // is handed to a sink, and before run returns. For a session that has run nothing yet. Throws engine::Error.
  void open_database(const std::string& path, const engine::DatabaseOptions& = {});
  // Reads again where another program has written to the file since; says whether one has. A run does so by itself.
  // Throws engine::Error, and the store is as it was.
  bool refresh();

  // What a single query may cost, and what the store may hold.
  void set_limits(const engine::Limits& limits) { environment_.store.set_limits(limits); }

  // A host's wish to stop what runs from now on; null for none. It must outlive what runs.
  void set_interrupt(const engine::Interrupt* interrupt) { interrupt_ = interrupt; }

  // Where loads of records say how far they are, from now on; null for nowhere. It must outlive what runs.
  void set_progress(engine::LoadProgress* progress) { progress_ = progress; }

  // A function of the host, known by its name from now on. Throws engine::Error where the name is taken or none.
  void define(std::shared_ptr<const engine::HostFunction>);

  // Writes the rows of a batch, all or none; durable where a file keeps the store. Throws RowError or engine::Error.
  void append(FactBatch& batch);

  const Environment& environment() const { return environment_; }

  // True where a file keeps the store; what it has kept cannot be taken back by `restore`.
  bool is_kept() const { return database_ != nullptr; }
  // Runs a text that the file, if there is one, does not keep: for definitions of the moment.
  bool run_unkept(std::shared_ptr<const SourceText>, const Sink&);

  // What the session holds now, to come back to; cheap, as stores share what does not change.
  struct Checkpoint {
    Environment environment;
    std::set<std::string> used;
  };
  Checkpoint checkpoint() const { return {environment_, used_}; }
  void restore(Checkpoint before) {
    environment_ = std::move(before.environment);
    used_ = std::move(before.used);
  }

 private:
  friend class StatementRunner;
  bool run_statements(const std::shared_ptr<const Script>&, const Sink&);
  // Counts what a statement takes: the text's own meter, or a fresh one.
  std::shared_ptr<engine::Meter> meter() const;
  bool end_of_text(const Sink&);

  // session_database.cpp: each does nothing without a database, and throws engine::Error.
  void load_database();
  void replay(const engine::Definition&);
  void begin_change();  // takes the file for writing
  void begin_change(const Statement&);
  // Writes what the statement has changed since `start`.
  void keep(const Statement&, const Script&, const engine::DatabaseFile::Place& start);
  void commit();
  [[noreturn]] void abandon(const engine::Error&);  // goes back to what the file holds, and says so

  Environment environment_;
  std::shared_ptr<engine::Meter> meter_;  // of the text that runs; null where each query has its own
  const engine::Interrupt* interrupt_ = nullptr;
  engine::LoadProgress* progress_ = nullptr;
  bool stopped_ = false;  // by the meter, so that the rest of the text does not run
  FileReader reader_, finder_;
  std::set<std::string> used_;                   // modules and files, by name
  std::vector<std::string> using_;               // those being read now: a file that uses itself is read once
  std::set<std::string, std::less<>> poisoned_;  // names whose declaration failed: errors about them are not repeated
  std::size_t errors_ = 0;
  std::map<std::string, LetDefinition, std::less<>> prelude_;
  std::unique_ptr<engine::DatabaseFile> database_;
  std::set<std::string> kept_used_;  // of used_ what the file has
  bool is_lost_ = false;             // the store holds what the file does not, and the file cannot be read
};

}  // namespace reckon::lang
