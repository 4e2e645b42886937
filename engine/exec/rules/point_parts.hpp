// What a stratum of points holds for each head and each measure or relation that it reads, and where its joins put
// values.
#pragma once

#include <algorithm>

#include "engine/exec/rules/pending_rows.hpp"
#include "engine/exec/rules/point_fixpoint.hpp"

namespace reckon::engine {

struct PointFixpoint::Table {
  std::shared_ptr<StoredRelation> rows;
  std::shared_ptr<const MeasureCells> cells = nullptr;  // of measures
  std::unique_ptr<PointTable> points = nullptr;
  std::optional<CellValues> values = {};  // where a condition asks for them
};

struct PointFixpoint::Head {
  Head(const Catalog& catalog, const FixpointStart& start, bool is_least)
      : measure(start.measure),
        declared(catalog.measure(start.measure)),
        stated(*start.cells),
        least(is_least),
        axes(declared.axes.size()),
        all(*start.cells, axes),
        next(stored_width(axes)),
        values(axes) {}

  MeasureId measure;
  const Measure& declared;
  const CellTable& stated;
  bool least;
  std::size_t axes;
  std::vector<const Rule*> rules = {};
  std::vector<std::unique_ptr<PointFormula>> formulas = {};  // by rule
  StoredRelation all;
  std::unique_ptr<StoredRelation> fresh = nullptr;
  Trie next;
  LeastPoints values;  // negated under greatest
  std::uint64_t cells_before = 0;
  std::unique_ptr<PendingRows> pending =
      nullptr;                // of strata that go by leaf: cells that rules have not read as they are
  BitRow chosen = {};         // those of a row that they read next
  std::uint64_t changes = 0;  // of strata that go by leaf
};

// Values where they are better than what is known.
class PointFixpoint::Sink : public JoinSink {
 public:
  Sink(RuleWork& work, Head& head, std::size_t rule)
      : work_(work), head_(head), rule_(rule), body_(*head.rules[rule]->body) {}

  bool row(std::span<const Code>, std::span<const Value>) override { return true; }
  void points(std::span<const Code> variables, std::span<const CodePoint> found) override {
    work_.found(found.size());
    key_.clear();
    for (std::size_t i = 0; i + 1 < body_.head.size(); ++i) {
      const Term& term = body_.head[i];
      key_.push_back(term.what == Term::What::member ? term.code : variables[term.variable]);
    }
    const LeastPoints::Node row = head_.values.node(key_);
    Trie::Node leaf = Trie::none;
    BitRow* pending = nullptr;
    for (const auto& [code, value] : found) {
      const auto change = head_.values.lower(row, code, head_.least ? value : -value, static_cast<std::uint8_t>(rule_));
      if (change == PointChange::none) continue;
      if (change == PointChange::fresh) work_.held(1);
      if (head_.pending) {
        ++head_.changes;
        if (!pending) pending = &head_.pending->of(row, key_);
        pending->insert(code);
        continue;
      }
      if (leaf == Trie::none) leaf = head_.next.make_leaf(key_);
      head_.next.insert(leaf, BitRow::index_of(code), BitRow::bit_of(code));
    }
  }

 private:
  RuleWork& work_;
  Head& head_;
  std::size_t rule_;
  const Body& body_;
  std::vector<Code> key_;
};

}  // namespace reckon::engine
