// Names to ids, looked up by string_view without a copy; and the nearest known names to a misspelt one.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace reckon::engine {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};

template <class Id>
class NameIndex {
 public:
  std::optional<Id> find(std::string_view name) const {
    const auto it = ids_.find(name);
    return it == ids_.end() ? std::nullopt : std::optional<Id>(it->second);
  }
  // False where the name is taken.
  bool add(std::string_view name, Id id) { return ids_.emplace(std::string(name), id).second; }
  const auto& all() const { return ids_; }

 private:
  std::unordered_map<std::string, Id, TextHash, std::equal_to<>> ids_;
};

// Edit distance in code points, letters of either case being half as far apart as others: 0 equal.
std::size_t edit_distance(std::string_view a, std::string_view b);

// Collects candidates and keeps the few that are nearest to a misspelt name.
class NearestNames {
 public:
  explicit NearestNames(std::string_view wanted) : wanted_(wanted) {}
  // `shown` is what is suggested when `candidate` is near (a member's name for its alias).
  void offer(std::string_view candidate, std::string_view shown);
  void offer(std::string_view candidate) { offer(candidate, candidate); }
  // At most three, nearest first: `did you mean "A", "B" or "C"?`, or "" where nothing is near.
  std::string hint() const;

 private:
  struct Found {
    std::size_t distance;
    std::string shown;
  };
  std::string_view wanted_;
  std::vector<Found> found_;
};

}  // namespace reckon::engine
