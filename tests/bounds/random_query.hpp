// Random queries over a few cells, as text, and what shape each has.
#pragma once

#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace reckon::test {

struct RandomQuery {
  std::string text;
  bool jumps = false;     // conditions, counts, rounding, ranks
  bool quotient = false, bends = false, powers = false;
  bool linear = true;     // a sum of cells with factors
  std::map<std::string, std::uint64_t> constructs;
  std::set<std::pair<char, char>> cells;  // measure and member: 'm', 'A'

  const char* shape() const {
    if (jumps) return "with jumps";
    if (quotient) return bends ? "quotients with kinks" : "quotients";
    if (bends) return "kinks";
    return powers ? "products and powers" : "sums";
  }
  // The two with something between them.
  void join(const char* sign, const RandomQuery& other) {
    text = '(' + text + ") " + sign + " (" + other.text + ')';
    jumps |= other.jumps, quotient |= other.quotient || *sign == '/', bends |= other.bends, powers |= other.powers || *sign == '*';
    linear = linear && other.linear && (*sign == '+' || *sign == '-');
    for (const auto& [name, count] : other.constructs) constructs[name] += count;
    ++constructs[sign];
    cells.insert(other.cells.begin(), other.cells.end());
  }
};

// Cells are m(A), m(B), … and w(A), …; `members` of them. d is derived from both.
class QueryMaker {
 public:
  QueryMaker(std::mt19937_64& random, int members) : random_(random), members_(members) {}

  RandomQuery make(int depth) {
    query_ = {};
    query_.text = number(depth);
    return std::move(query_);
  }

  // A query that reads each of these cells once.
  RandomQuery reading(const std::set<std::pair<char, char>>& cells) {
    query_ = {};
    std::vector<std::pair<char, char>> order(cells.begin(), cells.end());
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[static_cast<std::size_t>(below(static_cast<int>(i)))]);
    for (const auto& [measure, member] : order) {
      std::string next = cell(measure, member);
      if (below(6) == 0) used("^"), next = raise(next);
      if (below(8) == 0) next = used("abs", &RandomQuery::bends) + '(' + next + ')';
      if (query_.text.empty()) query_.text = next;
      else query_.text = '(' + query_.text + sign() + next + ')';
    }
    return std::move(query_);
  }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  // Counts a construct, and says what it makes of the query.
  std::string used(const char* construct, bool RandomQuery::* shape = nullptr) {
    ++query_.constructs[construct];
    query_.linear = false;
    if (shape) query_.*shape = true;
    return construct;
  }
  std::string cell(char measure, char member) {
    query_.cells.insert({measure, member});
    return std::string{measure, '(', member, ')'};
  }
  char member() { return static_cast<char>('A' + below(members_)); }
  std::string cell() { return cell(below(3) ? 'm' : 'w', member()); }
  std::string whole(char measure) {
    for (int i = 0; i < members_; ++i) query_.cells.insert({measure, static_cast<char>('A' + i)});
    return std::string(1, measure);
  }
  std::string derived() {
    used("rule"), query_.powers = true;
    whole('m'), whole('w');
    return "d";
  }
  std::string raise(const std::string& base) { return query_.powers = true, base + " ^ " + std::to_string(2 + below(2)); }
  std::string sign() {
    switch (below(8)) {
      case 0: case 1: return ' ' + used("*", &RandomQuery::powers) + ' ';
      case 2: return ' ' + used("/", &RandomQuery::quotient) + ' ';
      case 3: case 4: return ++query_.constructs["-"], " - ";
      default: return ++query_.constructs["+"], " + ";
    }
  }
  std::string number(int depth);
  std::string rows(int depth);
  std::string aggregate(int depth);
  std::string jump(int depth);
  std::string condition(int depth);

  std::mt19937_64& random_;
  int members_;
  RandomQuery query_;
};

