// Running, sampling worlds, shrinking.
#include "tests/model/trial.hpp"

#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"
#include "lang/parse/parse.hpp"
#include "lang/session.hpp"
#include "lang/stdlib/modules.hpp"

namespace reckon::model {
namespace {

std::shared_ptr<const lang::SourceText> source(std::string name, std::string text) {
  return std::make_shared<lang::SourceText>(lang::SourceText{std::move(name), std::move(text)});
}

// The ends of a range, its middle, or a point between.
class Sampler {
 public:
  Sampler(std::uint64_t seed, int world) : random_(seed * 31 + static_cast<std::uint64_t>(world)), world_(world) {}

  Number operator()(const Range& range) {
    const Number low = range.unbounded_below
                           ? (range.unbounded_above ? Number(0) : range.high) - Number(random_.below(40))
                           : range.low;
    const Number high = range.unbounded_above ? low + Number(random_.below(40)) : range.high;
    if (world_ == 0) return low;
    if (world_ == 1) return high;
    switch (random_.below(world_ % 2 == 0 ? 2 : 4)) {
      case 0: return low;
      case 1: return high;
      default: return low + (high - low) * Number::ratio(random_.below(13), 12);
    }
  }

 private:
  Random random_;
  int world_;
};

}  // namespace

struct Bench::Parts {
  lang::Session session;
  Store store;
  std::vector<std::unique_ptr<lang::Script>> scripts;  // what the store reads from
  std::unique_ptr<Evaluator> evaluator;
};

Bench::~Bench() = default;

Bench::Bench(const std::string& setup) : parts_(std::make_unique<Parts>()) {
  const auto text = source("setup", setup);
  parts_->session.run(text, [&](const lang::Outcome& outcome) {
    if (outcome.what == lang::Outcome::What::error && refusal_.empty())
      refusal_ = lang::render(outcome.diagnostics.front());
  });
  if (!refusal_.empty()) return;
  for (const lang::Module& module : lang::modules())
    if (module.name == "prelude")
      parts_->scripts.push_back(lang::parse_script(source("prelude", std::string(module.text))));
  parts_->scripts.push_back(lang::parse_script(text));
  for (const auto& script : parts_->scripts) parts_->store.read(*script);
  parts_->evaluator = std::make_unique<Evaluator>(parts_->store);
}

Trial Bench::run(const std::string& query, std::uint64_t seed, int worlds) {
  Trial trial;
  const auto text = source("query", query);
  std::shared_ptr<const engine::Answer> engine;
  bool facts_clash = false;
  try {
    parts_->session.run(text, [&](const lang::Outcome& outcome) {
      if (outcome.what == lang::Outcome::What::answer) engine = outcome.answer;
      if (outcome.what != lang::Outcome::What::error) return;
      const lang::Diagnostic& first = outcome.diagnostics.front();
      facts_clash = first.id == engine::problem::disjoint_facts || first.id == engine::problem::outside_domain;
      trial.why = lang::render(first);
    });
    if (!engine && !facts_clash) {
      trial.verdict = Verdict::refused;
      return trial;
    }
    const auto script = lang::parse_query(text);
    parts_->scripts.push_back(lang::parse_query(text));
    const lang::Expr& tree =
        *static_cast<const lang::QueryStatement&>(*parts_->scripts.back()->statements.front()).expr;
    Evaluator& evaluator = *parts_->evaluator;
    std::optional<Answer> model;
    try {
      model = evaluator.answer(tree);
    } catch (const FactError&) {
      // The engine may pass over cells that the query does not need; the model reads them all.
      trial.fails = true;
      return trial;
    }
    const auto differ = [&](std::string why) {
      trial.verdict = Verdict::differ;
      trial.why = std::move(why);
      return trial;
    };
    if (facts_clash) return differ("only the engine finds that facts clash: " + trial.why);
    trial.plain = is_plain(*model);
    if (const auto difference = compare(parts_->store, *model, *engine)) return differ(*difference);
    for (int i = -1; i < worlds; ++i) {
      World world;
      world.at_best = i < 0;
      world.choose = Sampler(seed, i < 0 ? 3 : i);
      try {
        const Answer exact = evaluator.answer_in(tree, world);
        const auto difference = world.at_best ? compare_best(parts_->store, exact, *model, *engine)
                                              : compare_world(parts_->store, exact, *engine);
        if (difference) return differ(*difference);
        ++trial.worlds;
      } catch (const ImpossibleWorld&) { continue; }
    }
  } catch (const Unsupported& reason) {
    trial.verdict = Verdict::unsupported;
    trial.why = reason.what();
  }
  return trial;
}

std::vector<std::string> shrink(std::vector<std::string> setup, const std::string& query, std::uint64_t seed,
                                int worlds) {
  const auto differs = [&](const std::vector<std::string>& statements) {
    std::string text;
    for (const std::string& statement : statements) text += statement + '\n';
    try {
      Bench bench(text);
      return bench.refusal().empty() && bench.run(query, seed, worlds).verdict == Verdict::differ;
    } catch (const std::exception&) { return false; }
  };
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (std::size_t i = setup.size(); i-- > 0;) {
      auto without = setup;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      if (!differs(without)) continue;
      setup = std::move(without);
      smaller = true;
    }
  }
  return setup;
}

}  // namespace reckon::model
