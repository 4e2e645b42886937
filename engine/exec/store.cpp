// Copy on write, one part at a time.
#include "engine/exec/store.hpp"

#include <algorithm>

#include "engine/facts/records/record_table.hpp"

namespace reckon::engine {

Store::Store() : program_(std::make_shared<Program>()) { program_->catalog = std::make_shared<const Catalog>(); }

namespace {

// Whether a reader holds it too. Where none does any more, what the last one read is over before the writer goes on:
// giving up a share is what makes that known between threads, so one is taken and given up.
template <class T>
bool is_shared(const std::shared_ptr<T>& held) {
  if (held.use_count() > 1) return true;
  std::shared_ptr<T>(held).reset();
  return false;
}

}  // namespace

Program& Store::own() {
  if (is_shared(program_)) {
    auto next = std::make_shared<Program>(*program_);
    next->cells = std::make_shared<CellCache>();
    for (MeasureId id = 0; id < next->facts.size(); ++id) {
      if (auto known = program_->cells->find(id)) next->cells->store(id, std::move(known));
      if (auto known = program_->cells->find_rows(id)) next->cells->store(id, std::move(known));
    }
    program_ = std::move(next);
  }
  return *program_;
}

Catalog& Store::edit_catalog() {
  Program& program = own();
  if (is_shared(program.catalog)) program.catalog = std::make_shared<const Catalog>(*program.catalog);
  return const_cast<Catalog&>(*program.catalog);  // nobody else holds it
}

MeasureId Store::add_measure(Measure measure) {
  const std::size_t axes = measure.axes.size();
  const MeasureId id = edit_catalog().add(std::move(measure));
  own().facts.push_back(std::make_shared<const FactTable>(axes));
  return id;
}

void Store::add_records(const std::string& rows, std::vector<Axis> axes, std::vector<Measure> measures,
                        std::shared_ptr<const RecordTable> table) {
  axes.push_back({rows, edit_catalog().add(Dimension::numbers(rows, table->rows()))});
  Measure relation;
  relation.name = rows;
  relation.is_relation = true;
  const auto add = [&](Measure measure, std::size_t column) {
    measure.axes = axes;
    const MeasureId id = add_measure(std::move(measure));
    Program& program = own();
    program.records.resize(id + 1);
    program.records[id] = {table, column};
  };
  add(std::move(relation), RecordsOf::no_column);
  for (std::size_t column = 0; column < measures.size(); ++column) add(std::move(measures[column]), column);
}

FactTable& Store::edit_facts(MeasureId measure) {
  Program& program = own();
  drop_cells(measure);
  auto& table = program.facts[measure];
  if (is_shared(table)) table = std::make_shared<const FactTable>(*table);
  return const_cast<FactTable&>(*table);  // nobody else holds it
}

void Store::add_rule(Rule rule) {
  Program& program = own();
  const MeasureId head = rule.head;
  program.rules.push_back(std::make_shared<const Rule>(std::move(rule)));
  drop_cells(head);
}

void Store::set_policy(Policy policy) {
  own().policy = std::move(policy);
  forget_cells();
}

void Store::forget_cells() { own().cells = std::make_shared<CellCache>(); }

// The cells of a measure, and of all that rules derive from it.
void Store::drop_cells(MeasureId changed) {
  std::vector<MeasureId> open{changed};
  std::vector<bool> dropped(program_->facts.size(), false);
  while (!open.empty()) {
    const MeasureId measure = open.back();
    open.pop_back();
    if (dropped[measure]) continue;
    dropped[measure] = true;
    program_->cells->drop(measure);
    for (const auto& rule : program_->rules)
      if (std::find(rule->reads.begin(), rule->reads.end(), measure) != rule->reads.end()) open.push_back(rule->head);
  }
}

}  // namespace reckon::engine
