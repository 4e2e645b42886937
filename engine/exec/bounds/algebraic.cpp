// Ends of values that are quotients of polynomials, with kinks: a bound is proved for a whole box where the Bernstein
// coefficients of N - t * D are all below 0 or 0; else the box is split. The t to prove comes from places that were
// tried: corners, places where coefficients are greatest, and places where the value is level.
#include <algorithm>
#include <queue>

#include "engine/exec/bounds/branches.hpp"
#include "engine/exec/bounds/solver.hpp"
#include "engine/exec/bounds/stationary.hpp"
#include "engine/model/enclosure.hpp"

namespace reckon::engine {
namespace {

using Point = std::vector<Number>;  // by unknown

struct Piece {
  Point low, high;
  int depth = 0;
  Number over;  // by how much its bound passed what is to be proved, when it was cut from a larger one
};

class AlgebraicSearch {
 public:
  AlgebraicSearch(const CellFormula& formula, const Face& face, bool upper, SearchLimits& limits, int most_pieces)
      : formula_(formula),
        face_(face),
        upper_(upper),
        limits_(limits),
        bits_(limits.bits),
        most_pieces_(most_pieces),
        number_of_(formula.variables.size(), -1) {}

  // Nothing where the value is of another kind, or no bound is proved.
  std::optional<End> run();

 private:
  bool prepare();
  void offer(const Point&);
  void offer_corners(const Piece&);
  std::optional<Number> value_at(const Point&) const;
  bool prove();
  // Nothing where the bound holds in the piece; otherwise the coefficients that pass it.
  std::optional<BernsteinForm> excess(Branches&, const Piece&);
  void polish_faces();
  void polish(const Piece&);
  void settle(const Point& at, const std::vector<std::size_t>& free);
  const Fraction* active(const Branches&, const Point&, const Number& value) const;
  std::array<Piece, 2> split(const Piece&, const BernsteinForm&) const;
  std::optional<Number> cut_of(const Piece&, std::size_t unknown) const;
  End found() const;

