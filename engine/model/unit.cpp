// Unit algebra: parsing, printing and conversion.
#include "engine/model/unit.hpp"

#include <algorithm>
#include <cassert>

#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"

namespace reckon::engine {

Unit Unit::of(std::uint16_t name) {
  Unit unit;
  unit.factors_[0] = {name, 1};
  unit.count_ = 1;
  return unit;
}

std::optional<Unit> Unit::times(const Unit& other, int sign) const {
  Unit result;
  std::size_t i = 0, j = 0;
  while (i < count_ || j < other.count_) {
    Factor next;
    if (j == other.count_ || (i < count_ && factors_[i].name < other.factors_[j].name)) {
      next = factors_[i++];
    } else {
      next = other.factors_[j++];
      next.exponent = static_cast<std::int16_t>(next.exponent * sign);
      if (i < count_ && factors_[i].name == next.name)
        next.exponent = static_cast<std::int16_t>(next.exponent + factors_[i++].exponent);
    }
    if (next.exponent == 0) continue;
    if (result.count_ == most_factors || next.exponent > 99 || next.exponent < -99) return std::nullopt;
    result.factors_[result.count_++] = next;
  }
  return result;
}

std::optional<Unit> Unit::to_power(std::int64_t exponent) const {
  if (exponent == 0 || is_one()) return Unit{};
  Unit result = *this;
  for (std::size_t i = 0; i < count_; ++i) {
    if (exponent > 99 || exponent < -99) return std::nullopt;
    const std::int64_t power = factors_[i].exponent * exponent;
    if (power > 99 || power < -99) return std::nullopt;
    result.factors_[i].exponent = static_cast<std::int16_t>(power);
  }
  return result;
}

std::optional<Unit> Unit::root(std::int64_t degree) const {
  Unit result = *this;
  for (std::size_t i = 0; i < count_; ++i) {
    if (factors_[i].exponent % degree != 0) return std::nullopt;
    result.factors_[i].exponent = static_cast<std::int16_t>(factors_[i].exponent / degree);
  }
  return result;
}

void UnitTable::add(std::string name, std::string description) {
  const auto id = static_cast<std::uint16_t>(units_.size());
  index_.add(name, id);
  units_.push_back({std::move(name), std::move(description), 1, Unit::of(id)});
}

void UnitTable::add(std::string name, std::string description, const Number& factor, const Unit& of) {
  const auto expanded = expand(of);
  if (!expanded)
    throw Error(problem::unit_too_complex, "the unit " + name + " is a product of too many units",
                "units have at most 6 factors, counted in base units");
  index_.add(name, static_cast<std::uint16_t>(units_.size()));
  units_.push_back({std::move(name), std::move(description), factor * expanded->factor, expanded->base});
}

std::optional<UnitTable::Expanded> UnitTable::expand(const Unit& unit) const {
  Expanded result{1, {}};
  for (std::size_t i = 0; i < unit.count_; ++i) {
    const auto& [name, exponent] = unit.factors_[i];
    const Named& named = units_[name];
    const auto power = named.base.to_power(exponent);
    const auto base = power ? result.base.times(*power, 1) : std::nullopt;
    if (!base) return std::nullopt;
    result.base = *base;
    result.factor *= pow(named.factor, exponent);
  }
  return result;
}

std::optional<Number> UnitTable::conversion(const Unit& from, const Unit& to) const {
  if (from == to) return Number(1);
  const auto a = expand(from), b = expand(to);
  if (!a || !b || !(a->base == b->base)) return std::nullopt;
  return a->factor / b->factor;
}

namespace {

Error too_complex(std::string_view text) {
  return {problem::unit_too_complex, "the unit " + std::string(text) + " has too many factors or too large an exponent",
          "at most 6 factors, exponents up to 99"};
}

}  // namespace

Unit UnitTable::parse(std::string_view text) const {
  Unit unit;
  int sign = 1;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of("*/", at), text.size());
    std::string_view part = text.substr(at, end - at);
    std::int64_t exponent = 1;
    if (const auto hat = part.find('^'); hat != std::string_view::npos) {
      const auto number = Number::parse(part.substr(hat + 1));
      const auto whole = number ? number->to_int64() : std::nullopt;
      if (!whole) throw too_complex(text);
      exponent = *whole;
      part = part.substr(0, hat);
    }
    if (part != "1") {
      const auto name = find(part);
      if (!name) {
        NearestNames nearest(part);
        for (const Named& known : units_) nearest.offer(known.name);
        const std::string hint = nearest.hint();
        throw Error(problem::unknown_unit, "there is no unit \"" + std::string(part) + "\"",
                    hint.empty() ? "declare it first: unit " + std::string(part) : hint);
      }
      const auto power = Unit::of(*name).to_power(exponent);
      const auto product = power ? unit.times(*power, sign) : std::nullopt;
      if (!product) throw too_complex(text);
      unit = *product;
    }
    if (end < text.size()) sign = text[end] == '/' ? -1 : 1;
    at = end + 1;
  }
  return unit;
}

std::string UnitTable::text(const Unit& unit) const {
  std::string above, below;
  for (std::size_t i = 0; i < unit.count_; ++i) {
    const auto& [name, exponent] = unit.factors_[i];
    std::string& side = exponent > 0 ? above : below;
    if (exponent < 0)
      side += '/';
    else if (!side.empty())
      side += '*';
    side += units_[name].name;
    const int size = exponent < 0 ? -exponent : exponent;
    if (size > 1) side += '^' + std::to_string(size);
  }
  return above.empty() && !below.empty() ? "1" + below : above + below;
}

}  // namespace reckon::engine
