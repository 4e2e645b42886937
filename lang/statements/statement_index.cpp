// A set of rows, told apart by cell, source and date.
#include "lang/statements/statement_index.hpp"

namespace reckon::lang {
namespace {

using engine::Fact;
using engine::FactTable;

std::size_t mixed(std::size_t hash, std::int64_t part) noexcept {
  hash = (hash ^ static_cast<std::size_t>(part)) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 32);
}

}  // namespace

std::size_t StatementIndex::Hash::operator()(std::uint32_t row) const noexcept {
  std::size_t hash = mixed(table->source(row), table->date(row));
  for (std::size_t axis = 0; axis < table->axes(); ++axis) hash = mixed(hash, table->keys(axis)[row]);
  return hash;
}

std::size_t StatementIndex::Hash::operator()(const Fact& fact) const noexcept {
  std::size_t hash = mixed(fact.source, fact.date);
  for (const engine::Code code : fact.key) hash = mixed(hash, code);
  return hash;
}

bool StatementIndex::Same::operator()(std::uint32_t a, std::uint32_t b) const noexcept {
  if (table->source(a) != table->source(b) || table->date(a) != table->date(b)) return false;
  for (std::size_t axis = 0; axis < table->axes(); ++axis)
    if (table->keys(axis)[a] != table->keys(axis)[b]) return false;
  return true;
}

bool StatementIndex::Same::operator()(std::uint32_t row, const Fact& fact) const noexcept {
  if (table->source(row) != fact.source || table->date(row) != fact.date) return false;
  for (std::size_t axis = 0; axis < fact.key.size(); ++axis)
    if (table->keys(axis)[row] != fact.key[axis]) return false;
  return true;
}

StatementIndex::StatementIndex(const FactTable& table) : table_(table), first_(0, Hash{&table}, Same{&table}) {
  first_.reserve(table.size());
  for (std::uint32_t row = 0; row < table.size(); ++row)
    if (!table.unknown(row) && table.stands(row, FactTable::end_of_time)) add(row);
}

engine::Range StatementIndex::said(std::uint32_t row) const {
  const auto met = meets_.find(row);
  return met == meets_.end() ? table_.values()[row] : met->second;
}

std::optional<engine::Range> StatementIndex::clash(const Fact& fact) const {
  const auto known = first_.find(fact);
  if (known == first_.end()) return std::nullopt;
  engine::Range range = said(*known);
  return engine::disjoint(range, fact.value) ? std::optional(std::move(range)) : std::nullopt;
}

void StatementIndex::add(std::uint32_t row) {
  const auto [first, is_new] = first_.insert(row);
  if (is_new) return;
  if (auto met = engine::meet(said(*first), table_.values()[row])) meets_[*first] = std::move(*met);
}

}  // namespace reckon::lang
