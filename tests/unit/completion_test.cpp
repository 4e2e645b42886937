// Completion by place, and the help on the language's own words.
#include "lang/complete/completion.hpp"

#include <algorithm>

#include "lang/check/functions.hpp"
#include "lang/complete/function_help.hpp"
#include "tests/catch.hpp"
#include "tests/unit/session_case.hpp"

using reckon::lang::complete;
using reckon::test::SessionCase;

namespace {

SessionCase& vocabulary() {
  static SessionCase session;
  static const bool loaded = session.run(
      "use compute\nuse units\nsource omdia \"a survey\"\n"
      "dimension paper { \"daily news\" \"comes each day\", weekly 周刊 }\n"
      "fact h100e(Meta, 2024) = 1 from omdia\nfact h100e(Meta, 2026) = 1\n");
  REQUIRE(loaded);
  return session;
}

std::vector<std::string> texts(std::string_view before) {
  std::vector<std::string> all;
  for (const auto& item : complete(vocabulary().environment(), before).items) all.push_back(item.text);
  return all;
}

bool offers(std::string_view before, std::string_view text) {
  const auto all = texts(before);
  return std::find(all.begin(), all.end(), text) != all.end();
}

}  // namespace

TEST_CASE("Completion follows the place") {
  CHECK(texts("h100e where org = Byte") == std::vector<std::string>{"ByteDance"});
  CHECK(texts("h100e where org in (Meta, Te") == std::vector<std::string>{"Tesla", "Tencent"});
  CHECK(texts("h100e where region != ") == std::vector<std::string>{"US", "CN"});
  CHECK(texts("h100e where year = ") == std::vector<std::string>{"2024", "2026"});
  CHECK(texts("h100e(By") == std::vector<std::string>{"ByteDance"});
  CHECK(texts("h100e(year: 2024, org: Tenc") == std::vector<std::string>{"Tencent"});
  CHECK(texts("h100e(Meta, 2") == std::vector<std::string>{"2024", "2026"});
  CHECK(texts("sum(h100e by ") == std::vector<std::string>{"org", "region", "year", "source"});
  CHECK(texts("sum(h100e by org, y") == std::vector<std::string>{"year"});
  CHECK(texts("fact h100e(Meta, 2024) = 1 from om") == std::vector<std::string>{"omdia"});
  CHECK(texts("h100e under l") == std::vector<std::string>{"latest", "least"});
  CHECK(texts("use ti") == std::vector<std::string>{"time"});
  CHECK(offers("build_time to ", "weeks"));
  CHECK(offers("gro", "growth"));
  CHECK(offers("1 + su", "sum"));
  CHECK(offers("fa", "fact"));
  CHECK_FALSE(offers("1 + fa", "fact"));
  CHECK(offers("h100e wh", "where"));
  CHECK(texts("conflicts h10") == std::vector<std::string>{"h100e", "h100e_per_chip"});
}

TEST_CASE("Completion reads case, quotes, aliases and other scripts") {
  CHECK(texts("h100e(byte") == std::vector<std::string>{"ByteDance"});
  CHECK(texts("h100e where org = 腾") == std::vector<std::string>{"腾讯"});
  CHECK(texts("count(x where paper = d") == std::vector<std::string>{"\"daily news\""});
  CHECK(texts("count(x where paper = \"dai") == std::vector<std::string>{"\"daily news\""});
  CHECK(complete(vocabulary().environment(), "x where paper = \"dai").begin == 16);
  CHECK(complete(vocabulary().environment(), "h100e where org = 腾").items.front().description == "= Tencent");
}

TEST_CASE("Completion of files, comments and nothing") {
  CHECK(complete(vocabulary().environment(), "load \"da").is_file);
  CHECK(complete(vocabulary().environment(), "use \"").is_file);
  CHECK_FALSE(complete(vocabulary().environment(), "source a \"da").is_file);
  CHECK(texts("1 # su").empty());
  CHECK(texts("zzzzz").empty());
  CHECK_FALSE(texts("").empty());
  for (const char* odd : {"(", ")))", "by", ",", "=", "in (", "\"", "h100e(((", "org = ", ": ", "$", "\xff\xfe"})
    CHECK_NOTHROW(texts(odd));
}

TEST_CASE("Every built-in function has help, and every example runs") {
  for (const auto& function : reckon::lang::functions()) {
    INFO(function.name);
    CHECK(reckon::lang::find_help(function.name) != nullptr);
  }
  for (const auto table : {reckon::lang::function_help(), reckon::lang::word_help()})
    for (const auto& help : table) {
      if (help.example.empty() || help.name == "drivers" || help.name == "plot") continue;
      SessionCase session;
      REQUIRE(session.run(
          "use compute\nuse time\nfact h100e(Meta, 2024) = 55万..65万\nfact h100e(Tencent, 2024) = 10万\n"));
      INFO(help.example);
      const bool good = session.run(std::string(help.example));
      INFO(session.complaints());
      CHECK(good);
    }
}
