// Coverage of the scans of a plan, axis by axis.
#include "engine/exec/coverage.hpp"

#include <algorithm>
#include <set>

#include "engine/exec/axis_matcher.hpp"
#include "engine/plan/words.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_asked = 50;       // members asked for, beyond which they are not counted
constexpr std::size_t most_named = 20;       // names in one note
constexpr std::size_t most_facts = 200'000;  // of a measure, beyond which its coverage is not looked up

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  const std::size_t shown = std::min(names.size(), most_named);
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == names.size();
    list += (i == 0 ? "" : last ? " or " : ", ") + names[i];
  }
  return shown == names.size() ? list : list + " or " + std::to_string(names.size() - shown) + " others";
}

class ScanCoverage {
 public:
  ScanCoverage(const Program& program, const Plan& plan, OperationId id)
      : catalog_(*program.catalog),
        scan_(std::get<op::Scan>(plan.operations[id].what)),
        measure_(catalog_.measure(scan_.measure)),
        world_(plan.worlds[scan_.world]),
        single_{{plan.operations[id]}, plan.worlds, false},
        universe_(std::make_shared<Universe>(program)),
        run_(*universe_, single_) {}

  std::vector<std::string> notes();

 private:
  struct Asked {
    std::vector<Code> members;  // the members asked for; empty where they are not constrained, too many or not declared
    bool by_name = false;       // each was named in the query
    std::string group = {};     // what they are members of
  };

  bool is_fixed(std::size_t axis) const { return axis < scan_.fixed.size() && scan_.fixed[axis]; }
  const Dimension& dimension(std::size_t axis) const { return catalog_.dimension(measure_.axes[axis].dimension); }
  Asked asked(std::size_t axis) const;
  bool some_unknown() const;
  bool anything_to_find() const;
  std::string direct_note() const;
  std::string axis_note(std::size_t axis, std::size_t column);
  std::string unnamed_note() const;
  std::string context(std::size_t but) const;
  std::string place() const;
  std::string member(std::size_t axis, Code code) const {
    return member_text(catalog_, measure_.axes[axis].dimension, {code, -1});
  }
  bool is_unknown(std::size_t row) const { return rows().values()[row].is_missing(); }
  const Frame& rows() const { return run_.frames.back(); }

  const Catalog& catalog_;
  const op::Scan& scan_;
  const Measure& measure_;
  const World& world_;
  const Plan single_;
  std::shared_ptr<Universe> universe_;
  Run run_;
  std::vector<bool> named_;  // by row: an unknown coordinate that some note names
};

ScanCoverage::Asked ScanCoverage::asked(std::size_t axis) const {
  Asked result;
  const DimensionId own = measure_.axes[axis].dimension;
  if (is_fixed(axis)) return {{scan_.fixed[axis]->code}, true, {}};
  std::vector<AxisMatcher> matchers;
  for (const AxisTest& test : scan_.tests) {
    if (test.axis != axis) continue;
    matchers.emplace_back(run_, test, own);
    const bool listing = !test.negated && !test.is_interval;
    result.by_name = result.by_name || (listing && test.level == own);
    if (listing && test.level != own && test.members.size() == 1)
      result.group = member_text(catalog_, test.level, test.members.front());
  }
  if (matchers.empty() || (!dimension(axis).closed() && !result.by_name)) return {};
  const auto size = static_cast<Code>(dimension(axis).size());
  for (Code code = 0; code < size; ++code) {
    if (!std::all_of(matchers.begin(), matchers.end(), [&](const AxisMatcher& holds) { return holds(code); })) continue;
    result.members.push_back(code);
    if (result.members.size() > most_asked) return {};
  }
  if (result.group.empty()) result.group = dimension(axis).name();
  return result;
}

bool ScanCoverage::some_unknown() const {
  const auto& all = run_.program.facts;
  return std::any_of(all.begin(), all.end(), [](const auto& facts) { return facts->has_unknown(); });
}

bool ScanCoverage::anything_to_find() const {
  const Program& program = run_.program;
  if (measure_.is_relation) return program.is_derived(scan_.measure) && some_unknown();
  if (program.records_of(scan_.measure) || program.facts[scan_.measure]->size() > most_facts) return false;
  if (some_unknown()) return true;
  for (std::size_t axis = 0; axis < measure_.axes.size(); ++axis)
    if (!dimension(axis).is_calendar() && !asked(axis).members.empty()) return true;
  return false;
}

std::vector<std::string> ScanCoverage::notes() {
  if (!anything_to_find()) return {};
  run_.with_unknown = true;
  execute(run_, universe_);
  named_.resize(rows().rows(), false);
  std::vector<std::string> found;
  const auto add = [&](std::string note) {
    if (!note.empty()) found.push_back(std::move(note));
  };
  if (measure_.is_relation) {
    add(unnamed_note());
    return found;
  }
  std::size_t column = 0;
  bool all_fixed = true;
  for (std::size_t axis = 0; axis < measure_.axes.size(); ++axis) all_fixed = all_fixed && is_fixed(axis);
  if (all_fixed) {
    add(direct_note());
    return found;
  }
  for (std::size_t axis = 0; axis < measure_.axes.size(); ++axis) {
    if (!dimension(axis).is_calendar()) add(axis_note(axis, column));
    if (!is_fixed(axis)) ++column;
  }
  add(unnamed_note());
  return found;
}

