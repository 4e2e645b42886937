// Loading through a session: hosts that forbid files, snapshots, and that a failed load leaves nothing.
#include <map>
#include <memory>
#include <string>

#include "lang/prepared_query.hpp"
#include "lang/session.hpp"
#include "tests/catch.hpp"

using namespace reckon;

namespace {

constexpr const char* vocabulary =
    "unit chip\ndimension org { Microsoft, Google }\ndimension chip\nsource survey\nmeasure bought(org, chip, year) : "
    "chip flow in 0..\n";

using Files = std::map<std::string, std::string>;

// A session over files in memory, and what its last run had to say.
class Loading {
 public:
  explicit Loading(Files files)
      : session_([files = std::move(files)](const std::string& path, const std::string&) {
          const auto file = files.find(path);
          return file == files.end() ? lang::FileText{path, {}, "there is no such file"}
                                     : lang::FileText{path, file->second, {}};
        }) {
    REQUIRE(run(vocabulary));
  }

  bool run(const std::string& text) {
    errors.clear();
    notes.clear();
    return session_.run(std::make_shared<lang::SourceText>(lang::SourceText{"test.rk", text}),
                        [this](const lang::Outcome& outcome) {
                          if (outcome.what == lang::Outcome::What::error)
                            for (const auto& found : outcome.diagnostics)
                              errors.push_back(std::string(found.id) + ": " + found.message);
                          if (outcome.what == lang::Outcome::What::note) notes.push_back(outcome.message);
                        });
  }
  std::size_t facts() const { return session_.environment().store.program().facts.back()->size(); }
  std::size_t chips() const {
    const auto& catalog = session_.environment().catalog();
    return catalog.dimension(*catalog.find_dimension("chip")).size();
  }
  lang::PreparedQuery prepare(const std::string& text) {
    return lang::prepare(session_.environment(), std::make_shared<lang::SourceText>(lang::SourceText{"query", text}));
  }

  std::vector<std::string> errors, notes;

 private:
  lang::Session session_;
};

const std::string load = "load \"a.csv\" as bought(org, chip, year) value v from survey";

}  // namespace

TEST_CASE("a failed load leaves no fact and no member") {
  for (const char* bad :
       {"Google,X3,2024,-1", "Google,X3,2024,1e", "Gogle,X3,2024,1", "Google,X3,soon,1", "Google,X3,2024", ",X3,2024,1",
        "Google,,2024,1", "Microsoft,X1,2024,6", "Google,X3,2024,\"1", "Google,X3,2024,\xFF"}) {
    Loading loading(
        Files{{"a.csv", std::string("org,chip,year,v\nMicrosoft,X1,2024,5\nGoogle,X2,2024,5\n") + bad + '\n'}});
    CAPTURE(bad);
    CHECK_FALSE(loading.run(load));
    CHECK(loading.errors.size() == 1);
    CHECK(loading.facts() == 0);
    CHECK(loading.chips() == 0);
  }
}

TEST_CASE("bad rows that are left out leave nothing either") {
  Loading loading(Files{{"a.csv",
                         "org,chip,year,v\nMicrosoft,X1,2024,5\nGoogle,X2,2024,-5\nGogle,X3,2024,5\nMicrosoft,X1,2024,"
                         "6\nGoogle,X1,2024,\n"}});
  CHECK(loading.run(load + " skipping errors up to 3"));
  CHECK(loading.facts() == 1);
  CHECK(loading.chips() == 1);
  CHECK(loading.notes ==
        std::vector<std::string>{"a.csv: 1 row without a value left out; 3 rows with errors left out"});
}

TEST_CASE("an open quote stops a load that tolerates errors") {
  Loading loading(Files{{"a.csv", "org,chip,year,v\nMicrosoft,X1,2024,5\n\"Google,X2,2024,5\nGoogle,X3,2024,5\n"}});
  CHECK_FALSE(loading.run(load + " skipping errors up to 10"));
  CHECK(loading.errors == std::vector<std::string>{"malformed-table: the quote is never closed"});
  CHECK(loading.facts() == 0);
}

TEST_CASE("a prepared query reads the store before the load") {
  Loading loading(Files{{"a.csv", "org,chip,year,v\nMicrosoft,X1,2024,5\n"}});
  const auto before = loading.prepare("sum(bought)");
  REQUIRE(loading.run(load));
  CHECK(before.run({}).value(0).is_missing());
  CHECK(loading.prepare("sum(bought)").run({}).value(0).range == engine::Range(5));
}

TEST_CASE("hosts decide which files there are") {
  Loading loading(Files{});
  CHECK_FALSE(loading.run(load));
  CHECK(loading.errors == std::vector<std::string>{"unreadable-file: cannot read \"a.csv\": there is no such file"});
  CHECK_FALSE(loading.run("load \"a.db\" table \"t\" as bought(org, chip, year) value v"));
  CHECK(loading.errors == std::vector<std::string>{"unreadable-file: cannot read \"a.db\": files cannot be read here"});
}

TEST_CASE("many rows of one cell meet") {
  std::string text = "org,chip,year,low,high\n";
  for (int i = 0; i < 20'000; ++i)
    text += "Google,X1,2024," + std::to_string(i) + ',' + std::to_string(40'000 - i) + '\n';
  Loading loading(Files{{"a.csv", text}});
  REQUIRE(loading.run("load \"a.csv\" as bought(org, chip, year) from survey"));
  CHECK(loading.facts() == 20'000);
  CHECK(loading.prepare("sum(bought)").run({}).value(0).range == engine::Range(19'999, 20'001));
}

TEST_CASE("what was withdrawn does not clash") {
  Loading loading(
      Files{{"a.csv", "org,chip,year,v\nMicrosoft,X1,2024,5\n"}, {"b.csv", "org,chip,year,v\nMicrosoft,X1,2024,6\n"}});
  const std::string second = "load \"b.csv\" as bought(org, chip, year) value v from survey";
  REQUIRE(loading.run(load));
  CHECK_FALSE(loading.run(second));
  CHECK(loading.run("retract bought(Microsoft, X1, 2024) from survey"));
  CHECK(loading.run(second));
  CHECK_FALSE(loading.run("fact bought(Microsoft, X1, 2024) = 7 from survey"));
}