  const CellFormula& formula_;
  const Face& face_;
  bool upper_;
  SearchLimits& limits_;
  std::size_t bits_;
  int most_pieces_;
  std::vector<int> number_of_;              // by variable
  std::vector<std::uint32_t> variable_of_;  // by unknown
  Branches branches_;
  Piece whole_;
  std::optional<Number> best_;  // the best value found, negated for a lower end
  Point best_at_;
  Number target_;            // what is to be proved: best_, or just above
  bool rounded_ = false;     // the best place is known to many digits, and not exactly
  std::vector<Point> cuts_;  // places where pieces are to be cut
  bool stuck_ = false;       // too many coefficients
  int polished_ = 0;
};

std::optional<Number> AlgebraicSearch::value_at(const Point& at) const {
  Box box = face_.box;
  for (std::size_t i = 0; i < at.size(); ++i) box[variable_of_[i]] = {Range(at[i]), false, false};
  const Reach value = reach_of(formula_, box, bits_).back();
  if (!value.certain() || !value.range.is_point()) return std::nullopt;
  return upper_ ? value.range.low : -value.range.low;
}

void AlgebraicSearch::offer(const Point& at) {
  const auto value = value_at(at);
  if (!value || (best_ && *value <= *best_)) return;
  best_ = target_ = *value;
  best_at_ = at;
  rounded_ = false;
}

void AlgebraicSearch::offer_corners(const Piece& piece) {
  const std::size_t unknowns = piece.low.size();
  for (std::size_t corner = 0; corner < std::size_t{1} << unknowns; ++corner) {
    Point at;
    for (std::size_t i = 0; i < unknowns; ++i) at.push_back(corner >> i & 1 ? piece.high[i] : piece.low[i]);
    offer(at);
  }
}

bool AlgebraicSearch::prepare() {
  constexpr std::size_t most_nodes = 300;
  if (formula_.nodes.size() > most_nodes || face_.open.empty() || face_.open.size() > most_unknowns) return false;
  for (const std::uint32_t id : face_.open) {
    const Range& range = face_.box[id].range;
    if (!range.is_bounded() || range.is_point()) return false;
    number_of_[id] = static_cast<int>(variable_of_.size());
    variable_of_.push_back(id);
    whole_.low.push_back(range.low);
    whole_.high.push_back(range.high);
  }
  for (std::size_t id = 0; id < face_.box.size(); ++id)
    if (number_of_[id] < 0 && !face_.box[id].range.is_point()) return false;
  auto branches = branches_of(formula_, face_.box, upper_, number_of_, bits_);
  if (!branches) return false;
  branches_ = std::move(*branches);
  return true;
}

std::optional<BernsteinForm> AlgebraicSearch::excess(Branches& branches, const Piece& piece) {
  if (branches.parts.empty()) {
    const Fraction& quotient = branches.quotient;
    auto form = bernstein(quotient.above - quotient.below * Polynomial(target_), piece.low, piece.high);
    if (!form) stuck_ = true;
    if (!form || std::all_of(form->coefficients.begin(), form->coefficients.end(),
                             [](const Number& c) { return c.sign() <= 0; }))
      return std::nullopt;
    return form;
  }
  std::optional<BernsteinForm> worst;
  for (Branches& part : branches.parts) {
    auto over = excess(part, piece);
    if (over.has_value() != branches.any) return over;
    if (over && !worst) worst = std::move(over);
  }
  return worst;
}

// The quotient that is the value at a point.
const Fraction* AlgebraicSearch::active(const Branches& branches, const Point& at, const Number& value) const {
  if (branches.parts.empty()) {
    const Number below = branches.quotient.below.at(at);
    return branches.quotient.above.at(at) == value * below ? &branches.quotient : nullptr;
  }
  for (const Branches& part : branches.parts)
    if (const Fraction* found = active(part, at, value)) return found;
  return nullptr;
}

// Looks for a level place in a small piece: in the unknowns that do not touch the ends of the whole.
void AlgebraicSearch::polish(const Piece& piece) {
  Point at;
  std::vector<std::size_t> free;
  for (std::size_t i = 0; i < piece.low.size(); ++i) {
    if (piece.low[i] == whole_.low[i])
      at.push_back(whole_.low[i]);
    else if (piece.high[i] == whole_.high[i])
      at.push_back(whole_.high[i]);
    else
      at.push_back((piece.low[i] + piece.high[i]) / Number(2)), free.push_back(i);
  }
  if (!free.empty()) settle(at, free);
}

// From the middles of the whole and of its faces, where these are few.
void AlgebraicSearch::polish_faces() {
  constexpr std::size_t most = 3;
  const std::size_t unknowns = whole_.low.size();
  if (unknowns > most) return;
  std::size_t faces = 1;
  for (std::size_t i = 0; i < unknowns; ++i) faces *= 3;
  for (std::size_t face = 0; face < faces; ++face) {
    Point at;
    std::vector<std::size_t> free;
    for (std::size_t i = 0, rest = face; i < unknowns; ++i, rest /= 3) {
      if (rest % 3 == 0) free.push_back(i);
      at.push_back(rest % 3 == 0   ? (whole_.low[i] + whole_.high[i]) / Number(2)
                   : rest % 3 == 1 ? whole_.low[i]
                                   : whole_.high[i]);
    }
    if (!free.empty()) settle(at, free);
  }
  polished_ = 0;
}

// Offers the level place near a point.
void AlgebraicSearch::settle(const Point& at, const std::vector<std::size_t>& free) {
  const auto value = value_at(at);
  const Fraction* quotient = value ? active(branches_, at, *value) : nullptr;
  if (!quotient) return;
  ++polished_;
  const auto level = level_point(*quotient, at, free);
  if (!level) return;
  for (const std::size_t i : free)
    if (level->at[i] < whole_.low[i] || whole_.high[i] < level->at[i]) return;
  const auto before = best_;
  offer(level->at);
  if (best_ == before) return;
  cuts_.push_back(level->at);
  if (level->exact) return;
  // A number just above, which leaves room for the digits not known.
  constexpr int kept = enclosure_digits + 2;
  const Number room = max(abs(*best_), Number(1)) / Number::power_of_ten(kept);
  target_ = round_up(*best_ + room, kept + 2);
  rounded_ = true;
}

std::optional<Number> AlgebraicSearch::cut_of(const Piece& piece, std::size_t unknown) const {
  for (auto cut = cuts_.rbegin(); cut != cuts_.rend(); ++cut)
    if (piece.low[unknown] < (*cut)[unknown] && (*cut)[unknown] < piece.high[unknown]) return (*cut)[unknown];
  // Kinks often lie where two cells are equal.
  if (!branches_.parts.empty())
    for (std::size_t other = 0; other < whole_.low.size(); ++other)
      for (const Number* tie : {&whole_.low[other], &whole_.high[other]})
        if (piece.low[unknown] < *tie && *tie < piece.high[unknown]) return *tie;
  return std::nullopt;
}

std::array<Piece, 2> AlgebraicSearch::split(const Piece& piece, const BernsteinForm& form) const {
  std::size_t widest = 0;
  std::optional<Number> at;
  Number most = -1;
  for (std::size_t i = 0; i < piece.low.size(); ++i) {
    const Number spread = form.spread(i);
    const auto cut = spread.is_zero() ? std::nullopt : cut_of(piece, i);
    if (cut.has_value() < at.has_value() || (cut.has_value() == at.has_value() && spread <= most)) continue;
    widest = i;
    most = spread;
    at = cut;
  }
  std::array<Piece, 2> halves{piece, piece};
  const Number middle = at ? *at : (piece.low[widest] + piece.high[widest]) / Number(2);
  halves[0].high[widest] = halves[1].low[widest] = middle;
  ++halves[0].depth, ++halves[1].depth;
  return halves;
}

bool AlgebraicSearch::prove() {
  constexpr int most_polished = 8;
  constexpr std::size_t coefficients_a_box = 32;
  const auto later = [](const Piece& a, const Piece& b) { return a.over < b.over; };
  std::priority_queue<Piece, std::vector<Piece>, decltype(later)> open(later);
  open.push(whole_);
  int pieces = 0;
  while (!open.empty()) {
    const Piece piece = open.top();
    open.pop();
    auto over = excess(branches_, piece);
    if (stuck_) return false;
    if (!over) continue;
    if (pieces == 0) polish_faces();
    const std::size_t price = 1 + over->coefficients.size() / coefficients_a_box;
    if (++pieces > most_pieces_ || limits_.boxes < price) return false;
    limits_.boxes -= price;
    // The place of the greatest coefficient.
    const auto greatest = std::max_element(over->coefficients.begin(), over->coefficients.end());
    auto index = static_cast<std::size_t>(greatest - over->coefficients.begin());
    Point at(piece.low.size());
    for (std::size_t i = at.size(); i-- > 0;) {
      const std::size_t degree = over->degrees[i], step = index % (degree + 1);
      index /= degree + 1;
      at[i] = degree == 0
                  ? piece.low[i]
                  : piece.low[i] + (piece.high[i] - piece.low[i]) * Number::ratio(static_cast<std::int64_t>(step),
                                                                                  static_cast<std::int64_t>(degree));
    }
    offer(at);
    constexpr int shallow = 4;
    if (piece.depth > 0 && piece.depth <= shallow && at.size() <= 3) offer_corners(piece);
    const int often = 2 * static_cast<int>(at.size());
    if (piece.depth > 0 && piece.depth % often == 0 && polished_ < most_polished) polish(piece);
    for (Piece& half : split(piece, *over)) {
      half.over = *greatest;
      open.push(std::move(half));
    }
  }
  return true;
}

End AlgebraicSearch::found() const {
  End end;
  end.proved = true;
  end.value = upper_ ? target_ : -target_;
  if (rounded_) {
    end.value = upper_ ? round_up(end.value, enclosure_digits) : round_down(end.value, enclosure_digits);
    return end;
  }
  end.witnessed = true;
  for (std::size_t i = 0; i < best_at_.size(); ++i) {
    const Interval& in = face_.box[variable_of_[i]];
    const bool open_low = in.open_low && best_at_[i] == in.range.low,
               open_high = in.open_high && best_at_[i] == in.range.high;
    end.limit = end.limit || open_low || open_high;
    end.witness.push_back({formula_.variables[variable_of_[i]].node, {Range(best_at_[i]), open_low, open_high}});
  }
  return end;
}

std::optional<End> AlgebraicSearch::run() {
  if (!prepare()) return std::nullopt;
  offer_corners(whole_);
  Point middle;
  for (std::size_t i = 0; i < whole_.low.size(); ++i) middle.push_back((whole_.low[i] + whole_.high[i]) / Number(2));
  offer(middle);
  if (!best_ || !prove()) return std::nullopt;
  return found();
}

}  // namespace

std::optional<End> Solver::algebraic(const CellFormula& formula, const Face& face, bool upper, int most_pieces) {
  auto end = AlgebraicSearch(formula, face, upper, limits_, most_pieces).run();
  if (end && !end->witnessed) limits_.rounded = true;
  return end;
}

}  // namespace reckon::engine
