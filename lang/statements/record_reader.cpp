// Plain decimals are read here; whatever else a number may be is left to the language's own reading.
#include "lang/statements/record_reader.hpp"

#include "engine/storage/plain_decimal.hpp"
#include "engine/storage/utf8.hpp"
#include "lang/parse/literal.hpp"
#include "lang/statements/load_cells.hpp"

namespace reckon::lang {
namespace {

constexpr int finest = 18;  // decimals

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

inline std::string_view trimmed(std::string_view text) {
  const auto is_low = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  return text.empty() || (!is_low(text.front()) && !is_low(text.back())) ? text : without_blanks(text);
}

bool read_any(std::string_view text, engine::PlainDecimal& decimal) {
  const auto number = literal_value(text);
  if (!number) return false;
  const auto scale = number->decimal_scale();
  if (!scale || *scale > finest) return false;
  const auto mantissa = number->to_scaled(*scale);
  if (!mantissa) return false;
  decimal = {*mantissa, *scale};
  return true;
}

bool says_nothing(std::string_view text) { return text.empty() || text == "unknown"; }

}  // namespace

void RecordCells::hold(const RecordPlan& plan, const std::function<std::string_view(std::size_t)>& cell) {
  std::vector<std::size_t> asked;
  for (const RecordPlan::Key& key : plan.keys) asked.push_back(key.column);
  for (const RecordPlan::Value& value : plan.values) asked.push_back(value.column);
  std::size_t size = readable_behind;
  for (const std::size_t column : asked) size += (cells[column] = cell(column)).size();
  held_.clear();
  held_.reserve(size);
  for (const std::size_t column : asked) {
    const char* const begin = held_.data() + held_.size();
    held_ += cells[column];
    cells[column] = {begin, cells[column].size()};
  }
  held_.append(readable_behind, ' ');
  rows = 1;
}

RecordReader::RecordReader(const RecordPlan& plan)
    : plan_(plan),
      stage_(plan.keys.size(), plan.values.size()),
      names_(plan.keys.size()),
      members_(plan.keys.size()),
      batch_(plan.keys.size(), plan.values.size()) {}

const std::vector<std::size_t>& RecordReader::read(const RecordCells& cells) {
  batch_.rows = cells.rows;
  bad_.clear();
  any_bad_ = any_new_ = false;
  is_bad_.fill(false);
  is_new_.fill(false);
  for (std::size_t key = 0; key < plan_.keys.size(); ++key) read_members(key, cells);
  for (std::size_t value = 0; value < plan_.values.size(); ++value) read_values(value, cells);
  if (any_new_) add_new_names(cells);
  if (any_bad_) leave_out_bad_rows();
  stage_.add(batch_);
  return bad_;
}

void RecordReader::read_members(std::size_t key, const RecordCells& cells) {
  const std::string_view* cell = cells.cells.data() + plan_.keys[key].column;
  const RecordNames& names = names_[key];
  auto& codes = batch_.codes[key];
  for (std::size_t row = 0; row < cells.rows; ++row, cell += cells.columns) {
    codes[row] = names.find(trimmed(*cell));
    if (codes[row] == RecordNames::unknown) any_new_ = is_new_[row] = true;
  }
}

void RecordReader::read_values(std::size_t value, const RecordCells& cells) {
  const std::string_view* cell = cells.cells.data() + plan_.values[value].column;
  auto& [mantissas, scales] = batch_.values[value];
  for (std::size_t row = 0; row < cells.rows; ++row, cell += cells.columns)
    if (!read_value(trimmed(*cell), mantissas[row], scales[row])) any_bad_ = is_bad_[row] = true;
}

bool RecordReader::read_value(std::string_view text, std::int64_t& mantissa, std::uint8_t& scale) const {
  engine::PlainDecimal decimal;
  if (!engine::read_padded_decimal(text, decimal)) {
    if (says_nothing(text)) {
      mantissa = 0;
      scale = engine::RecordBatch::no_value;
      return true;
    }
    if (!read_any(text, decimal)) return false;
  }
  mantissa = decimal.mantissa;
  scale = static_cast<std::uint8_t>(decimal.scale);
  return true;
}

// A row that is bad in another cell names nothing.
void RecordReader::add_new_names(const RecordCells& cells) {
  for (std::size_t row = 0; row < cells.rows; ++row)
    if (is_new_[row] && !is_bad_[row] && !add_names_of(row, cells)) any_bad_ = is_bad_[row] = true;
}

bool RecordReader::add_names_of(std::size_t row, const RecordCells& cells) {
  std::array<std::optional<engine::Code>, most_record_keys> codes;
  const auto text = [&](std::size_t key) { return trimmed(cells.cells[row * cells.columns + plan_.keys[key].column]); };
  for (std::size_t key = 0; key < plan_.keys.size(); ++key) {
    auto& number = batch_.codes[key][row];
    if (number == RecordNames::unknown) number = names_[key].find(text(key));
    if (number != RecordNames::unknown) continue;
    if (!find_member(key, text(key), codes[key])) return false;
  }
  for (std::size_t key = 0; key < plan_.keys.size(); ++key) {
    auto& number = batch_.codes[key][row];
    if (number != RecordNames::unknown) continue;
    number = names_[key].add(text(key));
    members_[key].push_back(codes[key].value_or(engine::no_code));
  }
  return true;
}

// What the catalog knows of a name: nothing of a new one. False where it is none of the dimension.
bool RecordReader::find_member(std::size_t key, std::string_view text, std::optional<engine::Code>& code) const {
  const RecordPlan::Key& column = plan_.keys[key];
  const engine::Dimension& dimension = plan_.catalog->dimension(column.dimension);
  if (text.empty() || engine::find_not_text(text) != std::string_view::npos) return false;
  if (!column.format.empty()) {
    if (const auto day = engine::parse_date(text, column.format))
      code = engine::roll_up(*day, engine::Calendar::day, dimension.calendar());
  } else {
    code = dimension.find(text);
  }
  return code || (!dimension.closed() && !dimension.is_calendar());
}

void RecordReader::leave_out_bad_rows() {
  std::size_t kept = 0;
  for (std::size_t row = 0; row < batch_.rows; ++row) {
    if (is_bad_[row]) {
      bad_.push_back(row);
      continue;
    }
    for (auto& codes : batch_.codes) codes[kept] = codes[row];
    for (auto& [mantissas, scales] : batch_.values) mantissas[kept] = mantissas[row], scales[kept] = scales[row];
    ++kept;
  }
  batch_.rows = kept;
}

void explain_bad_record(const RecordPlan& plan, const LoadTable& table) {
  for (const RecordPlan::Key& key : plan.keys) {
    read_member(table, key.column, plan.catalog->dimension(key.dimension), key.format);
    if (engine::find_not_text(table.cell(key.column)) != std::string_view::npos)
      table.fail(key.column, engine::problem::malformed_table, "the name is not UTF-8 text, or holds a NUL byte",
                 "save it as UTF-8 text");
  }
  for (const RecordPlan::Value& value : plan.values) {
    if (says_nothing(table.cell(value.column))) continue;
    const engine::Number number = read_number(table, value.column);
    table.fail(value.column, problem::number_too_large,
               "the number " + std::string(table.cell(value.column)) +
                   " is too large or too fine for records, whose values have 18 digits",
               number.decimal_scale() ? "round it, or load the rows as facts, which have no such limit"
                                      : "write it as a decimal");
  }
}

}  // namespace reckon::lang
