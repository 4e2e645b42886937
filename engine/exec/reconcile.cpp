// Facts sorted by coordinate, then each run of equal coordinates reconciled.
#include "engine/exec/reconcile.hpp"

#include <algorithm>
#include <numeric>

#include "engine/exec/condition.hpp"
#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"

namespace reckon::engine {
namespace {

// One source's standing statement about a cell.
struct Statement {
  SourceId source;
  Day date;
  Range range;
};

// Leaves of what stands what the policy takes: the latest, or what the first preferred source says that says anything.
template <class Standing, class DateOf, class SourceOf>
void keep_chosen(std::vector<Standing>& standing, const Policy& policy, const DateOf& date, const SourceOf& source) {
  if (policy.kind == PolicyKind::latest) {
    Day latest = no_code;
    for (const Standing& each : standing) latest = std::max(latest, date(each));
    std::erase_if(standing, [&](const Standing& each) { return date(each) != latest; });
  } else if (policy.kind == PolicyKind::prefer) {
    for (const SourceId wanted : policy.preferred) {
      const auto is_wanted = [&](const Standing& each) { return source(each) == wanted; };
      if (std::none_of(standing.begin(), standing.end(), is_wanted)) continue;
      std::erase_if(standing, [&](const Standing& each) { return !is_wanted(each); });
      break;
    }
  }
}

class Reconciler {
 public:
  Reconciler(const Catalog& catalog, MeasureId measure, const FactTable& facts, const Reconciliation& how)
      : catalog_(catalog), measure_(catalog.measure(measure)), facts_(facts), how_(how) {}

  CellTable run();

 private:
  std::vector<std::uint32_t> chosen_rows() const;
  bool same_cell(std::uint32_t a, std::uint32_t b) const;
  void cell(std::span<const std::uint32_t> rows);
  Range combine(std::span<const std::uint32_t> rows);
  Range across_sources(std::span<const std::uint32_t> rows);
  Range by_policy(std::span<const std::uint32_t> rows);
  void append_key(std::vector<std::vector<Code>>& keys, std::uint32_t row) const;
  Error clash(std::uint32_t row, const Statement& a, const Statement& b) const;

