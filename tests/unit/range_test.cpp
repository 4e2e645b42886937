// Ranges: soundness and tightness on random operands, central figures, limits of size, enclosures against an oracle.
#include "engine/model/range.hpp"

#include <boost/multiprecision/cpp_dec_float.hpp>
#include <random>
#include <string>
#include <vector>

#include "tests/catch.hpp"

using namespace reckon::engine;

namespace Catch {
template <>
struct StringMaker<Number> {
  static std::string convert(const Number& number) { return number.text(); }
};
template <>
struct StringMaker<Range> {
  static std::string convert(const Range& range) {
    return range.text() + (range.has_central ? " best " + range.central.text() : "");
  }
};
}  // namespace Catch

namespace {

using Decimal = boost::multiprecision::number<boost::multiprecision::cpp_dec_float<100>>;

constexpr std::size_t max_bits = 65536;

Number number(const std::string& text) { return Number::parse(text).value(); }

Range best_of(Number low, Number high, Number best) {
  Range range(std::move(low), std::move(high));
  range.set_best(std::move(best));
  return range;
}

void check_invariant(const Range& range) {
  if (range.is_bounded()) CHECK(range.low <= range.high);
  if (range.unbounded_below) CHECK(range.low.is_zero());
  if (range.unbounded_above) CHECK(range.high.is_zero());
  if (range.has_central) CHECK(range.contains(range.central));
  if (!range.has_central) CHECK(range.central.is_zero());
  if (range.is_point()) CHECK_FALSE(range.has_central);
}

class Random {
 public:
  int below(int limit) { return static_cast<int>(engine_() % static_cast<unsigned>(limit)); }
  Number value() { return Number::ratio(below(41) - 20, 1 + below(6)); }
  // Bounded or not, points now and then, ends at zero often, with and without a central figure.
  Range range() {
    Number a = below(6) == 0 ? Number(0) : value();
    Number b = below(5) == 0 ? a : value();
    Range result(min(a, b), max(a, b));
    if (below(6) == 0) result.unbounded_below = true, result.low = 0;
    if (below(6) == 0) result.unbounded_above = true, result.high = 0;
    if (below(2) == 0) result.set_best(inside(result));
    return result;
  }
  Range bounded() {
    Number a = value(), b = value();
    return Range(min(a, b), max(a, b));
  }
  // A value of the range: an end, or one between.
  Number inside(const Range& range) {
    const Number low = range.unbounded_below ? (range.unbounded_above ? Number(0) : range.high) - 30 : range.low;
    const Number high = range.unbounded_above ? low + 60 : range.high;
    return low + (high - low) * Number::ratio(below(5), 4);
  }

 private:
  std::mt19937 engine_{7};
};

Decimal decimal(const Number& value) { return Decimal(value.numerator_text()) / Decimal(value.denominator_text()); }

// An enclosure of `truth` whose ends lie within one unit of the 34th digit.
void check_encloses(const Range& range, const Decimal& truth) {
  REQUIRE(range.is_bounded());
  check_invariant(range);
  CHECK(decimal(range.low) <= truth);
  CHECK(truth <= decimal(range.high));
  CHECK(decimal(range.high - range.low) <= abs(truth) * Decimal("1.0001e-33"));
  CHECK(range.low == round_down(range.low, 34));
  CHECK(range.high == round_up(range.high, 34));
  CHECK(range.best().has_value());
}

}  // namespace

TEST_CASE("the parts of a range") {
  CHECK(Range().text() == "0");
  CHECK(Range(69000, 460000).text() == "69000..460000");
  CHECK(Range(number("0.15")).text() == "0.15");
  CHECK(Range::at_least(30).text() == "30..");
  CHECK(Range::at_most(5).text() == "..5");
  CHECK(Range::everything().text() == "..");
  CHECK(Range(1, 4).middle() == number("2.5"));
  CHECK(Range(5).best() == Number(5));
  CHECK(Range(1, 4).best() == std::nullopt);
  CHECK(best_of(1, 4, 2).best() == Number(2));
  CHECK_FALSE(best_of(4, 4, 4).has_central);
  CHECK(best_of(1, 4, 2) != Range(1, 4));
  CHECK(Range::at_least(1).contains(number("1e100")));
  CHECK_FALSE(Range::at_least(1).contains(0));
  CHECK(Range::at_most(0).contains_zero());
  CHECK_FALSE(Range(1, 2).contains_zero());
}

