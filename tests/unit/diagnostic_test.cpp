// How errors are shown: place, line, carets, mend.
#include "lang/diagnostics/diagnostic.hpp"

#include <string>

#include "tests/catch.hpp"

namespace {

using namespace reckon::lang;

std::string rendered(const std::string& text, const std::string& blamed, const std::string& hint = {}) {
  const auto at = static_cast<std::uint32_t>(text.find(blamed));
  const Span span{at, at + static_cast<std::uint32_t>(blamed.size())};
  return render({"id", "something is wrong", hint, std::make_shared<SourceText>(SourceText{"race.rk", text}), span});
}

LineColumn place(const std::string& text, std::uint32_t offset) { return line_column({"", text}, offset); }

}  // namespace

TEST_CASE("lines and columns count from 1, columns in code points") {
  CHECK(place("abc", 0).line == 1);
  CHECK(place("abc", 2).column == 3);
  CHECK(place("a\nbc", 3).line == 2);
  CHECK(place("a\nbc", 3).column == 2);
  CHECK(place("微软 x", 7).column == 4);
  CHECK(place("a\n", 2).line == 2);
  CHECK(place("a\n", 2).column == 1);
  CHECK(place("", 0).column == 1);
  CHECK(place("a\nb", 1).line == 1);
  CHECK(place("a\nb", 1).column == 2);
}

TEST_CASE("a message shows its line with carets and the mend") {
  CHECK(rendered("a\nb\nsum(h100e where org = Mircosoft)", "Mircosoft", "did you mean \"Microsoft\"?") ==
        "error: something is wrong\n"
        "  race.rk:3:23\n"
        "  3 | sum(h100e where org = Mircosoft)\n"
        "    |                       ^^^^^^^^^\n"
        "  did you mean \"Microsoft\"?\n");
}

TEST_CASE("a message without a text has no place") {
  CHECK(render({"id", "no such file", "check the name", nullptr, {}}) == "error: no such file\n  check the name\n");
  CHECK(render({"id", "no such file", "", nullptr, {}}) == "error: no such file\n");
}

TEST_CASE("carets stand under wide characters") {
  CHECK(rendered("h(微软, x)", "x") == "error: something is wrong\n  race.rk:1:7\n  1 | h(微软, x)\n    |         ^\n");
  CHECK(rendered("h(微软, x)", "微软") == "error: something is wrong\n  race.rk:1:3\n  1 | h(微软, x)\n    |   ^^^^\n");
}

TEST_CASE("empty spans and spans over lines have carets on the first line") {
  const auto source = std::make_shared<SourceText>(SourceText{"r", "ab\ncd"});
  CHECK(render({"id", "m", "", source, {2, 2}}) == "error: m\n  r:1:3\n  1 | ab\n    |   ^\n");
  CHECK(render({"id", "m", "", source, {1, 4}}) == "error: m\n  r:1:2\n  1 | ab\n    |  ^\n");
  CHECK(render({"id", "m", "", source, {5, 5}}) == "error: m\n  r:2:3\n  2 | cd\n    |   ^\n");
  CHECK(render({"id", "m", "", std::make_shared<SourceText>(SourceText{"r", ""}), {0, 0}}) ==
        "error: m\n  r:1:1\n  1 | \n    | ^\n");
}

TEST_CASE("lines end at newlines of either kind, and tabs are one blank") {
  CHECK(rendered("\ta b\r\nc", "b") == "error: something is wrong\n  race.rk:1:4\n  1 |  a b\n    |    ^\n");
}

TEST_CASE("control characters and broken bytes are shown escaped") {
  CHECK(rendered("a\x1b[31m b", "b") ==
        "error: something is wrong\n  race.rk:1:8\n  1 | a\\x1b[31m b\n    |           ^\n");
  CHECK(rendered("\xff b", "b").find("1 | \\xff b\n    |      ^") != std::string::npos);
  CHECK(rendered("\u202e b", "b").find("\\u{202e} b") != std::string::npos);
  CHECK(render({"id", "what is \x07", "", nullptr, {}}) == "error: what is \\x07\n");
  CHECK(rendered(std::string("a\0b", 3), "b").find("a\\x00b") != std::string::npos);
}

TEST_CASE("long lines are cut around the span") {
  const std::string line = std::string(300, 'a') + " here " + std::string(300, 'b');
  const std::string shown = rendered(line, "here");
  CHECK(shown.find("…a") != std::string::npos);
  CHECK(shown.find("b…\n") != std::string::npos);
  CHECK(shown.size() < 400);
  const std::size_t text = shown.find("1 | ") + 4;
  const std::size_t carets = shown.find("| ", text) + 2;
  const std::size_t before_text = shown.find("here") - text - (std::string("…").size() - 1);
  CHECK(shown.find("^^^^") - carets == before_text);
  CHECK(shown.find("^^^^^") == std::string::npos);
}

TEST_CASE("a line of a hundred columns is shown whole") {
  const std::string line = std::string(96, 'a') + "here";
  CHECK(rendered(line, "here").find("1 | " + line + "\n") != std::string::npos);
}

TEST_CASE("a failure shows its first message to those who catch it as an exception") {
  const Failure failure(Diagnostic{"id", "first", "", nullptr, {}});
  CHECK(std::string(failure.what()) == "first");
}
