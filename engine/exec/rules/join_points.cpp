// The last step of joins that compute points: the values of a whole row of codes at once.
#include "engine/exec/rules/join.hpp"

namespace reckon::engine {

std::span<const Code> Join::atom_key(std::size_t atom) {
  key_.clear();
  for (const Term& term : body_.atoms[atom].terms)
    key_.push_back(term.what == Term::What::member ? term.code : variables_[term.variable]);
  if (key_.empty()) key_.push_back(0);
  return key_;
}

std::int64_t Join::point(std::size_t atom) {
  const PointSource& source = inputs_.points[atom];
  const auto key = atom_key(atom);
  const std::int64_t value = source.row(key.first(key.size() - 1))[key.back()];
  return source.negated && value != no_point ? -value : value;
}

// Cells whose last column alone is the last step's variable lie in one row; others are looked up code by code.
void Join::plan_points() {
  const JoinStep& last = plan_.steps.back();
  for (const std::size_t atom : last.lookups) {
    if (!inputs_.formula->reads(atom)) continue;
    const auto& terms = body_.atoms[atom].terms;
    bool in_row = true;
    for (std::size_t i = 0; i < terms.size(); ++i)
      in_row = in_row &&
               (terms[i].what == Term::What::variable && terms[i].variable == last.variable) == (i + 1 == terms.size());
    if (in_row)
      rows_.emplace_back(atom, PointView());
    else
      others_.push_back(atom);
  }
  const JoinSource& source = plan_.sources[last.levels.front().source];
  one_row_ = rows_.size() == 1 && others_.empty() && last.levels.size() == 1 && source.atom == rows_.front().first &&
             !source.only_new && inputs_.formula->adds(source.atom);
}

bool Join::points(const JoinStep& last) {
  for (auto& [atom, row] : rows_) {
    const auto key = atom_key(atom);
    row = inputs_.points[atom].row(key.first(key.size() - 1));
  }
  found_.clear();
  if (one_row_)
    points_of_row(inputs_.points[rows_.front().first], rows_.front().second, rows_.front().first);
  else
    points_by_code(last);
  formulas_.meter().charge(1 + found_.size());
  if (!found_.empty()) sink_.points(variables_, found_);
  return true;
}

// The formula is the atom's cell plus what is the same for all codes.
void Join::points_of_row(const PointSource& source, const PointView& row, std::size_t atom) {
  points_[atom] = 0;
  const std::int64_t rest = (*inputs_.formula)(points_);
  if (rest == no_point) return;
  row.each([&](Code code, std::int64_t value) {
    // Both lie within 62 bits, so that their sum does not wrap.
    const std::int64_t sum = source.negated ? rest - value : rest + value;
    if (sum <= -greatest_point || sum >= greatest_point) throw PointOverflow();
    found_.push_back({code, sum});
  });
}

void Join::points_by_code(const JoinStep& last) {
  fewest(last).each_word([&](std::int32_t index, std::uint64_t word) {
    for (const TrieLevel& level : last.levels) word &= candidates(level).word(index);
    BitRow::each_bit(index, word, [&](Code code) {
      variables_[last.variable] = code;
      for (const auto& [atom, row] : rows_) {
        points_[atom] = row[code];
        if (inputs_.points[atom].negated && points_[atom] != no_point) points_[atom] = -points_[atom];
      }
      for (const std::size_t atom : others_) points_[atom] = point(atom);
      if (const std::int64_t value = (*inputs_.formula)(points_); value != no_point) found_.push_back({code, value});
    });
  });
}

}  // namespace reckon::engine
