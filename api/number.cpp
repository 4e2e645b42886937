// Public numbers hold the engine's in place.
#include "reckon/number.hpp"

#include <charconv>
#include <limits>
#include <new>
#include <stdexcept>
#include <utility>

#include "api/number_access.hpp"
#include "lang/parse/literal.hpp"

namespace reckon {
namespace {

constexpr std::size_t most_bits = 65536;

engine::Number* place(unsigned char* at) noexcept { return std::launder(reinterpret_cast<engine::Number*>(at)); }
const engine::Number* place(const unsigned char* at) noexcept {
  return std::launder(reinterpret_cast<const engine::Number*>(at));
}

const engine::Number& finite(const Number& number) {
  if (!number.is_finite()) throw std::domain_error("the number is not finite");
  return NumberAccess::engine_number(number);
}

Number bounded(engine::Number result) {
  if (result.bits() > most_bits) throw std::domain_error("the number would take more than 65,536 bits");
  return NumberAccess::made(std::move(result));
}

}  // namespace

static_assert(sizeof(engine::Number) == 16 && alignof(engine::Number) <= 8);

Number::Number(Kind kind) noexcept : kind_(kind) { new (value_) engine::Number(); }
Number::Number() noexcept : Number(Kind::nothing) {}
Number::Number(long long value) noexcept : kind_(Kind::finite) {
  new (value_) engine::Number(static_cast<std::int64_t>(value));
}
Number::Number(int value) noexcept : Number(static_cast<long long>(value)) {}
Number::Number(const Number& other) noexcept : kind_(other.kind_) { new (value_) engine::Number(*place(other.value_)); }
Number::Number(Number&& other) noexcept : kind_(other.kind_) {
  new (value_) engine::Number(std::move(*place(other.value_)));
}
Number& Number::operator=(const Number& other) noexcept {
  *place(value_) = *place(other.value_);
  kind_ = other.kind_;
  return *this;
}
Number& Number::operator=(Number&& other) noexcept {
  *place(value_) = std::move(*place(other.value_));
  kind_ = other.kind_;
  return *this;
}
Number::~Number() { place(value_)->~Number(); }

Number NumberAccess::made(engine::Number value) noexcept {
  Number number(Number::Kind::finite);
  *place(number.value_) = std::move(value);
  return number;
}

const engine::Number& NumberAccess::engine_number(const Number& number) noexcept { return *place(number.value_); }

Number Number::ratio(long long numerator, long long denominator) { return Number(numerator) / Number(denominator); }
Number Number::infinity() noexcept { return Number(Kind::above); }
Number Number::minus_infinity() noexcept { return Number(Kind::below); }

std::optional<Number> Number::parse(std::string_view text) {
  if (text == "inf") return infinity();
  if (text == "-inf") return minus_infinity();
  if (auto plain = engine::Number::parse(text)) return NumberAccess::made(std::move(*plain));
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  const auto slash = text.find('/');
  auto value = lang::literal_value(text.substr(0, slash));
  if (value && slash != std::string_view::npos) {
    const auto below = lang::literal_value(text.substr(slash + 1));
    if (!below || below->is_zero()) return std::nullopt;
    value = *value / *below;
  }
  if (!value || value->bits() > most_bits) return std::nullopt;
  return NumberAccess::made(negative ? -*value : *value);
}

bool Number::is_integer() const noexcept { return is_finite() && place(value_)->is_integer(); }

int Number::sign() const noexcept {
  if (kind_ == Kind::above) return 1;
  if (kind_ == Kind::below) return -1;
  return place(value_)->sign();
}

std::string Number::text() const {
  switch (kind_) {
    case Kind::finite: return place(value_)->text();
    case Kind::above: return "inf";
    case Kind::below: return "-inf";
    default: return {};
  }
}

std::string Number::numerator() const { return finite(*this).numerator_text(); }
std::string Number::denominator() const { return finite(*this).denominator_text(); }

std::optional<long long> Number::to_long_long() const noexcept {
  const auto whole = is_finite() ? place(value_)->to_int64() : std::nullopt;
  return whole ? std::optional<long long>(*whole) : std::nullopt;
}

double Number::approximate_double() const {
  using Double = std::numeric_limits<double>;
  if (kind_ == Kind::nothing) return Double::quiet_NaN();
  if (kind_ != Kind::finite) return kind_ == Kind::above ? Double::infinity() : -Double::infinity();
  constexpr int digits = 40;  // far more than a double has
  const engine::Number& value = *place(value_);
  const std::string text =
      (value.sign() < 0 ? engine::round_up(value, digits) : engine::round_down(value, digits)).text();
  double result = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), result);
  if (read.ec != std::errc::result_out_of_range) return result;
  const bool is_large = engine::Number(1) < engine::abs(value);
  if (!is_large) return 0;
  return value.sign() < 0 ? -Double::infinity() : Double::infinity();
}

Number operator-(const Number& a) { return NumberAccess::made(-finite(a)); }
Number operator+(const Number& a, const Number& b) { return bounded(finite(a) + finite(b)); }
Number operator-(const Number& a, const Number& b) { return bounded(finite(a) - finite(b)); }
Number operator*(const Number& a, const Number& b) { return bounded(finite(a) * finite(b)); }
Number operator/(const Number& a, const Number& b) {
  if (finite(b).is_zero()) throw std::domain_error("division by 0");
  return bounded(finite(a) / finite(b));
}

bool operator==(const Number& a, const Number& b) noexcept {
  return a.kind_ == b.kind_ && (!a.is_finite() || *place(a.value_) == *place(b.value_));
}

std::partial_ordering operator<=>(const Number& a, const Number& b) noexcept {
  using Kind = Number::Kind;
  if (a.kind_ == Kind::nothing || b.kind_ == Kind::nothing)
    return a.kind_ == b.kind_ ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
  if (a.is_finite() && b.is_finite()) return *place(a.value_) <=> *place(b.value_);
  const auto rank = [](Kind kind) { return kind == Kind::below ? -1 : kind == Kind::above ? 1 : 0; };
  return rank(a.kind_) <=> rank(b.kind_);
}

Range made(const engine::Range& range) {
  Range result(range.unbounded_below ? Number::minus_infinity() : NumberAccess::made(range.low),
               range.unbounded_above ? Number::infinity() : NumberAccess::made(range.high));
  if (range.has_central) result.best = NumberAccess::made(range.central);
  return result;
}

std::optional<engine::Range> engine_range(const Range& range) {
  if (!range.low.has_value() || !(range.low <= range.high) || range.low == Number::infinity() ||
      range.high == Number::minus_infinity())
    return std::nullopt;
  engine::Range result;
  result.unbounded_below = !range.low.is_finite();
  result.unbounded_above = !range.high.is_finite();
  if (range.low.is_finite()) result.low = NumberAccess::engine_number(range.low);
  if (range.high.is_finite()) result.high = NumberAccess::engine_number(range.high);
  if (!range.best) return result;
  if (!range.best->is_finite() || !result.contains(NumberAccess::engine_number(*range.best))) return std::nullopt;
  result.set_best(NumberAccess::engine_number(*range.best));
  return result;
}

}  // namespace reckon
