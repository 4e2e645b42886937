// Dimensions: their members with aliases, and how members roll up to coarser dimensions.
// A dimension of numbers lists no members: it has as many as it counts, and each is its number.
// Invariant: for every member and every ancestor dimension the ancestor's code is in a table (no_code where it has
// none).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/calendar.hpp"
#include "engine/model/code.hpp"
#include "engine/model/name_index.hpp"

namespace reckon::engine {

struct MemberInfo {
  std::string name;
  std::string description;
  std::vector<std::string> aliases;
};

// The codes that a dimension's members have in one coarser dimension, directly or through a chain.
struct Level {
  DimensionId dimension = 0;
  bool direct = false;
  std::vector<Code> codes;  // by member; unused for calendars, which are computed
};

class Dimension {
 public:
  Dimension() = default;
  // The numbers 1 to `count` as members, which keep records apart.
  static Dimension numbers(std::string name, std::size_t count);
  Dimension(std::string name, Calendar calendar) : name_(std::move(name)), calendar_(calendar), ordered_(true) {}
  Dimension(std::string name, std::string description, bool closed, bool ordered)
      : name_(std::move(name)), description_(std::move(description)), closed_(closed), ordered_(ordered) {}

  const std::string& name() const { return name_; }
  const std::string& description() const { return description_; }
  Calendar calendar() const { return calendar_; }
  bool is_calendar() const { return calendar_ != Calendar::none; }
  bool closed() const { return closed_; }
  bool ordered() const { return ordered_; }
  bool is_numbers() const { return is_numbers_; }
  std::size_t size() const { return is_numbers_ ? numbers_ : members_.size(); }
  const MemberInfo& member(Code code) const { return members_[static_cast<std::size_t>(code)]; }
  const std::vector<MemberInfo>& members() const { return members_; }
  const std::vector<Level>& levels() const { return levels_; }

  // By name or alias; a calendar reads periods.
  std::optional<Code> find(std::string_view name) const {
    if (is_numbers_) return find_number(name);
    return is_calendar() ? parse_period(name, calendar_) : names_.find(name);
  }
  // The member's key in output.
  std::string text(Code code) const {
    if (is_numbers_) return std::to_string(code + std::int64_t{1});
    return is_calendar() ? period_text(code, calendar_) : member(code).name;
  }
  const Level* level(DimensionId dimension) const;

  // The name must be new.
  Code add_member(std::string_view name);
  // False where the alias is another member's name.
  bool add_alias(Code member, std::string_view alias);
  void describe(Code member, std::string description);
  void close() { closed_ = true; }
  // A coarser dimension; every member has no_code there until set.
  Level& add_level(DimensionId dimension, bool direct);
  void set_level(std::size_t level, Code member, Code code) {
    levels_[level].codes[static_cast<std::size_t>(member)] = code;
  }

 private:
  std::optional<Code> find_number(std::string_view) const;

  std::string name_, description_;
  Calendar calendar_ = Calendar::none;
  bool closed_ = false;
  bool ordered_ = false;
  bool is_numbers_ = false;
  std::size_t numbers_ = 0;
  std::vector<MemberInfo> members_;
  std::vector<Level> levels_;
  NameIndex<Code> names_;
};

}  // namespace reckon::engine
