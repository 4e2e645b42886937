// A sign of life while something takes long: at a terminal, after a second, how long it has taken so far; and while a
// large file is loaded, at once, how much of it has been read.
// Invariant: nothing of it is left on the screen once `clear` or the destructor has returned.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "lang/session.hpp"

namespace reckon::cli {

class Progress {
 public:
  // Shows nothing where standard error is no terminal. `what` stands before the time, as in "examples/big.rk". The
  // session, which must outlive it, says how far its loads are.
  Progress(std::string what, lang::Session& session);
  Progress(const Progress&) = delete;
  ~Progress();

  // Before anything is printed; the time goes on.
  void clear();

 private:
  void show();
  std::string text() const;  // what is to be shown now; empty for nothing

  lang::Session& session_;
  engine::LoadProgress load_;
  std::string what_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::mutex mutex_;
  std::condition_variable ended_;
  bool has_ended_ = false;
  bool is_shown_ = false;
  std::thread thread_;  // none where nothing is shown
};

}  // namespace reckon::cli
