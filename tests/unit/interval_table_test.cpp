// Every line of interval_cases.txt against the operations of engine/model/range.hpp.
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "engine/model/range.hpp"
#include "tests/catch.hpp"

using namespace reckon::engine;

namespace {

Number read_number(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return Number::parse(text).value();
  return Number::parse(text.substr(0, slash)).value() / Number::parse(text.substr(slash + 1)).value();
}

Range read_range(const std::string& text) {
  if (text.front() != '[') return read_number(text);
  const std::size_t comma = text.find(',');
  const std::string low = text.substr(1, comma - 1);
  const std::string high = text.substr(comma + 1, text.size() - comma - 2);
  Range result;
  result.unbounded_below = low == "-inf";
  result.unbounded_above = high == "inf";
  if (!result.unbounded_below) result.low = read_number(low);
  if (!result.unbounded_above) result.high = read_number(high);
  return result;
}

std::string show(const std::optional<Range>& range) {
  if (!range) return "none";
  if (range->is_point()) return range->low.text();
  return "[" + (range->unbounded_below ? "-inf" : range->low.text()) + "," +
         (range->unbounded_above ? "inf" : range->high.text()) + "]";
}

std::string show(Truth truth) { return truth == Truth::yes ? "yes" : truth == Truth::no ? "no" : "maybe"; }

using Arguments = std::vector<Range>;

const std::map<std::string, std::function<std::string(const Arguments&)>>& operations() {
  static bool exact = true;
  static const auto whole = [](const Range& range) { return range.low.to_int64().value(); };
  static const std::map<std::string, std::function<std::string(const Arguments&)>> table = {
      {"add", [](const Arguments& a) { return show(a.at(0) + a.at(1)); }},
      {"sub", [](const Arguments& a) { return show(a.at(0) - a.at(1)); }},
      {"neg", [](const Arguments& a) { return show(-a.at(0)); }},
      {"mul", [](const Arguments& a) { return show(a.at(0) * a.at(1)); }},
      {"div", [](const Arguments& a) { return show(divide(a.at(0), a.at(1))); }},
      {"recip", [](const Arguments& a) { return show(divide(Number(1), a.at(0))); }},
      {"sqr", [](const Arguments& a) { return show(pow(a.at(0), 2, 65536, exact)); }},
      {"pown", [](const Arguments& a) { return show(pow(a.at(0), whole(a.at(1)), 65536, exact)); }},
      {"abs", [](const Arguments& a) { return show(abs(a.at(0))); }},
      {"min", [](const Arguments& a) { return show(least(a.at(0), a.at(1))); }},
      {"max", [](const Arguments& a) { return show(greatest(a.at(0), a.at(1))); }},
      {"floor", [](const Arguments& a) { return show(floor(a.at(0))); }},
      {"ceil", [](const Arguments& a) { return show(ceil(a.at(0))); }},
      {"round", [](const Arguments& a) { return show(round(a.at(0), static_cast<int>(whole(a.at(1))))); }},
      {"meet", [](const Arguments& a) { return show(meet(a.at(0), a.at(1))); }},
      {"hull", [](const Arguments& a) { return show(hull(a.at(0), a.at(1))); }},
      {"less", [](const Arguments& a) { return show(less(a.at(0), a.at(1))); }},
      {"less_equal", [](const Arguments& a) { return show(less_equal(a.at(0), a.at(1))); }},
      {"equal", [](const Arguments& a) { return show(equal(a.at(0), a.at(1))); }},
      {"disjoint", [](const Arguments& a) { return show(disjoint(a.at(0), a.at(1)) ? Truth::yes : Truth::no); }},
      {"contains", [](const Arguments& a) { return show(a.at(0).contains(a.at(1)) ? Truth::yes : Truth::no); }},
      {"root", [](const Arguments& a) { return show(root(a.at(0), static_cast<int>(whole(a.at(1))), exact)); }},
      {"ln", [](const Arguments& a) { return show(ln(a.at(0), exact)); }},
      {"exp", [](const Arguments& a) { return show(exp(a.at(0), exact)); }},
  };
  return table;
}

}  // namespace

TEST_CASE("the table of interval operations") {
  std::ifstream file(RECKON_TEST_DIR "/unit/interval_cases.txt");
  REQUIRE(file.is_open());
  int cases = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    CAPTURE(line);
    std::istringstream words(line);
    std::string operation, word, expected;
    Arguments arguments;
    words >> operation;
    while (words >> word && word != "=") arguments.push_back(read_range(word));
    words >> expected;
    REQUIRE(operations().count(operation) == 1);
    CHECK(operations().at(operation)(arguments) == expected);
    ++cases;
  }
  CHECK(cases > 200);
}
