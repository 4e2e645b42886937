// The words of plans.
#include "engine/plan/words.hpp"

#include <algorithm>
#include <array>

namespace reckon::engine {
namespace {

constexpr std::size_t most_listed = 12;  // members of a list before the rest is an ellipsis

// Letters beyond ASCII may stand in a name; the few signs among them that may not are shown without quotes all the
// same.
bool is_name_byte(char c, bool first) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x80 || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  return !first && c >= '0' && c <= '9';
}

bool is_reserved(std::string_view name) {
  static constexpr std::array<std::string_view, 14> words{"and",   "or", "not",  "in",   "where", "by",       "over",
                                                          "under", "if", "then", "else", "to",    "assuming", ""};
  return std::find(words.begin(), words.end(), name) != words.end();
}

template <class Item, class Text>
std::string listed(const std::vector<Item>& items, const Text& text_of) {
  std::string list;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) list += ", ";
    if (i == most_listed) return list + "…";
    list += text_of(items[i]);
  }
  return list;
}

std::string source_text(const Catalog& catalog, SourceId source) {
  return source == anonymous_source ? "no source" : written_name(catalog.source(source).name);
}

// `name = a`, `name in (a, b)`, or their negations.
std::string membership(const std::string& name, bool negated, std::size_t count, const std::string& list) {
  if (count == 1) return name + (negated ? " != " : " = ") + list;
  return name + (negated ? " not in (" : " in (") + list + ')';
}

// `name = a`, `name in a..b`, `name >= a`, or their negations; an empty text is an open end.
std::string interval(const std::string& name, bool negated, const std::string& from, const std::string& to) {
  if (!from.empty() && from == to) return name + (negated ? " != " : " = ") + from;
  if (to.empty()) return name + (negated ? " < " : " >= ") + from;
  if (from.empty()) return name + (negated ? " > " : " <= ") + to;
  return name + (negated ? " not in " : " in ") + from + ".." + to;
}

}  // namespace

std::string written_name(std::string_view name) {
  bool plain = !is_reserved(name);
  for (std::size_t i = 0; plain && i < name.size(); ++i) plain = is_name_byte(name[i], i == 0);
  if (plain) return std::string(name);
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string member_text(const Catalog& catalog, DimensionId dimension, const CodeOperand& member) {
  if (member.parameter >= 0) return '$' + std::to_string(member.parameter + 1);
  if (member.code == no_code) return "_";
  if (dimension == source_dimension) return source_text(catalog, static_cast<SourceId>(member.code));
  const Dimension& of = catalog.dimension(dimension);
  return of.is_calendar() || of.is_numbers() ? of.text(member.code) : written_name(of.text(member.code));
}

std::string level_text(const Catalog& catalog, const std::vector<Axis>& axes, std::size_t axis, DimensionId level) {
  const Axis& own = axes[axis];
  if (own.dimension == level) return written_name(own.name);
  const std::string name = written_name(catalog.dimension(level).name());
  const auto ways = std::count_if(axes.begin(), axes.end(),
                                  [&](const Axis& other) { return catalog.rolls_up(other.dimension, level); });
  return ways > 1 ? written_name(own.name) + '.' + name : name;
}

std::string text(const Catalog& catalog, const AxisTest& test, const std::vector<Axis>& axes) {
  const std::string name = level_text(catalog, axes, test.axis, test.level);
  const auto member = [&](const CodeOperand& code) { return member_text(catalog, test.level, code); };
  if (test.is_interval)
    return interval(name, test.negated, test.from ? member(*test.from) : "", test.to ? member(*test.to) : "");
  return membership(name, test.negated, test.members.size(), listed(test.members, member));
}

std::string text(const Catalog& catalog, const AttributeTest& test) {
  if (test.what == AttributeTest::What::date) {
    const auto day = [](const std::optional<Day>& date) { return date ? period_text(*date, Calendar::day) : ""; };
    return interval("date", test.negated, day(test.from), day(test.to));
  }
  const bool is_source = test.what == AttributeTest::What::source;
  const auto value = [&](std::uint32_t id) {
    return is_source ? source_text(catalog, id) : std::string(kind_text(static_cast<Kind>(id)));
  };
  return membership(is_source ? "source" : "kind", test.negated, test.one_of.size(), listed(test.one_of, value));
}

std::string text(const Catalog& catalog, const Policy& policy) {
  static constexpr std::array<std::string_view, 6> names{"hull", "meet", "latest", "prefer", "least", "greatest"};
  std::string result(names[static_cast<std::size_t>(policy.kind)]);
  if (policy.kind == PolicyKind::prefer)
    result += '(' + listed(policy.preferred, [&](SourceId id) { return source_text(catalog, id); }) + ')';
  return result;
}

std::string_view sign(op::Combination how) {
  static constexpr std::array<std::string_view, 15> signs{"+",  "-", "*",  "/", "least", "greatest", "??", "=",
                                                          "!=", "<", "<=", ">", ">=",    "and",      "or"};
  return signs[static_cast<std::size_t>(how)];
}

std::string_view name(op::Statistic what) {
  static constexpr std::array<std::string_view, 8> names{"sum", "count",  "min",   "max",
                                                         "avg", "median", "first", "last"};
  return names[static_cast<std::size_t>(what)];
}

std::string_view name(op::Function function) {
  static constexpr std::array<std::string_view, 17> names{"-",     "not",   "abs",   "low",    "high",    "mid",
                                                          "width", "floor", "ceil",  "round",  "power",   "root",
                                                          "ln",    "exp",   "scale", "assume", "possibly"};
  return names[static_cast<std::size_t>(function)];
}

}  // namespace reckon::engine
