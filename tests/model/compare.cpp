// Row by row: belonging, missing, ranges, truths.
#include "tests/model/compare.hpp"

#include <algorithm>

namespace reckon::model {
namespace {

using Texts = std::vector<std::string>;

// The engine's rows by the model's order of axes.
struct EngineRows {
  std::map<Texts, std::size_t> rows;
  std::string fault;

  EngineRows(const std::vector<Axis>& axes, const engine::Answer& answer) {
    std::vector<std::size_t> place;
    for (const Axis& axis : axes)
      for (std::size_t i = 0; i < answer.axes().size(); ++i)
        if (answer.axes()[i].name == axis.name) place.push_back(i);
    if (place.size() != axes.size() || axes.size() != answer.axes().size()) {
      fault = "other dimensions:";
      for (const auto& axis : answer.axes()) fault += ' ' + axis.name;
      fault += " instead of";
      for (const Axis& axis : axes) fault += ' ' + axis.name;
      return;
    }
    for (std::size_t row = 0; row < answer.rows(); ++row) {
      Texts key;
      for (const std::size_t at : place) key.push_back(answer.key_text(row, at));
      if (!rows.emplace(key, row).second) fault = "a row stands twice";
    }
  }
};

std::string shown(const Texts& key, std::size_t column) {
  std::string text = "row (";
  for (std::size_t i = 0; i < key.size(); ++i) text += (i ? ", " : "") + key[i];
  return text + ") column " + std::to_string(column + 1) + ": ";
}

std::string shown(const Row& row, bool is_truth) {
  std::string text;
  if (row.present) {
    if (is_truth)
      text += row.truths == truth_yes ? "yes" : row.truths == truth_no ? "no" : "maybe";
    else
      text += row.range.text();
  }
  if (row.absent) text += " or missing";
  if (row.excluded) text += " or excluded";
  if (row.gone) text += " or gone";
  return text + (row.plain ? "" : " (enclosed)");
}

std::string shown(const engine::Answer& answer, std::size_t row, std::size_t column) {
  const engine::Value& value = answer.value(row, column);
  std::string text;
  if (value.is_missing())
    text = "missing";
  else if (answer.is_truth(column))
    text = value.truth == engine::Truth::yes ? "yes" : value.truth == engine::Truth::no ? "no" : "maybe";
  else
    text = value.range.text() + (value.range.has_central ? " best " + value.range.central.text() : "");
  if (value.maybe) text += " or missing";
  if (answer.frame.membership(row) == engine::Membership::maybe) text += " or no row";
  return text;
}

unsigned truths_of(engine::Truth truth) {
  return truth == engine::Truth::yes ? truth_yes : truth == engine::Truth::no ? truth_no : truth_yes | truth_no;
}

bool same_ends(const Range& a, const Range& b) {
  return a.unbounded_below == b.unbounded_below && a.unbounded_above == b.unbounded_above &&
         (a.unbounded_below || a.low == b.low) && (a.unbounded_above || a.high == b.high);
}

Texts texts(const Store& store, const Answer& answer, const Key& key) {
  Texts made;
  for (std::size_t i = 0; i < key.size(); ++i) made.push_back(store.text(answer.axes[i].dimension, key[i]));
  return made;
}

// One value of the model's, with its states, against the engine's.
// A row that may be gone, as one whose condition may have no value, the engine may call missing as well; a single value
// is missing where its row is not there. So is what two uses of one row may make of an excluded one.
std::string value_fault(const Row& row, bool is_truth, bool has_value, const engine::Value& value, bool single) {
  const bool may_lack = row.absent || row.gone || (row.excluded && (single || !row.plain));
  const bool present = !value.is_missing(), absent = value.is_missing() || value.maybe;
  if (present && !row.present && has_value) return "the engine has a value";
  if (absent && !may_lack) return "the engine says it may be missing";
  if (row.plain && (present != row.present || (absent != row.absent && (row.absent || !may_lack))))
    return "present or missing differ";
  if (!present || !row.present || !has_value) return {};
  if (is_truth) {
    const unsigned truths = truths_of(value.truth);
    if ((truths & ~row.truths) != 0 || (row.plain && truths != row.truths)) return "the truth differs";
    return {};
  }
  if (row.plain && !same_ends(row.range, value.range)) return "the range differs";
  if (!row.range.contains(value.range)) return "the engine's range is wider";
  return {};
}

}  // namespace

bool is_plain(const Answer& answer) {
  return std::all_of(answer.rows.begin(), answer.rows.end(), [](const auto& entry) {
    return std::all_of(entry.second.begin(), entry.second.end(), [](const Row& row) { return row.plain; });
  });
}

Difference compare(const Store& store, const Answer& model, const engine::Answer& answer) {
  EngineRows engine(model.axes, answer);
  if (!engine.fault.empty()) return engine.fault;
  for (const auto& entry : model.rows) {
    const Key& key = entry.first;
    const std::vector<Row>& columns = entry.second;
    const Texts at = texts(store, model, key);
    const auto found = engine.rows.find(at);
    const Row& first = columns.front();
    const bool possible = first.belongs(), certain = !first.may_be_out();
    if (std::any_of(columns.begin(), columns.end(), [](const Row& row) { return row.rough; })) {
      if (found != engine.rows.end()) engine.rows.erase(found);
      continue;
    }
    if (found == engine.rows.end()) {
      if (possible && (first.plain || certain))
        return shown(at, 0) + "the engine has no row; the model " + shown(first, model.truths[0]);
      continue;
    }
    const std::size_t row = found->second;
    engine.rows.erase(found);
    // A single value is there in any case, if only to say that it is missing.
    const bool engine_certain =
        answer.frame.membership(row) == engine::Membership::certain || (key.empty() && answer.value(row).is_missing());
    const auto fault = [&](std::size_t c, const std::string& what) {
      return shown(at, c) + what + "; the engine: " + shown(answer, row, c) +
             "; the model: " + shown(columns[c], model.truths[c]);
    };
    if (!possible) return fault(0, "the engine has a row");
    if (engine_certain && !certain && first.plain) return fault(0, "the engine's row is certain");
    if (!engine_certain && certain && first.plain && !(key.empty() && first.absent))
      return fault(0, "the engine's row is not certain");
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const std::string what =
          value_fault(columns[c], model.truths[c], !answer.is_relation(), answer.value(row, c), key.empty());
      if (!what.empty()) return fault(c, what);
    }
  }
  if (!engine.rows.empty()) return shown(engine.rows.begin()->first, 0) + "the model has no row";
  return std::nullopt;
}