  const Catalog& catalog_;
  const Measure& measure_;
  const FactTable& facts_;
  const Reconciliation& how_;
  CellTable result_;
  std::vector<Statement> statements_;  // of the cell at hand
};

std::vector<std::uint32_t> Reconciler::chosen_rows() const {
  std::vector<std::uint32_t> rows;
  if (how_.rows) {
    rows = *how_.rows;
  } else {
    rows.resize(facts_.size());
    std::iota(rows.begin(), rows.end(), 0U);
  }
  if (!facts_.all_stand(how_.as_of))
    rows.erase(std::remove_if(rows.begin(), rows.end(), [&](auto row) { return !facts_.stands(row, how_.as_of); }),
               rows.end());
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    for (std::size_t axis = 0; axis < facts_.axes(); ++axis) {
      const auto& codes = facts_.keys(axis);
      if (codes[a] != codes[b]) return codes[a] < codes[b];
    }
    return how_.by_source && facts_.source(a) < facts_.source(b);
  };
  if (!std::is_sorted(rows.begin(), rows.end(), before)) std::stable_sort(rows.begin(), rows.end(), before);
  return rows;
}

bool Reconciler::same_cell(std::uint32_t a, std::uint32_t b) const {
  for (std::size_t axis = 0; axis < facts_.axes(); ++axis)
    if (facts_.keys(axis)[a] != facts_.keys(axis)[b]) return false;
  return !how_.by_source || facts_.source(a) == facts_.source(b);
}

CellTable Reconciler::run() {
  const auto rows = chosen_rows();
  result_.keys.resize(facts_.axes() + (how_.by_source ? 1 : 0));
  result_.unknown_keys.resize(facts_.axes() + (how_.by_source ? 1 : 0));
  result_.first_fact.push_back(0);
  for (std::size_t begin = 0; begin < rows.size();) {
    std::size_t end = begin + 1;
    while (end < rows.size() && same_cell(rows[begin], rows[end])) ++end;
    cell({rows.data() + begin, end - begin});
    begin = end;
  }
  return std::move(result_);
}

void Reconciler::append_key(std::vector<std::vector<Code>>& keys, std::uint32_t row) const {
  for (std::size_t axis = 0; axis < facts_.axes(); ++axis) keys[axis].push_back(facts_.keys(axis)[row]);
  if (how_.by_source) keys.back().push_back(static_cast<Code>(facts_.source(row)));
}

void Reconciler::cell(std::span<const std::uint32_t> rows) {
  std::vector<std::uint32_t> standing;
  if (rows.size() > 1) {
    standing = standing_facts(catalog_, facts_, rows);
  } else {
    standing.assign(rows.begin(), rows.end());
  }
  const auto is_chosen = [&](std::uint32_t row) {
    return !how_.provenance || attributes_hold(catalog_, *how_.provenance, facts_, row);
  };
  standing.erase(std::remove_if(standing.begin(), standing.end(), [&](auto row) { return !is_chosen(row); }),
                 standing.end());
  const auto unknown = std::find_if(standing.begin(), standing.end(), [&](auto row) { return facts_.unknown(row); });
  const std::uint32_t unknown_row = unknown == standing.end() ? 0 : *unknown;
  const bool has_unknown = unknown != standing.end();
  standing.erase(std::remove_if(standing.begin(), standing.end(), [&](auto row) { return facts_.unknown(row); }),
                 standing.end());
  if (standing.empty()) {
    if (has_unknown) {
      append_key(result_.unknown_keys, rows.front());
      result_.unknown_rows.push_back(unknown_row);
    }
    return;
  }
  if (!measure_.is_relation) result_.values.append(combine(standing));
  Day latest = no_code;
  for (const auto row : standing) latest = std::max(latest, facts_.date(row));
  const std::size_t index = result_.size();
  if (latest != no_code && result_.dates.empty()) result_.dates.resize(index, no_code);
  if (latest != no_code || !result_.dates.empty()) result_.dates.push_back(latest);
  append_key(result_.keys, rows.front());
  for (const auto row : rows)
    if (!facts_.unknown(row) && is_chosen(row)) result_.fact_rows.push_back(row);
  result_.first_fact.push_back(static_cast<std::uint32_t>(result_.fact_rows.size()));
}

Range Reconciler::combine(std::span<const std::uint32_t> rows) {
  Range range = rows.size() == 1 ? facts_.values()[rows.front()] : across_sources(rows);
  if (!measure_.domain || measure_.domain->contains(range)) return range;
  // The check at writing keeps a fact from lying outside; a derived value may reach out of the domain.
  const auto cut = meet(range, *measure_.domain);
  if (cut) return *cut;
  std::string place;
  for (std::size_t axis = 0; axis < facts_.axes(); ++axis) {
    const Dimension& dimension = catalog_.dimension(measure_.axes[axis].dimension);
    place += (axis ? ", " : "") + dimension.text(facts_.keys(axis)[rows.front()]);
  }
  throw Error(problem::outside_domain,
              measure_.name + '(' + place + ") is " + range.text() + ", outside its domain " + measure_.domain->text(),
              "widen the measure's domain, or mend the rule or facts behind it");
}

Range Reconciler::across_sources(std::span<const std::uint32_t> rows) {
  // Statements of one source are neighbours after standing_facts.
  statements_.clear();
  for (const auto row : rows) {
    const Range range = facts_.values()[row];
    const SourceId source = facts_.source(row);
    if (statements_.empty() || statements_.back().source != source || catalog_.source(source).is_rule) {
      statements_.push_back({source, facts_.date(row), range});
      continue;
    }
    const auto both = meet(statements_.back().range, range);
    if (!both) throw clash(row, statements_.back(), {source, facts_.date(row), range});
    statements_.back().range = *both;
  }
  return statements_.size() == 1 ? statements_.front().range : by_policy(rows);
}

Range Reconciler::by_policy(std::span<const std::uint32_t> rows) {
  auto chosen = statements_;
  keep_chosen(
      chosen, how_.policy, [](const Statement& s) { return s.date; }, [](const Statement& s) { return s.source; });
  Range result = chosen.front().range;
  for (std::size_t i = 1; i < chosen.size(); ++i) {
    const Range& other = chosen[i].range;
    if (how_.policy.kind == PolicyKind::least) {
      result = least(result, other);
    } else if (how_.policy.kind == PolicyKind::greatest) {
      result = greatest(result, other);
    } else if (how_.policy.kind == PolicyKind::meet) {
      const auto both = meet(result, other);
      if (!both) throw clash(rows.front(), {chosen.front().source, chosen.front().date, result}, chosen[i]);
      result = *both;
    } else {
      result = hull(result, other);
    }
  }
  return result;
}

Error Reconciler::clash(std::uint32_t row, const Statement& a, const Statement& b) const {
  std::string key;
  for (std::size_t axis = 0; axis < facts_.axes(); ++axis)
    key += (axis ? ", " : "") + catalog_.dimension(measure_.axes[axis].dimension).text(facts_.keys(axis)[row]);
  const auto shown = [&](const Statement& s) {
    const std::string& name = catalog_.source(s.source).name;
    return s.range.text() + (name.empty() ? std::string(" (no source)") : " from " + name) +
           (s.date == no_code ? "" : " on " + period_text(s.date, Calendar::day));
  };
  const bool same = a.source == b.source;
  return {problem::disjoint_facts, measure_.name + '(' + key + ") cannot be both " + shown(a) + " and " + shown(b),
          same ? "date the later statement with `on DATE` so that it supersedes the earlier, or retract one"
               : "read the measure `under hull` to allow either, or retract one"};
}

}  // namespace

std::vector<std::uint32_t> standing_facts(const Catalog& catalog, const FactTable& facts,
                                          std::span<const std::uint32_t> rows) {
  std::vector<std::uint32_t> sorted(rows.begin(), rows.end());
  std::stable_sort(sorted.begin(), sorted.end(), [&](auto a, auto b) { return facts.source(a) < facts.source(b); });
  std::vector<std::uint32_t> standing;
  for (std::size_t begin = 0; begin < sorted.size();) {
    std::size_t end = begin;
    Day latest = no_code;
    const SourceId source = facts.source(sorted[begin]);
    while (end < sorted.size() && facts.source(sorted[end]) == source)
      latest = std::max(latest, facts.date(sorted[end++]));
    for (std::size_t i = begin; i < end; ++i)
      if (catalog.source(source).is_rule || facts.date(sorted[i]) == latest) standing.push_back(sorted[i]);
    begin = end;
  }
  return standing;
}

std::vector<std::uint32_t> chosen_facts(const FactTable& facts, std::vector<std::uint32_t> standing,
                                        const Policy& policy) {
  keep_chosen(
      standing, policy, [&](auto row) { return facts.date(row); }, [&](auto row) { return facts.source(row); });
  return standing;
}

CellTable reconcile(const Catalog& catalog, MeasureId measure, const FactTable& facts, const Reconciliation& how) {
  return Reconciler(catalog, measure, facts, how).run();
}

}  // namespace reckon::engine
