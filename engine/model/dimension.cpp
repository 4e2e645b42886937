// Dimensions: members, aliases, levels.
#include "engine/model/dimension.hpp"

#include <charconv>

namespace reckon::engine {

Dimension Dimension::numbers(std::string name, std::size_t count) {
  Dimension made(std::move(name), {}, true, true);
  made.is_numbers_ = true;
  made.numbers_ = count;
  return made;
}

std::optional<Code> Dimension::find_number(std::string_view name) const {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size() || number == 0 || number > numbers_) return std::nullopt;
  return static_cast<Code>(number - 1);
}

const Level* Dimension::level(DimensionId dimension) const {
  for (const Level& level : levels_)
    if (level.dimension == dimension) return &level;
  return nullptr;
}

Code Dimension::add_member(std::string_view name) {
  const auto code = static_cast<Code>(members_.size());
  names_.add(name, code);
  members_.push_back({std::string(name), {}, {}});
  for (Level& level : levels_) level.codes.push_back(no_code);
  return code;
}

bool Dimension::add_alias(Code member, std::string_view alias) {
  if (const auto known = names_.find(alias)) return *known == member;
  names_.add(alias, member);
  members_[static_cast<std::size_t>(member)].aliases.emplace_back(alias);
  return true;
}

void Dimension::describe(Code member, std::string description) {
  members_[static_cast<std::size_t>(member)].description = std::move(description);
}

Level& Dimension::add_level(DimensionId dimension, bool direct) {
  levels_.push_back({dimension, direct, std::vector<Code>(members_.size(), no_code)});
  return levels_.back();
}

}  // namespace reckon::engine
