// Candidates by place.
#include "lang/complete/completion.hpp"

#include <algorithm>
#include <set>

#include "lang/ast/print.hpp"
#include "lang/check/functions.hpp"
#include "lang/complete/function_help.hpp"
#include "lang/complete/place.hpp"
#include "lang/parse/forms.hpp"
#include "lang/stdlib/modules.hpp"

namespace reckon::lang {
namespace {

using What = PlaceWord::What;
using engine::DimensionId;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> all) {
  return std::find(all.begin(), all.end(), word) != all.end();
}

class Candidates {
 public:
  Candidates(const Environment& environment, const Place& place)
      : environment_(environment), catalog_(environment.catalog()), place_(place) {
    for (const PlaceWord& word : place.words)
      if (const auto id = word.what == What::sign ? std::nullopt : catalog_.find_measure(word.text))
        mentioned_.push_back(*id);
  }

  // What stands at the place, by the words before it; each finds out for itself whether it is meant.
  void gather() {
    if (file() || declared_words() || members_compared() || arguments() || axes_listed()) return;
    const PlaceWord last = place_.last();
    const bool after_value = last.what == What::number || last.what == What::quoted || last.text == ")" ||
                             last.text == "]" || (last.what == What::name && known(last.text));
    if (after_value) return clauses();
    if (is_one_of(last.text, {"where", "and", "or", "not"})) axes();
    values();
    if (place_.words.empty())
      for (const Form& form : forms) offer(form.word, form.example);
  }

  Completions take() {
    result_.begin = place_.begin;
    return std::move(result_);
  }

 private:
  void offer(std::string_view name, std::string_view description, bool literally = true) {
    if (!fits(name)) return;
    std::string text = place_.in_quotes ? '"' + std::string(name) + '"'
                       : literally      ? std::string(name)
                                        : quoted_if_needed(name);
    for (const Completion& earlier : result_.items)
      if (earlier.text == text) return;
    result_.items.push_back({std::move(text), std::string(description)});
  }

  bool fits(std::string_view name) const {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return name.size() >= place_.prefix.size() && std::equal(place_.prefix.begin(), place_.prefix.end(), name.begin(),
                                                             [&](char a, char b) { return lower(a) == lower(b); });
  }

  bool known(std::string_view name) const {
    return catalog_.find_measure(name) || catalog_.find_dimension(name) || environment_.lets.contains(name);
  }

  bool file() {
    if (!place_.in_quotes || !(place_.is_last("load") || place_.is_last("use")) || place_.words.size() != 1)
      return false;
    result_.is_file = true;
    return true;
  }

  // After a word that only one kind of name can follow.
  bool declared_words() {
    const std::string_view word = place_.last().what == What::name ? place_.last().text : std::string_view();
    if (word == "to") return units(), true;
    if (place_.is_last(":") && is_one_of(place_.words.front().text, {"measure", "load"})) return units(), true;
    if (word == "from") return sources(), true;
    if (word == "use" && place_.words.size() == 1) return module_names(), true;
    if (word == "under") {
      for (const std::string_view policy : {"hull", "meet", "latest", "prefer", "least", "greatest"}) offer(policy, "");
      return true;
    }
    if (word == "as") return kinds(), offer("of", "a date: the store as it was then"), true;
    if (word == "conflicts") return measures(), true;
    return false;
  }

  void kinds() {
    for (const std::string_view kind : {"actual", "estimate", "forecast", "plan", "rumour"}) offer(kind, "");
  }
  void sources() {
    for (const engine::Source& source : catalog_.sources())
      if (!source.name.empty() && !source.is_rule) offer(source.name, source.description, false);
  }
  void module_names() {
    for (const Module& module : modules())
      if (module.name != "prelude") offer(module.name, module.text.substr(2, module.text.find('\n') - 2));
  }
  void units() {
    for (const auto& unit : catalog_.units().all()) offer(unit.name, unit.description);
  }

  // Right of `org =`, `org !=`, `org in`, and inside `org in (`.
  bool members_compared() {
    std::size_t back = 0;
    if (const auto open = place_.innermost(); open && open->at > 0 && place_.words[open->at - 1].text == "in")
      back = place_.words.size() - open->at;
    if (!is_one_of(place_.last(back).text, {"=", "!=", "in", "<", "<=", ">", ">="})) return false;
    const PlaceWord left = place_.last(back + 1);
    if (left.text == "source") return sources(), true;
    if (left.text == "kind") return kinds(), true;
    const auto dimension = dimension_named(left.text);
    if (dimension) members(*dimension);
    return dimension.has_value();
  }

  // A dimension, or a role of a measure that the statement names.
  std::optional<DimensionId> dimension_named(std::string_view name) const {
    for (const engine::MeasureId id : mentioned_)
      for (const engine::Axis& axis : catalog_.measure(id).axes)
        if (axis.name == name) return axis.dimension;
    return catalog_.find_dimension(name);
  }

