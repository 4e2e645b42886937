// What a database holds, and who may touch it when.
// Invariant: the session is touched only by who holds `writing`, what is published only by who holds `gate`; and what
// is published is the state that readers may see: before the turn that goes on, or now.
#pragma once

#include <memory>
#include <mutex>
#include <thread>

#include "api/state.hpp"
#include "lang/check/problems.hpp"
#include "lang/session.hpp"
#include "reckon/database.hpp"

namespace reckon {

struct Snapshot::State {
  lang::Environment environment;        // shares its parts with the session's until that changes them
  std::shared_ptr<AnswerPool> answers;  // of texts
};

struct Database::State {
  State(lang::FileReader reader, lang::FileReader finder) : session(std::move(reader), std::move(finder)) {}

  std::shared_ptr<const Snapshot::State> fresh() const {
    return std::make_shared<const Snapshot::State>(
        Snapshot::State{session.environment(), std::make_shared<AnswerPool>()});
  }
  std::shared_ptr<const Snapshot::State> snapshot();

  lang::Session session;
  std::mutex writing;
  std::mutex gate;
  std::shared_ptr<const Snapshot::State> published;  // null where nobody has asked since it last changed
  std::thread::id writer;                            // who had the last turn
  bool running = false;                              // a turn goes on
  bool asked_elsewhere = false;                      // by another thread than the writer's, since the last turn began
};

// A turn at changing the database, held while it goes on.
class DatabaseTurn {
 public:
  explicit DatabaseTurn(Database::State&);
  ~DatabaseTurn();
  DatabaseTurn(const DatabaseTurn&) = delete;
  DatabaseTurn& operator=(const DatabaseTurn&) = delete;

 private:
  Database::State& state_;
  std::lock_guard<std::mutex> lock_;
};

}  // namespace reckon
