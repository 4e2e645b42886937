// Everything in the order of its steps: declarations, rules and definitions, facts, retractions.
#include "lang/dump/dump.hpp"

#include <limits>
#include <memory>

#include "engine/storage/database_file.hpp"
#include "lang/dump/declaration_text.hpp"
#include "lang/dump/fact_text.hpp"

namespace reckon::lang {
namespace {

using engine::MeasureId;
using engine::Step;

constexpr Step never = std::numeric_limits<Step>::max();
constexpr std::size_t piece = 1 << 16;  // bytes that are handed on at once
constexpr std::string_view module_prefix = "module ", module_ending = ".rk";

class Dump {
 public:
  Dump(const std::string& path, const std::function<void(std::string_view)>& sink)
      : file_(path, {.create = false}), reader_(file_.begin_reading()), sink_(sink) {}

  void run();

 private:
  struct Measure {
    engine::FactTable table;
    std::vector<engine::FactRun> runs;
    std::size_t run = 0;
    std::vector<engine::RetractionRow> retractions;
    std::size_t retraction = 0;
  };

  void read();
  Step next() const;
  bool use_module(Step);
  void facts(MeasureId, Step);
  void retractions(MeasureId, Step);
  void hand_on(bool all);

  engine::DatabaseFile file_;
  engine::CatalogReader reader_;
  const std::function<void(std::string_view)>& sink_;
  engine::Catalog catalog_;
  std::vector<Measure> measures_;
  std::string out_;
  FactText fact_text_{catalog_, out_};
  DeclarationText declarations_{reader_.rows(), catalog_};
  std::size_t definition_ = 0;
};

void Dump::read() {
  reader_.declare_all(catalog_);
  for (MeasureId id = 0; id < catalog_.measures().size(); ++id) {
    Measure& measure =
        measures_.emplace_back(Measure{engine::FactTable(catalog_.measure(id).axes.size()), {}, 0, {}, 0});
    file_.read_facts(catalog_, id, measure.table);
    measure.runs = file_.fact_runs(id);
    measure.retractions = file_.retractions(id);
  }
  file_.end_reading();
}

Step Dump::next() const {
  Step step = declarations_.next();
  const auto& definitions = reader_.definitions();
  if (definition_ < definitions.size()) step = std::min(step, definitions[definition_].step);
  for (const Measure& measure : measures_) {
    if (measure.run < measure.runs.size()) step = std::min(step, measure.runs[measure.run].step);
    if (measure.retraction < measure.retractions.size())
      step = std::min(step, measure.retractions[measure.retraction].step);
  }
  return step;
}

void Dump::run() {
  read();
  const auto& definitions = reader_.definitions();
  for (Step step = next(); step != never; step = next()) {
    if (use_module(step)) continue;
    if (declarations_.next() == step) {
      std::string text;
      declarations_.append(text, step);
      if (!text.empty()) fact_text_.end();
      out_ += text;
    }
    for (; definition_ < definitions.size() && definitions[definition_].step == step; ++definition_) {
      fact_text_.end();
      fact_text_.set_about(definitions[definition_].about);
      out_ += definitions[definition_].text + '\n';
    }
    for (MeasureId id = 0; id < measures_.size(); ++id) {
      facts(id, step);
      retractions(id, step);
    }
    hand_on(false);
  }
  fact_text_.end();
  hand_on(true);
}

// A module of the standard library is used again, and what it declares passed over.
bool Dump::use_module(Step step) {
  const engine::UsedRow* whole = nullptr;
  for (const engine::UsedRow& row : reader_.rows().used)
    if (row.first == step && row.step >= step && row.name.starts_with(module_prefix) &&
        row.name.ends_with(module_ending) && (!whole || row.step > whole->step))
      whole = &row;
  if (!whole) return false;
  fact_text_.end();
  out_ += "use " +
          whole->name.substr(module_prefix.size(), whole->name.size() - module_prefix.size() - module_ending.size()) +
          '\n';
  declarations_.skip(whole->step);
  while (definition_ < reader_.definitions().size() && reader_.definitions()[definition_].step <= whole->step)
    ++definition_;
  for (Measure& measure : measures_)
    while (measure.run < measure.runs.size() && measure.runs[measure.run].step <= whole->step) ++measure.run;
  return true;
}

void Dump::facts(MeasureId id, Step step) {
  Measure& measure = measures_[id];
  for (; measure.run < measure.runs.size() && measure.runs[measure.run].step == step; ++measure.run) {
    const bool is_last = measure.run + 1 == measure.runs.size();
    const std::size_t end = is_last ? measure.table.size() : measure.runs[measure.run + 1].first;
    for (std::size_t row = measure.runs[measure.run].first; row < end; ++row) {
      fact_text_.fact(id, measure.table, row);
      hand_on(false);
    }
  }
}

// One statement has withdrawn all that one source said of one cell.
void Dump::retractions(MeasureId id, Step step) {
  Measure& measure = measures_[id];
  bool is_first = true;
  for (; measure.retraction < measure.retractions.size() && measure.retractions[measure.retraction].step == step;
       ++measure.retraction, is_first = false)
    if (is_first) fact_text_.retraction(id, measure.table, measure.retractions[measure.retraction].fact);
}

void Dump::hand_on(bool all) {
  if (out_.size() < piece && !all) return;
  sink_(out_);
  out_.clear();
}

}  // namespace

void dump(const std::string& path, const std::function<void(std::string_view)>& out) { Dump(path, out).run(); }

}  // namespace reckon::lang
