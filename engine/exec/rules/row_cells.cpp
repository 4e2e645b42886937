// One row of a trie as a cell.
#include "engine/exec/rules/row_cells.hpp"

#include "engine/exec/cell_lookup.hpp"
#include "engine/exec/reconcile.hpp"
#include "engine/exec/rules/derived_rows.hpp"

namespace reckon::engine {

RowCells::Place RowCells::find(MeasureId measure, std::span<const Code> key) {
  static constexpr Code only_row = 0;  // of a relation without columns
  const auto rows = universe_.rows(measure);
  if (key.empty()) key = std::span(&only_row, 1);
  if (!rows) {
    auto cells = universe_.cells(measure);
    const std::uint32_t cell = find_cell(cells->cells, key.first(cells->cells.keys.size()));
    return cell == no_cell ? Place{} : Place{std::move(cells), cell};
  }
  if (!rows->rows.contains(key)) return {};
  const std::size_t axes = rows->facts->axes();
  if (rows->stated.contains(key)) {
    const auto& cells = stated(measure, *rows);
    return {cells, find_cell(cells->cells, key.first(axes))};
  }
  auto& made = derived_[{measure, {key.begin(), key.end()}}];
  if (!made) {
    auto facts = std::make_shared<FactTable>(axes);
    append_fact(*rows, key, no_code, *facts);
    auto cells = std::make_shared<MeasureCells>();
    cells->cells = reconcile(*universe_.program().catalog, measure, *facts, {universe_.program().policy_of(measure)});
    cells->facts = std::move(facts);
    made = std::move(cells);
  }
  return {made, 0};
}

const std::shared_ptr<const MeasureCells>& RowCells::stated(MeasureId measure, const DerivedRows& rows) {
  auto& made = stated_[measure];
  if (made) return made;
  auto cells = std::make_shared<MeasureCells>();
  cells->facts = rows.facts;
  cells->cells = reconcile(*universe_.program().catalog, measure, *rows.facts,
                           {universe_.program().policy_of(measure), universe_.as_of(), nullptr, nullptr, false});
  return made = std::move(cells);
}

}  // namespace reckon::engine
