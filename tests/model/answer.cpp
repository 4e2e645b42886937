// A whole query: one value a row, or columns side by side.
#include <algorithm>

#include "tests/model/evaluate.hpp"

namespace reckon::model {

using lang::Expr;
using lang::ExprKind;

Answer Evaluator::run(const Expr& query, World* world) {
  world_ = world;
  Answer made;
  if (query.kind == ExprKind::columns) {
    made = columns(query);
  } else {
    const Table table = expression(query, nullptr, {});
    made.axes = table.axes;
    made.truths.push_back(table.is_truth);
    for (const auto& [key, row] : table.rows) made.rows[key].push_back(row);
  }
  world_ = nullptr;
  // A value without dimensions always has its one row, if only to say that it is missing.
  for (auto& [key, columns] : made.rows)
    for (Row& row : columns)
      if (made.axes.empty() && !row.present) row.absent = true, row.excluded = row.gone = false;
  return made;
}

// Side by side over the union of the rows of all columns that have every dimension.
Answer Evaluator::columns(const Expr& e) {
  Answer made;
  std::vector<Table> tables;
  for (const Expr* column : e.args) {
    tables.push_back(expression(*column, nullptr, {}));
    made.truths.push_back(tables.back().is_truth);
    for (const Axis& axis : tables.back().axes)
      if (std::none_of(made.axes.begin(), made.axes.end(), [&](const Axis& a) { return a.name == axis.name; }))
        made.axes.push_back(axis);
  }
  const auto places = [&](const Table& table) {
    std::vector<std::size_t> at;
    for (const Axis& axis : table.axes)
      for (std::size_t i = 0; i < made.axes.size(); ++i)
        if (made.axes[i].name == axis.name) at.push_back(i);
    return at;
  };
  // Shifted cells make rows only where nothing else does.
  const bool all_shifted = std::none_of(tables.begin(), tables.end(), [&](const Table& table) {
    return table.axes.size() == made.axes.size() && table.makes_rows;
  });
  const auto makes_rows = [&](const Table& table) {
    return table.axes.size() == made.axes.size() && (table.makes_rows || all_shifted);
  };
  std::set<Key> keys;
  for (const Table& table : tables) {
    const auto at = places(table);
    if (!makes_rows(table)) continue;
    for (const auto& [key, row] : table.rows) {
      Key full(made.axes.size());
      for (std::size_t i = 0; i < at.size(); ++i) full[at[i]] = key[i];
      keys.insert(full);
    }
  }
  for (const Key& key : keys) {
    Row belonging;  // whether any column has the row
    std::vector<Row> values;
    bool certain = made.axes.empty(), possible = made.axes.empty();
    for (const Table& table : tables) {
      const auto at = places(table);
      Key own;
      for (const std::size_t place : at) own.push_back(key[place]);
      const auto found = table.rows.find(own);
      const Row* row = found == table.rows.end() ? nullptr : &found->second;
      Row value;
      for (const State& state : states_of(row, table.otherwise)) {
        if (!state.value)
          value.absent = true;
        else if (state.value->truths)
          value.may_be(state.value->truths);
        else
          value.may_be(state.value->range);
      }
      if (row) value.depend_on(*row);
      if ((!row || row->may_be_out()) && table.otherwise) value.depend_on(*table.otherwise);
      if (!world_) value.settle();
      if (found != table.rows.end() && makes_rows(table)) {
        certain = certain || (row->belongs() && !row->may_be_out());
        possible = possible || row->belongs();
        belonging.depend_on(*row);
      }
      values.push_back(value);
    }
    if (!possible) continue;
    for (Row& value : values) {
      value.gone = !certain;
      value.unsure = value.unsure || belonging.unsure;
      value.plain = value.plain && (certain || (belonging.plain && tables.size() == 1));
    }
    made.rows.emplace(key, std::move(values));
  }
  return made;
}

}  // namespace reckon::model
