// What each source says of each cell on each date, for checking many new facts in one pass.
// Invariant: refers to the table it was built over, which may grow meanwhile but must stay where it is.
#pragma once

#include <tsl/robin_set.h>

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "engine/facts/fact_table.hpp"

namespace reckon::lang {

class StatementIndex {
 public:
  explicit StatementIndex(const engine::FactTable& table);
  StatementIndex(const StatementIndex&) = delete;
  StatementIndex& operator=(const StatementIndex&) = delete;

  // What the same source says of the same cell on the same date, where that and the fact cannot both be.
  std::optional<engine::Range> clash(const engine::Fact&) const;
  // The table's row is a statement to reckon with. It must not clash.
  void add(std::uint32_t row);

 private:
  struct Hash {
    using is_transparent = void;
    const engine::FactTable* table;
    std::size_t operator()(std::uint32_t row) const noexcept;
    std::size_t operator()(const engine::Fact& fact) const noexcept;
  };
  struct Same {
    using is_transparent = void;
    const engine::FactTable* table;
    bool operator()(std::uint32_t a, std::uint32_t b) const noexcept;
    bool operator()(std::uint32_t row, const engine::Fact& fact) const noexcept;
    bool operator()(const engine::Fact& fact, std::uint32_t row) const noexcept { return (*this)(row, fact); }
  };
  engine::Range said(std::uint32_t row) const;

  const engine::FactTable& table_;
  tsl::robin_set<std::uint32_t, Hash, Same> first_;         // the first row of each source, cell and date
  std::unordered_map<std::uint32_t, engine::Range> meets_;  // by first row, where several rows meet
};

}  // namespace reckon::lang
