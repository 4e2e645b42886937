// Appending to and reading the columns of facts.
#include "engine/facts/fact_table.hpp"

#include <algorithm>

namespace reckon::engine {
namespace {

// Appends to a column that exists only once some row needs it.
template <class T>
void append_optional(std::vector<T>& column, std::size_t row, T value, T absent) {
  if (column.empty() && value == absent) return;
  column.resize(row, absent);
  column.push_back(value);
}

}  // namespace

void FactTable::reserve(std::size_t rows) {
  for (auto& keys : keys_) keys.reserve(rows);
  values_.reserve(rows);
  sources_.reserve(rows);
}

void FactTable::append(const Fact& fact) {
  const std::size_t row = size();
  for (std::size_t axis = 0; axis < keys_.size(); ++axis) keys_[axis].push_back(fact.key[axis]);
  values_.append(fact.value);
  sources_.push_back(fact.source);
  append_optional(kinds_, row, fact.kind, Kind::none);
  append_optional(dates_, row, fact.date, no_code);
  const auto flags = static_cast<std::uint8_t>((fact.unknown ? unknown_flag : 0) | (fact.about ? about_flag : 0));
  append_optional(flags_, row, flags, std::uint8_t{0});
  has_unknown_ = has_unknown_ || fact.unknown;
  std::uint32_t note = 0;
  if (!fact.note.empty()) {
    if (note_texts_.empty() || note_texts_.back() != fact.note) note_texts_.emplace_back(fact.note);
    note = static_cast<std::uint32_t>(note_texts_.size());
  }
  append_optional(notes_, row, note, 0U);
  if (fact.confidence) confidences_.emplace_back(row, *fact.confidence);
  append_optional(retracted_, row, no_code, no_code);
}

std::string_view FactTable::note(std::size_t row) const {
  if (notes_.empty() || notes_[row] == 0) return {};
  return note_texts_[notes_[row] - 1];
}

std::optional<Number> FactTable::confidence(std::size_t row) const {
  const auto it = std::lower_bound(confidences_.begin(), confidences_.end(), row,
                                   [](const auto& entry, std::size_t wanted) { return entry.first < wanted; });
  if (it == confidences_.end() || it->first != row) return std::nullopt;
  return it->second;
}

void FactTable::retract(std::size_t row, Day day) {
  retracted_.resize(size(), no_code);
  retracted_[row] = day == no_code ? no_code + 1 : day;
  statements_ = {};  // a meet cannot be taken back
}

bool FactTable::stands(std::size_t row, Day as_of) const {
  if (date(row) > as_of) return false;
  return retracted_.empty() || retracted_[row] == no_code || retracted_[row] > as_of;
}

}  // namespace reckon::engine
