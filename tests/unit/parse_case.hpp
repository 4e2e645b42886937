// What the tests of the parser share: texts to trees, to shapes, and to what is wrong with them.
#pragma once

#include <memory>
#include <string>

#include "lang/diagnostics/problems.hpp"
#include "lang/parse/parse.hpp"
#include "tests/catch.hpp"
#include "tests/unit/tree_shape.hpp"

namespace reckon::tests {

using namespace reckon::lang;

inline std::unique_ptr<Script> script(const std::string& text) {
  return parse_script(std::make_shared<SourceText>(SourceText{"test.rk", text}));
}

// The only statement of a text, kept alive with its script.
template <class T>
struct Only {
  explicit Only(const std::string& text) : tree(script(text)) { REQUIRE(tree->statements.size() == 1); }
  const T* operator->() const { return static_cast<const T*>(tree->statements.front()); }
  std::unique_ptr<Script> tree;
};

inline std::string query(const std::string& text) {
  const Only<QueryStatement> only(text);
  REQUIRE(only->kind == StatementKind::query);
  return shape(*only->expr);
}

inline std::string value(const std::string& text) {
  const Only<FactsStatement> only("fact m(a) = " + text);
  return shape(*only->rows.front().value);
}

// The ids of the errors of a text, with a blank between; empty where there are none.
inline std::string problems(const std::string& text) {
  try {
    script(text);
    return {};
  } catch (const Failure& failure) {
    std::string ids;
    for (const Diagnostic& d : failure.diagnostics) {
      if (!ids.empty()) ids += ' ';
      ids += d.id;
      CHECK_FALSE(d.message.empty());
      CHECK(d.span.begin <= d.span.end);
      CHECK(d.span.end <= text.size());
    }
    return ids;
  }
}

// The text that the first error points at.
inline std::string blamed(const std::string& text) {
  try {
    script(text);
  } catch (const Failure& failure) {
    const Span at = failure.diagnostics.front().span;
    return text.substr(at.begin, at.end - at.begin);
  }
  return "nothing is wrong";
}

inline std::string hint(const std::string& text) {
  try {
    script(text);
  } catch (const Failure& failure) { return failure.diagnostics.front().hint; }
  return "nothing is wrong";
}

}  // namespace reckon::tests
