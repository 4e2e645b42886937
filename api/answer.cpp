// Reading answers.
#include "reckon/answer.hpp"

#include <array>
#include <stdexcept>

#include "api/csv.hpp"
#include "api/json.hpp"
#include "api/number_access.hpp"
#include "api/state.hpp"
#include "api/text.hpp"
#include "api/translated.hpp"

namespace reckon {
namespace {

// The value at a place, once the column is known to be there.
const engine::Value& value_at(const engine::Answer& answer, std::size_t row, std::size_t column) {
  if (answer.is_relation() || column >= answer.columns())
    throw std::out_of_range("the answer has no column " + std::to_string(column));
  return answer.value(row, column);
}

bool has_range(const engine::Answer& answer, const engine::Value& value, std::size_t column) {
  return !value.is_missing() && !answer.is_truth(column);
}

}  // namespace

std::vector<Explanation> made(const std::vector<engine::Explanation>& trees) {
  std::vector<Explanation> result;
  result.reserve(trees.size());
  for (const engine::Explanation& tree : trees) result.push_back({tree.text, tree.detail, made(tree.parts)});
  return result;
}

Answer::Answer(std::unique_ptr<const State, Release> state) : state_(std::move(state)) {}
void Answer::Release::operator()(const State* state) const noexcept { state->release(); }
Answer::Answer(Answer&&) noexcept = default;
Answer& Answer::operator=(Answer&&) noexcept = default;
Answer::~Answer() = default;

std::size_t Answer::size() const noexcept { return state_->answer->rows(); }
std::size_t Answer::columns() const noexcept { return state_->answer->is_relation() ? 0 : state_->answer->columns(); }
bool Answer::is_relation() const noexcept { return state_->answer->is_relation(); }
bool Answer::tight() const noexcept { return state_->answer->tight; }
bool Answer::exact() const noexcept { return state_->answer->exact; }
std::vector<std::string> Answer::column_names() const {
  return is_relation() ? std::vector<std::string>() : state_->words().column_names;
}

Row Answer::operator[](std::size_t row) const {
  if (row >= size()) throw std::out_of_range("the answer has no row " + std::to_string(row));
  return {*this, row};
}

const QueryWords& Answer::State::words() const {
  const std::lock_guard lock(making_);
  if (!words_) words_ = make_words();
  return *words_;
}

std::vector<std::string> Answer::notes() const {
  return translated([&] { return engine::note_texts(*state_->answer); });
}

std::vector<std::string> Answer::dimensions() const {
  std::vector<std::string> names;
  for (const engine::Axis& axis : state_->answer->axes()) names.push_back(axis.name);
  return names;
}

std::string Answer::unit(std::size_t column) const {
  if (column >= columns()) throw std::out_of_range("the answer has no column " + std::to_string(column));
  return state_->shown().unit(column);
}

bool Answer::is_truth(std::size_t column) const {
  if (column >= columns()) throw std::out_of_range("the answer has no column " + std::to_string(column));
  return state_->answer->is_truth(column);
}

std::string Answer::show(Format format, bool every_digit) const {
  const TextOptions options{every_digit, false};
  const ShownAnswer shown = state_->shown();
  return translated([&] {
    switch (format) {
      case Format::json: return json(shown);
      case Format::csv: return csv(shown);
      case Format::markdown: return markdown(shown, options);
      default: return reckon::text(shown, options);
    }
  });
}

std::string Row::operator[](std::string_view dimension) const {
  const engine::Answer& answer = *answer_->state_->answer;
  for (std::size_t axis = 0; axis < answer.axes().size(); ++axis)
    if (answer.axes()[axis].name == dimension) return answer.key_text(row_, axis);
  throw std::out_of_range("the answer has no dimension " + std::string(dimension));
}

std::string Row::key(std::size_t dimension) const {
  const engine::Answer& answer = *answer_->state_->answer;
  if (dimension >= answer.axes().size())
    throw std::out_of_range("the answer has no dimension " + std::to_string(dimension));
  return answer.key_text(row_, dimension);
}

Range Row::range(std::size_t column) const {
  const engine::Answer& answer = *answer_->state_->answer;
  const engine::Value& value = value_at(answer, row_, column);
  return has_range(answer, value, column) ? made(value.range) : Range();
}

Number Row::low(std::size_t column) const {
  const engine::Answer& answer = *answer_->state_->answer;
  const engine::Value& value = value_at(answer, row_, column);
  if (!has_range(answer, value, column)) return {};
  return value.range.unbounded_below ? Number::minus_infinity() : NumberAccess::made(value.range.low);
}

Number Row::high(std::size_t column) const {
  const engine::Answer& answer = *answer_->state_->answer;
  const engine::Value& value = value_at(answer, row_, column);
  if (!has_range(answer, value, column)) return {};
  return value.range.unbounded_above ? Number::infinity() : NumberAccess::made(value.range.high);
}

std::optional<Number> Row::best(std::size_t column) const {
  const Range value = range(column);
  return value.is_point() ? value.low : value.best;
}

std::string Row::truth(std::size_t column) const {
  static constexpr std::array words{"no", "yes", "maybe"};
  const engine::Answer& answer = *answer_->state_->answer;
  const engine::Value& value = value_at(answer, row_, column);
  return value.is_missing() || !answer.is_truth(column) ? "" : words[static_cast<std::size_t>(value.truth)];
}

std::string Row::missing(std::size_t column) const {
  const engine::Answer& answer = *answer_->state_->answer;
  const engine::Value& value = value_at(answer, row_, column);
  return value.is_missing() ? answer.missing_text(value) : std::string();
}

bool Row::may_be_missing(std::size_t column) const { return value_at(*answer_->state_->answer, row_, column).maybe; }

std::string Row::unit(std::size_t column) const { return answer_->unit(column); }

bool Row::maybe() const { return answer_->state_->answer->frame.membership(row_) == engine::Membership::maybe; }

}  // namespace reckon
