// One program run by the engine and by the model, query by query.
#pragma once

#include "tests/model/compare.hpp"
#include "tests/model/generate.hpp"

namespace reckon::model {

enum class Verdict { agree, refused, unsupported, differ };

struct Trial {
  Verdict verdict = Verdict::agree;
  std::string why;     // a difference, or what the checker refused
  bool plain = false;  // compared exactly
  bool fails = false;  // both find that the facts clash
  int worlds = 0;      // sampled
};

// A setup that both have read; queries are tried one by one.
class Bench {
 public:
  explicit Bench(const std::string& setup);
  ~Bench();
  // Why the setup was refused, or empty.
  const std::string& refusal() const { return refusal_; }
  Trial run(const std::string& query, std::uint64_t seed, int worlds);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  std::string refusal_;
};

// The same trial with statements left out while it still differs; the setup that remains.
std::vector<std::string> shrink(std::vector<std::string> setup, const std::string& query, std::uint64_t seed,
                                int worlds);

}  // namespace reckon::model
