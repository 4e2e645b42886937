// Units of measurement: products of powers of named units, and exact conversion between commensurable ones.
// Invariant: the powers of a Unit are sorted by name id, without zero exponents; a pure number has none.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/name_index.hpp"
#include "engine/model/number.hpp"

namespace reckon::engine {

class Unit {
 public:
  static constexpr std::size_t most_factors = 6;

  Unit() = default;  // the unit of pure numbers
  static Unit of(std::uint16_t name);

  bool is_one() const noexcept { return count_ == 0; }
  // Nothing where the product would have more than most_factors factors or an exponent past +-99.
  std::optional<Unit> times(const Unit&, int sign) const;
  std::optional<Unit> to_power(std::int64_t exponent) const;
  // The unit whose degree-th power this is; nothing where there is none.
  std::optional<Unit> root(std::int64_t degree) const;

  friend bool operator==(const Unit&, const Unit&) = default;

 private:
  struct Factor {
    std::uint16_t name = 0;
    std::int16_t exponent = 0;
    friend bool operator==(const Factor&, const Factor&) = default;
  };
  std::array<Factor, most_factors> factors_{};
  std::uint8_t count_ = 0;
  friend class UnitTable;
};

// The named units of a catalog. A base unit is its own kind; others are exact multiples of a product of units.
class UnitTable {
 public:
  struct Named {
    std::string name, description;
    Number factor = 1;  // in the base units below
    Unit base;          // of base units only
  };

  const std::vector<Named>& all() const { return units_; }
  std::optional<std::uint16_t> find(std::string_view name) const { return index_.find(name); }
  // Adds a base unit, or with a definition the multiple `factor` of `of`. The name must be new.
  void add(std::string name, std::string description);
  void add(std::string name, std::string description, const Number& factor, const Unit& of);

  // "USD/chip", "kW*h", "m/s^2", "1"; throws Error unknown-unit or unit-too-complex.
  Unit parse(std::string_view text) const;
  std::string text(const Unit&) const;  // "" for pure numbers

  // x in `from` is x * factor in `to`; nothing where they measure different kinds.
  std::optional<Number> conversion(const Unit& from, const Unit& to) const;

 private:
  struct Expanded {
    Number factor;
    Unit base;
  };
  std::optional<Expanded> expand(const Unit&) const;

  std::vector<Named> units_;
  NameIndex<std::uint16_t> index_;
};

}  // namespace reckon::engine
