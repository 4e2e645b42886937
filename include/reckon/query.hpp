// Prepared queries, their parameters, and what a run may take.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reckon/answer.hpp"
#include "reckon/error.hpp"
#include "reckon/number.hpp"

namespace reckon {

// A value bound to `$name`. What it may be depends on where the parameter stands, and is checked when the query is run:
//   a member     its name or an alias as text; a period of a calendar as text ("2024Q3") or, of years, as an integer
//   a number     an integer, a Number, or text ("2.5", "75万", "15%", "1/3")
//   a range      a Range, or text ("10..20", "30..", "..5")
//   a date       text ("2024-12-31"; of a period the last day counts) or a year as an integer
// Refers to the texts it is given, which must outlive the call that takes it.
struct Parameter {
  enum class Kind { text, integer, range };

  Parameter(std::string_view what, std::string_view value) : name(what), text(value) {}
  Parameter(std::string_view what, const char* value) : name(what), text(value) {}
  Parameter(std::string_view what, const std::string& value) : name(what), text(value) {}
  Parameter(std::string_view what, long long value) : name(what), kind(Kind::integer), integer(value) {}
  Parameter(std::string_view what, int value) : Parameter(what, static_cast<long long>(value)) {}
  Parameter(std::string_view what, long value) : Parameter(what, static_cast<long long>(value)) {}
  Parameter(std::string_view what, Range value) : name(what), kind(Kind::range), range(std::move(value)) {}
  Parameter(std::string_view what, Number value) : Parameter(what, Range(std::move(value))) {}

  std::string_view name, text;
  Kind kind = Kind::text;
  long long integer = 0;
  Range range;
};

// Tells a run from another thread, or from a signal handler, to stop. Copies are one token. A run that is stopped
// throws Error "cancelled" within some thousand steps and changes nothing.
class CancelToken {
 public:
  void cancel() const noexcept { flag_->store(true, std::memory_order_relaxed); }
  void reset() const noexcept { flag_->store(false, std::memory_order_relaxed); }
  bool is_cancelled() const noexcept { return flag_->load(std::memory_order_relaxed); }
  const std::atomic<bool>* flag() const noexcept { return flag_.get(); }

 private:
  std::shared_ptr<std::atomic<bool>> flag_ = std::make_shared<std::atomic<bool>>(false);
};

// What may stop one run from outside. Every part may be left out.
struct Control {
  std::optional<std::chrono::steady_clock::time_point> deadline;  // past it: Error "past-deadline"
  std::optional<CancelToken> cancel;
  std::function<bool()> keep_going;  // asked every some thousand steps; false stops the run as `cancel` does
};

// A parameter of a prepared query, and what it stands for.
struct ParameterInfo {
  std::string name;
  enum class Takes { member, number, date } takes = Takes::number;
  std::string dimension;  // of members
};

// A query made ready; it reads the database as it was when it was prepared. Copies are cheap and are one query. Runs
// may go on in several threads at once.
class RECKON_API Query {
 public:
  // Every parameter must be bound, by name, and nothing else. Throws Error.
  Answer run(std::initializer_list<Parameter> parameters = {}, const Control& control = {}) const;
  Answer run(const std::vector<Parameter>& parameters, const Control& control = {}) const;
  // How the answer came about: a tree for each value, down to facts with source, kind, date and note.
  std::vector<Explanation> why(const std::vector<Parameter>& parameters = {}, const Control& control = {}) const;
  // The operations that ran, with rows and time of each.
  std::vector<Explanation> explain(const std::vector<Parameter>& parameters = {}, const Control& control = {}) const;

  std::vector<ParameterInfo> parameters() const;
  std::vector<std::string> column_names() const;

  struct State;
  explicit Query(std::shared_ptr<const State> state) : state_(std::move(state)) {}

 private:
  std::shared_ptr<const State> state_;
};

}  // namespace reckon
