// What stands behind the handles of the C interface, and how calls become codes.
// Invariant: no exception leaves a call; what went wrong is kept in the handle until its next call.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "reckon/reckon.h"
#include "reckon/reckon.hpp"

struct reckon_errors {
  std::vector<reckon::Diagnostic> all;
};

struct reckon_tree {
  std::string text, detail;
  std::vector<reckon_tree> parts;
};

namespace reckon::c {

// How runs of one handle and of its queries are stopped; they share it.
struct Stopper {
  CancelToken token;
  std::atomic<int> running{0};
  unsigned long milliseconds = 0;
  reckon_progress progress = nullptr;
  void* context = nullptr;
};

// A run that goes on: an interrupt before it does not count.
class Running {
 public:
  explicit Running(std::shared_ptr<Stopper> stopper) : stopper_(std::move(stopper)) {
    if (stopper_->running.fetch_add(1) == 0) stopper_->token.reset();
  }
  ~Running() { stopper_->running.fetch_sub(1); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  Control control() const {
    Control control;
    control.cancel = stopper_->token;
    if (stopper_->milliseconds > 0)
      control.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(stopper_->milliseconds);
    if (stopper_->progress)
      control.keep_going = [progress = stopper_->progress, context = stopper_->context] {
        return progress(context) == 0;
      };
    return control;
  }

 private:
  std::shared_ptr<Stopper> stopper_;
};

inline int code_of(const Error& error) {
  const std::string& id = error.id();
  if (id == "cancelled" || id == "past-deadline") return RECKON_INTERRUPTED;
  const bool limit = id == "too-many-steps" || id == "too-many-rows" || id == "too-many-bytes";
  return limit ? RECKON_LIMIT : RECKON_ERROR;
}

// Runs `what`, which gives a code; what it throws is kept and becomes one.
template <class F>
int guarded(reckon_errors& errors, F&& what) noexcept {
  try {
    errors.all.clear();
    return what();
  } catch (const Error& error) {
    try {
      errors.all = error.diagnostics();
    } catch (...) { return RECKON_NOMEM; }
    return code_of(error);
  } catch (const std::bad_alloc&) { return RECKON_NOMEM; } catch (const std::exception& error) {
    try {
      Diagnostic diagnostic;
      diagnostic.id = "internal";
      diagnostic.message = diagnostic.rendered = error.what();
      errors.all.push_back(std::move(diagnostic));
    } catch (...) { return RECKON_NOMEM; }
    return RECKON_ERROR;
  } catch (...) { return RECKON_ERROR; }
}

// Texts handed out, kept until they are dropped together.
class KeptTexts {
 public:
  const char* keep(std::string text) {
    texts_.push_back(std::move(text));
    return texts_.back().c_str();
  }
  void drop() { texts_.clear(); }

 private:
  std::deque<std::string> texts_;
};

}  // namespace reckon::c

struct reckon_db {
  std::shared_ptr<reckon::Database> database;
  std::shared_ptr<reckon::c::Stopper> stopper = std::make_shared<reckon::c::Stopper>();
  reckon_errors errors;
};
