// Loading records: files full of rubbish against a reader that takes one row after another; whatever the number of
// threads and wherever a file is cut, the rows, the members and the complaints are the same.
#include <array>
#include <atomic>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "engine/storage/csv.hpp"
#include "engine/storage/csv_cells.hpp"
#include "engine/storage/csv_cutter.hpp"
#include "engine/storage/plain_decimal.hpp"
#include "lang/parse/literal.hpp"
#include "lang/prepared_query.hpp"
#include "lang/session.hpp"
#include "lang/statements/record_names.hpp"
#include "tests/catch.hpp"
#include "tests/unit/answer_rows.hpp"

using namespace reckon;
using engine::Number;

namespace {

// A session that finds one text under every name.
class Loading {
 public:
  explicit Loading(std::string file, unsigned threads = 2)
      : session_([text = std::move(file)](const std::string& path, const std::string&) {
          return lang::FileText{path, text, {}};
        }) {
    engine::Limits limits;
    limits.threads = threads;
    session_.set_limits(limits);
  }
  bool run(const std::string& text) {
    said_.clear();
    return session_.run(std::make_shared<lang::SourceText>(lang::SourceText{"test.rk", text}),
                        [&](const lang::Outcome& outcome) {
                          for (const auto& found : outcome.diagnostics) said_ += lang::render(found);
                        });
  }
  bool load(const std::string& more = "") {
    REQUIRE(run("unit EUR\ndimension org"));
    return run("load \"f.csv\" as records r(org) { v : EUR }" + more);
  }
  std::string ask(const std::string& text) const {
    return test::answer_rows(
        lang::prepare(session_.environment(), std::make_shared<lang::SourceText>(lang::SourceText{"q", text})).run({}));
  }
  std::map<std::string, std::string> by_org(const std::string& text) const {
    const auto answer =
        lang::prepare(session_.environment(), std::make_shared<lang::SourceText>(lang::SourceText{"q", text})).run({});
    std::map<std::string, std::string> all;
    for (std::size_t row = 0; row < answer.rows(); ++row) all[answer.key_text(row, 0)] = answer.value(row).range.text();
    return all;
  }
  std::size_t orgs() const {
    const auto& catalog = session_.environment().catalog();
    return catalog.dimension(*catalog.find_dimension("org")).size();
  }
  const std::string& said() const { return said_; }
  lang::Session& session() { return session_; }

