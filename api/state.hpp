// What stands behind the handles of the public interface.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "api/shown.hpp"
#include "engine/exec/drivers.hpp"
#include "engine/exec/explanation.hpp"
#include "lang/prepared_query.hpp"
#include "reckon/answer.hpp"
#include "reckon/query.hpp"

namespace reckon {

// The words of a query, which all its answers share.
struct QueryWords {
  std::string query;  // as written
  std::vector<std::string> column_names;
};

struct Answer::State {
  State() = default;
  State(std::shared_ptr<const engine::Answer> made, std::shared_ptr<const QueryWords> asked)
      : answer(std::move(made)), words_(std::move(asked)) {}
  virtual ~State() = default;

  std::shared_ptr<const engine::Answer> answer;

  ShownAnswer shown() const { return {*answer, words().query, words().column_names}; }
  // Made when they are first asked for, where nobody gave them.
  const QueryWords& words() const;
  // The answer with its lineage, made when it is first asked for.
  const engine::Answer& traced() const;
  // Nobody reads it any more.
  virtual void release() const noexcept { delete this; }

 protected:
  virtual std::shared_ptr<const QueryWords> make_words() const { return nullptr; }

  mutable std::mutex making_;  // guards what is made when it is asked for
  mutable std::shared_ptr<const QueryWords> words_;
  mutable std::shared_ptr<const engine::Answer> traced_;
};

class AnswerPool;

// An answer in the room where it was made, which goes back to its pool for another run when it was read.
struct PooledAnswer final : Answer::State {
  PooledAnswer();
  void release() const noexcept override;
  void set_words(const std::shared_ptr<const QueryWords>& given) {
    if (words_ != given) words_ = given;
  }

  engine::Evaluation evaluation;  // holds the answer
  std::vector<engine::Binding> bindings;
  std::optional<lang::PreparedQuery> asked;  // by a text; nothing where a prepared query gave its words
  std::shared_ptr<AnswerPool> home;          // null while it lies there

 private:
  std::shared_ptr<const QueryWords> make_words() const override;
};

// Room for answers: those that nobody reads. Any thread may take and give.
class AnswerPool {
 public:
  AnswerPool() = default;
  ~AnswerPool();
  AnswerPool(const AnswerPool&) = delete;
  AnswerPool& operator=(const AnswerPool&) = delete;

  std::unique_ptr<PooledAnswer> take();
  void give(std::unique_ptr<PooledAnswer>) noexcept;

 private:
  std::array<std::atomic<PooledAnswer*>, 8> spare_{};  // about as many as threads read at once
};

Drivers drivers_of(const engine::Answer& traced, const engine::Drivers&);

struct Query::State {
  explicit State(lang::PreparedQuery prepared)
      : query(std::move(prepared)),
        words(std::make_shared<const QueryWords>(QueryWords{query.text(), query.column_names()})),
        answers(std::make_shared<AnswerPool>()) {}

  const lang::PreparedQuery query;
  const std::shared_ptr<const QueryWords> words;
  const std::shared_ptr<AnswerPool> answers;
};

// A text's answer, in the room of an earlier one. Throws Error.
Answer answered(const lang::Environment&, const std::shared_ptr<AnswerPool>&, std::string_view text,
                std::span<const Parameter>, const Control&);

std::vector<Explanation> made(const std::vector<engine::Explanation>&);
// The engine's side of a control; it refers to the control, which must outlive it.
engine::Interrupt interrupt_of(const Control&);

}  // namespace reckon
