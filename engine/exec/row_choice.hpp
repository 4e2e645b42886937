// Which rows of a trie a scan reads: members fixed, and tests by axis, each applied as soon as its column is reached.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/exec/axis_matcher.hpp"
#include "engine/exec/rules/trie.hpp"

namespace reckon::engine {

class RowChoice {
 public:
  RowChoice(const Run&, const op::Scan&);

  // The axes that stay, in order.
  const std::vector<std::size_t>& free() const { return free_; }
  bool accepts(std::size_t axis, Code code) const {
    if (axis >= fixed_.size()) return true;
    if (fixed_[axis] && *fixed_[axis] != code) return false;
    for (const AxisMatcher& matcher : matchers_[axis])
      if (!matcher(code)) return false;
    return true;
  }
  // Whether some code of the axis may be refused.
  bool tests(std::size_t axis) const { return axis < fixed_.size() && (fixed_[axis] || !matchers_[axis].empty()); }
  // The whole row whose free axes have these codes.
  void complete(std::span<const Code> free, std::vector<Code>& row) const;

  // f(prefix, node) for the last-level nodes whose prefix is accepted.
  template <class F>
  void each_leaf(const Trie& rows, F&& f) const {
    std::vector<Code> prefix(rows.width() - 1);
    visit(rows, Trie::root, 0, prefix, f);
  }
  // f(row) for every row that is accepted, in the order of codes.
  template <class F>
  void each_row(const Trie& rows, F&& f) const {
    const std::size_t last = rows.width() - 1;
    std::vector<Code> row(rows.width());
    each_leaf(rows, [&](std::span<const Code> prefix, Trie::Node node) {
      std::copy(prefix.begin(), prefix.end(), row.begin());
      each_code(rows, node, last, [&](Code code) {
        row.back() = code;
        f(std::span<const Code>(row));
      });
    });
  }

 private:
  template <class F>
  void each_code(const Trie& rows, Trie::Node node, std::size_t level, F&& f) const {
    if (level < fixed_.size() && fixed_[level]) {
      if (rows.row(node).contains(*fixed_[level]) && accepts(level, *fixed_[level])) f(*fixed_[level]);
      return;
    }
    rows.row(node).each([&](Code code) {
      if (accepts(level, code)) f(code);
    });
  }
  template <class F>
  void visit(const Trie& rows, Trie::Node node, std::size_t level, std::vector<Code>& prefix, F& f) const {
    if (level + 1 == rows.width()) {
      if (!rows.row(node).empty()) f(std::span<const Code>(prefix), node);
      return;
    }
    each_code(rows, node, level, [&](Code code) {
      prefix[level] = code;
      visit(rows, rows.child(node, code), level + 1, prefix, f);
    });
  }

  std::vector<std::optional<Code>> fixed_;          // by axis
  std::vector<std::vector<AxisMatcher>> matchers_;  // by axis
  std::vector<std::size_t> free_;
};

}  // namespace reckon::engine