TEST_CASE("three truths") {
  const Truth all[] = {Truth::no, Truth::maybe, Truth::yes};  // in the order of certainty
  for (int i = 0; i < 3; ++i) {
    CHECK((!all[i]) == all[2 - i]);
    for (int j = 0; j < 3; ++j) {
      CHECK(truth_and(all[i], all[j]) == all[std::min(i, j)]);
      CHECK(truth_or(all[i], all[j]) == all[std::max(i, j)]);
    }
  }
}

TEST_CASE("central figures run beside") {
  const Range a = best_of(1, 4, 2), b = best_of(10, 20, 16), bare(1, 2);
  CHECK(a + b == best_of(11, 24, 18));
  CHECK(b - a == best_of(6, 19, 14));
  CHECK(a * b == best_of(10, 80, 32));
  CHECK(divide(b, a) == best_of(number("2.5"), 20, 8));
  CHECK(-a == best_of(-4, -1, -2));
  CHECK(a + Number(5) == best_of(6, 9, 7));
  CHECK_FALSE((a + bare).has_central);
  CHECK_FALSE((a * bare).has_central);
  CHECK(a * Number(0) == Range(0));
  CHECK(abs(best_of(-4, 1, -3)) == best_of(0, 4, 3));
  CHECK(least(a, b) == a);
  CHECK(greatest(a, Number(3)) == best_of(3, 4, 3));
  CHECK(floor(best_of(number("1.5"), number("4.5"), number("2.5"))) == best_of(1, 4, 2));
  // Division: at a central figure of 0 there is none, elsewhere there is.
  CHECK(divide(a, best_of(-1, 1, 0)) == Range::everything());
  CHECK(divide(a, best_of(-1, 1, 1))->best() == Number(2));
  bool exact = true;
  CHECK(pow(a, 2, max_bits, exact) == best_of(1, 16, 4));
  CHECK(pow(best_of(-2, 1, -1), 2, max_bits, exact) == best_of(0, 4, 1));
  CHECK(pow(a, -1, max_bits, exact) == best_of(number("0.25"), 1, number("0.5")));
  CHECK(root(best_of(4, 25, 9), 2, exact) == best_of(2, 5, 3));
  CHECK(exact);
  // Open ends may have one too.
  Range open = Range::at_least(1);
  open.set_best(3);
  CHECK((open + a).best() == Number(5));
  CHECK((open * a).best() == Number(6));
  CHECK(ln(best_of(-1, 1, 0), exact)->best() == std::nullopt);
  CHECK(root(best_of(-4, 4, -1), 2, exact)->best() == std::nullopt);
}

TEST_CASE("hull and meet keep a central figure that is no matter of choice") {
  CHECK(hull(best_of(1, 4, 2), best_of(0, 3, 2)) == best_of(0, 4, 2));
  CHECK_FALSE(hull(best_of(1, 4, 2), best_of(0, 3, 1)).has_central);
  CHECK_FALSE(hull(best_of(1, 4, 2), Range(0, 3)).has_central);
  CHECK(hull(Number(2), best_of(1, 4, 2)) == best_of(1, 4, 2));
  CHECK(meet(best_of(1, 4, 2), Range::at_least(0)) == best_of(1, 4, 2));
  CHECK(meet(best_of(1, 4, 2), Range::at_least(3)) == Range(3, 4));
  CHECK(meet(best_of(1, 4, 2), best_of(0, 3, 1)) == Range(1, 3));
  CHECK(meet(best_of(1, 4, 2), Range(2, 9)) == best_of(2, 4, 2));
  CHECK(meet(best_of(1, 4, 2), Range(4, 9)) == Range(4));
}