Difference compare_world(const Store& store, const Answer& world, const engine::Answer& answer) {
  EngineRows engine(world.axes, answer);
  if (!engine.fault.empty()) return engine.fault;
  for (const auto& entry : world.rows) {
    const Key& key = entry.first;
    const std::vector<Row>& columns = entry.second;
    const Texts at = texts(store, world, key);
    const auto found = engine.rows.find(at);
    const bool unsure = std::any_of(columns.begin(), columns.end(), [](const Row& row) { return row.unsure; });
    if (found == engine.rows.end()) {
      if (columns.front().belongs() && !unsure)
        return shown(at, 0) + "no row, but in a world it is " + shown(columns.front(), world.truths[0]);
      continue;
    }
    const std::size_t row = found->second;
    engine.rows.erase(found);
    if (unsure) continue;
    const auto fault = [&](std::size_t c, const std::string& what) {
      return shown(at, c) + what + "; the engine: " + shown(answer, row, c) + "; in a world it is " +
             shown(columns[c], world.truths[c]);
    };
    if (!columns.front().belongs()) {
      if (answer.frame.membership(row) == engine::Membership::certain) return fault(0, "no such row in a world");
      continue;
    }
    for (std::size_t c = 0; c < columns.size() && !answer.is_relation(); ++c) {
      const engine::Value& value = answer.value(row, c);
      const bool may_be_no_row = at.empty() && answer.frame.membership(row) == engine::Membership::maybe;
      if (columns[c].absent && !value.is_missing() && !value.maybe && !may_be_no_row)
        return fault(c, "missing in a world");
      if (!columns[c].present) continue;
      if (value.is_missing()) return fault(c, "there in a world");
      if (world.truths[c] ? (columns[c].truths & ~truths_of(value.truth)) != 0
                          : !value.range.contains(columns[c].range))
        return fault(c, "too narrow");
    }
  }
  for (const auto& [at, row] : engine.rows)
    if (answer.frame.membership(row) == engine::Membership::certain) return shown(at, 0) + "a row that no world has";
  return std::nullopt;
}

Difference compare_best(const Store& store, const Answer& world, const Answer& model, const engine::Answer& answer) {
  const EngineRows engine(world.axes, answer);
  if (!engine.fault.empty() || answer.is_relation()) return std::nullopt;
  for (const auto& entry : world.rows) {
    const Key& key = entry.first;
    const std::vector<Row>& columns = entry.second;
    const Texts at = texts(store, world, key);
    const auto found = engine.rows.find(at);
    const auto nominal = model.rows.find(key);
    if (found == engine.rows.end() || nominal == model.rows.end()) continue;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const engine::Value& value = answer.value(found->second, c);
      if (columns[c].unsure || world.truths[c] || value.is_missing() || value.range.is_point()) continue;
      const auto best = value.range.best();
      const auto fault = [&](const std::string& what) {
        return shown(at, c) + what + "; the engine: " + shown(answer, found->second, c) + "; at every best it is " +
               shown(columns[c], false);
      };
      if (best && (!columns[c].present || *best != columns[c].range.low)) return fault("another best");
      const Row& row = nominal->second[c];
      if (!best && columns[c].present && row.plain && row.is_one_state() && !row.chosen) return fault("no best");
    }
  }
  return std::nullopt;
}

}  // namespace reckon::model
