// Compares what sessions derive with the naive evaluator, on random programs: `rules_model PROGRAMS [SEED]`.
// Every construct must have occurred. Half of the facts are added after a first answer, so that what was derived
// before must be forgotten.
#include <cstdlib>
#include <iostream>

#include "lang/session.hpp"
#include "tests/rules_model/program.hpp"

namespace {

using rules_model::Meaning;
using rules_model::Program;

struct Answered {
  std::map<std::vector<std::string>, std::string> rows;  // by key, the value as text
};

std::string member(const rules_model::Relation& relation, std::size_t axis, int value) {
  return relation.axes[axis] ? std::to_string(value) : "n" + std::to_string(value);
}

class Comparison {
 public:
  bool run(std::uint64_t seed, std::map<std::string, int>& constructs) {
    rules_model::Random random{seed};
    Program whole = rules_model::random_program(random, constructs);
    Program first = whole;
    std::string later;
    for (std::size_t relation = 0; relation < first.facts.size(); ++relation)
      for (const rules_model::Row& row : whole.facts[relation])
        if (random.one_in(2)) {
          first.facts[relation].erase(row);
          later += rules_model::fact_text(whole, static_cast<int>(relation), row);
        }
    text_ = rules_model::declarations(first);
    for (std::size_t relation = 0; relation < first.facts.size(); ++relation)
      for (const rules_model::Row& row : first.facts[relation]) text_ += rules_model::fact_text(first, static_cast<int>(relation), row);
    if (!tell(text_)) return false;
    if (!same(first)) return false;
    text_ += later;
    return tell(later) && same(whole);
  }

 private:
  bool tell(const std::string& text) {
    bool good = true;
    session_.run(source(text), [&](const reckon::lang::Outcome& outcome) {
      for (const auto& found : outcome.diagnostics) std::cout << reckon::lang::render(found), good = false;
    });
    if (!good) std::cout << text_;
    return good;
  }

  Answered ask(const std::string& query) {
    Answered answered;
    session_.run(source(query), [&](const reckon::lang::Outcome& outcome) {
      for (const auto& found : outcome.diagnostics) std::cout << reckon::lang::render(found);
      if (!outcome.answer) return;
      const auto& answer = *outcome.answer;
      for (std::size_t row = 0; row < answer.rows(); ++row) {
        std::vector<std::string> key;
        for (std::size_t axis = 0; axis < answer.axes().size(); ++axis) key.push_back(answer.key_text(row, axis));
        answered.rows[key] = answer.is_relation() ? "" : answer.value(row).range.low.text() + ".." + answer.value(row).range.high.text();
      }
    });
    return answered;
  }

  bool same(const Program& program) {
    const Meaning meaning = rules_model::evaluate(program);
    for (std::size_t i = 0; i < program.relations.size(); ++i) {
      const auto& relation = program.relations[i];
      Answered wanted;
      for (const auto& row : meaning.rows[i]) {
        std::vector<std::string> key;
        for (std::size_t axis = 0; axis < row.size(); ++axis) key.push_back(member(relation, axis, row[axis]));
        wanted.rows[key] = "";
      }
      if (!equal(relation.name, wanted)) return false;
    }
    return equal("d", cells(meaning.least)) && equal("total", cells(meaning.sums));
  }

  static Answered cells(const std::map<rules_model::Row, rules_model::Interval>& values) {
    Answered wanted;
    for (const auto& [row, value] : values) {
      std::vector<std::string> key;
      for (const int node : row) key.push_back("n" + std::to_string(node));
      wanted.rows[key] = std::to_string(value.low) + ".." + std::to_string(value.high);
    }
    return wanted;
  }

  bool equal(const std::string& name, const Answered& wanted) {
    const Answered found = ask(name);
    if (found.rows == wanted.rows) return true;
    std::cout << text_ << "# " << name << " should have " << wanted.rows.size() << " rows, has " << found.rows.size() << '\n';
    for (const auto& [key, value] : wanted.rows)
      if (!found.rows.contains(key) || found.rows.at(key) != value) print("lacks", key, value);
    for (const auto& [key, value] : found.rows)
      if (!wanted.rows.contains(key)) print("should not have", key, value);
    return false;
  }

  static void print(const char* what, const std::vector<std::string>& key, const std::string& value) {
    std::cout << "#   " << what;
    for (const std::string& part : key) std::cout << ' ' << part;
    std::cout << ' ' << value << '\n';
  }

  static std::shared_ptr<const reckon::lang::SourceText> source(const std::string& text) {
    return std::make_shared<reckon::lang::SourceText>(reckon::lang::SourceText{"random.rk", text});
  }

  reckon::lang::Session session_;
  std::string text_;
};

}  // namespace

int main(int argc, char** argv) {
  const int programs = argc > 1 ? std::atoi(argv[1]) : 1000;
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 20'240'612;
  std::map<std::string, int> constructs;
  for (int i = 0; i < programs; ++i) {
    if (Comparison().run(seed + static_cast<std::uint64_t>(i), constructs)) continue;
    std::cout << "# seed " << seed + static_cast<std::uint64_t>(i) << '\n';
    return 1;
  }
  bool complete = true;
  for (const char* name : {"recursion", "mutual recursion", "negation", "any", "member", "shift", "repeated variable", "comparison", "levels compared", "level",
                           "certain value", "possible value", "count", "year", "three arguments", "several rules", "facts of a derived relation"}) {
    std::cout << name << ": " << constructs[name] << '\n';
    complete = complete && constructs[name] > 0;
  }
  std::cout << programs << " programs from seed " << seed << (complete ? " agree\n" : " agree, but some construct never occurred\n");
  return complete ? 0 : 1;
}
