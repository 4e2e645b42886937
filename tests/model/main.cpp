// Random programs answered by the engine and by the naive evaluator. Prints the seed of whatever differs.
//   model_tests [--programs N] [--seed S] [--queries Q] [--worlds W] [--failures F]
#include <cstdlib>
#include <iomanip>
#include <iostream>

#include "tests/model/trial.hpp"

namespace reckon::model {
namespace {

struct Options {
  std::uint64_t seed = 1;
  int programs = 3000, queries = 6, worlds = 6, failures = 3;
};

struct Totals {
  int programs = 0, queries = 0, refused = 0, unsupported = 0, plain = 0, clashes = 0, differences = 0,
      refused_setups = 0;
  long worlds = 0;
  std::map<std::string, int> constructs, refusals;
};

void report_difference(const Program& program, const std::string& query, std::uint64_t seed, int worlds,
                       const std::string& why) {
  std::cout << "\nDIFFERENCE, seed " << seed << ": " << why << '\n';
  const auto setup = shrink(program.setup, query, seed, worlds);
  for (const std::string& statement : setup) std::cout << "  " << statement << '\n';
  std::cout << "  " << query << '\n';
  std::string text;
  for (const std::string& statement : setup) text += statement + '\n';
  std::cout << "  -> " << Bench(text).run(query, seed, worlds).why << std::endl;
}

void run_program(std::uint64_t seed, const Options& options, Totals& totals) {
  Generator generator(seed);
  const Program program = generator.program(0);
  Bench bench(program.script());
  if (!bench.refusal().empty()) {
    ++totals.refused_setups;
    ++totals.refusals[bench.refusal().substr(0, bench.refusal().find('\n'))];
    return;
  }
  ++totals.programs;
  for (const std::string& construct : program.constructs) ++totals.constructs[construct];
  for (int i = 0; i < options.queries; ++i) {
    const Query query = generator.query();
    const Trial trial = bench.run(query.text, seed, options.worlds);
    ++totals.queries;
    totals.worlds += trial.worlds;
    if (trial.verdict == Verdict::refused || trial.verdict == Verdict::unsupported) {
      ++(trial.verdict == Verdict::refused ? totals.refused : totals.unsupported);
      ++totals.refusals[trial.why.substr(0, trial.why.find('\n'))];
      continue;
    }
    for (const std::string& construct : query.constructs) ++totals.constructs[construct];
    totals.plain += trial.plain;
    totals.clashes += trial.fails;
    if (trial.verdict != Verdict::differ) continue;
    if (totals.differences++ < options.failures)
      report_difference(program, query.text, seed, options.worlds, trial.why);
  }
}

// Whether the run says something: every construct met, few refusals.
bool report(const Totals& totals, const Options& options) {
  std::cout << "seed " << options.seed << ": " << totals.programs << " programs, " << totals.queries << " queries, "
            << totals.worlds << " sampled worlds; compared exactly " << totals.plain << "; clashes of facts "
            << totals.clashes << "; refused " << totals.refused << ", beyond the model " << totals.unsupported
            << ", refused setups " << totals.refused_setups << '\n';
  bool good = totals.differences == 0;
  int at = 0;
  for (const std::string& construct : all_constructs()) {
    const auto found = totals.constructs.find(construct);
    const int count = found == totals.constructs.end() ? 0 : found->second;
    std::cout << std::setw(24) << construct << std::setw(7) << count << (++at % 4 == 0 ? "\n" : "");
    if (count > 0) continue;
    good = false;
    std::cout << "  <- never met\n";
  }
  std::cout << '\n';
  if ((totals.refused + totals.unsupported) * 5 > totals.queries || totals.refused_setups * 5 > totals.programs) {
    good = false;
    std::cout << "too many refusals\n";
  }
  if (!good)
    for (const auto& [why, count] : totals.refusals)
      if (count * 400 > totals.queries) std::cout << std::setw(6) << count << "  " << why << '\n';
  std::cout << (totals.differences ? std::to_string(totals.differences) + " differences"
                                   : std::string("no differences"))
            << std::endl;
  return good;
}

bool read(Options& options, int count, char** words) {
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i];
    const auto value = std::strtoull(words[i + 1], nullptr, 10);
    if (name == "--seed")
      options.seed = value;
    else if (name == "--programs")
      options.programs = static_cast<int>(value);
    else if (name == "--queries")
      options.queries = static_cast<int>(value);
    else if (name == "--worlds")
      options.worlds = static_cast<int>(value);
    else if (name == "--failures")
      options.failures = static_cast<int>(value);
    else
      return false;
  }
  return count % 2 == 1;
}

}  // namespace
}  // namespace reckon::model

int main(int count, char** words) {
  reckon::model::Options options;
  if (!reckon::model::read(options, count, words)) {
    std::cerr << "usage: model_tests [--programs N] [--seed S] [--queries Q] [--worlds W] [--failures F]\n";
    return 2;
  }
  reckon::model::Totals totals;
  for (int i = 0; i < options.programs; ++i)
    reckon::model::run_program(options.seed * 1'000'000 + static_cast<std::uint64_t>(i), options, totals);
  return reckon::model::report(totals, options) ? 0 : 1;
}