// One cell was asked for, and a source says that it has no figure.
std::string ScanCoverage::direct_note() const {
  if (rows().rows() == 0 || !is_unknown(0)) return {};
  const MissingReason& why = run_.reasons[rows().values().front().missing];
  const auto cells = run_.universes[scan_.world]->cells(scan_.measure);
  const std::string note(cells->facts->note(why.fact));
  return describe(why, single_, catalog_) + (note.empty() ? "" : ": " + note);
}

// `no h100e for Baidu in 2024, nor for 2 other members of CN`.
std::string ScanCoverage::axis_note(std::size_t axis, std::size_t column) {
  const Asked wanted = asked(axis);
  std::set<Code> present, unknown;
  for (std::size_t row = 0; row < rows().rows(); ++row) {
    const Code code = is_fixed(axis) ? scan_.fixed[axis]->code : rows().keys[column][row];
    (is_unknown(row) ? unknown : present).insert(code);
  }
  std::vector<std::string> names;
  std::set<Code> named;
  const auto name = [&](Code code) {
    if (present.count(code) == 0 && named.insert(code).second) names.push_back(member(axis, code));
  };
  for (const Code code : unknown) name(code);
  std::size_t others = 0;
  for (const Code code : wanted.members) {
    if (wanted.by_name)
      name(code);
    else if (present.count(code) == 0 && named.count(code) == 0)
      ++others;
  }
  if (names.empty() && others == 0) return {};
  if (!is_fixed(axis))
    for (std::size_t row = 0; row < rows().rows(); ++row)
      if (is_unknown(row) && named.count(rows().keys[column][row]) > 0) named_[row] = true;
  const std::string members = (others == 1 ? " member of " : " members of ") + wanted.group;
  if (names.empty()) return "no " + context(axis) + " for " + std::to_string(others) + members + place();
  std::string note = "no " + context(axis) + " for " + listed(names) + place();
  if (others > 0) note += ", nor for " + std::to_string(others) + " other" + members;
  return note;
}

// The coordinates without a figure whose members have one elsewhere.
std::string ScanCoverage::unnamed_note() const {
  std::vector<std::string> cells;
  for (std::size_t row = 0; row < rows().rows(); ++row) {
    if (!is_unknown(row) || named_[row]) continue;
    std::string key;
    std::size_t column = 0;
    for (std::size_t axis = 0; axis < measure_.axes.size(); ++axis)
      key += (axis ? ", " : "(") + member(axis, is_fixed(axis) ? scan_.fixed[axis]->code : rows().keys[column++][row]);
    cells.push_back(written_name(measure_.name) + key + ')');
  }
  if (cells.empty()) return {};
  return (measure_.is_relation ? "not known whether " : "no ") + listed(cells);
}

// The measure with what the query says of axes other than the one spoken of, but for time.
std::string ScanCoverage::context(std::size_t but) const {
  std::string pinned;
  const auto add = [&](const std::string& test) { pinned += (pinned.empty() ? "[" : ", ") + test; };
  for (std::size_t axis = 0; axis < measure_.axes.size(); ++axis)
    if (is_fixed(axis) && axis != but && !dimension(axis).is_calendar())
      add(written_name(measure_.axes[axis].name) + " = " + member(axis, scan_.fixed[axis]->code));
  for (const AxisTest& test : scan_.tests)
    if (test.axis != but && !dimension(test.axis).is_calendar()) add(text(catalog_, test, measure_.axes));
  return written_name(measure_.name) + (pinned.empty() ? "" : pinned + ']');
}

// ` in 2024`, ` on 2024-12-18`, ` in 2022..2024`, and what else bounds the facts that were read.
std::string ScanCoverage::place() const {
  std::string when;
  const auto add = [&](DimensionId level, const CodeOperand& from, const CodeOperand& to) {
    const std::string first = member_text(catalog_, level, from), last = member_text(catalog_, level, to);
    when += catalog_.dimension(level).calendar() == Calendar::day ? " on " : " in ";
    when += first == last ? first : first + ".." + last;
  };
  for (std::size_t axis = 0; axis < measure_.axes.size(); ++axis)
    if (is_fixed(axis) && dimension(axis).is_calendar())
      add(measure_.axes[axis].dimension, *scan_.fixed[axis], *scan_.fixed[axis]);
  for (const AxisTest& test : scan_.tests) {
    if (!dimension(test.axis).is_calendar() || test.negated) continue;
    if (test.is_interval && test.from && test.to) add(test.level, *test.from, *test.to);
    if (!test.is_interval && test.members.size() == 1) add(test.level, test.members.front(), test.members.front());
  }
  if (world_.attributes) {
    std::string tests;
    for (const Condition& part : world_.attributes->parts)
      if (part.what == Condition::What::attribute)
        tests += (tests.empty() ? " where " : " and ") + text(catalog_, part.attribute);
    when += tests;
  }
  if (world_.as_of != World{}.as_of) when += " as of " + period_text(world_.as_of, Calendar::day);
  return when;
}

}  // namespace

std::vector<std::string> coverage_notes(const Program& program, const Plan& plan) {
  std::vector<std::string> notes;
  for (OperationId id = 0; id < plan.operations.size(); ++id) {
    if (!std::holds_alternative<op::Scan>(plan.operations[id].what)) continue;
    for (std::string& note : ScanCoverage(program, plan, id).notes())
      if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace reckon::engine
