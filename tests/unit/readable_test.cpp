// Numbers as people read them: grouped, rounded outward, and marked where they are rounded.
#include "engine/model/readable.hpp"
#include "tests/catch.hpp"

using namespace reckon::engine;

namespace {

Range best_of(Range range, const Number& figure) {
  range.set_best(figure);
  return range;
}

}  // namespace

TEST_CASE("whole numbers and short decimals are shown as they are, in groups of three") {
  CHECK(readable(Range(0)) == "0");
  CHECK(readable(Range(999)) == "999");
  CHECK(readable(Range(1000)) == "1,000");
  CHECK(readable(Range(-1234567)) == "-1,234,567");
  CHECK(readable(Range(Number::decimal(1234567125, 3))) == "1,234,567.125");
  CHECK(readable(Range(Number::decimal(12345, 10))) == "0.0000012345");
}

TEST_CASE("what does not end is rounded to six digits and marked") {
  CHECK(readable(Range(Number::ratio(1, 3))) == "≈0.333333");
  CHECK(readable(Range(Number::ratio(2, 3))) == "≈0.666667");
  CHECK(readable(Range(Number::ratio(-2, 3))) == "≈-0.666667");
  CHECK(readable(Range(Number::ratio(20000000, 3))) == "≈6,666,667");
  CHECK(readable(Range(Number::decimal(12345678, 7))) == "≈1.23457");
}

TEST_CASE("ends are rounded outward") {
  CHECK(readable(Range(Number::ratio(1, 3), Number::ratio(2, 3))) == "≈0.333333..0.666667");
  CHECK(readable(Range(Number::ratio(-2, 3), Number::ratio(-1, 3))) == "≈-0.666667..-0.333333");
  CHECK(readable(Range(Number::ratio(2, 3), 1)) == "≈0.666666..1");
}

TEST_CASE("every digit is shown on request") {
  CHECK(readable(Range(Number::ratio(1000, 3)), Digits::every) == "1,000/3");
  CHECK(readable(Range(Number::decimal(123456789, 8)), Digits::every) == "1.23456789");
}

TEST_CASE("open ends and best figures") {
  CHECK(readable(Range::at_least(1730)) == "1,730..");
  CHECK(readable(Range::at_most(500)) == "..500");
  CHECK(readable(Range::everything()) == "..");
  CHECK(readable(best_of(Range(750000, 900000), 800000)) == "750,000..900,000 (best 800,000)");
  CHECK(readable(best_of(Range(0, 1), Number::ratio(1, 3))) == "≈0..1 (best 0.333333)");
}

TEST_CASE("very large and very small numbers have an exponent") {
  CHECK(readable(Range(pow(Number(2), 200))) == "≈1.60694e60");
  CHECK(readable(Range(pow(Number(10), 30))) == "1e30");
  CHECK(readable(Range(pow(Number(10), -30))) == "1e-30");
  CHECK(readable(Range(Number(2) / pow(Number(3), 50))) == "≈2.78591e-24");
  CHECK(readable(Range(pow(Number(10), 20))) == "100,000,000,000,000,000,000");
}

TEST_CASE("few digits: from a million on three of them and a suffix, ends outward") {
  const auto few = [](const Range& range) { return readable(range, Digits::few); };
  CHECK(few(Range(999'999)) == "999,999");
  CHECK(few(Range(69'000, 460'000)) == "69,000..460,000");
  CHECK(few(Range(2'650'000, 3'560'000)) == "2.65M..3.56M");
  CHECK(few(Range(2'648'357, 3'562'110)) == "≈2.64M..3.57M");
  CHECK(few(Range(-2'648'357, 1)) == "≈-2.65M..1");
  CHECK(few(Range(999'999'999)) == "≈1B");
  CHECK(few(Range(999'500'000, 999'999'999)) == "≈999M..1B");
  CHECK(few(Range(30'000'000'000)) == "30B");
  CHECK(few(Range(1'234'000'000'000'000)) == "≈1.23e15");
  CHECK(few(Range(999'999'999'999'999)) == "≈1e15");
  CHECK(few(Range(Number::ratio(20'000'000, 3))) == "≈6.67M");
}
