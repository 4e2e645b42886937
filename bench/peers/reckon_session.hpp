// A reckon session for benchmarks: it opens files in place, and ends the program where a statement fails.
#pragma once

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include "engine/facts/records/record_table.hpp"
#include "lang/prepared_query.hpp"
#include "lang/session.hpp"

namespace bench {

[[noreturn]] inline void fail(const std::string& what) {
  std::cerr << what << '\n';
  std::exit(1);
}

class ReckonSession {
 public:
  void run(const std::string& text) {
    const bool good = session_.run(source(text), [](const reckon::lang::Outcome& outcome) {
      for (const auto& found : outcome.diagnostics) std::cerr << reckon::lang::render(found);
    });
    if (!good) fail("reckon: a statement of the benchmark fails");
  }
  void set_threads(unsigned threads) {
    reckon::engine::Limits limits;
    limits.threads = threads;
    session_.set_limits(limits);
  }
  // From text to answer.
  reckon::engine::Answer query(const std::string& text, reckon::engine::Keep keep = reckon::engine::Keep::nothing) const {
    return reckon::lang::prepare(session_.environment(), source(text)).run({}, keep);
  }
  // Bytes of columns and rows that its operations look at.
  std::uint64_t bytes_read(const std::string& text) const {
    std::uint64_t bytes = 0;
    for (const auto& operation : query(text, reckon::engine::Keep::profile).profile) bytes += operation.bytes;
    return bytes;
  }
  // The records loaded last.
  const reckon::engine::RecordTable& table() const { return *session_.environment().store.program().records.back().table; }

 private:
  static std::shared_ptr<const reckon::lang::SourceText> source(const std::string& text) {
    return std::make_shared<reckon::lang::SourceText>(reckon::lang::SourceText{"bench", text});
  }

  reckon::lang::Session session_{{}, [](const std::string& path, const std::string&) { return reckon::lang::FileText{path, {}, {}}; }};
};

}  // namespace bench
