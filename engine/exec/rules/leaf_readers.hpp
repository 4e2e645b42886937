// What runs when a head of a stratum that goes leaf by leaf has new rows.
#pragma once

#include <memory>
#include <vector>

#include "engine/exec/rules/rule_work.hpp"

namespace reckon::engine {

// By head, in the order of `heads`: a Reader(fixpoint, head, rule, atom) for each atom of the stratum's rules that
// reads it. The fixpoint and its heads must outlive them.
template <class Reader, class F, class Heads>
std::vector<std::vector<std::unique_ptr<Reader>>> leaf_readers(F& fixpoint, const Heads& heads,
                                                               const std::vector<MeasureId>& stratum) {
  std::vector<std::vector<std::unique_ptr<Reader>>> readers(heads.size());
  for (std::size_t read = 0; read < heads.size(); ++read)
    for (const auto& head : heads)
      for (std::size_t rule = 0; rule < head->rules.size(); ++rule)
        for (const std::size_t atom : atoms_within(*head->rules[rule], stratum))
          if (head->rules[rule]->body->atoms[atom].measure == heads[read]->measure)
            readers[read].push_back(std::make_unique<Reader>(fixpoint, *head, rule, atom));
  return readers;
}

}  // namespace reckon::engine
