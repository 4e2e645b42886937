// Entries by a hash of source, cell and date; those whose hashes collide are chained.
#include "engine/facts/statement_index.hpp"

#include "engine/facts/fact_table.hpp"

namespace reckon::engine {
namespace {

std::uint64_t mixed(std::uint64_t hash, std::int64_t part) noexcept {
  hash = (hash ^ static_cast<std::uint64_t>(part)) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 32);
}

// `code(axis)` is the key's.
template <class CodeOf>
std::uint64_t hash_of(SourceId source, Day date, std::size_t axes, const CodeOf& code) noexcept {
  std::uint64_t hash = mixed(source, date);
  for (std::size_t axis = 0; axis < axes; ++axis) hash = mixed(hash, code(axis));
  return hash;
}

template <class CodeOf>
bool is_of(const FactTable& table, std::uint32_t row, SourceId source, Day date, const CodeOf& code) noexcept {
  if (table.source(row) != source || table.date(row) != date) return false;
  for (std::size_t axis = 0; axis < table.axes(); ++axis)
    if (table.keys(axis)[row] != code(axis)) return false;
  return true;
}

}  // namespace

void StatementIndex::cover(const FactTable& table) {
  for (; covered_ < table.size(); ++covered_)
    if (!table.unknown(covered_) && table.stands(covered_, FactTable::end_of_time)) add(table, covered_);
}

void StatementIndex::add(const FactTable& table, std::uint32_t row) {
  const auto code = [&](std::size_t axis) { return table.keys(axis)[row]; };
  const auto [entry, is_new] = first_.try_emplace(hash_of(table.source(row), table.date(row), table.axes(), code), row);
  if (is_new) return;
  std::uint32_t first = entry->second;
  while (!is_of(table, first, table.source(row), table.date(row), code)) {
    const auto [next, is_last] = same_hash_.try_emplace(first, row);
    if (is_last) return;
    first = next->second;
  }
  if (auto met = meet(said(table, first), table.values()[row])) meets_[first] = std::move(*met);
}

Range StatementIndex::said(const FactTable& table, std::uint32_t first) const {
  const auto met = meets_.find(first);
  return met == meets_.end() ? table.values()[first] : met->second;
}

std::optional<Range> StatementIndex::said(const FactTable& table, const Fact& fact) const {
  const auto code = [&](std::size_t axis) { return fact.key[axis]; };
  const auto entry = first_.find(hash_of(fact.source, fact.date, table.axes(), code));
  if (entry == first_.end()) return std::nullopt;
  for (std::uint32_t first = entry->second;;) {
    if (is_of(table, first, fact.source, fact.date, code)) return said(table, first);
    const auto next = same_hash_.find(first);
    if (next == same_hash_.end()) return std::nullopt;
    first = next->second;
  }
}

}  // namespace reckon::engine
