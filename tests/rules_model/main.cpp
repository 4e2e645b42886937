// Compares what sessions derive with the naive evaluator, on random programs: `rules_model PROGRAMS [SEED]`.
// Every construct must have occurred. Half of the facts are added after a first answer, so that what was derived
// before must be forgotten. A graph comes with every tenth program.
#include <cstdlib>
#include <iostream>

#include "lang/session.hpp"
#include "tests/rules_model/graphs.hpp"
#include "tests/rules_model/program.hpp"

namespace {

using rules_model::Meaning;
using rules_model::Program;

struct Answered {
  std::map<std::vector<std::string>, std::string> rows;  // by key, the value as text
  std::vector<std::string> notes;
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
    split(random, whole, first.weights, "w", later);
    split(random, whole, first.near, "d", later);
    split(random, whole, first.held, "held", later);
    split(random, whole, first.grown, "grown", later);
    text_ = rules_model::declarations(first);
    for (std::size_t relation = 0; relation < first.facts.size(); ++relation)
      for (const rules_model::Row& row : first.facts[relation])
        text_ += rules_model::fact_text(first, static_cast<int>(relation), row);
    add(first, first.weights, "w");
    add(first, first.near, "d");
    add(first, first.held, "held");
    add(first, first.grown, "grown");
    if (!tell(text_)) return false;
    if (!same(first)) return false;
    text_ += later;
    return tell(later) && same(whole);
  }

 private:
  using Cells = std::map<rules_model::Row, rules_model::Interval>;

  // Leaves about half of the cells for later.
  static void split(rules_model::Random& random, const Program& program, Cells& cells, const std::string& measure,
                    std::string& later) {
    const Cells all = cells;
    for (const auto& [row, value] : all) {
      if (!random.one_in(2)) continue;
      cells.erase(row);
      later += rules_model::cell_text(program, measure, row, value);
    }
  }
  void add(const Program& program, const Cells& cells, const std::string& measure) {
    for (const auto& [row, value] : cells) text_ += rules_model::cell_text(program, measure, row, value);
  }

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
      answered.notes = reckon::engine::note_texts(answer);
      for (std::size_t row = 0; row < answer.rows(); ++row) {
        std::vector<std::string> key;
        for (std::size_t axis = 0; axis < answer.axes().size(); ++axis) key.push_back(answer.key_text(row, axis));
        answered.rows[key] =
            answer.is_relation() ? "" : answer.value(row).range.low.text() + ".." + answer.value(row).range.high.text();
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
      if (!equal(relation.name, wanted) || !same_unknown(relation, meaning.unknown[i]) || !same_parts(program, relation, meaning.rows[i])) return false;
    }
    return equal("d", cells(program, meaning.least)) && equal("wide", cells(program, meaning.greatest)) &&
           equal("total", cells(program, meaning.sums)) && equal("held", cells(program, meaning.held, true)) &&
           equal("grown", cells(program, meaning.grown, true));
  }

  // The note that names the rows of which nobody knows.
  bool same_unknown(const rules_model::Relation& relation, const std::set<rules_model::Row>& rows) {
    constexpr std::size_t most_named = 20;
    std::string wanted;
    std::size_t number = 0;
    for (const auto& row : rows) {
      if (number == most_named) {
        wanted += " or " + std::to_string(rows.size() - most_named) + " others";
        break;
      }
      wanted += (++number == 1 ? "not known whether " : number == rows.size() ? " or " : ", ") + relation.name + '(';
      for (std::size_t axis = 0; axis < row.size(); ++axis)
        wanted += (axis ? ", " : "") + member(relation, axis, row[axis]);
      wanted += ')';
    }
    const auto notes = ask(relation.name).notes;
    if (wanted.empty() ? notes.empty() : notes == std::vector<std::string>{wanted}) return true;
    std::cout << text_ << "# " << relation.name << " should have the note " << wanted << '\n';
    for (const std::string& note : notes) std::cout << "#   has " << note << '\n';
    return false;
  }

  // Counts, slices and conditions, which read a derived relation where it is.
  bool same_parts(const Program& program, const rules_model::Relation& relation,
                  const std::set<rules_model::Row>& rows) {
    const std::string axis = relation.axes.size() == 2 && relation.axes[1] ? "year" : "b";
    Answered count, by_first, by_last, slice, chosen;
    count.rows[{}] = std::to_string(rows.size()) + ".." + std::to_string(rows.size());
    if (!equal("count(" + relation.name + ')', count)) return false;
    if (relation.axes.size() != 2) return true;
    std::map<int, int> first, last;
    for (const auto& row : rows) ++first[row[0]], ++last[row[1]];
    for (const auto& [node, found] : first)
      by_first.rows[{member(relation, 0, node)}] = std::to_string(found) + ".." + std::to_string(found);
    for (const auto& [code, found] : last)
      by_last.rows[{member(relation, 1, code)}] = std::to_string(found) + ".." + std::to_string(found);
    for (const auto& row : rows)
      if (row[0] == 1) slice.rows[{member(relation, 1, row[1])}] = "";
    if (!equal("count(" + relation.name + " by a)", by_first) ||
        !equal("count(" + relation.name + " by " + axis + ')', by_last) ||
        !equal(relation.name + "(\"n1\", " + axis + ')', slice))
      return false;
    if (relation.axes[1]) return true;
    for (const auto& [row, value] : program.weights)
      if (rows.contains(row))
        chosen.rows[{member(relation, 0, row[0]), member(relation, 1, row[1])}] = range(program, value);
    return equal("w where " + relation.name + "(a, b)", chosen);
  }

  static std::string range(const Program& program, const rules_model::Interval& value) {
    return rules_model::number_text(program, value.low) + ".." + rules_model::number_text(program, value.high);
  }

  static Answered cells(const Program& program, const Cells& values, bool by_year = false) {
    Answered wanted;
    for (const auto& [row, value] : values) {
      std::vector<std::string> key;
      for (std::size_t axis = 0; axis < row.size(); ++axis)
        key.push_back((by_year && axis == 1 ? "" : "n") + std::to_string(row[axis]));
      wanted.rows[key] = range(program, value);
    }
    return wanted;
  }

  bool equal(const std::string& name, const Answered& wanted) {
    const Answered found = ask(name);
    if (found.rows == wanted.rows) return true;
    std::cout << text_ << "# " << name << " should have " << wanted.rows.size() << " rows, has " << found.rows.size()
              << '\n';
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
    const std::uint64_t own = seed + static_cast<std::uint64_t>(i);
    if (i % 10 == 0 && !rules_model::graph_agrees(own)) return 1;
    if (Comparison().run(own, constructs)) continue;
    std::cout << "# seed " << own << '\n';
    return 1;
  }
  bool complete = true;
  for (const char* name : {"recursion",
                           "mutual recursion",
                           "negation",
                           "any",
                           "member",
                           "shift",
                           "repeated variable",
                           "comparison",
                           "levels compared",
                           "level",
                           "certain value",
                           "possible value",
                           "count",
                           "year",
                           "three arguments",
                           "several rules",
                           "facts of a derived relation",
                           "points",
                           "ranges",
                           "decimals",
                           "facts of a least measure",
                           "no figure"}) {
    std::cout << name << ": " << constructs[name] << '\n';
    complete = complete && constructs[name] > 0;
  }
  std::cout << programs << " programs from seed " << seed
            << (complete ? " agree\n" : " agree, but some construct never occurred\n");
  return complete ? 0 : 1;
}
