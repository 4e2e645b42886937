// Random declarations and facts.
#include <algorithm>

#include "tests/model/generate.hpp"

namespace reckon::model {
namespace {

std::string axis_list(const std::vector<ShapeAxis>& axes, bool with_dimension) {
  std::string text;
  for (const ShapeAxis& axis : axes)
    text += (text.empty() ? "" : ", ") + axis.name +
            (with_dimension && axis.name != axis.dimension ? ": " + axis.dimension : "");
  return text.empty() ? text : '(' + text + ')';
}

bool is_calendar(const std::string& dimension) { return dimension == "year" || dimension == "quarter"; }

}  // namespace

std::string Program::script() const {
  std::string text;
  for (const std::string& statement : setup) text += statement + '\n';
  return text;
}

Program Generator::program(int queries) {
  in_setup_ = true;
  say("unit chip\nunit USD\nunit kchip = 1_000 chip");
  const int sources = 2 + random_.below(2);
  for (int i = 0; i < sources; ++i) {
    sources_.push_back("s" + std::to_string(i));
    const bool dated = random_.chance(50);
    if (dated) source_dates_[sources_.back()] = date();
    say("source " + sources_.back() + (dated ? " on " + source_dates_[sources_.back()] : ""));
  }
  if (random_.chance(20)) say("set about = 10%"), count("set about");
  if (random_.chance(15))
    say("set reconcile = " + random_.pick({"latest", "hull", "least", "prefer(s1, s0)"})), count("set reconcile");
  declare_dimensions();
  declare_measures();
  declare_relations();
  for (const MadeMeasure& made : measures_) made.relation ? state_relation(made) : state_facts(made);
  if (random_.chance(40)) retract();
  define();
  const int rules = random_.below(3);
  for (int i = 0; i < rules; ++i) derive();
  in_setup_ = false;
  for (int i = 0; i < queries; ++i) program_.queries.push_back(query());
  return program_;
}

std::string Generator::date() {
  return random_.pick({"2023-06-30", "2023-12-31", "2024-02-29", "2024-06-30", "2024-12-18"});
}

void Generator::declare_dimensions() {
  members_["year"] = {"2023", "2024", "2025"};
  members_["quarter"] = {"2023Q4", "2024Q1", "2024Q2"};
  parents_["quarter"] = {"year"};
  members_["zone"] = {"East", "West"};
  say("dimension zone { East, West }");
  members_["region"] = {"North", "South"};
  parents_["region"] = {"zone"};
  say(random_.chance(50) ? "dimension region -> zone { North 北 -> East, South -> West }"
                         : "dimension region -> zone { North 北 -> East, South -> East }");
  members_["sector"] = {"cloud", "lab"};
  const bool two = random_.chance(40);
  if (two) say("dimension sector { cloud, lab }");
  parents_["org"] = two ? std::vector<std::string>{"region", "sector"} : std::vector<std::string>{"region"};
  std::string text = std::string("dimension org -> ") + (two ? "(region, sector)" : "region") + " {";
  const std::vector<std::string> names{"Ann", "Bob", "\"C 3\"", "Dot"};
  const auto orgs = static_cast<std::size_t>(2 + random_.below(3));
  for (std::size_t i = 0; i < orgs; ++i) {
    members_["org"].push_back(names[i]);
    const std::string region = random_.pick(members_["region"]);
    text += (i ? ", " : " ") + names[i] + (i == 0 ? " 安" : "") + " -> " +
            (two ? '(' + region + ", " + random_.pick(members_["sector"]) + ')' : region);
  }
  say(text + " }");
  count("roll-up");
  members_["stage"] = {"early", "middle", "late"};
  say("dimension stage ordered { early, middle, late }");
  // Open: its members are those that facts name, so each is named at once.
  members_["part"] = {"pa", "pb"};
  say("dimension part");
  say("relation named_part(part)\nfacts named_part { (pa), (pb) }");
  count("open dimension");
}

void Generator::declare_measures() {
  using Axes = std::vector<ShapeAxis>;
  const std::vector<Axes> choices{{{"org", "org"}, {"year", "year"}},
                                  {{"org", "org"}, {"year", "year"}},
                                  {{"org", "org"}},
                                  {{"region", "region"}, {"year", "year"}},
                                  {{"org", "org"}, {"part", "part"}},
                                  {{"org", "org"}, {"quarter", "quarter"}},
                                  {{"stage", "stage"}},
                                  {{"org", "org"}, {"stage", "stage"}},
                                  {{"user", "org"}, {"provider", "org"}},
                                  {{"year", "year"}},
                                  {{"part", "part"}},
                                  {}};
  const int wanted = 3 + random_.below(3);
  for (int i = 0; i < wanted; ++i) {
    MadeMeasure made;
    made.name = "m" + std::to_string(i);
    made.axes = i == 0 ? choices[0] : random_.pick(choices);
    const std::string kind = random_.pick({"flow", "flow", "stock", "stock", "rate"});
    made.unit = random_.pick({"chip", "chip", "chip", "USD", "1"});
    if (kind == "rate" && random_.chance(50)) made.unit = "USD/chip";
    made.extensive = kind != "rate";
    for (ShapeAxis& axis : made.axes)
      axis.additive = kind == "flow" || (kind == "stock" && !is_calendar(axis.dimension));
    std::string text = "measure " + made.name + axis_list(made.axes, true) + " : " + made.unit + ' ' + kind;
    made.not_negative = random_.chance(50);
    if (made.not_negative) text += " in 0..", count("domain");
    if (random_.chance(30)) {
      const std::string policy = random_.pick({"latest", "least", "greatest", "prefer(s1, s0)", "hull"});
      text += " under " + policy;
      count("measure under policy");
    }
    if (made.unit == "1") made.unit.clear();
    say(text);
    measures_.push_back(made);
    if (made.axes.size() == 2 && made.axes[0].dimension == made.axes[1].dimension) count("roles");
  }
}

void Generator::declare_relations() {
  MadeMeasure made;
  made.name = "linked";
  made.relation = true;
  made.axes.push_back({"user", "org", true, false});
  made.axes.push_back({"provider", "org", true, false});
  if (random_.chance(50)) made.axes = {{"org", "org", true, false}, {"part", "part", true, false}};
  say("relation linked" + axis_list(made.axes, true));
  measures_.push_back(made);
}

std::vector<std::vector<std::string>> Generator::coordinates(const std::vector<ShapeAxis>& axes) const {
  std::vector<std::vector<std::string>> keys{{}};
  for (const ShapeAxis& axis : axes) {
    std::vector<std::vector<std::string>> next;
    for (const auto& key : keys)
      for (const std::string& member : members_.at(axis.dimension)) {
        next.push_back(key);
        next.back().push_back(member);
      }
    keys = std::move(next);
  }
  return keys;
}

namespace {

std::string cell_text(const MadeMeasure& measure, const std::vector<std::string>& key) {
  std::string text;
  for (std::size_t i = 0; i < key.size(); ++i) text += (i ? ", " : "") + key[i];
  return key.empty() ? measure.name : measure.name + '(' + text + ')';
}

}  // namespace

void Generator::state_facts(const MadeMeasure& made) {
  const auto keys = coordinates(made.axes);
  for (const auto& key : keys)
    if (random_.chance(60)) state_cell(made, key);
}

void Generator::state_cell(const MadeMeasure& made, const std::vector<std::string>& key) {
  const int middle = made.not_negative ? random_.below(12) : random_.below(18) - 6;
  const int facts = 1 + (random_.chance(35) ? 1 : 0) + (random_.chance(12) ? 1 : 0);
  std::map<std::pair<std::string, std::string>, bool> known;  // source and date: are all of them honest?
  for (int i = 0; i < facts; ++i) {
    const std::string source = random_.chance(15) ? "" : random_.pick(sources_);
    std::string when = random_.chance(35) ? date() : "";
    const std::string effective = when.empty() && source_dates_.count(source) ? source_dates_[source] : when;
    const auto earlier = known.find({source, effective});
    if (earlier != known.end() && !earlier->second) continue;
    const bool honest = earlier != known.end() || random_.chance(60);
    if (earlier != known.end()) count("bounds of one source");
    known[{source, effective}] = honest;
    std::string cell = cell_text(made, key);
    if (random_.chance(10) && !key.empty()) {
      cell = made.name + '(';
      for (std::size_t a = key.size(); a-- > 0;) cell += made.axes[a].name + ": " + key[a] + (a ? ", " : ")");
      count("named arguments");
    }
    std::string text = (random_.chance(20) && !key.empty() ? "" : "fact ");
    const bool grouped = text.empty();
    std::string stated = random_.chance(6) ? (count("unknown"), "unknown") : value(middle, honest, made);
    std::string tail = (source.empty() ? "" : " from " + source);
    if (random_.chance(40)) tail += " as " + random_.pick({"actual", "estimate", "forecast", "plan", "rumour"});
    if (!when.empty()) tail += " on " + when;
    if (grouped) {
      say("facts " + made.name + tail + " { " + cell.substr(made.name.size()) + " = " + stated + " }");
      count("facts group");
    } else {
      say(text + cell + " = " + stated + tail);
    }
    stated_.emplace_back(cell, source);
  }
}

// A value; an honest one holds the middle.
std::string Generator::value(int middle, bool honest, const MadeMeasure& made) {
  const int at = honest ? middle : made.not_negative ? random_.below(12) : random_.below(18) - 6;
  const int below = made.not_negative ? std::min(at, random_.below(4)) : random_.below(4);
  const int low = at - below, high = at + random_.below(4);
  const auto text = [](int n) { return n < 0 ? "-" + std::to_string(-n) : std::to_string(n); };
  const std::string range = text(low) + ".." + text(high);
  switch (random_.below(14)) {
    case 0: return text(at);
    case 1: return count("best") + range + " best " + text(low + random_.below(high - low + 1));
    case 2: return count("plus-minus") + text(at) + " ± " + std::to_string(below);
    case 3: return made.not_negative || at >= 0 ? count("about") + '~' + text(at) : text(at);
    case 4: return count("open range") + text(low) + "..";
    case 5: return count("open range") + ">= " + text(low);
    case 6: return count("open range") + "<= " + text(high);
    case 7:
      return count("suffix") + (at < 0 ? "-" : "") + "0.0" + (std::abs(at) < 10 ? "0" : "") +
             std::to_string(std::abs(at)) + "k";
    case 8:
      return made.unit == "chip" && at >= 0 ? count("unit of a fact") + "0.00" + std::to_string(low) + " kchip" : range;
    case 9: return count("fraction") + text(at * 3) + "/3";
    case 10: return text(low * 2) + "/2.." + text(high) + ".5";
    default: return range;
  }
}

void Generator::state_relation(const MadeMeasure& made) {
  std::string rows;
  for (const auto& key : coordinates(made.axes))
    if (random_.chance(45)) rows += (rows.empty() ? "" : ", ") + cell_text({}, key);
  if (!rows.empty()) say("facts linked from s0 { " + rows + " }");
}

void Generator::retract() {
  std::set<std::pair<std::string, std::string>> done;
  const int wanted = 1 + random_.below(2);
  for (int i = 0; i < wanted && !stated_.empty(); ++i) {
    const auto& [cell, source] = random_.pick(stated_);
    if (source.empty() || cell.find(':') != std::string::npos || !done.insert({cell, source}).second) continue;
    const bool dated = random_.chance(60);
    say("retract " + cell + " from " + source + (dated ? " on 2024-12-31" : ""));
    count(dated ? "retract on a date" : "retract");
  }
}

// A measure whose dimensions are those of a random expression.
void Generator::derive() {
  Shape shape = number(2);
  for (int tries = 0; tries < 20 && (shape.axes.empty() || shape.axes.size() > 3 || shape.unit == "?" || shape.bare);
       ++tries)
    shape = number(2);
  if (shape.axes.empty() || shape.axes.size() > 3 || shape.unit == "?" || shape.bare) return;
  for (const ShapeAxis& axis : shape.axes)
    if (axis.name.find('.') != std::string::npos || axis.dimension == "source") return;
  MadeMeasure made;
  made.name = "d" + std::to_string(measures_.size());
  made.axes = shape.axes;
  made.unit = shape.unit;
  made.derived = true;
  const std::string kind = random_.pick({"flow", "rate", "stock"});
  made.extensive = kind != "rate";
  const bool spread = !shape.axis("stage") && shape.axes.size() < 3 && random_.chance(20);
  if (spread) made.axes.push_back({"stage", "stage", false, false});
  for (ShapeAxis& axis : made.axes) {
    axis.additive = kind == "flow" || (kind == "stock" && !is_calendar(axis.dimension));
    axis.pinned = false;
  }
  say("measure " + made.name + axis_list(made.axes, true) + " : " + (made.unit.empty() ? "1" : made.unit) + ' ' + kind +
      (random_.chance(25) ? " under " + random_.pick({"latest", "least", "greatest"}) : ""));
  const bool named = random_.chance(50);
  if (!random_.chance(15)) {
    say("rule " + (named ? "as r" + made.name + ' ' : "") + made.name + axis_list(made.axes, false) + " = " + kind +
        '(' + shape.text + ')');
    count("rule");
    if (spread) count("spread rule");
  }
  if (random_.chance(35)) state_facts(made), count("facts beside a rule");
  if (random_.chance(50)) add_default(made);
  measures_.push_back(made);
}

void Generator::add_default(const MadeMeasure& made) {
  std::string bounds;
  for (const ShapeAxis& axis : made.axes) {
    if (axis.dimension != "year" && axis.dimension != "quarter" && axis.dimension != "part") continue;
    bounds += (bounds.empty() ? " where " : " and ") + axis.name;
    bounds += axis.dimension == "year" ? " in 2024..2025" : axis.dimension == "quarter" ? " = 2024Q1" : " in (pa, pb)";
  }
  say("default " + made.name + axis_list(made.axes, false) + " = " + random_.pick({"3", "2..5"}) + bounds);
  count("default");
}

void Generator::define() {
  if (random_.chance(50)) return;
  Definition made;
  made.shape = number(2);
  if (made.shape.bare) return;
  made.name = "l0";
  say("let l0 = " + made.shape.text);
  made.shape.text = "l0";
  made.shape.measure.clear();
  lets_.push_back(made);
  say("let above(m, axis) = m - min(m over axis)");
  say("let doubled(m) = m + m");
}

}  // namespace reckon::model
