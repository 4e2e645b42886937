// Polynomials in a few unknowns with exact coefficients, and their bounds over a box.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/number.hpp"

namespace reckon::engine {

inline constexpr std::size_t most_unknowns = 6;
using Powers = std::array<std::uint8_t, most_unknowns>;

class Polynomial {
 public:
  Polynomial() = default;  // 0
  explicit Polynomial(const Number&);
  static Polynomial unknown(std::size_t index);

  const std::map<Powers, Number>& terms() const { return terms_; }
  bool is_zero() const { return terms_.empty(); }
  std::optional<Number> constant() const;  // its value if it has no unknowns
  std::uint8_t degree(std::size_t unknown) const;
  Number at(std::span<const Number> point) const;
  Polynomial slope(std::size_t unknown) const;
  // With numbers in place of some unknowns.
  Polynomial with(std::size_t unknown, const Number&) const;

  friend Polynomial operator+(const Polynomial&, const Polynomial&);
  friend Polynomial operator-(const Polynomial&, const Polynomial&);
  friend Polynomial operator*(const Polynomial&, const Polynomial&);
  friend bool operator==(const Polynomial&, const Polynomial&) = default;

 private:
  void add(const Powers&, const Number&);

  std::map<Powers, Number> terms_;  // none is 0
};

// A polynomial over a box by its Bernstein coefficients: every value lies between the least and the greatest of them,
// and those at the corners are values (Lorentz; Garloff, "The Bernstein algorithm", 1993).
struct BernsteinForm {
  std::vector<std::size_t> degrees;  // by unknown
  std::vector<Number> coefficients;  // the last unknown runs fastest

  // How much the coefficients differ along an unknown.
  Number spread(std::size_t unknown) const;
};

// Over the box from `low` to `high`, an entry for each unknown. Nothing where there would be too many coefficients.
std::optional<BernsteinForm> bernstein(const Polynomial&, std::span<const Number> low, std::span<const Number> high);

}  // namespace reckon::engine
