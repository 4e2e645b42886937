// Arithmetic on polynomials, term by term; Bernstein coefficients, unknown by unknown.
#include "engine/exec/bounds/polynomial.hpp"

#include <algorithm>

namespace reckon::engine {

Polynomial::Polynomial(const Number& value) { add({}, value); }

Polynomial Polynomial::unknown(std::size_t index) {
  Polynomial made;
  Powers powers{};
  powers[index] = 1;
  made.add(powers, 1);
  return made;
}

void Polynomial::add(const Powers& powers, const Number& factor) {
  const auto [at, fresh] = terms_.try_emplace(powers, factor);
  if (!fresh) at->second += factor;
  if (at->second.is_zero()) terms_.erase(at);
}

std::optional<Number> Polynomial::constant() const {
  if (terms_.empty()) return Number(0);
  return terms_.size() == 1 && terms_.begin()->first == Powers{} ? std::optional(terms_.begin()->second) : std::nullopt;
}

std::uint8_t Polynomial::degree(std::size_t unknown) const {
  std::uint8_t most = 0;
  for (const auto& [powers, factor] : terms_) most = std::max(most, powers[unknown]);
  return most;
}

Number Polynomial::at(std::span<const Number> point) const {
  Number total;
  for (const auto& [powers, factor] : terms_) {
    Number term = factor;
    for (std::size_t i = 0; i < point.size(); ++i)
      if (powers[i] > 0) term *= pow(point[i], powers[i]);
    total += term;
  }
  return total;
}

Polynomial Polynomial::slope(std::size_t unknown) const {
  Polynomial result;
  for (const auto& [powers, factor] : terms_) {
    if (powers[unknown] == 0) continue;
    Powers lower = powers;
    --lower[unknown];
    result.add(lower, factor * Number(powers[unknown]));
  }
  return result;
}

Polynomial Polynomial::with(std::size_t unknown, const Number& value) const {
  Polynomial result;
  for (const auto& [powers, factor] : terms_) {
    Powers rest = powers;
    rest[unknown] = 0;
    result.add(rest, powers[unknown] == 0 ? factor : factor * pow(value, powers[unknown]));
  }
  return result;
}

Polynomial operator+(const Polynomial& a, const Polynomial& b) {
  Polynomial result = a;
  for (const auto& [powers, factor] : b.terms_) result.add(powers, factor);
  return result;
}

Polynomial operator-(const Polynomial& a, const Polynomial& b) {
  Polynomial result = a;
  for (const auto& [powers, factor] : b.terms_) result.add(powers, -factor);
  return result;
}

Polynomial operator*(const Polynomial& a, const Polynomial& b) {
  Polynomial result;
  for (const auto& [of_a, x] : a.terms_)
    for (const auto& [of_b, y] : b.terms_) {
      Powers powers = of_a;
      for (std::size_t i = 0; i < powers.size(); ++i) powers[i] = static_cast<std::uint8_t>(powers[i] + of_b[i]);
      result.add(powers, x * y);
    }
  return result;
}

namespace {

// One line of coefficients along an unknown: from powers of x over low..high to Bernstein coefficients.
void to_bernstein(std::span<Number> line, const Number& low, const Number& width) {
  const std::size_t n = line.size() - 1;
  // Taylor's shift by Horner's rule, then the scale.
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = n; j-- > i;) line[j] += line[j + 1] * low;
  Number scale = 1;
  for (std::size_t i = 1; i <= n; ++i) line[i] *= (scale *= width);
  // Over 0..1 the coefficient i is the sum over k <= i of a[k] * C(i, k) / C(n, k).
  Number choose = 1;
  for (std::size_t k = 1; k <= n; ++k) {
    choose = choose * Number(static_cast<std::int64_t>(n - k + 1)) / Number(static_cast<std::int64_t>(k));
    line[k] /= choose;
  }
  for (std::size_t round = 0; round < n; ++round)
    for (std::size_t j = n; j > round; --j) line[j] += line[j - 1];
}

}  // namespace

Number BernsteinForm::spread(std::size_t unknown) const {
  std::size_t stride = 1;
  for (std::size_t i = degrees.size(); i-- > unknown + 1;) stride *= degrees[i] + 1;
  Number most;
  const std::size_t length = degrees[unknown] + 1;
  for (std::size_t start = 0; start < coefficients.size(); ++start) {
    if (start / stride % length != 0) continue;
    const Number* low = &coefficients[start];
    const Number* high = low;
    for (std::size_t i = 1; i < length; ++i) {
      const Number& next = coefficients[start + i * stride];
      if (next < *low) low = &next;
      if (*high < next) high = &next;
    }
    most = max(most, *high - *low);
  }
  return most;
}

std::optional<BernsteinForm> bernstein(const Polynomial& polynomial, std::span<const Number> low,
                                       std::span<const Number> high) {
  constexpr std::size_t most_coefficients = 1500;
  BernsteinForm form;
  std::size_t size = 1;
  for (std::size_t i = 0; i < low.size(); ++i) {
    form.degrees.push_back(polynomial.degree(i));
    size *= form.degrees.back() + 1;
    if (size > most_coefficients) return std::nullopt;
  }
  form.coefficients.resize(size);
  for (const auto& [powers, factor] : polynomial.terms()) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < low.size(); ++i) at = at * (form.degrees[i] + 1) + powers[i];
    form.coefficients[at] = factor;
  }
  std::size_t stride = 1;
  std::vector<Number> line;
  for (std::size_t i = low.size(); i-- > 0;) {
    const std::size_t length = form.degrees[i] + 1;
    const Number width = high[i] - low[i];
    for (std::size_t start = 0; start < size && length > 1; ++start) {
      if (start / stride % length != 0) continue;
      line.clear();
      for (std::size_t k = 0; k < length; ++k) line.push_back(std::move(form.coefficients[start + k * stride]));
      to_bernstein(line, low[i], width);
      for (std::size_t k = 0; k < length; ++k) form.coefficients[start + k * stride] = std::move(line[k]);
    }
    stride *= length;
  }
  return form;
}

}  // namespace reckon::engine
