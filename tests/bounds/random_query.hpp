// Random queries over a few cells, as text, and what shape each has.
#pragma once

#include <random>
#include <string>

namespace reckon::test {

struct RandomQuery {
  std::string text;
  bool jumps = false;     // conditions, counts, rounding
  bool quotient = false, bends = false, powers = false;

  const char* shape() const {
    if (jumps) return "with jumps";
    if (quotient) return bends ? "quotients with kinks" : "quotients";
    if (bends) return "kinks";
    return powers ? "products and powers" : "sums";
  }
};

// Cells are m(A), m(B), … and w(A), …; `members` of them.
class QueryMaker {
 public:
  QueryMaker(std::mt19937_64& random, int members) : random_(random), members_(members) {}

  RandomQuery make(int depth) {
    query_ = {};
    query_.text = number(depth);
    return query_;
  }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  std::string cell() { return std::string(below(3) ? "m(" : "w(") + static_cast<char>('A' + below(members_)) + ")"; }
  std::string number(int depth);
  std::string rows(int depth);
  std::string aggregate(int depth);
  std::string condition(int depth);
  std::string two(int depth, const char* op) { return '(' + number(depth - 1) + ' ' + op + ' ' + number(depth - 1) + ')'; }

  std::mt19937_64& random_;
  int members_;
  RandomQuery query_;
};

inline std::string QueryMaker::condition(int depth) {
  query_.jumps = true;
  static const char* const how[] = {" < ", " > ", " <= ", " >= "};
  return number(depth - 1) + how[below(4)] + (below(2) ? std::to_string(below(5) - 1) : number(depth - 1));
}

inline std::string QueryMaker::number(int depth) {
  if (depth <= 0) return below(5) ? cell() : std::to_string(1 + below(3));
  switch (below(16)) {
    case 0: case 1: case 2: return two(depth, "+");
    case 3: case 4: return two(depth, "-");
    case 5: case 6: query_.powers = true; return two(depth, "*");
    case 7: case 8: query_.quotient = true; return two(depth, "/");
    case 9: query_.powers = true; return '(' + number(depth - 1) + ") ^ " + std::to_string(2 + below(2));
    case 10:
      query_.bends = true;
      if (below(2)) return "abs(" + number(depth - 1) + ')';
      query_.bends = true; return std::string(below(2) ? "least(" : "greatest(") + number(depth - 1) + ", " + number(depth - 1) + ')';
    case 11: return two(depth, below(2) ? "+" : "-");
    case 12:
      if (below(2)) return cell();
      query_.jumps = true;
      if (below(2)) return "floor(" + number(depth - 1) + ')';
      return "(if " + condition(depth - 1) + " then " + number(depth - 1) + " else " + number(depth - 1) + ')';
    default: return aggregate(depth);
  }
}

inline std::string QueryMaker::aggregate(int depth) {
  switch (below(12)) {
    case 0: query_.bends = true; return "max(" + rows(depth - 1) + ')';
    case 1: query_.bends = true; return "min(" + rows(depth - 1) + ')';
    case 2: query_.bends = true; return "median(" + rows(depth - 1) + ')';
    case 3: case 4: case 5: return "avg(" + rows(depth - 1) + ')';
    default: return "sum(flow(" + rows(depth - 1) + "))";
  }
}

inline std::string QueryMaker::rows(int depth) {
  if (depth <= 0) return below(3) ? "m" : "w";
  switch (below(12)) {
    case 0: query_.powers = true; return "(m * w)";
    case 1: return "(m - w)";
    case 2: query_.quotient = true; return "share(m, org)";
    case 3: query_.quotient = true; return "(m / w)";
    case 4: return "d";
    case 5: query_.jumps = true; return "(m where m > " + std::to_string(below(4)) + ')';
    case 6: query_.jumps = true; return "(m where w > " + std::to_string(below(4)) + ')';
    case 7: return "(m + " + number(depth - 1) + ')';
    case 8: query_.powers = true; return "(m * " + number(depth - 1) + ')';
    default: return below(3) ? "m" : "w";
  }
}

}  // namespace reckon::test