TEST_CASE("results hold every value of their operation") {
  Random random;
  bool exact = true;
  for (int i = 0; i < 20'000; ++i) {
    const Range a = random.range(), b = random.range();
    CAPTURE(a, b);
    const Number x = random.inside(a), y = random.inside(b);
    for (const Range& result : {a + b, a - b, a * b, -a, abs(a), least(a, b), greatest(a, b), hull(a, b), floor(a)}) {
      check_invariant(result);
    }
    CHECK((a + b).contains(x + y));
    CHECK((a - b).contains(x - y));
    CHECK((a * b).contains(x * y));
    CHECK(abs(a).contains(abs(x)));
    CHECK(least(a, b).contains(min(x, y)));
    CHECK(greatest(a, b).contains(max(x, y)));
    CHECK(hull(a, b).contains(x));
    CHECK(ceil(a).contains(ceil(x)));
    if (!y.is_zero()) CHECK(divide(a, b).value().contains(x / y));
    const int exponent = random.below(9) - 4;
    if (exponent >= 0 || !x.is_zero()) CHECK(pow(a, exponent, max_bits, exact).value().contains(pow(x, exponent)));
    if (a.contains(y) && b.contains(y)) CHECK(meet(a, b).value().contains(y));
    if (x < y) CHECK(less(a, b) != Truth::no);
    if (x >= y) CHECK(less(a, b) != Truth::yes);
    if (x == y) CHECK(equal(a, b) != Truth::no);
    if (x > y) CHECK(less_equal(a, b) != Truth::yes);
  }
  CHECK(exact);
}

TEST_CASE("ends of bounded results are attained at corners") {
  Random random;
  for (int i = 0; i < 5000; ++i) {
    const Range a = random.bounded(), b = random.bounded();
    CAPTURE(a, b);
    std::vector<Number> products, quotients;
    for (const Number& x : {a.low, a.high}) {
      for (const Number& y : {b.low, b.high}) {
        products.push_back(x * y);
        if (!b.contains_zero()) quotients.push_back(x / y);
      }
    }
    const auto corners = [](const std::vector<Number>& values) {
      return Range(*std::min_element(values.begin(), values.end()), *std::max_element(values.begin(), values.end()));
    };
    CHECK(a * b == corners(products));
    if (!b.contains_zero()) CHECK(divide(a, b) == corners(quotients));
  }
}

TEST_CASE("powers past the limit become enclosures at once") {
  bool exact = true;
  CHECK(pow(Number(2), 65535, max_bits, exact)->is_point());
  CHECK(pow(Number::ratio(1, 2), 65535, max_bits, exact)->is_point());
  CHECK(exact);
  const Range huge = pow(Number(9), 387420489, max_bits, exact).value();
  CHECK_FALSE(exact);
  CHECK(huge == Range::at_least(Number::power_of_ten(19728)));
  const Range tiny = pow(Number(9), -387420489, max_bits, exact).value();
  CHECK(tiny.low.is_zero());
  CHECK(tiny.high > Number(0));
  CHECK(tiny.high.bits() <= max_bits);
  const Range negative = pow(Number(-9), 387420489, max_bits, exact).value();
  CHECK(negative == Range::at_most(-Number::power_of_ten(19728)));
  CHECK(pow(Range(-9, 9), 387420489, max_bits, exact) == Range::everything());
  CHECK(pow(Range(-9, 9), 387420488, max_bits, exact) == Range::at_least(0));
  exact = true;
  CHECK(pow(Number(-1), INT64_MIN, max_bits, exact) == Range(1));
  CHECK(pow(Range(-1, 1), INT64_MAX, max_bits, exact) == Range(-1, 1));
  CHECK(pow(Range::at_least(1), INT64_MAX, max_bits, exact) == Range::at_least(1));
  CHECK(exact);
  check_invariant(pow(Number::ratio(3, 2), INT64_MIN, max_bits, exact).value());
  CHECK_FALSE(exact);
  // (1 + 10^-18)^(10^18) is e less half of 10^-18 of it.
  const Range growth = pow(Number(1) + Number::decimal(1, 18), 1'000'000'000'000'000'000, max_bits, exact).value();
  CHECK(growth.low == number("2.718281828459045234001146557123139"));
  CHECK(growth.high == number("2.71828182845904523400114655712314"));
}

