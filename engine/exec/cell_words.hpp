// A cell and its facts in words: who says what, since when, and how the statements became one range.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "engine/exec/explanation.hpp"

namespace reckon::engine {

class CellWords {
 public:
  // The plan has no parameters (bound_plan); everything given must outlive this.
  CellWords(const Program& program, const Plan& plan, Digits digits)
      : program_(program), catalog_(*program.catalog), plan_(plan), digits_(digits) {}

  // `purchases(ByteDance, Hopper, 2024) = 230,000 chip` with its facts; of a cell of one fact as the detail, else as
  // parts.
  Explanation cell(const Node&, std::span<const Code> key);
  // The cell with the rule that gives it, without the rule's steps.
  Explanation derived(const Node&, std::span<const Code> key);
  // The facts of a cell in the order in which they are told: the same value by the same rule stands once.
  std::vector<std::uint32_t> told_facts(const Node&) const;
  // What a rule gives a cell: the value, and the rule as the detail.
  Explanation given_by_rule(const Node&);
  // One fact: its value, and where it comes from as the detail.
  Explanation statement(MeasureId, const FactTable&, std::uint32_t row);
  // `h100e(Meta, 2024)`
  std::string place(MeasureId, std::span<const Code> key) const;
  // `h100e(Meta, 2024) = 600,000 H100e`
  std::string heading(const Node&, std::span<const Code> key) const;
  // Whether the query itself gave the cell its value.
  bool is_assumed(const Node&, std::span<const Code> key) const;
  // A value with a unit, a truth, or `missing`.
  std::string value(const Node&, const Unit&) const;

 private:
  std::string provenance(const FactTable&, std::uint32_t row);
  std::string rule_words(const Rule&);
  const Policy& policy(const Node&) const;
  void add_facts(const Node&, Explanation&);
  std::string status(const FactTable&, std::uint32_t row, const std::vector<std::uint32_t>& standing,
                     const Policy&) const;

  const Program& program_;
  const Catalog& catalog_;
  const Plan& plan_;
  Digits digits_;
  std::unordered_set<SourceId> described_;  // whose description was told
};

}  // namespace reckon::engine
