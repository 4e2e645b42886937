// Facts of one measure or relation put in without text: staged row by row, written as one.
// Invariant: what is staged has been checked against the catalog of its beginning and against itself; the rest is
// checked before anything is written. Not for several threads at once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exec/store.hpp"
#include "engine/model/error.hpp"
#include "lang/statements/new_members.hpp"

namespace reckon::lang {

// A row that is wrong: an engine::Error with its number, from 1; 0 where it is no row.
struct RowError : engine::Error {
  std::size_t row;
  RowError(const engine::Error& error, std::size_t number) : engine::Error(error), row(number) {}
};

// What every row of a batch has in common. Empty texts leave a part out; without a unit values are in the measure's.
struct BatchProvenance {
  std::string source, kind, date, unit;
};

class FactBatch {
 public:
  // `dimensions` are those of the measure, each once, in the order in which keys will come. Throws engine::Error.
  FactBatch(const engine::Program&, std::string_view measure, const std::vector<std::string>& dimensions,
            const BatchProvenance&);

  std::size_t rows() const { return staged_.size(); }
  std::size_t dimensions() const { return axes_.size(); }
  bool is_relation() const { return measure_.is_relation; }

  // The member of that name or alias for the row that comes: of an open dimension it may be new, of a calendar it is a
  // period, which rolls up. Throws RowError.
  engine::Code member(std::size_t dimension, std::string_view name);
  engine::Code member(std::size_t dimension, std::int64_t year);
  // The row: its key by `set`, then its value, in the unit stated; nothing where the source says that it has no figure,
  // and of relations. Throws RowError, and the row is not staged.
  void set(std::size_t dimension, engine::Code member) { fact_.key[axes_[dimension]] = member; }
  void append(std::optional<engine::Range> value);
  void discard();

  // Writes all rows as one and starts anew on the store as it is then. Throws RowError or engine::Error, with the store
  // and the rows as they were.
  void commit(engine::Store&);

 private:
  [[noreturn]] void fail(std::string_view id, std::string message, std::string hint) const;
  const engine::Catalog& catalog() const { return *catalog_; }
  const engine::Dimension& dimension(std::size_t place) const {
    return catalog_->dimension(measure_.axes[axes_[place]].dimension);
  }
  void begin(const engine::Program&);
  void find_axes(const std::vector<std::string>&);
  void state(const BatchProvenance&);
  void check_clashes(engine::FactTable&, const std::vector<std::vector<engine::Code>>& keys) const;
  std::vector<std::vector<engine::Code>> keys_in(const engine::Catalog&, NewMembers& added) const;
  [[noreturn]] void clash(const engine::Fact&, const engine::Range& other, std::size_t row) const;

  std::shared_ptr<const engine::Catalog> catalog_;
  engine::MeasureId id_ = 0;
  engine::Measure measure_;
  std::vector<std::size_t> axes_;         // of the measure, by place of a key
  std::optional<engine::Number> factor_;  // from the stated unit to the measure's
  engine::Fact fact_;                     // the row that comes
  engine::FactTable staged_;
  NewMembers new_members_;
  std::uint64_t texts_ = 0;  // bytes of new names, about
};

}  // namespace reckon::lang
