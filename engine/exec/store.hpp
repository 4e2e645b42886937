// The one writer of a program: edits make the next snapshot, and readers of earlier ones never notice.
// Invariant: what a snapshot shares is copied before it is changed, and only then; cells that an edit may change are
// dropped. One thread writes; snapshots may be read from any.
#pragma once

#include <memory>

#include "engine/exec/program.hpp"

namespace reckon::engine {

class Store {
 public:
  Store();

  const Program& program() const { return *program_; }
  const Catalog& catalog() const { return *program_->catalog; }
  std::shared_ptr<const Program> snapshot() const { return program_; }

  // Declarations. Members may be added freely; call forget_cells after changing how members roll up.
  Catalog& edit_catalog();
  MeasureId add_measure(Measure);
  // Declares measures whose values are the columns of a table, in order, and a relation of its rows that is named
  // `rows`. Each has the axes and one more, named `rows` too: a dimension of numbers that keeps records apart.
  void add_records(const std::string& rows, std::vector<Axis>, std::vector<Measure>,
                   std::shared_ptr<const RecordTable>);
  FactTable& edit_facts(MeasureId);
  void add_rule(Rule);
  void set_policy(Policy);
  void set_limits(const Limits& limits) { own().limits = limits; }
  void forget_cells();

 private:
  Program& own();
  void drop_cells(MeasureId);

  std::shared_ptr<Program> program_;
};

}  // namespace reckon::engine
