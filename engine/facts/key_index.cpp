// Chains of rows by the hash of their keys.
#include "engine/facts/key_index.hpp"

namespace reckon::engine {
namespace {

// FNV-1a over the codes (Fowler, Noll, Vo), folded word by word.
std::uint64_t mix(std::uint64_t hash, Code code) { return (hash ^ static_cast<std::uint32_t>(code)) * 0x100000001b3ULL; }

constexpr std::uint64_t basis = 0xcbf29ce484222325ULL;

}  // namespace

void KeyIndex::cover(const std::vector<std::vector<Code>>& columns, std::size_t rows) {
  for (std::size_t row = covered(); row < rows; ++row) {
    std::uint64_t hash = basis;
    for (const auto& codes : columns) hash = mix(hash, codes[row]);
    const auto [entry, added] = last_.try_emplace(hash, static_cast<std::uint32_t>(row));
    previous_.push_back(added ? none : entry->second);
    entry->second = static_cast<std::uint32_t>(row);
  }
}

std::uint32_t KeyIndex::last(std::span<const Code> key) const {
  std::uint64_t hash = basis;
  for (const Code code : key) hash = mix(hash, code);
  const auto found = last_.find(hash);
  return found == last_.end() ? none : found->second;
}

}  // namespace reckon::engine
