// Newton's method on the numerators of the slopes, in rationals rounded after each step; then the simplest numbers
// nearby.
#include "engine/exec/bounds/stationary.hpp"

#include "engine/model/enclosure.hpp"

namespace reckon::engine {
namespace {

constexpr int digits = 75;
constexpr int most_rounds = 24;

Number rounded(const Number& value) {
  constexpr std::size_t short_enough = 256;
  return value.bits() <= short_enough ? value : round_down(value, digits);
}

// The simplest number between two (Stern and Brocot's tree, by continued fractions).
Number simplest_between(const Number& low, const Number& high, int depth = 0) {
  if (low.sign() <= 0 && high.sign() >= 0) return 0;
  if (high.sign() < 0) return -simplest_between(-high, -low, depth);
  const Number whole = ceil(low);
  constexpr int deepest = 60;
  if (whole <= high || depth > deepest) return whole <= high ? whole : low;
  const Number below = floor(low);
  return below + Number(1) / simplest_between(Number(1) / (high - below), Number(1) / (low - below), depth + 1);
}

// Solves a small system by elimination; false where it is singular.
bool eliminate(std::vector<std::vector<Number>>& rows) {
  const std::size_t size = rows.size();
  for (std::size_t i = 0; i < size; ++i) {
    std::size_t pivot = i;
    while (pivot < size && rows[pivot][i].is_zero()) ++pivot;
    if (pivot == size) return false;
    std::swap(rows[i], rows[pivot]);
    for (std::size_t r = 0; r < size; ++r) {
      if (r == i || rows[r][i].is_zero()) continue;
      const Number factor = rows[r][i] / rows[i][i];
      for (std::size_t c = i; c <= size; ++c) rows[r][c] = rounded(rows[r][c] - factor * rows[i][c]);
    }
  }
  return true;
}

}  // namespace

std::optional<LevelPoint> level_point(const Fraction& quotient, std::vector<Number> start,
                                      const std::vector<std::size_t>& free) {
  const std::size_t size = free.size();
  std::vector<Polynomial> slopes;
  std::vector<std::vector<Polynomial>> second(size);
  constexpr std::size_t most_terms = 400;
  for (const std::size_t unknown : free) {
    slopes.push_back(quotient.above.slope(unknown) * quotient.below - quotient.above * quotient.below.slope(unknown));
    if (slopes.back().terms().size() > most_terms) return std::nullopt;
  }
  for (std::size_t i = 0; i < size; ++i)
    for (const std::size_t unknown : free) second[i].push_back(slopes[i].slope(unknown));
  const auto is_level = [&](const std::vector<Number>& at) {
    for (const Polynomial& slope : slopes)
      if (!slope.at(at).is_zero()) return false;
    return true;
  };
  LevelPoint point{std::move(start), false};
  const Number near_enough = Number(1) / Number::power_of_ten(60);
  for (int round = 0; round < most_rounds; ++round) {
    std::vector<std::vector<Number>> rows(size, std::vector<Number>(size + 1));
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t k = 0; k < size; ++k) rows[i][k] = rounded(second[i][k].at(point.at));
      rows[i][size] = rounded(slopes[i].at(point.at));
    }
    if (!eliminate(rows)) return std::nullopt;
    bool settled = true;
    for (std::size_t i = 0; i < size; ++i) {
      const Number step = rows[i][size] / rows[i][i];
      Number& at = point.at[free[i]];
      if (abs(step) > near_enough * max(Number(1), abs(at))) settled = false;
      if (abs(step) > Number(1'000'000)) return std::nullopt;
      at = rounded(at - step);
    }
    if (!settled) continue;
    std::vector<Number> simple = point.at;
    const Number reach = Number(1) / Number::power_of_ten(25);
    for (const std::size_t unknown : free)
      simple[unknown] = simplest_between(simple[unknown] - reach, simple[unknown] + reach);
    if (is_level(simple)) return LevelPoint{std::move(simple), true};
    return point;
  }
  return std::nullopt;
}

}  // namespace reckon::engine
