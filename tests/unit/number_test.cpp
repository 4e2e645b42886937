// Number against identities, the borders of its representations, and Boost's rationals.
#include "engine/model/number.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/catch.hpp"

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;
using reckon::engine::Number;

namespace Catch {
template <>
struct StringMaker<Number> {
  static std::string convert(const Number& number) { return number.text(); }
};
}  // namespace Catch

namespace {

Number number(const std::string& text) { return Number::parse(text).value(); }

cpp_rational rational(const Number& value) {
  return cpp_rational(cpp_int(value.numerator_text()), cpp_int(value.denominator_text()));
}

// Lowest terms, positive denominator, inline where both fit 64 bits.
void check_invariant(const Number& value) {
  const cpp_int top(value.numerator_text()), bottom(value.denominator_text());
  CHECK(bottom > 0);
  CHECK(gcd(abs(top), bottom) == 1);
  CHECK(value.is_small() == (top >= INT64_MIN && top <= INT64_MAX && bottom <= INT64_MAX));
  CHECK(value.sign() == top.sign());
}

// clang-format off
const char* const borders[] = {
    "0", "1", "2", "3", "10", "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775806",
    "9223372036854775807", "9223372036854775808", "9223372036854775809", "18446744073709551615",
    "18446744073709551616", "170141183460469231731687303715884105727", "170141183460469231731687303715884105728",
    "340282366920938463463374607431768211456",
    "1157920892373161954235709850086879078532699846656405640394575840079131296399360000001"};
// clang-format on

std::vector<Number> border_values() {
  std::vector<Number> values;
  for (const char* text : borders) {
    const Number whole = number(text);
    for (const Number& value : {whole, -whole}) {
      values.push_back(value);
      values.push_back(value / 3);
      if (!value.is_zero()) values.push_back(1 / value);
    }
  }
  return values;
}

class Random {
 public:
  // Of any size: as often near 1 bit as near 300.
  cpp_int whole() {
    const unsigned bits = 1 + static_cast<unsigned>(engine_() % (engine_() % 4 == 0 ? 300 : 70));
    cpp_int value = 0;
    for (unsigned filled = 0; filled < bits; filled += 32)
      value = (value << 32) | static_cast<std::uint32_t>(engine_());
    value &= (cpp_int(1) << bits) - 1;
    return engine_() % 2 == 0 ? value : -value;
  }
  Number value() {
    const cpp_int bottom = abs(whole()) + 1;
    return engine_() % 3 == 0 ? number(whole().str()) : number(whole().str()) / number(bottom.str());
  }
  int below(int limit) { return static_cast<int>(engine_() % static_cast<unsigned>(limit)); }

 private:
  std::mt19937 engine_{20241218};
};

cpp_int floor_of(const cpp_rational& value) {
  cpp_int quotient, remainder;
  divide_qr(numerator(value), denominator(value), quotient, remainder);
  return remainder < 0 ? quotient - 1 : quotient;
}

void check_arithmetic(const Number& a, const Number& b) {
  const cpp_rational x = rational(a), y = rational(b);
  CHECK(rational(a + b) == x + y);
  CHECK(rational(a - b) == x - y);
  CHECK(rational(a * b) == x * y);
  check_invariant(a + b);
  check_invariant(a - b);
  check_invariant(a * b);
  if (!b.is_zero()) {
    CHECK(rational(a / b) == x / y);
    check_invariant(a / b);
  }
  CHECK((a < b) == (x < y));
  CHECK((a <= b) == (x <= y));
  CHECK((a == b) == (x == y));
  CHECK(a + b - b == a);
  CHECK((a + b).hash() == (b + a).hash());
}

}  // namespace

TEST_CASE("decimal fractions are exact") {
  CHECK(number("0.1") + number("0.2") == number("0.3"));
  CHECK(Number::ratio(1, 3) * 3 == Number(1));
  CHECK(number("1e-30") * number("1e30") == Number(1));
  CHECK(number("1.10").text() == "1.1");
  CHECK(Number::ratio(6, -4).text() == "-1.5");
  CHECK(Number::ratio(INT64_MIN, -1).text() == "9223372036854775808");
  CHECK(Number::ratio(INT64_MIN, INT64_MIN) == Number(1));
  CHECK(Number::ratio(1, INT64_MIN) * Number(INT64_MIN) == Number(1));
  CHECK(Number::decimal(-125, 3).text() == "-0.125");
  CHECK(Number::decimal(-125, -3).text() == "-125000");
  CHECK(Number::decimal(5, 40) == number("0.5e-39"));
  CHECK(Number::power_of_ten(0) == Number(1));
  CHECK(Number::power_of_ten(40) == number("1e40"));
}

