// The parts of the search for ends. A value is first cut down to a face of its box by the signs of its slopes, then
// taken apart where its parts share no variable; quotients go by their own method; what is left is searched.
#pragma once

#include <optional>

#include "engine/exec/bounds/ends.hpp"

namespace reckon::engine {

// A box cut down to the face where the end lies.
struct Face {
  Box box;
  std::vector<Reach> reach;
  std::vector<Range> slopes;
  bool real = true;                 // every variable that was pinned or still varies is a real one
  bool limit = false;               // a variable was pinned at an open end
  bool endless = false;             // the value grows without bound along a variable
  std::vector<std::uint32_t> open;  // variables that still vary and matter

  const Reach& root() const { return reach.back(); }
};

class LinearForm;

class Solver {
 public:
  static constexpr int deepest = 60;  // nesting

  explicit Solver(SearchLimits& limits) : limits_(limits) {}

  End solve(const CellFormula&, const Box&, bool upper, int depth);
  Face face_of(const CellFormula&, Box, bool upper) const;
  // The end as interval arithmetic gives it on a face; proved where nothing is left to vary.
  End end_on(const CellFormula&, const Face&, bool upper) const;

 private:
  // Each: nothing where it does not apply.
  std::optional<End> apart(const CellFormula&, const Face&, bool upper, int depth);
  std::optional<End> linear(const CellFormula&, const Face&, bool upper, int depth);
  std::optional<End> over_one_divisor(const CellFormula&, const Face&, const LinearForm&,
                                      const std::vector<std::uint32_t>& terms, bool upper, int depth);
  std::optional<End> factors(const CellFormula&, const Face&, bool upper, int depth);
  std::optional<End> rising(const CellFormula&, const Face&, bool upper, int depth);
  std::optional<End> folded(const CellFormula&, const Face&, bool upper, int depth);
  std::optional<End> product(const CellFormula&, const Face&, bool upper, int depth);
  std::optional<End> quotient(const CellFormula&, const Face&, bool upper, int depth);
  std::optional<End> statistic(const CellFormula&, const Face&, bool upper, int depth);
  std::optional<End> by_cases(const CellFormula&, const Face&, bool upper, int depth);
  std::optional<End> poles(const CellFormula&, const Face&, bool upper, int depth);
  std::optional<End> algebraic(const CellFormula&, const Face&, bool upper, int most_pieces);
  End searched(const CellFormula&, const Face&, bool upper);
  std::optional<End> part_apart(const CellFormula&, const Face&, bool upper);
  // Adds what the face says of variables that the end does not speak of.
  static void complete(const CellFormula&, const Face&, End&);
  static void add_places(const CellFormula&, const Face&, End&);
  End of_part(const CellFormula&, std::uint32_t node, const Box&, bool upper, int depth);
  bool is_open(const CellFormula&, std::uint32_t condition, const Face&, int depth);

  SearchLimits& limits_;
};

// The nodes given, grouped so that no two groups share a variable that varies in the box.
std::vector<std::vector<std::uint32_t>> independent_groups(const CellFormula&, const Face&,
                                                           std::span<const std::uint32_t>);

// Whether, wherever the other variables lie in the face, an end of the formula lies at an end of this one.
bool ends_at_ends(const CellFormula&, const Face&, std::uint32_t variable, bool upper);

// a is a better end than b.
inline bool beats(const Number& a, const Number& b, bool upper) { return upper ? b < a : a < b; }

}  // namespace reckon::engine
