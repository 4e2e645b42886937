// Growing keeps the table at most a quarter full.
#include "lang/statements/record_names.hpp"

namespace reckon::lang {

std::uint64_t RecordNames::digest(std::string_view text) {
  std::uint64_t all = text.size();
  for (std::size_t at = 8; at < text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, std::min<std::size_t>(8, text.size() - at));
    all = (all ^ word) * 0x9e3779b97f4a7c15U;
    all ^= all >> 29;
  }
  return all;
}

std::uint32_t RecordNames::add(std::string_view text) {
  const auto insert = [&](const Entry& added) {
    std::size_t at = place(added.mark);
    while (entries_[at].number != unknown) at = (at + 1) & (entries_.size() - 1);
    entries_[at] = added;
  };
  if ((names_.size() + 1) * 4 > entries_.size()) {
    const std::vector<Entry> before = std::move(entries_);
    entries_.assign(before.size() * 2, Entry{});
    for (const Entry& entry : before)
      if (entry.number != unknown) insert(entry);
  }
  const auto number = static_cast<std::uint32_t>(names_.size());
  insert({mark_of(text), number});
  names_.emplace_back(text);
  return number;
}

}  // namespace reckon::lang
