// Plain decimals are read here; whatever else a number may be is left to the language's own reading.
#include "lang/statements/record_reader.hpp"

#include <cstring>

#include "engine/storage/utf8.hpp"
#include "lang/parse/literal.hpp"
#include "lang/statements/load_cells.hpp"

namespace reckon::lang {
namespace {

struct Decimal {
  std::int64_t mantissa = 0;
  int scale = 0;
};

constexpr std::size_t most_digits = 18;  // of 64 bits
constexpr int finest = 18;

bool read_plain(std::string_view text, Decimal& decimal) {
  const bool negative = text.front() == '-';
  std::size_t at = negative || text.front() == '+' ? 1 : 0;
  if (text.size() - at > most_digits) return false;
  std::int64_t value = 0;
  std::size_t digits = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) value = value * 10 + (text[at] - '0');
  if (digits == 0) return false;
  int scale = 0;
  if (at < text.size() && text[at] == '.') {
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++scale)
      value = value * 10 + (text[at] - '0');
    if (scale == 0) return false;
  }
  if (at != text.size()) return false;
  decimal = {negative ? -value : value, scale};
  return true;
}

bool read_any(std::string_view text, Decimal& decimal) {
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

RecordReader::RecordReader(const RecordPlan& plan)
    : plan_(plan),
      names_(plan.keys.size()),
      members_(std::make_shared<std::vector<std::vector<engine::Code>>>(plan.keys.size())) {}

void RecordReader::start() {
  chunk_ = std::make_unique<engine::RecordChunk>(plan_.keys.size(), plan_.values.size());
  known_at_start_.clear();
  for (const auto& members : *members_) known_at_start_.push_back(members.size());
}

engine::RecordChunk RecordReader::take() {
  chunk_->seal();
  return std::move(*chunk_);
}

RecordReader::Mark RecordReader::mark_of(std::string_view text) {
  Mark mark{0, 0, text.size()};
  if (text.size() >= 8) {
    std::memcpy(&mark.first, text.data(), 8);
    std::memcpy(&mark.last, text.data() + text.size() - 8, 8);
  } else {
    for (const char c : text) mark.first = mark.first << 8 | static_cast<unsigned char>(c);
  }
  return mark;
}

bool RecordReader::read_member(std::size_t key, std::string_view text) {
  Names& names = names_[key];
  const Mark mark = mark_of(text);
  Recent& recent = names.recent[((mark.first ^ (mark.last << 13) ^ (mark.last >> 51)) * 0x9e3779b97f4a7c15U) >> 52];
  if (mark.size > 0 && recent.mark == mark &&
      (mark.size <= 16 || std::memcmp(recent.text, text.data(), text.size()) == 0)) {
    chunk_->add_code(key, recent.number);
    return true;
  }
  auto found = names.numbers.find(text);
  if (found == names.numbers.end()) {
    if (!add_member(key, text)) return false;
    found = names.numbers.find(text);
  }
  recent = {mark, found->first.data(), found->second};
  chunk_->add_code(key, found->second);
  return true;
}

bool RecordReader::add_member(std::size_t key, std::string_view text) {
  const RecordPlan::Key& column = plan_.keys[key];
  const engine::Dimension& dimension = plan_.catalog->dimension(column.dimension);
  if (text.empty() || engine::find_not_text(text) != std::string_view::npos) return false;
  std::optional<engine::Code> code;
  if (!column.format.empty()) {
    if (const auto day = engine::parse_date(text, column.format))
      code = engine::roll_up(*day, engine::Calendar::day, dimension.calendar());
  } else {
    code = dimension.find(text);
  }
  if (!code && (dimension.closed() || dimension.is_calendar())) return false;
  Names& names = names_[key];
  const auto number = static_cast<std::uint32_t>(names.texts.size());
  names.texts.push_back(&names.numbers.emplace(std::string(text), number).first->first);
  (*members_)[key].push_back(code.value_or(engine::no_code));
  return true;
}

bool RecordReader::read_value(std::size_t value, std::string_view text) {
  if (says_nothing(text)) {
    chunk_->add_missing(value);
    return true;
  }
  Decimal decimal;
  return (read_plain(text, decimal) || read_any(text, decimal)) &&
         chunk_->add_value(value, decimal.mantissa, decimal.scale);
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
