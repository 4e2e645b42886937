// The rows of a relation as a tree of codes, one level a column, each node a set of codes (BitRow).
// Invariant: every node but the root of an empty relation has a code, so that a path that exists has a row below it.
#pragma once

#include <tsl/robin_map.h>

#include <cstdint>
#include <span>
#include <vector>

#include "engine/exec/rules/bit_row.hpp"

namespace reckon::engine {

// A node and a code as one key. The codes of different nodes are alike, so that the bits must be mixed.
struct NodeCodeHash {
  std::size_t operator()(std::uint64_t key) const noexcept {
    key *= 0x9e3779b97f4a7c15ULL;
    return static_cast<std::size_t>(key ^ (key >> 29));
  }
};

class Trie {
 public:
  using Node = std::uint32_t;
  static constexpr Node root = 0, none = 0xffffffff;

  explicit Trie(std::size_t width) : width_(width), nodes_(1) {}

  std::size_t width() const { return width_; }
  std::uint64_t rows() const { return rows_; }
  bool empty() const { return rows_ == 0; }
  const BitRow& row(Node node) const { return nodes_[node]; }
  // The node below, or none. Only for nodes above the last level.
  Node child(Node node, Code code) const {
    if (node == root) {
      const auto offset = static_cast<std::uint32_t>(code) - static_cast<std::uint32_t>(base_);
      return offset < top_.size() ? top_[offset] : none;
    }
    const auto found = children_.find(key(node, code));
    return found == children_.end() ? none : found->second;
  }
  // The last-level node of a prefix (width - 1 codes), or none.
  Node leaf(std::span<const Code> prefix) const;
  bool contains(std::span<const Code> row) const;
  // The codes below a prefix, or null.
  const BitRow* row_of(std::span<const Code> prefix) const {
    const Node node = leaf(prefix);
    return node == none ? nullptr : &nodes_[node];
  }

  bool insert(std::span<const Code> row);
  // Adds words to the last-level node of a prefix; the result is the new bits.
  std::uint64_t insert(Node leaf, std::int32_t index, std::uint64_t bits) {
    const std::uint64_t fresh = nodes_[leaf].insert(index, bits);
    rows_ += static_cast<std::uint64_t>(std::popcount(fresh));
    return fresh;
  }
  // All rows below a prefix that has none yet: ascending codes.
  void put(std::span<const Code> prefix, std::span<const Code> codes) {
    nodes_[make_leaf(prefix)] = BitRow::of(codes);
    rows_ += codes.size();
  }
  // The last-level node of a prefix, made where there is none; a row must follow.
  Node make_leaf(std::span<const Code> prefix);

  // f(prefix, node) for every last-level node, in the order of codes.
  template <class F>
  void each_leaf(F&& f) const {
    each_prefix([&](std::span<const Code> prefix, Node node) {
      if (!nodes_[node].empty()) f(prefix, node);
    });
  }
  // f(prefix, node) for every last-level node, rows or not: of tries whose last level is elsewhere.
  template <class F>
  void each_prefix(F&& f) const {
    std::vector<Code> prefix(width_ - 1);
    visit(root, 0, prefix, f);
  }
  // f(row) for every row, in the order of codes.
  template <class F>
  void each_row(F&& f) const {
    std::vector<Code> row(width_);
    each_leaf([&](std::span<const Code> prefix, Node node) {
      std::copy(prefix.begin(), prefix.end(), row.begin());
      nodes_[node].each([&](Code code) {
        row.back() = code;
        f(std::span<const Code>(row));
      });
    });
  }
  // Adds all rows of another of the same width.
  void merge(const Trie&);
  std::size_t bytes() const;

 private:
  static std::uint64_t key(Node node, Code code) {
    return std::uint64_t{node} << 32 | static_cast<std::uint32_t>(code);
  }
  Node make_child(Node, Code);
  template <class F>
  void visit(Node node, std::size_t level, std::vector<Code>& prefix, F& f) const {
    if (level + 1 == width_) {
      f(std::span<const Code>(prefix), node);
      return;
    }
    nodes_[node].each([&](Code code) {
      prefix[level] = code;
      visit(child(node, code), level + 1, prefix, f);
    });
  }

  std::size_t width_;
  std::uint64_t rows_ = 0;
  std::vector<BitRow> nodes_;
  Code base_ = 0;          // of top_: the code of its first entry
  std::vector<Node> top_;  // children of the root
  tsl::robin_map<std::uint64_t, Node, NodeCodeHash> children_;
};

}  // namespace reckon::engine
