// Rows that are new since rules read them last, by last-level node of a trie. A sweep takes them node by node, up and
// down in turn, with those that come to lie ahead of it meanwhile: along a chain of steps one sweep goes all the way.
// Invariant: a node is marked exactly while it has rows here.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/exec/rules/trie.hpp"

namespace reckon::engine {

class PendingRows {
 public:
  // `columns` of a prefix: one less than the trie's.
  explicit PendingRows(std::size_t columns) : columns_(columns) {}

  bool empty() const { return waiting_ == 0; }
  // A node's rows, to which one must be added. Valid until the next call of a member.
  BitRow& of(Trie::Node, std::span<const Code> prefix);
  // f(node, prefix) for each node that has rows, which are in taken() then. More may be added meanwhile.
  template <class F>
  void sweep(F&& f) {
    up_ = !up_;
    next_ = up_ ? 0 : nodes();
    while (const auto node = take()) f(*node, std::span<const Code>(prefix_));
  }
  // Stays at its place.
  const BitRow& taken() const { return taken_; }

 private:
  std::size_t nodes() const { return marks_.size() * 64; }
  std::optional<Trie::Node> take();
  bool find();

  std::size_t columns_;
  std::vector<std::uint64_t> marks_;  // by node
  std::vector<std::uint32_t> row_of_;
  std::vector<Code> prefixes_;
  std::vector<BitRow> rows_;         // of marked nodes, and of those to come
  std::vector<std::uint32_t> free_;  // of rows_
  std::size_t waiting_ = 0;          // marked nodes
  bool up_ = false;
  std::size_t next_ = 0;  // up: the first node that the sweep has not passed; down: the one after it
  BitRow taken_;
  std::vector<Code> prefix_;
};

}  // namespace reckon::engine
