// Finding and making paths.
#include "engine/exec/rules/trie.hpp"

#include <algorithm>

namespace reckon::engine {

Trie::Node Trie::leaf(std::span<const Code> prefix) const {
  Node node = root;
  for (const Code code : prefix) {
    node = child(node, code);
    if (node == none) return none;
  }
  return node;
}

bool Trie::contains(std::span<const Code> row) const {
  const Node node = leaf(row.first(width_ - 1));
  return node != none && nodes_[node].contains(row.back());
}

Trie::Node Trie::make_child(Node node, Code code) {
  const auto made = static_cast<Node>(nodes_.size());
  if (node != root) {
    const auto [at, fresh] = children_.try_emplace(key(node, code), made);
    if (!fresh) return at->second;
  } else {
    if (top_.empty()) base_ = code;
    if (code < base_) {
      top_.insert(top_.begin(), static_cast<std::size_t>(base_) - static_cast<std::size_t>(code), none);
      base_ = code;
    }
    const auto offset = static_cast<std::size_t>(std::int64_t{code} - base_);
    if (offset >= top_.size()) top_.resize(offset + 1, none);
    if (top_[offset] != none) return top_[offset];
    top_[offset] = made;
  }
  nodes_.emplace_back();
  nodes_[node].insert(code);
  return made;
}

Trie::Node Trie::make_leaf(std::span<const Code> prefix) {
  Node node = root;
  for (const Code code : prefix) node = make_child(node, code);
  return node;
}

bool Trie::insert(std::span<const Code> row) {
  const Node node = make_leaf(row.first(width_ - 1));
  return insert(node, BitRow::index_of(row.back()), BitRow::bit_of(row.back())) != 0;
}

void Trie::merge(const Trie& other) {
  other.each_leaf([&](std::span<const Code> prefix, Node from) {
    const Node node = make_leaf(prefix);
    other.row(from).each_word([&](std::int32_t index, std::uint64_t word) { insert(node, index, word); });
  });
}

std::size_t Trie::bytes() const {
  std::size_t total = nodes_.capacity() * sizeof(BitRow) + top_.capacity() * sizeof(Node) + children_.size() * 24;
  for (const BitRow& row : nodes_) total += row.bytes();
  return total;
}

}  // namespace reckon::engine