 private:
  lang::Session session_;
  std::string said_;
};

// Rows that are as bad as rows get, in a file of `size` bytes.
std::string rubbish(std::mt19937& random, std::size_t size, bool is_mostly_good) {
  static const std::vector<std::string> names{"a",
                                              "",
                                              "Acme",
                                              "\"b,\nc\"",
                                              "\"\"\"q\"\"\"",
                                              "\"x\r\ny\nz\"",
                                              "5\" pipe",
                                              "\"\"",
                                              "\"open\" no",
                                              " padded ",
                                              "Z\xC3\xBCrich",
                                              "bad \xFF byte",
                                              std::string("n\0l", 3),
                                              "carriage\rreturn",
                                              "a name of more than sixteen bytes",
                                              "a name of more than sixteen letters",
                                              "\"doubled \"\" in a longer name\""};
  static const std::vector<std::string> numbers{"5",
                                                "-5",
                                                "+5",
                                                ".5",
                                                "5.",
                                                "1e3",
                                                "1e9999999",
                                                "-",
                                                "",
                                                "unknown",
                                                "\"1,234\"",
                                                "0x10",
                                                "1_000",
                                                "nan",
                                                "inf",
                                                "--1",
                                                "1.2.3",
                                                "75万",
                                                "15%",
                                                "0.0000000000000000001",
                                                "1234567.123456",
                                                "-0",
                                                "00012",
                                                " 7 ",
                                                "12a",
                                                "123456789012",
                                                "99999.999999",
                                                "\"8\"",
                                                "\xD9\xA5"};
  static const std::vector<std::string> ends{"\n", "\r\n", "\n\n", "\r\n\r\n"};
  const auto draw = [&](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  std::string text = draw(2) == 0 ? "\xEF\xBB\xBForg,v,w\r\n" : "\norg,v,w\n";
  while (text.size() < size) {
    const bool good = is_mostly_good && draw(200) != 0;
    text += good ? "org" + std::to_string(draw(300)) : names[draw(names.size())];
    text +=
        ',' + (good ? std::to_string(draw(100'000)) + '.' + std::to_string(draw(1000)) : numbers[draw(numbers.size())]);
    if (good || draw(8) != 0) text += draw(3) == 0 ? ",\"w\nw\"" : ",";
    if (!good && draw(10) == 0) text += ",more";
    text += ends[draw(ends.size())];
  }
  if (draw(2) == 0) text.pop_back();
  return text;
}

struct Read {
  std::map<std::string, std::pair<std::size_t, Number>> by_org;  // values and their sum
  std::size_t rows = 0, bad = 0;
};

// The same file, one row after another.
Read read_plainly(const std::string& text) {
  Read read;
  engine::CsvReader csv(text);
  const auto trimmed = [](std::string_view cell) {
    while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t')) cell.remove_prefix(1);
    while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t')) cell.remove_suffix(1);
    return cell;
  };
  for (;;) {
    try {
      if (!csv.next()) return read;
    } catch (const engine::TableError& error) {
      ++read.bad;
      if (error.is_last) return read;
      continue;
    }
    const std::string_view name = trimmed(csv.cell(0)), said = trimmed(csv.cell(1));
    const bool missing = said.empty() || said == "unknown";
    const auto number = missing ? std::nullopt : lang::literal_value(said);
    if (name.empty() || (!missing && (!number || *number->decimal_scale() > 18))) {
      ++read.bad;
      continue;
    }
    ++read.rows;
    auto& [count, sum] = read.by_org[std::string(name)];
    if (number) ++count, sum += *number;
  }
}

}  // namespace

TEST_CASE("files of rubbish load as a reader of one row after another reads them") {
  std::mt19937 random(21);
  for (int trial = 0; trial < 6; ++trial) {
    const bool is_mostly_good = trial % 2 == 0;
    // Some of a piece, and some of several pieces.
    const std::string text = rubbish(random,
                                     trial < 2        ? 20'000
                                     : is_mostly_good ? 5'000'000
                                                      : 1'600'000,
                                     is_mostly_good);
    const Read expected = read_plainly(text);
    REQUIRE(expected.rows > 100);
    REQUIRE(expected.bad > 1);
    std::string said;
    for (const unsigned threads : {1U, 2U, 5U}) {
      Loading loading(text, threads);
      REQUIRE(loading.load(" skipping errors up to 1000000"));
      CHECK(loading.ask("count(r)") == std::to_string(expected.rows) + '\n');
      CHECK(loading.orgs() == expected.by_org.size());
      std::map<std::string, std::string> sums;
      for (const auto& [org, found] : expected.by_org)
        if (found.first > 0) sums[org] = found.second.text();
      CHECK((loading.by_org("sum(v by org)") == sums));
      if (threads == 1) said = loading.said() + loading.ask("sum(v by org)");
      CHECK((loading.said() + loading.ask("sum(v by org)") == said));
      Number total = 0;
      for (const auto& [org, found] : expected.by_org) total += found.second;
      CHECK(loading.ask("sum(v)") == total.text() + '\n');
    }
  }
}

TEST_CASE("whichever bad row is one too many, all threads name the same") {
  std::mt19937 random(22);
  const std::string text = rubbish(random, 4'000'000, true);
  for (const std::size_t limit : {std::size_t{0}, std::size_t{3}, std::size_t{150}}) {
    std::string said;
    for (const unsigned threads : {1U, 2U, 5U}) {
      Loading loading(text, threads);
      CHECK_FALSE(loading.load(limit == 0 ? "" : " skipping errors up to " + std::to_string(limit)));
      if (threads == 1) said = loading.said();
      CHECK(loading.said() == said);
      CHECK(said.find("f.csv:") != std::string::npos);
      // Nothing of it stays.
      CHECK(loading.orgs() == 0);
      CHECK(loading.run("measure v(org) : EUR\nrelation r(org)"));
    }
  }
}

TEST_CASE("what is wrong with a file is told with its place and a reason, and nothing of it stays") {
  const auto rows = [](const std::string& more) { return "org,v\nAcme,1\n" + more; };
  const std::vector<std::array<std::string, 3>> cases{
      {"", "f.csv:1:1", "the file is empty"},
      {"\n\r\n", "f.csv:3:1", "the file is empty"},
      {"org,v,v\na,1,2\n", "test.rk:1:34", "several columns"},
      {"org;v\na;1\n", "test.rk:1:27", "separated by commas"},
      {rows("b"), "f.csv:3:2", "1 cell, but"},
      {rows("b,1,2\n"), "f.csv:3:5", "3 cells, but"},
      {rows("\"b,1\n"), "f.csv:3:1", "never closed"},
      {rows("\"b\"c,1\n"), "f.csv:3:4", "follows the quote"},
      {rows("b\rc,1\n"), "f.csv:3:2", "carriage return stands alone"},
      {rows("b\xFF,1\n"), "f.csv:3:2", "not UTF-8"},
      {rows(std::string("b\0,1\n", 5)), "f.csv:3:2", "NUL byte"},
      {rows(",1\n"), "f.csv:3:1", "the cell is empty"},
      {rows("b,-\n"), "f.csv:3:3", "\"-\" is not a number"},
      {rows("b,5.\n"), "f.csv:3:3", "\"5.\" is not a number"},
      {rows("b,.5\n"), "f.csv:3:3", "\".5\" is not a number"},
      {rows("b,1e9999999\n"), "f.csv:3:3", "too large or too fine"},
      {rows("b,\"1,234\"\n"), "f.csv:3:3", "has commas in it"},
      {rows("b,1e-19\n"), "f.csv:3:3", "18 digits"},
      {rows("b,1234567890123456789012\n"), "f.csv:3:3", "18 digits"},
      {rows("\"b\nb\",1\n\"c\nc\",\"2\nx\"\n"), "f.csv:6:4", "is not a number"},
      {rows("b,0.000000000000000001\nc,1000\n"), "test.rk:1:", "together they need more than 18 digits"},
      {rows(std::string(3'000'000, 'x') + ",y\n"), "f.csv:3:3000002", "\"y\" is not a number"},
  };
  for (const auto& [text, place, reason] : cases) {
    Loading loading(text);
    CAPTURE(text.substr(0, 80));
    CHECK_FALSE(loading.load());
    CAPTURE(loading.said().substr(0, 400));
    CHECK(loading.said().find(place) != std::string::npos);
    CHECK(loading.said().find(reason) != std::string::npos);
    CHECK(loading.orgs() == 0);
    CHECK(loading.run("measure v(org) : EUR\nrelation r(org)"));
  }
}

TEST_CASE("what a file may look like") {
  const auto sum = [](const std::string& text) {
    Loading loading(text);
    CHECK(loading.load());
    CAPTURE(loading.said());
    return loading.ask("sum(v by org)");
  };
  CHECK(sum("org,v\n").empty());
  CHECK(sum("org,v").empty());
  CHECK(sum("\xEF\xBB\xBForg,v\na,1") == "a|1\n");
  CHECK(sum("\r\n\r\norg,v\r\na,1\r\n\r\n\r\nb,2\r\n\r\n") == "a|1\nb|2\n");
  CHECK(sum("\"org\",\" v \"\n\" a\t\", 0.5 \n") == "a|0.5\n");
  CHECK(sum("org,v\na,+5\na,-0.5\na,unknown\na,\na,75万\na,5e-1\n") == "a|750005\n");
  CHECK(sum("org,v\n\"a \"\"b\"\"\",1\n") == "a \"b\"|1\n");
  CHECK(sum("org,v\n" + std::string(2'500'000, 'x') + ",1\n").size() == 2'500'003);
}

TEST_CASE("a host may stop a load") {
  std::string text = "org,v\n";
  for (int i = 0; i < 400'000; ++i) text += "Acme,1.5\n";
  Loading loading(text, 1);
  engine::Interrupt interrupt;
  int asked = 0;
  interrupt.keep_going = [&asked] { return ++asked < 3; };
  loading.session().set_interrupt(&interrupt);
  CHECK_FALSE(loading.load());
  CHECK(loading.said().find("cancelled") != std::string::npos);
  CHECK(loading.orgs() == 0);
}

TEST_CASE("decimals read eight digits at once are those read one by one") {
  std::mt19937 random(23);
  const std::string alphabet = "0123456789012345678901234567890123456789.-+ ,e";
  std::size_t good = 0;
  for (int trial = 0; trial < 200'000; ++trial) {
    std::string text;
    for (std::size_t size = random() % 21; text.size() < size;)
      text += alphabet[random() % (trial % 2 == 0 ? 40 : alphabet.size())];
    if (trial % 2 == 0 && text.size() > 2) text[random() % text.size()] = '.';
    if (trial % 4 == 0 && !text.empty()) text.front() = '-';
    const std::string padded = text + std::string(engine::decimal_readable_behind, "0.,x"[random() % 4]);
    engine::PlainDecimal one, other;
    const bool is_plain = engine::read_plain_decimal(text, one);
    CAPTURE(text);
    REQUIRE(engine::read_padded_decimal(std::string_view(padded).substr(0, text.size()), other) == is_plain);
    if (!is_plain) continue;
    ++good;
    REQUIRE(one.mantissa == other.mantissa);
    REQUIRE(one.scale == other.scale);
    REQUIRE(Number::decimal(one.mantissa, one.scale) == *Number::parse(text.front() == '+' ? text.substr(1) : text));
  }
  CHECK(good > 50'000);
}

TEST_CASE("names keep their numbers") {
  lang::RecordNames names;
  std::map<std::string, std::uint32_t> known;
  std::mt19937 random(24);
  for (int i = 0; i < 60'000; ++i) {
    // Long ones that begin and end alike, and short ones.
    std::string name = i % 3 == 0   ? "https://example.org/" + std::to_string(random() % 9000) + "/detail.html"
                       : i % 3 == 1 ? std::to_string(random() % 9000)
                                    : std::string(random() % 18, 'x');
    const std::string padded = name + std::string(lang::RecordNames::readable_behind, "x0"[random() % 2]);
    const std::string_view text = std::string_view(padded).substr(0, name.size());
    const auto before = known.find(name);
    REQUIRE(names.find(text) == (before == known.end() ? lang::RecordNames::unknown : before->second));
    if (before != known.end()) continue;
    known.emplace(name, names.add(text));
    REQUIRE(names[names.size() - 1] == name);
  }
  CHECK(known.size() == names.size());
}

TEST_CASE("pieces of a file hold whole rows, whatever its quotes hold") {
  std::mt19937 random(5);
  const std::vector<std::string> cells{"a",           "",         "\"b,\nc\"", "\"\"\"\"",
                                       "\"x\ny\nz\"", "5\" pipe", "\"\"",      "long cell of no meaning"};
  for (int trial = 0; trial < 200; ++trial) {
    std::string text;
    std::size_t rows = 0;
    for (; rows < 40; ++rows) {
      for (int column = 0; column < 3; ++column) text += (column > 0 ? "," : "") + cells[random() % cells.size()];
      text += random() % 3 == 0 ? "\r\n" : "\n";
    }
    if (random() % 2 == 0) text.pop_back();
    const engine::FileBytes bytes{std::string_view(text)};
    engine::CsvCutter cutter(bytes, 16 + random() % 60);
    engine::CsvPiece piece;
    std::string joined;
    std::size_t read = 0;
    while (cutter.next(piece)) {
      joined += piece.text();
      std::array<std::string_view, 3> found;
      engine::CsvCells plain(piece.text(), 3);
      for (auto row = plain.next(found.data()); row != engine::CsvCells::Row::end; row = plain.next(found.data()))
        ++read;
    }
    CHECK(joined == text);
    CHECK(read == rows);
  }
}

TEST_CASE("what is loaded does not depend on the number of threads") {
  std::string csv = "org,city,v\n";
  for (std::uint64_t i = 0; i < 400'000; ++i)
    csv += "o" + std::to_string((i * 7919ULL) % 5003) + ",\"c\n" + std::to_string(i % 13) + "\"," +
           std::to_string(i % 1000) + ".25\n";
  std::string first;
  for (const unsigned threads : {1U, 2U, 4U}) {
    lang::Session session([&](const std::string& path, const std::string&) { return lang::FileText{path, csv, {}}; });
    engine::Limits limits;
    limits.threads = threads;
    session.set_limits(limits);
    REQUIRE(session.run(
        std::make_shared<lang::SourceText>(lang::SourceText{
            "t", "unit EUR\ndimension org\ndimension city\nload \"x\" as records r(org, city) { v : EUR }"}),
        [](const lang::Outcome&) {}));
    const auto answer = lang::prepare(session.environment(),
                                      std::make_shared<lang::SourceText>(lang::SourceText{"q", "sum(v by org, city)"}))
                            .run({});
    std::string all;
    for (std::size_t row = 0; row < answer.rows(); ++row)
      all += answer.key_text(row, 0) + answer.key_text(row, 1) + answer.value(row).range.text() + ' ';
    if (first.empty()) first = all;
    CHECK(all.size() > 100'000);
    CHECK((all == first));
  }
}
