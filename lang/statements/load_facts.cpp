// A row becomes a fact; all are staged in a copy of the measure's facts, which replaces them when every row was read.
#include "lang/statements/load_facts.hpp"

#include "lang/ast/print.hpp"
#include "lang/statements/fact_checks.hpp"
#include "lang/statements/load_cells.hpp"
#include "lang/statements/new_members.hpp"
#include "lang/statements/provenance.hpp"
#include "lang/statements/room.hpp"

namespace reckon::lang {
namespace {

using engine::Fact;
using Column = std::optional<std::size_t>;

class FactLoader {
 public:
  FactLoader(Environment&, Checker&, const LoadStatement&, LoadTable&);

  std::size_t run();

 private:
  struct KeyColumn {
    std::size_t column = 0;
    std::string_view format;
  };

  engine::MeasureId find_measure() const;
  void find_key_columns();
  void find_value_columns();
  void find_provenance_columns();
  Column optional_column(const Name&) const;

  void read_row();
  bool read_value();
  void read_provenance();
  void read_source();
  void read_kind();
  void read_note();
  bool read_key();
  void check_clash();
  std::string cell_text() const;

  Environment& environment_;
  Checker& checker_;
  const LoadStatement& statement_;
  LoadTable& table_;
  const engine::MeasureId id_;
  const engine::Measure& measure_;

  std::vector<KeyColumn> keys_;  // by axis
  Column low_, high_, best_;     // high is low where the value is one number
  Column source_, kind_, date_, note_;