inline std::string QueryMaker::condition(int depth) {
  static const char* const how[] = {" < ", " > ", " <= ", " >= "};
  return number(depth - 1) + how[below(4)] + (below(2) ? std::to_string(below(5) - 1) : number(depth - 1));
}

inline std::string QueryMaker::number(int depth) {
  if (depth <= 0) return below(5) ? cell() : std::to_string(1 + below(3));
  const int kind = below(17);
  if (kind < 8) {
    const std::string left = '(' + number(depth - 1);
    const std::string how = sign();
    return left + how + number(depth - 1) + ')';
  }
  switch (kind) {
    case 8: used("^"); return raise('(' + number(depth - 1) + ')');
    case 9: {
      if (below(2)) return used("abs", &RandomQuery::bends) + '(' + number(depth - 1) + ')';
      const std::string name = used(below(2) ? "least" : "greatest", &RandomQuery::bends);
      const std::string first = number(depth - 1);
      return name + '(' + first + ", " + number(depth - 1) + ')';
    }
    case 10: return below(2) ? cell() : jump(depth);
    case 11:
      if (below(2)) return cell();
      used("assuming");
      return "(" + derived() + '(' + member() + ") assuming (m(" + member() + ") = " + std::to_string(below(4)) + "))";
    default: return aggregate(depth);
  }
}

inline std::string QueryMaker::jump(int depth) {
  query_.jumps = true;
  switch (below(6)) {
    case 0: return used("floor") + '(' + number(depth - 1) + ')';
    case 1: return used("ceil") + '(' + number(depth - 1) + ')';
    case 2: return used("round") + '(' + number(depth - 1) + ", 0)";
    case 3: return used("count") + '(' + rows(0) + " where " + whole(below(2) ? 'm' : 'w') + " > " + std::to_string(below(4)) + ')';
    default: break;
  }
  used("if");
  const std::string when = "(if " + condition(depth - 1), yes = " then " + number(depth - 1);
  return when + yes + " else " + number(depth - 1) + ')';
}

inline std::string QueryMaker::aggregate(int depth) {
  switch (below(13)) {
    case 0: return used("max", &RandomQuery::bends) + '(' + rows(depth - 1) + ')';
    case 1: return used("min", &RandomQuery::bends) + '(' + rows(depth - 1) + ')';
    case 2: return used("median", &RandomQuery::bends) + '(' + rows(depth - 1) + ')';
    case 3: case 4: case 5: return ++query_.constructs["avg"], "avg(" + rows(depth - 1) + ')';
    case 6:
      if (below(3)) return "sum(flow(" + rows(depth - 1) + "))";
      used("top", &RandomQuery::jumps);
      return "sum(top(" + std::to_string(1 + below(2)) + ", " + whole(below(2) ? 'm' : 'w') + "))";
    default: return ++query_.constructs["sum"], "sum(flow(" + rows(depth - 1) + "))";
  }
}

inline std::string QueryMaker::rows(int depth) {
  if (depth <= 0) return whole(below(3) ? 'm' : 'w');
  switch (below(12)) {
    case 0: used("*", &RandomQuery::powers); return '(' + whole('m') + " * " + whole('w') + ')';
    case 1: return '(' + whole('m') + " - " + whole('w') + ')';
    case 2: return used("share", &RandomQuery::quotient) + '(' + whole('m') + ", org)";
    case 3: used("/", &RandomQuery::quotient); return '(' + whole('m') + " / " + whole('w') + ')';
    case 4: return derived();
    case 5: used("where", &RandomQuery::jumps); return '(' + whole('m') + " where m > " + std::to_string(below(4)) + ')';
    case 6: used("where", &RandomQuery::jumps); return '(' + whole('m') + " where " + whole('w') + " > " + std::to_string(below(4)) + ')';
    case 7: return '(' + whole('m') + " + " + number(depth - 1) + ')';
    case 8: used("*", &RandomQuery::powers); return '(' + whole('m') + " * " + number(depth - 1) + ')';
    default: return whole(below(3) ? 'm' : 'w');
  }
}

}  // namespace reckon::test
