// Numbers as a host program holds them.
#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>

#include "reckon/reckon.hpp"
#include "tests/catch.hpp"

using reckon::Number;

TEST_CASE("a number converts to text, to parts and to a whole number where it is one") {
  const Number third = Number::ratio(-2, 6);
  CHECK(third.text() == "-1/3");
  CHECK(third.numerator() == "-1");
  CHECK(third.denominator() == "3");
  CHECK_FALSE(third.to_long_long());
  CHECK_FALSE(third.is_integer());
  CHECK(Number(12).to_long_long() == 12);
  CHECK(Number::ratio(1, 8).text() == "0.125");
  CHECK(Number::parse("9223372036854775807")->to_long_long() == std::numeric_limits<long long>::max());
  CHECK_FALSE(Number::parse("9223372036854775808")->to_long_long());
  std::ostringstream out;
  out << third << ' ' << Number::infinity() << ' ' << Number();
  CHECK(out.str() == "-1/3 inf ");
}

TEST_CASE("numbers are read as they are written, and nothing else is") {
  CHECK(Number::parse("75万") == Number(750000));
  CHECK(Number::parse("15%") == Number::ratio(3, 20));
  CHECK(Number::parse("-1/3") == Number::ratio(-1, 3));
  CHECK(Number::parse("-inf") == Number::minus_infinity());
  for (const char* text : {"", "-", "1/", "/2", "1/0", "abc", "1e999999999", "nan", "--1"}) {
    INFO(text);
    CHECK_FALSE(Number::parse(text));
  }
}

TEST_CASE("arithmetic is exact, and only of finite numbers") {
  CHECK(Number::ratio(1, 10) + Number::ratio(2, 10) == Number::ratio(3, 10));
  CHECK(Number(1) / Number(3) * Number(3) == Number(1));
  CHECK(-Number(2) - Number(3) == Number(-5));
  CHECK_THROWS_AS(Number(1) / Number(0), std::domain_error);
  CHECK_THROWS_AS(Number::ratio(1, 0), std::domain_error);
  CHECK_THROWS_AS(Number::infinity() + Number(1), std::domain_error);
  CHECK_THROWS_AS(Number() + Number(1), std::domain_error);
  CHECK_THROWS_AS(Number().numerator(), std::domain_error);
  Number large(10);
  CHECK_THROWS_AS([&] { for (int i = 0; i < 40; ++i) large = large * large; }(), std::domain_error);
}

TEST_CASE("open ends and nothing have their places in the order") {
  CHECK(Number::minus_infinity() < Number(-5));
  CHECK(Number(5) < Number::infinity());
  CHECK(Number() == Number());
  CHECK_FALSE(Number() < Number(1));
  CHECK_FALSE(Number() > Number(1));
  CHECK(Number::infinity().sign() == 1);
  CHECK_FALSE(Number::infinity().is_finite());
}

TEST_CASE("a double is only what its name says") {
  CHECK(Number::ratio(1, 3).approximate_double() == 1.0 / 3.0);
  CHECK(Number::parse("-0.1")->approximate_double() == -0.1);
  CHECK(Number::parse("1e400")->approximate_double() == std::numeric_limits<double>::infinity());
  CHECK(Number::parse("-1e400")->approximate_double() == -std::numeric_limits<double>::infinity());
  CHECK(Number::parse("1e-400")->approximate_double() == 0.0);
  CHECK(std::isnan(Number().approximate_double()));
}

TEST_CASE("copies of long numbers are numbers of their own") {
  Number a = *Number::parse("123456789012345678901234567890");
  Number b = a;
  a = Number(1);
  Number c = std::move(b);
  CHECK(c.text() == "123456789012345678901234567890");
  b = c;
  CHECK(b == c);
}