  // Inside a measure's brackets: members of the axis at that place, or of the one that a label names.
  bool arguments() {
    const auto open = place_.innermost();
    if (!open || open->at == 0 || place_.words[open->at].text != "(") return false;
    const auto measure = catalog_.find_measure(place_.words[open->at - 1].text);
    if (!measure) return false;
    const auto& axes = catalog_.measure(*measure).axes;
    std::size_t at = open->commas;
    if (place_.is_last(":"))
      for (std::size_t i = 0; i < axes.size(); ++i)
        if (axes[i].name == place_.last(1).text) at = i;
    if (at >= axes.size()) return true;
    const bool is_begun = !is_one_of(place_.last().text, {"(", ",", ":"});
    if (is_begun) return false;
    members(axes[at].dimension);
    offer(axes[at].name, "every " + axes[at].name, false);
    return true;
  }

  void members(DimensionId id) {
    const engine::Dimension& dimension = catalog_.dimension(id);
    if (dimension.is_calendar()) return periods(id);
    for (const engine::MemberInfo& member : dimension.members()) {
      std::string about = member.description;
      for (const std::string& alias : member.aliases) about += (about.empty() ? "" : " ") + alias;
      offer(member.name, about, false);
      if (place_.prefix.empty()) continue;
      for (const std::string& alias : member.aliases) offer(alias, "= " + member.name, false);
    }
  }

  // Those that facts of the measures mentioned speak of.
  void periods(DimensionId id) {
    std::set<engine::Code> codes;
    for (const engine::MeasureId measure : mentioned_) {
      const auto& axes = catalog_.measure(measure).axes;
      const engine::FactTable& facts = *environment_.store.program().facts[measure];
      for (std::size_t axis = 0; axis < axes.size(); ++axis)
        if (axes[axis].dimension == id) codes.insert(facts.keys(axis).begin(), facts.keys(axis).end());
    }
    for (const engine::Code code : codes) offer(catalog_.dimension(id).text(code), "");
  }

  // After `by`, `over` and the commas between their names.
  bool axes_listed() {
    std::size_t back = 0;
    while (place_.is_last(",", back) && place_.last(back + 1).what == What::name) back += 2;
    if (place_.last(back).what != What::name || !is_one_of(place_.last(back).text, {"by", "over"})) return false;
    axes();
    if (place_.is_last("by", back)) offer("source", "each source's own statement");
    return true;
  }

  // Of the measures mentioned, with what they roll up to; all dimensions where none is.
  void axes() {
    const auto dimension = [&](DimensionId id) {
      offer(catalog_.dimension(id).name(), catalog_.dimension(id).description(), false);
    };
    for (const engine::MeasureId measure : mentioned_)
      for (const engine::Axis& axis : catalog_.measure(measure).axes) {
        const engine::Dimension& own = catalog_.dimension(axis.dimension);
        offer(axis.name, own.description(), false);
        for (const engine::Level& level : own.levels()) dimension(level.dimension);
      }
    if (!mentioned_.empty()) return;
    for (DimensionId id = 0; id < catalog_.dimensions().size(); ++id)
      if (id != engine::source_dimension) dimension(id);
  }

  void clauses() {
    for (const std::string_view word : {"where", "by", "over", "to", "under", "assuming", "as of"})
      if (const WordHelp* help = find_help(word)) offer(word, help->description);
    if (place_.prefix.empty()) return;
    for (const std::string_view word : {"and", "or", "in", "not", "from", "then", "else"}) offer(word, "");
  }

  void measures() {
    for (const engine::Measure& measure : catalog_.measures()) {
      std::string about = "(";
      for (const engine::Axis& axis : measure.axes) about += (about.size() == 1 ? "" : ", ") + axis.name;
      const std::string unit = catalog_.units().text(measure.unit);
      about += measure.is_relation ? ")" : unit.empty() ? ") : 1" : ") : " + unit;
      offer(measure.name, measure.description.empty() ? about : about + "  " + measure.description, false);
    }
  }

  void values() {
    measures();
    for (const auto& [name, definition] : environment_.lets) {
      if (name == "_") continue;
      std::string form = name;
      for (const std::string& parameter : definition.parameters)
        form += (form.size() == name.size() ? "(" : ", ") + parameter;
      if (!definition.parameters.empty()) form += ')';
      offer(name, form + "  " + definition.description, false);
    }
    for (const WordHelp& help : function_help())
      offer(help.name, std::string(help.form.substr(0, help.form.find("  "))) + "  " + std::string(help.description));
  }

  const Environment& environment_;
  const engine::Catalog& catalog_;
  const Place& place_;
  std::vector<engine::MeasureId> mentioned_;
  Completions result_;
};

}  // namespace

Completions complete(const Environment& environment, std::string_view before) {
  const Place place = place_at_end(before);
  if (place.in_comment) return {before.size(), {}, false};
  Candidates candidates(environment, place);
  candidates.gather();
  return candidates.take();
}

}  // namespace reckon::lang