TEST_CASE("powers that are enclosed hold the exact one") {
  Random random;
  for (int i = 0; i < 1000; ++i) {
    const Number base = random.value();
    if (base.is_zero()) continue;
    const int exponent = random.below(121) - 60;
    CAPTURE(base, exponent);
    const Number truth = pow(base, exponent);
    for (const std::size_t limit : {std::size_t{64}, std::size_t{100}, max_bits}) {
      bool exact = true;
      const Range result = pow(base, exponent, limit, exact).value();
      check_invariant(result);
      CHECK(result.contains(truth));
      CHECK(exact == result.is_point());
      CHECK(exact == (truth.bits() <= limit));
      CHECK(result.low.bits() <= limit);
      CHECK(result.high.bits() <= limit);
    }
  }
}

TEST_CASE("limits of bits round outward") {
  const Number fraction = number("1e100") / 7 / pow(Number(3), 200);
  const std::size_t limit = 128;
  for (const Number& value : {fraction, -fraction}) {
    Range range = value;
    bool exact = true;
    limit_bits(range, limit, exact);
    CHECK_FALSE(exact);
    check_invariant(range);
    CHECK(range.low < value);
    CHECK(value < range.high);
    CHECK(range.best().has_value());
    CHECK(range.low.bits() <= limit);
    CHECK(range.high.bits() <= limit);
    CHECK((range.high - range.low) * number("1e33") < abs(value));
  }
  bool exact = true;
  Range range(number("-1e100"), number("1e100"));
  limit_bits(range, 333, exact);
  CHECK(exact);
  CHECK(range == Range(number("-1e100"), number("1e100")));
  limit_bits(range, 64, exact);
  CHECK_FALSE(exact);
  CHECK(range == Range::everything());
  range = number("1e100");
  limit_bits(range, 64, exact);
  CHECK(range == Range::at_least(Number::power_of_ten(18)));
  range = number("-1e100");
  limit_bits(range, 64, exact);
  CHECK(range == Range::at_most(-Number::power_of_ten(18)));
  range = number("1e-100");
  limit_bits(range, 64, exact);
  CHECK(range.low.is_zero());
  CHECK(range.high == number("1e-18"));
  range = best_of(1, 2, Number(1) + number("1e-100"));
  limit_bits(range, 64, exact);
  CHECK(range.low == Number(1));
  CHECK(range.high == Number(2));
  check_invariant(range);
  CHECK(range.has_central);
  CHECK(range.central.bits() <= 64);
  range = best_of(0, pow(Number(2), 63), pow(Number(2), 63) - number("1e-30"));
  limit_bits(range, 64, exact);
  check_invariant(range);
}

TEST_CASE("roots are exact where they are rational") {
  bool exact = true;
  CHECK(root(Number::ratio(4, 9), 2, exact) == Range(Number::ratio(2, 3)));
  CHECK(root(Number(-8), 3, exact) == Range(-2));
  CHECK(root(Number(0), 2, exact) == Range(0));
  CHECK(root(Number(1), 1'000'000, exact) == Range(1));
  for (const int degree : {2, 3, 5, 7, 33, 100, 1000}) {
    const Number value = number("12.5");
    CHECK(root(pow(value, degree), degree, exact) == Range(value));
    CHECK(root(pow(1 / value, degree), degree, exact) == Range(1 / value));
  }
  const Number long_one = number("1" + std::string(2000, '7')) / number("3" + std::string(1500, '1'));
  CHECK(root(pow(long_one, 4), 4, exact) == Range(long_one));
  CHECK(exact);
  CHECK(ln(Number(1), exact) == Range(0));
  CHECK(exp(Number(0), exact) == Range(1));
  CHECK(exact);
}

