// Rows that wait for rules: each is taken once, sweeps go up and down in turn, and take what comes to lie ahead.
#include "engine/exec/rules/pending_rows.hpp"

#include "tests/catch.hpp"

namespace {

using reckon::engine::Code;
using reckon::engine::PendingRows;
using reckon::engine::Trie;

struct Taken {
  Trie::Node node;
  std::vector<Code> prefix, rows;
  friend bool operator==(const Taken&, const Taken&) = default;
};

std::vector<Code> codes(const reckon::engine::BitRow& row) {
  std::vector<Code> found;
  row.each([&](Code code) { found.push_back(code); });
  return found;
}

void add(PendingRows& pending, Trie::Node node, Code row) {
  const Code prefix = static_cast<Code>(node) * 10;
  pending.of(node, std::span(&prefix, 1)).insert(row);
}

// What a sweep takes; each node from 1 to 199 adds its rows, one greater, to the node `step` from it.
std::vector<Taken> sweep(PendingRows& pending, int step) {
  std::vector<Taken> found;
  pending.sweep([&](Trie::Node node, std::span<const Code> prefix) {
    found.push_back({node, {prefix.begin(), prefix.end()}, codes(pending.taken())});
    const std::int64_t to = std::int64_t{node} + step;
    if (step == 0 || to < 0 || to > 199) return;
    for (const Code row : found.back().rows) add(pending, static_cast<Trie::Node>(to), row + 1);
  });
  return found;
}

}  // namespace

TEST_CASE("pending rows are taken once, in the order of nodes and against it in turn", "[rules]") {
  PendingRows pending(1);
  CHECK(pending.empty());
  for (const Trie::Node node : {130U, 3U, 64U, 63U}) add(pending, node, 7);
  add(pending, 64, 5);
  const std::vector<Taken> up = sweep(pending, 0);
  CHECK(up == std::vector<Taken>{{3, {30}, {7}}, {63, {630}, {7}}, {64, {640}, {5, 7}}, {130, {1300}, {7}}});
  CHECK(pending.empty());
  CHECK(sweep(pending, 0).empty());
  for (const Trie::Node node : {0U, 128U, 64U}) add(pending, node, 1);
  sweep(pending, 0);
  for (const Trie::Node node : {0U, 128U, 64U}) add(pending, node, 1);
  const std::vector<Taken> down = sweep(pending, 0);
  CHECK(down == std::vector<Taken>{{128, {1280}, {1}}, {64, {640}, {1}}, {0, {0}, {1}}});
}

TEST_CASE("a sweep goes on along what it adds ahead of it, and leaves what lies behind", "[rules]") {
  PendingRows pending(1);
  add(pending, 0, 0);
  CHECK(sweep(pending, 1).size() == 200);  // up
  CHECK(pending.empty());
  add(pending, 100, 0);
  const std::vector<Taken> against = sweep(pending, 1);  // down
  CHECK(against == std::vector<Taken>{{100, {1000}, {0}}});
  CHECK(sweep(pending, -1) == std::vector<Taken>{{101, {1010}, {1}}});  // up
  const std::vector<Taken> rest = sweep(pending, -1);
  REQUIRE(rest.size() == 101);
  CHECK(rest.back() == Taken{0, {0}, {102}});
}

TEST_CASE("rows of a relation with one column wait at the root", "[rules]") {
  PendingRows pending(0);
  pending.of(Trie::root, {}).insert(5);
  std::size_t taken = 0;
  pending.sweep([&](Trie::Node node, std::span<const Code> prefix) {
    CHECK(node == Trie::root);
    CHECK(prefix.empty());
    CHECK(codes(pending.taken()) == std::vector<Code>{5 + static_cast<Code>(taken)});
    if (++taken < 3) pending.of(Trie::root, {}).insert(5 + static_cast<Code>(taken));
  });
  CHECK(taken == 1);
  CHECK_FALSE(pending.empty());
}
