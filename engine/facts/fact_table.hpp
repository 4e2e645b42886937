// The facts of one measure or relation, by columns; a row is one source's statement about one cell.
// Invariant: rows are only ever appended; a retraction marks rows. Columns nobody uses take no memory.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/facts/range_column.hpp"
#include "engine/facts/statement_index.hpp"
#include "engine/model/measure.hpp"

namespace reckon::engine {

// A statement as it is put in and read back.
struct Fact {
  std::vector<Code> key;  // by axis
  Range value;            // of measures, in the measure's unit
  bool unknown = false;   // the source says that it has no figure
  bool about = false;     // written with ~
  SourceId source = anonymous_source_id;
  Kind kind = Kind::none;
  Day date = no_code;
  std::string_view note;
  std::optional<Number> confidence;  // the level of a confidence interval: 9/10 for 90%

  static constexpr SourceId anonymous_source_id = 0;
};

class FactTable {
 public:
  explicit FactTable(std::size_t axes) : keys_(axes) {}

  std::size_t size() const { return sources_.size(); }
  void append(const Fact&);
  void reserve(std::size_t rows);

  const std::vector<Code>& keys(std::size_t axis) const { return keys_[axis]; }
  std::size_t axes() const { return keys_.size(); }
  const RangeColumn& values() const { return values_; }
  SourceId source(std::size_t row) const { return sources_[row]; }
  Kind kind(std::size_t row) const { return kinds_.empty() ? Kind::none : kinds_[row]; }
  Day date(std::size_t row) const { return dates_.empty() ? no_code : dates_[row]; }
  bool unknown(std::size_t row) const { return !flags_.empty() && (flags_[row] & unknown_flag); }
  bool about(std::size_t row) const { return !flags_.empty() && (flags_[row] & about_flag); }
  bool has_unknown() const { return has_unknown_; }
  std::string_view note(std::size_t row) const;
  std::optional<Number> confidence(std::size_t row) const;

  // The meet of what the fact's source says of its cell on its date and that stands; nothing where it says nothing. The
  // writer's alone: the index that finds it is made on the first call and grows with the table.
  std::optional<Range> said(const Fact& fact) {
    statements_.cover(*this);
    return statements_.said(*this, fact);
  }

  // Withdraws the row from `day` on (from ever where undated).
  void retract(std::size_t row, Day day);
  // The day from which the row is withdrawn, no_code + 1 for "from ever"; no_code where it stands.
  Day retracted(std::size_t row) const { return retracted_.empty() ? no_code : retracted_[row]; }
  // Whether the statement stands on that day: written by then and not yet withdrawn.
  bool stands(std::size_t row, Day as_of) const;
  bool all_stand(Day as_of) const { return retracted_.empty() && (as_of == end_of_time || dates_.empty()); }

  static constexpr Day end_of_time = std::numeric_limits<Day>::max();

 private:
  static constexpr std::uint8_t unknown_flag = 1, about_flag = 2;

  std::vector<std::vector<Code>> keys_;
  RangeColumn values_;
  std::vector<SourceId> sources_;
  std::vector<Kind> kinds_;
  std::vector<Day> dates_;
  std::vector<std::uint8_t> flags_;
  std::vector<std::uint32_t> notes_;  // 1 + index in note_texts_, 0 for none
  std::vector<std::string> note_texts_;
  std::vector<std::pair<std::size_t, Number>> confidences_;  // by row, ascending
  std::vector<Day> retracted_;                               // no_code: stands
  bool has_unknown_ = false;
  StatementIndex statements_;
};

}  // namespace reckon::engine