TEST_CASE("roots are enclosed to 34 digits") {
  Random random;
  for (int i = 0; i < 400; ++i) {
    const int degree = 2 + random.below(40);
    const Number value = (abs(random.value()) + Number::ratio(1, 1000)) * Number::decimal(1, random.below(200) - 100);
    CAPTURE(value, degree);
    bool exact = true;
    const Range result = root(value, degree, exact).value();
    if (exact) continue;
    CHECK(pow(result.low, degree) < value);
    CHECK(value < pow(result.high, degree));
    check_encloses(result, pow(decimal(value), 1 / Decimal(degree)));
    CHECK(root(-value, degree, exact) == (degree % 2 == 0 ? std::nullopt : std::optional<Range>(-result)));
  }
}

TEST_CASE("logarithms are enclosed to 34 digits") {
  bool exact = true;
  CHECK(ln(Number(2), exact)->low == number("0.6931471805599453094172321214581765"));
  CHECK(ln(Number(2), exact)->high == number("0.6931471805599453094172321214581766"));
  CHECK_FALSE(exact);
  Random random;
  for (int i = 0; i < 400; ++i) {
    const Number value = (abs(random.value()) + Number::ratio(1, 1000)) * Number::decimal(1, random.below(400) - 200);
    if (value == Number(1)) continue;
    CAPTURE(value);
    check_encloses(ln(value, exact).value(), log(decimal(value)));
  }
  // Near 1 the digits still count from the first that is not 0: ln(1 + d) = d - d^2/2 + ...
  for (const int digits : {1, 5, 20, 40, 100, 5000}) {
    const Number d = Number::decimal(1, digits);
    CAPTURE(digits);
    for (const Number& step : {d, -d}) {
      const Range result = ln(Number(1) + step, exact).value();
      const Number first = step - step * step / 2;
      const Number second = first + step * step * step / 3;
      CHECK(result.low <= max(first, second));
      CHECK(result.high >= (step.sign() > 0 ? first : second * 2));
      CHECK((result.high - result.low) * number("1e33") <= abs(result.high) * number("1.2"));
    }
  }
  const Range wide = ln(best_of(2, 8, 4), exact).value();
  CHECK(wide.low == ln(Number(2), exact)->low);
  CHECK(wide.high == ln(Number(8), exact)->high);
  CHECK(wide.best() == ln(Number(4), exact)->low);
  check_encloses(ln(Number::power_of_ten(19000), exact).value(), 19000 * log(Decimal(10)));
  check_encloses(ln(Number::decimal(1, 19000), exact).value(), -19000 * log(Decimal(10)));
}

TEST_CASE("exponentials are enclosed to 34 digits") {
  bool exact = true;
  CHECK(exp(Number(1), exact)->low == number("2.718281828459045235360287471352662"));
  CHECK(exp(Number(1), exact)->high == number("2.718281828459045235360287471352663"));
  CHECK_FALSE(exact);
  Random random;
  for (int i = 0; i < 400; ++i) {
    const Number value = random.value() * Number::decimal(1, random.below(6) - 1);
    if (value.is_zero()) continue;
    CAPTURE(value);
    check_encloses(exp(value, exact).value(), exp(decimal(value)));
  }
  check_encloses(exp(Number(45'000), exact).value(), exp(Decimal(45'000)));
  CHECK(exp(Number::decimal(1, 5000), exact)->low == Number(1));
  CHECK(exp(Number::decimal(1, 5000), exact)->high == Number(1) + Number::decimal(1, 33));
}

TEST_CASE("exponentials past the limit are open, below it near 0") {
  for (const char* text : {"45427", "45500", "45501", "46000", "1e1000", "1e10000"}) {
    CAPTURE(text);
    bool exact = true;
    const Range huge = exp(number(text), exact).value();
    CHECK(huge.unbounded_above);
    CHECK(huge.low >= Number::power_of_ten(19728));
    CHECK(huge.low.bits() <= max_bits);
    CHECK_FALSE(exact);
    exact = true;
    const Range tiny = exp(-number(text), exact).value();
    CHECK(tiny.low.is_zero());
    CHECK(tiny.high > Number(0));
    CHECK(tiny.high < pow(Number::ratio(1, 2), 65530));
    CHECK(tiny.high.bits() <= max_bits);
    CHECK_FALSE(exact);
    CHECK(exp(Range(-number(text), number(text)), exact) == Range::at_least(0));
  }
}