TEST_CASE("arithmetic at the borders of 32, 64 and 128 bits") {
  const std::vector<Number> values = border_values();
  for (const Number& a : values) {
    for (const Number& b : values) check_arithmetic(a, b);
  }
}

TEST_CASE("arithmetic on random values") {
  Random random;
  for (int i = 0; i < 3000; ++i) check_arithmetic(random.value(), random.value());
}

TEST_CASE("arithmetic on thousands of digits") {
  const Number a = number("1" + std::string(3000, '7')) / number("1" + std::string(2500, '3'));
  const Number b = number("3" + std::string(2000, '1')) / number("9" + std::string(2700, '7') + "1");
  check_arithmetic(a, b);
  check_arithmetic(a, 1 / a);
  check_arithmetic(a * b, b);
  CHECK(a * b / b / a == Number(1));
}

TEST_CASE("rounding") {
  Random random;
  for (int i = 0; i < 2000; ++i) {
    const Number value = random.value();
    const cpp_rational x = rational(value);
    CHECK(rational(floor(value)) == floor_of(x));
    CHECK(rational(ceil(value)) == -floor_of(-x));
    const int digits = random.below(41) - 20;
    const cpp_rational unit = rational(Number::decimal(1, digits));
    const cpp_rational steps = floor_of(abs(x) / unit + cpp_rational(1, 2)) * unit;
    CHECK(rational(round(value, digits)) == (x < 0 ? cpp_rational(-steps) : steps));
  }
  CHECK(round(number("2.5"), 0) == Number(3));
  CHECK(round(number("-2.5"), 0) == Number(-3));
  CHECK(round(number("2.4999"), 0) == Number(2));
  CHECK(round(number("1250"), -2) == Number(1300));
  CHECK(round(number("49"), -2) == Number(0));
  CHECK(round(number("50"), -2) == Number(100));
  CHECK(round(number("12345"), -1'000'000'000) == Number(0));
  CHECK(round(number("1.25"), 1'000'000'000) == number("1.25"));
  CHECK(round(Number::ratio(2, 3), 4) == number("0.6667"));
  CHECK(floor(Number(INT64_MIN)) == Number(INT64_MIN));
}

TEST_CASE("directed rounding to significant digits") {
  CHECK(round_down(Number::ratio(2, 3), 3) == number("0.666"));
  CHECK(round_up(Number::ratio(2, 3), 3) == number("0.667"));
  CHECK(round_down(Number::ratio(-2, 3), 3) == number("-0.667"));
  CHECK(round_up(Number::ratio(-2, 3), 3) == number("-0.666"));
  CHECK(round_down(number("999999"), 3) == number("999000"));
  CHECK(round_up(number("999999"), 3) == number("1000000"));
  CHECK(round_up(number("120000"), 2) == number("120000"));
  CHECK(round_up(Number(0), 5) == Number(0));
  CHECK(round_up(number("1e-4000") / 3, 2) == number("3.4e-4001"));
  CHECK(round_down(number("1e4000") / 3, 2) == number("3.3e3999"));
  Random random;
  for (int i = 0; i < 2000; ++i) {
    const Number value = random.value();
    const int digits = 1 + random.below(30);
    const Number low = round_down(value, digits), high = round_up(value, digits);
    CHECK(low <= value);
    CHECK(value <= high);
    // At most one unit in the last place apart: rounding what lies between gives one of them.
    CHECK(round_down(high, digits) == high);
    CHECK(round_up(low, digits) == low);
    CHECK((low == value) == (high == value));
    const Number between = (low + high) / 2;
    CHECK(round_down(between, digits) == low);
    CHECK(round_up(between, digits) == high);
  }
}

TEST_CASE("powers") {
  CHECK(pow(Number(2), 10) == Number(1024));
  CHECK(pow(Number(-2), 63) == Number(INT64_MIN));
  CHECK(pow(Number::ratio(-2, 3), -3) == Number::ratio(-27, 8));
  CHECK(pow(Number(0), 0) == Number(1));
  CHECK(pow(Number(0), 5) == Number(0));
  CHECK(pow(Number(-1), INT64_MIN) == Number(1));
  CHECK(pow(Number(-1), INT64_MAX) == Number(-1));
  CHECK(pow(Number(10), 40) == number("1e40"));
}

TEST_CASE("the size of a power is known before it is computed") {
  Random random;
  for (int i = 0; i < 500; ++i) {
    const Number base = random.value();
    const int exponent = random.below(60) - (base.is_zero() ? 0 : 30);
    const std::size_t bits = pow(base, exponent).bits();
    CHECK(pow_bits(base, exponent) >= bits);
    CHECK(pow_bits(base, exponent) <= bits + 1);
  }
  CHECK(pow_bits(Number(2), 65535) == 65536);
  CHECK(pow_bits(Number(1), INT64_MAX) == 1);
  CHECK(pow_bits(Number(-1), INT64_MIN) == 1);
  CHECK(pow_bits(Number(9), 387420489) > 1'000'000'000);
  CHECK(pow_bits(Number(2), INT64_MIN) > 1'000'000'000);
}

TEST_CASE("decimal text is read") {
  CHECK(number("-1_000.25e3").text() == "-1000250");
  CHECK(number("+5").text() == "5");
  CHECK(number("007").text() == "7");
  CHECK(number("0.000").is_zero());
  CHECK(number("-0").is_zero());
  CHECK(number("12.5E-1").text() == "1.25");
  CHECK(number("100e-2").text() == "1");
  CHECK(number("1_2.3_4").text() == "12.34");
  CHECK(number("9223372036854775807").is_small());
  CHECK(number("9223372036854775808").is_big());
  CHECK(number("-9223372036854775808") == Number(INT64_MIN));
  CHECK(number("0.1234567890123456789012345").text() == "0.1234567890123456789012345");
  for (const char* text :
       {"",     "-",    "+",  ".",  ".5",    "5.",  "1e",  "1e+",   "e5",    "1__0", "_1",  "1_", "1_.5",
        "1._5", "0x10", "1 ", " 1", "1.5.2", "--1", "+-1", "1e5.5", "1e1_0", "nan",  "inf", "１"}) {
    CAPTURE(text);
    CHECK_FALSE(Number::parse(text).has_value());
  }
  CHECK_FALSE(Number::parse(std::string_view("1\0", 2)).has_value());
}

TEST_CASE("values past the limit of bits are refused, whatever their exponent") {
  for (const char* text : {"1e999999999", "1e-999999999", "1e99999999999999999999999999", "1e-9223372036854775808",
                           "-3e20000", "3e-20000"}) {
    CAPTURE(text);
    CHECK_FALSE(Number::parse(text).has_value());
  }
  CHECK(number("0e999999999").is_zero());
  CHECK(number("0.00e-99999999999999999999").is_zero());
  CHECK_FALSE(Number::parse(std::string(1'000'000, '9')).has_value());
  CHECK(number(std::string(1'000'000, '0') + "1") == Number(1));
  CHECK(number("1" + std::string(1'000'000, '0') + "e-1000000") == Number(1));
  CHECK(number("0." + std::string(1'000'000, '0') + "1e1000001") == Number(1));
  CHECK(Number::parse("18446744073709551615", 64).has_value());
  CHECK_FALSE(Number::parse("18446744073709551616", 64).has_value());
  CHECK(Number::parse("0.5", 2).has_value());
  CHECK_FALSE(Number::parse("0.25", 2).has_value());
  // 2^-65535 has 45,808 digits and fits; one halving more does not.
  const std::string half_power = pow(Number::ratio(1, 2), 65535).text();
  CHECK(Number::parse(half_power) == pow(Number::ratio(1, 2), 65535));
  CHECK_FALSE(Number::parse((pow(Number::ratio(1, 2), 65536)).text()).has_value());
}

TEST_CASE("long literals come back digit by digit") {
  std::string digits;
  for (int i = 0; digits.size() < 10'000; ++i) digits += std::to_string(i % 97 + 1);
  digits.resize(10'000);
  if (digits.back() == '0') digits.back() = '1';
  CHECK(number(digits).text() == digits);
  CHECK(number("-" + digits).text() == "-" + digits);
  CHECK(number("0." + digits).text() == "0." + digits);
  const std::string mixed = digits.substr(0, 5000) + "." + digits.substr(5000);
  CHECK(number(mixed).text() == mixed);
  CHECK(rational(number(digits)) == cpp_int(digits));
}

TEST_CASE("text is a decimal where it ends, else a fraction") {
  CHECK(Number().text() == "0");
  CHECK(Number::ratio(3, 20).text() == "0.15");
  CHECK(Number::ratio(-1, 3).text() == "-1/3");
  CHECK(Number::ratio(1, 7).text() == "1/7");
  CHECK(pow(Number::ratio(1, 2), 62).text() == "0.00000000000000000021684043449710088680149056017398834228515625");
  CHECK((number("1e30") + Number::ratio(1, 8)).text() == "1000000000000000000000000000000.125");
  CHECK((number("1e30") / 7).text() == "1" + std::string(30, '0') + "/7");
  CHECK(Number::ratio(3, 20).decimal_scale() == 2);
  CHECK(Number::ratio(3, 8).decimal_scale() == 3);
  CHECK(Number::ratio(1, 3).decimal_scale() == std::nullopt);
  CHECK(Number(100).decimal_scale() == 0);
  CHECK(number("3e-77").decimal_scale() == 77);
  CHECK((number("3e-77") / 7).decimal_scale() == std::nullopt);
  Random random;
  for (int i = 0; i < 1000; ++i) {
    const Number value = random.value();
    const std::string text = value.text();
    const std::size_t slash = text.find('/');
    CHECK((slash == std::string::npos) == value.decimal_scale().has_value());
    CHECK((slash == std::string::npos ? number(text)
                                      : number(text.substr(0, slash)) / number(text.substr(slash + 1))) == value);
  }
}

TEST_CASE("conversions to 64 bits") {
  CHECK(Number(INT64_MIN).to_int64() == INT64_MIN);
  CHECK(number("9223372036854775808").to_int64() == std::nullopt);
  CHECK(Number::ratio(1, 2).to_int64() == std::nullopt);
  CHECK(number("1.25").to_scaled(2) == 125);
  CHECK(number("1.25").to_scaled(3) == 1250);
  CHECK(number("1.25").to_scaled(1) == std::nullopt);
  CHECK(number("1200").to_scaled(-2) == 12);
  CHECK(number("1250").to_scaled(-2) == std::nullopt);
  CHECK(number("1e20").to_scaled(0) == std::nullopt);
  CHECK(number("5e20").to_scaled(-20) == 5);
  CHECK(number("5e-30").to_scaled(30) == 5);
  CHECK(Number(INT64_MAX).to_scaled(1) == std::nullopt);
  CHECK(Number::ratio(1, 3).to_scaled(18) == std::nullopt);
  CHECK(Number::from_int128(reckon::engine::Int128{INT64_MAX} * 4).text() == "36893488147419103228");
  CHECK(Number::from_int128(reckon::engine::Int128{INT64_MIN}) == Number(INT64_MIN));
}

TEST_CASE("copies, moves and self-assignment keep the value") {
  for (const char* text : {"5", "123456789012345678901234567890"}) {
    Number a = number(text);
    Number b = a;
    a = *&a;
    CHECK(a == b);
    Number c = std::move(a);
    CHECK(c == b);
    CHECK(a.is_zero());  // NOLINT: the moved-from state is part of what is tested
    a = c;
    c = Number(7);
    CHECK(a == b);
    b = std::move(a);
    CHECK(b == number(text));
    std::swap(b, c);
    CHECK(b == Number(7));
    CHECK(c == number(text));
    c += c;
    CHECK(c == number(text) * 2);
    const Number& same = c;
    c -= same;
    CHECK(c.is_zero());
  }
}

TEST_CASE("a big value is shared between threads") {
  const Number shared = number("1e50") / 7;
  std::vector<std::thread> threads;
  std::vector<Number> sums(4);
  for (Number& sum : sums) {
    threads.emplace_back([&sum, &shared] {
      for (int i = 0; i < 2000; ++i) {
        const Number copy = shared;
        sum += copy;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Number& sum : sums) CHECK(sum == shared * 2000);
}
