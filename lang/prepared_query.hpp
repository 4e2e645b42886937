// A query made ready to run again and again, with parameters bound anew each time.
// Invariant: immutable; it reads the snapshot of the time it was prepared at, so that any thread may run it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exec/evaluation.hpp"
#include "lang/check/environment.hpp"
#include "lang/check/typed.hpp"
#include "lang/diagnostics/diagnostic.hpp"

namespace reckon::lang {

class PreparedQuery {
 public:
  PreparedQuery(std::shared_ptr<const engine::Program>, std::shared_ptr<const engine::Plan>, CheckedQuery,
                std::shared_ptr<Script>);

  // One for each name and what it stands for: a name that stands for a member here and a number there comes twice.
  const std::vector<Parameter>& parameters() const { return parameters_; }
  const engine::Program& program() const { return *program_; }
  // The query as it is written.
  const std::string& text() const;
  std::vector<std::string> column_names() const;
  // The script for another text's room, where no copy of this query reads it; else null.
  std::shared_ptr<Script> release_script() && { return script_.use_count() == 1 ? std::move(script_) : nullptr; }

  // The binding for parameter `index`: from text, a member's name, a number or range, or a date. Throw Failure.
  engine::Binding bind(std::size_t index, std::string_view text) const;
  engine::Binding bind(std::size_t index, std::int64_t value) const;
  engine::Binding bind(std::size_t index, engine::Range value) const;
  // `bindings` has an entry for each parameter, in order. Throws engine::Error.
  engine::Answer run(std::span<const engine::Binding> bindings, engine::Keep = engine::Keep::nothing,
                     std::shared_ptr<engine::Meter> = nullptr) const;
  // The same in an evaluation's room, where its answer stays.
  void run(engine::Evaluation& evaluation, std::span<const engine::Binding> bindings, engine::Keep keep,
           const engine::Interrupt* interrupt) const {
    evaluation.run(program_, plan_, bindings, keep, interrupt);
  }

 private:
  [[noreturn]] void fail(std::string_view id, std::size_t index, std::string message, std::string hint) const;
  engine::Binding bind_date(std::size_t index, std::string_view text) const;

  std::shared_ptr<const engine::Program> program_;
  std::shared_ptr<const engine::Plan> plan_;
  std::vector<Parameter> parameters_;
  std::vector<std::string> labels_;
  std::shared_ptr<Script> script_;
};

// One query without a verb, checked and compiled against the store as the environment has it. Throws Failure and
// engine::Error. Reads the environment alone, which may be read by other threads meanwhile. `room`, if there is one, is
// a script that nobody reads any more.
PreparedQuery prepare(const Environment&, std::shared_ptr<const SourceText>, std::shared_ptr<Script> room = nullptr);

}  // namespace reckon::lang