  engine::FactTable facts_;
  NewMembers new_members_;
  std::vector<std::optional<engine::Code>> codes_;
  Fact stated_;  // what the statement says of every row
  Fact fact_;    // the row at hand
  std::string note_text_;
  std::size_t without_value_ = 0;
  std::uint64_t held_, texts_ = 0;  // bytes, about: of all facts before, and of names and notes since
};

FactLoader::FactLoader(Environment& environment, Checker& checker, const LoadStatement& statement, LoadTable& table)
    : environment_(environment),
      checker_(checker),
      statement_(statement),
      table_(table),
      id_(find_measure()),
      measure_(checker.catalog().measure(id_)),
      facts_(*environment.store.program().facts[id_]),
      held_(bytes_held(environment.store.program())) {
  require_facts(checker, environment.store.program(), id_, statement.head.span);
  find_key_columns();
  find_value_columns();
  find_provenance_columns();
  state_provenance(checker, {statement.source, statement.kind, statement.date, statement.note, statement.confidence},
                   stated_);
  stated_.key.resize(measure_.axes.size());
  codes_.resize(measure_.axes.size());
}

engine::MeasureId FactLoader::find_measure() const {
  const std::string name(statement_.head.text);
  if (const auto id = checker_.catalog().find_measure(name)) return *id;
  engine::NearestNames nearest(name);
  for (const engine::Measure& known : checker_.catalog().measures()) nearest.offer(known.name);
  const std::string hint = nearest.hint();
  checker_.fail(problem::unknown_name, statement_.head.span, "there is no measure or relation \"" + name + '"',
                hint.empty() ? "declare it first: measure " + quoted_if_needed(name) + "(…) : unit" : hint);
}

void FactLoader::find_key_columns() {
  std::vector<const LoadTarget*> targets(measure_.axes.size(), nullptr);
  std::string axes;
  for (const engine::Axis& axis : measure_.axes) axes += (axes.empty() ? "" : ", ") + quoted_if_needed(axis.name);
  for (const LoadTarget& target : statement_.targets) {
    std::size_t axis = 0;
    while (axis < targets.size() && measure_.axes[axis].name != target.dimension.text) ++axis;
    const std::string name(target.dimension.text);
    if (axis == targets.size())
      checker_.fail(problem::wrong_arguments, target.dimension.span,
                    measure_.name + " has no dimension \"" + name + '"', "its dimensions are " + axes);
    if (targets[axis])
      checker_.fail(problem::wrong_arguments, target.dimension.span, name + " stands twice",
                    "name each dimension once");
    if (!target.column.format.empty() && !checker_.catalog().dimension(measure_.axes[axis].dimension).is_calendar())
      checker_.fail(problem::load_form, target.dimension.span,
                    name + " is no calendar dimension, so it has no date format", "leave the format out");
    targets[axis] = &target;
  }
  for (std::size_t axis = 0; axis < targets.size(); ++axis) {
    const std::string& name = measure_.axes[axis].name;
    if (!targets[axis])
      checker_.fail(problem::wrong_arguments, statement_.head.span,
                    "the load does not say which column holds the " + name,
                    "name every dimension: " + measure_.name + '(' + axes + ')');
    const Name& column = targets[axis]->column.column;
    keys_.push_back({table_.column(column, column.text == name), targets[axis]->column.format});
  }
}

// Without `value` the column is named after the measure, or `value`; or the two are `low` and `high`, with `best` if
// there is one.
void FactLoader::find_value_columns() {
  best_ = optional_column(statement_.best);
  if (measure_.is_relation) {
    const Name& stated = statement_.value_low.text.empty() ? statement_.best : statement_.value_low;
    if (!stated.text.empty())
      checker_.fail(problem::load_form, stated.span, measure_.name + " is a relation, whose facts have no value",
                    "leave the columns of values out");
    return;
  }
  const auto by_default = [&](std::string_view name) -> Column {
    if (!table_.has_column(name)) return std::nullopt;
    return table_.column({name, statement_.head.span, true});
  };
  if (!statement_.value_low.text.empty()) {
    low_ = table_.column(statement_.value_low);
    high_ = statement_.value_is_range ? table_.column(statement_.value_high) : low_;
  } else if (const Column own = by_default(measure_.name)) {
    low_ = high_ = own;
  } else if (const Column value = by_default("value")) {
    low_ = high_ = value;
  } else {
    low_ = by_default("low");
    high_ = by_default("high");
    if (!best_) best_ = by_default("best");
  }
  if (low_ && high_) return;
  checker_.fail(problem::load_form, statement_.head.span,
                table_.name() + " has no column \"" + measure_.name +
                    "\", and the statement does not say which one holds the value",
                "write `value COLUMN`, or `value LOW..HIGH`, after the dimensions");
}

void FactLoader::find_provenance_columns() {
  source_ = optional_column(statement_.source_column);
  kind_ = optional_column(statement_.kind_column);
  date_ = optional_column(statement_.date_column);
  note_ = optional_column(statement_.note_column);
}

Column FactLoader::optional_column(const Name& name) const {
  return name.text.empty() ? std::nullopt : Column(table_.column(name));
}

std::size_t FactLoader::run() {
  table_.for_each_row([this] { read_row(); });
  if (!new_members_.empty()) new_members_.apply(environment_.store.edit_catalog());
  environment_.store.edit_facts(id_) = std::move(facts_);
  return without_value_;
}

// Nothing is kept of the row before all of it was read.
void FactLoader::read_row() {
  fact_ = stated_;
  if (!measure_.is_relation && !read_value()) {
    ++without_value_;
    return;
  }
  read_provenance();
  const bool is_known_cell = read_key();
  if (is_known_cell) check_clash();
  const engine::Program& program = environment_.store.program();
  require_room(program, id_, held_, facts_.size() + 1 - program.facts[id_]->size(), texts_);
  constexpr std::uint64_t of_a_member = 150;  // about, beside its name
  for (std::size_t axis = 0; axis < codes_.size(); ++axis) {
    if (codes_[axis]) continue;
    const std::string_view name = table_.cell(keys_[axis].column);
    fact_.key[axis] = new_members_.add(checker_.catalog(), measure_.axes[axis].dimension, name);
    texts_ += name.size() + of_a_member;
  }
  texts_ += fact_.note.size();
  facts_.append(fact_);
}

// False where the row says nothing. One empty end is an open one.
bool FactLoader::read_value() {
  const std::string_view low = table_.cell(*low_), high = table_.cell(*high_);
  if (low.empty() && high.empty()) return false;
  if (low == "unknown" && high == "unknown") return fact_.unknown = true;
  engine::Range& value = fact_.value;
  if (low_ == high_) {
    value = read_number(table_, *low_);
  } else {
    value.unbounded_below = low.empty();
    value.unbounded_above = high.empty();
    if (!low.empty()) value.low = read_number(table_, *low_);
    if (!high.empty()) value.high = read_number(table_, *high_);
    if (value.is_bounded() && value.high < value.low)
      table_.fail(*low_, problem::empty_range,
                  "the range runs from " + value.low.text() + " down to " + value.high.text(),
                  "the lower end comes first: are the columns the right way round?");
  }
  if (best_ && !table_.cell(*best_).empty()) {
    const engine::Number best = read_number(table_, *best_);
    if (!value.contains(best))
      table_.fail(*best_, problem::empty_range,
                  "the best figure " + best.text() + " lies outside the range " + value.text(),
                  "best is the source's own figure between low and high");
    value.set_best(best);
  }
  auto within = within_domain(measure_, value);
  if (!within)
    table_.fail(
        *low_, problem::outside_domain,
        "the value " + value.text() + " lies outside the domain " + measure_.domain->text() + " of " + measure_.name,
        "mend the figure, or widen the measure's domain");
  value = std::move(*within);
  return true;
}

void FactLoader::read_provenance() {
  if (source_ && !table_.cell(*source_).empty()) read_source();
  if (kind_ && !table_.cell(*kind_).empty()) read_kind();
  if (date_ && !table_.cell(*date_).empty()) fact_.date = read_date(table_, *date_, statement_.date_format);
  if (note_) read_note();
  if (fact_.date == engine::no_code) fact_.date = checker_.catalog().source(fact_.source).date;
}

void FactLoader::read_source() {
  const std::string_view name = table_.cell(*source_);
  if (const auto id = checker_.catalog().find_source(name)) {
    fact_.source = *id;
    return;
  }
  engine::NearestNames nearest(name);
  for (const engine::Source& known : checker_.catalog().sources()) nearest.offer(known.name);
  const std::string hint = nearest.hint();
  table_.fail(*source_, problem::unknown_source, "there is no source \"" + std::string(name) + '"',
              hint.empty() ? "declare it before the load: source " + quoted_if_needed(name) : hint);
}

void FactLoader::read_kind() {
  const std::string_view name = table_.cell(*kind_);
  const auto kind = stated_kind(name);
  if (!kind)
    table_.fail(*kind_, problem::unknown_kind, '"' + std::string(name) + "\" is not a kind of facts",
                std::string(kinds_hint));
  fact_.kind = *kind;
}

// A note is one line: newlines become blanks.
void FactLoader::read_note() {
  fact_.note = table_.cell(*note_);
  if (fact_.note.find('\n') == std::string_view::npos) return;
  note_text_.clear();
  for (const char c : fact_.note)
    if (c != '\r') note_text_ += c == '\n' ? ' ' : c;
  fact_.note = note_text_;
}

// False where a member is new, and the cell with it.
bool FactLoader::read_key() {
  bool all_known = true;
  for (std::size_t axis = 0; axis < keys_.size(); ++axis) {
    const engine::Dimension& dimension = checker_.catalog().dimension(measure_.axes[axis].dimension);
    codes_[axis] = read_member(table_, keys_[axis].column, dimension, keys_[axis].format);
    if (!codes_[axis]) codes_[axis] = new_members_.find(measure_.axes[axis].dimension, table_.cell(keys_[axis].column));
    all_known = all_known && codes_[axis];
    fact_.key[axis] = codes_[axis].value_or(engine::no_code);
  }
  return all_known;
}

void FactLoader::check_clash() {
  if (measure_.is_relation || fact_.unknown) return;
  const auto other = find_clash(facts_, fact_);
  if (!other) return;
  const std::string& source = checker_.catalog().source(fact_.source).name;
  table_.fail(
      *low_, engine::problem::disjoint_facts,
      cell_text() + " cannot be both " + other->text() + " and " + fact_.value.text() +
          (source.empty() ? " without a source" : " from " + source) +
          (fact_.date == engine::no_code ? ", both undated"
                                         : ", both on " + engine::period_text(fact_.date, engine::Calendar::day)),
      "an earlier row or fact says so; date the later statement so that it supersedes the earlier");
}

std::string FactLoader::cell_text() const {
  std::string text = measure_.name + '(';
  for (std::size_t axis = 0; axis < keys_.size(); ++axis)
    text.append(axis ? ", " : "").append(table_.cell(keys_[axis].column));
  return text + ')';
}

}  // namespace

std::size_t load_facts(Environment& environment, Checker& checker, const LoadStatement& statement, LoadTable& table) {
  return FactLoader(environment, checker, statement, table).run();
}

}  // namespace reckon::lang
