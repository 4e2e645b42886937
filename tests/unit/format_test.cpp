// The canonical layout: of every script in the repository, and of what is hard to lay out.
#include "lang/format/format.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "lang/ast/print.hpp"
#include "lang/parse/parse.hpp"
#include "lang/parse/scan.hpp"
#include "tests/catch.hpp"

using namespace reckon::lang;

namespace {

std::shared_ptr<const SourceText> source_of(std::string text) {
  return std::make_shared<SourceText>(SourceText{"test.rk", std::move(text)});
}
std::string formatted(std::string text) { return format_script(source_of(std::move(text))); }

// The comments of a text, in order.
std::vector<std::string> comments(const std::string& text) {
  std::vector<std::string> found;
  const char* end = text.data() + text.size();
  for (const char* at = text.data(); at != end;) {
    std::size_t size = scan::quoted(at, end);
    if (size == 0 && *at == '#') {
      size = scan::comment(at, end);
      std::string comment(at, size);
      while (comment.back() == ' ' || comment.back() == '\r') comment.pop_back();
      found.push_back(std::move(comment));
    }
    at += size == 0 ? 1 : size;
  }
  return found;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("Every script of the repository is laid out so, and would keep its meaning and comments") {
  const auto root = std::filesystem::path(RECKON_TEST_DIR).parent_path();
  std::size_t seen = 0;
  for (const char* folder : {"examples", "stdlib", "docs", "tests/scripts", "tests/errors"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".rk") continue;
      INFO(entry.path().string());
      const std::string text = read(entry.path());
      std::shared_ptr<const Script> script;
      try {
        script = parse_script(source_of(text));
      } catch (const Failure&) {
        continue;  // a script about broken syntax
      }
      ++seen;
      const std::string once = laid_out(*script);
      const auto again = parse_script(source_of(once));
      CHECK(same_tree(*script, *again));
      CHECK(laid_out(*again) == once);
      CHECK(comments(once) == comments(text));
      // `reckon fmt` mends it.
      CHECK(once == text);
    }
  CHECK(seen > 100);
}

TEST_CASE("Blanks stand where they help") {
  CHECK(formatted("sum( h100e   where year=2024 and org in(Meta,xAI) )") ==
        "sum(h100e where year = 2024 and org in (Meta, xAI))\n");
  CHECK(formatted("e[year=2024]/f [ year-1 ]") == "e[year = 2024] / f[year - 1]\n");
  CHECK(formatted("-x*- 2+(-y)^-2") == "-x * -2 + (-y) ^ -2\n");
  CHECK(formatted("why -x") == "why -x\n");
  CHECK(formatted("{held:a,share:b/c}") == "{ held: a, share: b / c }\n");
  CHECK(formatted("measure m( a:org,year ):USD/chip rate in 0 ..\"what\"") ==
        "measure m(a: org, year) : USD/chip rate in 0.. \"what\"\n");
  CHECK(formatted("fact m(A,2024)=1M .. 2M best 1.5M USD/chip from s") ==
        "fact m(A, 2024) = 1M..2M best 1.5M USD/chip from s\n");
  CHECK(formatted("fact m(A) = ..( 5 + 1 )") == "fact m(A) = ..(5 + 1)\n");
  CHECK(formatted("fact m(A) = 100k±10%") == "fact m(A) = 100k ± 10%\n");
  CHECK(formatted("x where user.region=\"CN\"") == "x where user.region = \"CN\"\n");
  CHECK(formatted("m under prefer ( a,b )") == "m under prefer(a, b)\n");
  CHECK(formatted("(sum(x) to USD/chip)+$p") == "(sum(x) to USD/chip) + $p\n");
  CHECK(formatted("load \"a.csv\" as m(org=\"Owner\") value \"p5\" .. \"p95\"") ==
        "load \"a.csv\" as m(org = \"Owner\") value \"p5\"..\"p95\"\n");
  CHECK(formatted("rule r(a,b) if s(b,a) and not t(a)") == "rule r(a, b) if s(b, a) and not t(a)\n");
  CHECK(formatted("dimension d->( a,b ) {x->(p,q)}") == "dimension d -> (a, b) { x -> (p, q) }\n");
  CHECK(formatted("dimension d {}") == "dimension d {}\n");
}

TEST_CASE("Lines, indentation and comments") {
  CHECK(formatted("") == "");
  CHECK(formatted("\n\n# only\n\n\n") == "# only\n");
  CHECK(formatted("a;b;; c # last\n\n\n\nd") == "a\nb\nc  # last\n\nd\n");
  CHECK(formatted("\xef\xbb\xbfx\r\ny # z \r\n") == "x\ny  # z\n");
  CHECK(formatted("short # one\nmuch_longer # two\n\nx # three\n") ==
        "short        # one\nmuch_longer  # two\n\nx  # three\n");
  CHECK(formatted("facts m from s{\n# first\n(a)=1, # one\n(b)=\n2,\n\n(c)=3\n# end\n}") ==
        "facts m from s {\n  # first\n  (a) = 1,  # one\n  (b) =\n    2,\n\n  (c) = 3\n  # end\n}\n");
  CHECK(formatted("sum(\nx\n)+\n1") == "sum(\n  x\n) +\n  1\n");
  CHECK(formatted("x\n# fmt: off\ny   =  1\n  # fmt: on\nz  = 1") == "x\n# fmt: off\ny   =  1\n  # fmt: on\nz = 1\n");
  CHECK(formatted("# fmt: off\nx   =1") == "# fmt: off\nx   =1\n");
  CHECK(formatted("微软 # 一\na # 二") == "微软  # 一\na     # 二\n");
}

TEST_CASE("A text that does not parse is an error") { CHECK_THROWS_AS(formatted("sum("), Failure); }
