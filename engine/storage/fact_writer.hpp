// Appends the facts that a measure has more than the file has, and new retractions.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/facts/fact_table.hpp"
#include "engine/storage/connection.hpp"

namespace reckon::engine {

class FactWriter {
 public:
  using Tables = std::span<const std::shared_ptr<const FactTable>>;  // by measure

  explicit FactWriter(const Connection&);

  // The file has these facts.
  void mark(Tables);
  // Adds what is new; retractions are looked for only where there may be new ones. Throws Error; the transaction must
  // then be rolled back and the tables marked anew.
  void write(Tables, std::int64_t step, bool retracted);

 private:
  struct Mark {
    std::size_t rows = 0;
    std::optional<Statement> insert;
  };

  void write_row(Statement&, const FactTable&, std::size_t row, std::int64_t step);
  void write_retractions(MeasureId, const FactTable&, std::int64_t step);

  const Connection& file_;
  Statement retraction_;
  std::vector<Mark> measures_;
};

}  // namespace reckon::engine
