// Rows of points: windows where codes lie close, lists where they do not.
#include "engine/exec/rules/point_values.hpp"

#include <algorithm>

namespace reckon::engine {
namespace {

// How much larger than its cells a window may be; or how many codes the windows of all rows together, or of one row.
constexpr std::int64_t slack = 2, all_windows = std::int64_t{1} << 19, small_window = 64;
constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

bool fits(std::int64_t value) { return value > -greatest_point && value < greatest_point; }

}  // namespace

std::int64_t PointView::operator[](Code code) const {
  if (!codes) {
    const auto offset = static_cast<std::uint32_t>(code) - static_cast<std::uint32_t>(first);
    return offset < size ? values[offset] : no_point;
  }
  const Code* found = std::lower_bound(codes, codes + size, code);
  return found != codes + size && *found == code ? values[found - codes] : no_point;
}

std::unique_ptr<PointTable> PointTable::of(const CellTable& cells, const Trie& rows, int scale) {
  const ValueColumn& column = cells.values.low();
  if (!cells.values.all_points() || !column.is_scaled() || !cells.values.all_bounded() || column.scale() > scale)
    return nullptr;
  auto table = std::make_unique<PointTable>();
  std::int64_t factor = 1;
  for (int i = column.scale(); i < scale; ++i) factor *= 10;
  table->values_ = column.mantissas();
  if (factor != 1) {
    table->rescaled_.assign(table->values_.begin(), table->values_.end());
    for (std::int64_t& value : table->rescaled_)
      if (__builtin_mul_overflow(value, factor, &value)) return nullptr;
    table->values_ = table->rescaled_;
  }
  if (!std::all_of(table->values_.begin(), table->values_.end(), fits)) return nullptr;
  table->rows_ = &rows;
  if (!cells.keys.empty()) table->codes_ = &cells.keys.back();
  std::uint32_t cell = 0;
  rows.each_leaf([&](std::span<const Code>, Trie::Node node) {
    if (node >= table->first_cell_.size()) table->first_cell_.resize(node + 1), table->cells_.resize(node + 1);
    table->first_cell_[node] = cell;
    rows.row(node).each([&](Code) { ++cell; });
    table->cells_[node] = cell - table->first_cell_[node];
  });
  return table;
}

PointView PointTable::row(std::span<const Code> prefix) const {
  const Trie::Node node = rows_->leaf(prefix);
  if (node >= cells_.size() || cells_[node] == 0) return {};
  const std::uint32_t first = first_cell_[node], size = cells_[node];
  const std::int64_t* values = values_.data() + first;
  if (!codes_) return {nullptr, values, size, 0};
  const Code* codes = codes_->data() + first;
  if (static_cast<std::uint32_t>(codes[size - 1] - codes[0]) + 1 == size) return {nullptr, values, size, codes[0]};
  return {codes, values, size, 0};
}

LeastPoints::LeastPoints(std::size_t axes) : places_(axes == 0 ? 1 : axes), rows_(1) {}

LeastPoints::Node LeastPoints::node(std::span<const Code> prefix) {
  const Node node = places_.make_leaf(prefix);
  if (node >= rows_.size()) rows_.resize(node + 1);
  return node;
}

PointView LeastPoints::row(std::span<const Code> prefix) const {
  const Trie::Node node = places_.leaf(prefix);
  return node < rows_.size() ? rows_[node].view() : PointView();
}

std::int64_t LeastPoints::smallest_window() const {
  return std::max(small_window, all_windows / static_cast<std::int64_t>(rows_.size()));
}

void LeastPoints::settle() {
  for (const Node node : waiting_) settle(node);
  waiting_.clear();
}

std::int64_t LeastPoints::value(std::span<const Code> key) const { return row(key.first(key.size() - 1))[key.back()]; }

std::uint8_t LeastPoints::by(std::span<const Code> key) const {
  const Trie::Node node = places_.leaf(key.first(key.size() - 1));
  return rows_[node].by(key.back());
}

std::size_t LeastPoints::bytes() const {
  std::size_t total = places_.bytes() + rows_.capacity() * sizeof(PointRow);
  for (const PointRow& row : rows_) total += row.bytes();
  return total;
}

// Where a settled cell's value lies, or nowhere.
std::size_t PointRow::place(Code code) const {
  if (at_.empty()) {
    const auto offset = static_cast<std::uint32_t>(code) - static_cast<std::uint32_t>(first_);
    return offset < values_.size() && values_[offset] != no_point ? offset : nowhere;
  }
  const auto found = std::lower_bound(at_.begin(), at_.end(), code);
  return found != at_.end() && *found == code ? static_cast<std::size_t>(found - at_.begin()) : nowhere;
}

// Of a cell outside a window: in a list, or new.
PointChange PointRow::wait(Code code, std::int64_t value, std::uint8_t by) {
  if (const std::size_t at = place(code); at != nowhere) return put(at, value, by);
  if (!waiting_) waiting_ = std::make_unique<tsl::robin_map<Code, Entry>>();
  const auto [found, fresh] = waiting_->try_emplace(code, Entry{value, by});
  if (fresh) return PointChange::fresh;
  if (found->second.value <= value) return PointChange::none;
  found.value() = {value, by};
  return PointChange::lower;
}

std::uint8_t PointRow::by(Code code) const {
  const std::size_t at = place(code);
  return at == nowhere ? by_no_rule : by_[at];
}

void PointRow::settle(std::int64_t smallest_window) {
  if (!waiting_) return;
  std::vector<Cell> fresh, all;
  for (const auto& [code, entry] : *waiting_) fresh.push_back({code, entry});
  waiting_.reset();
  const auto before = [](const Cell& a, const Cell& b) { return a.code < b.code; };
  std::sort(fresh.begin(), fresh.end(), before);
  std::vector<Cell> known;
  each([&](Code code, std::int64_t value, std::uint8_t by) { known.push_back({code, {value, by}}); });
  std::merge(known.begin(), known.end(), fresh.begin(), fresh.end(), std::back_inserter(all), before);
  const std::int64_t span = std::int64_t{all.back().code} - all.front().code + 1;
  const bool window = span <= std::max(smallest_window, slack * static_cast<std::int64_t>(all.size()));
  const std::size_t size = window ? static_cast<std::size_t>(span) : all.size();
  values_ = std::vector<std::int64_t>(size, no_point);
  by_ = std::vector<std::uint8_t>(size, by_no_rule);
  at_ = std::vector<Code>(window ? 0 : size);
  first_ = all.front().code;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t place = window ? static_cast<std::size_t>(std::int64_t{all[i].code} - first_) : i;
    values_[place] = all[i].entry.value;
    by_[place] = all[i].entry.by;
    if (!window) at_[i] = all[i].code;
  }
}

}  // namespace reckon::engine
