// The CSV reader: what RFC 4180 says, what is tolerated beyond it, and the places of errors.
#include "engine/storage/csv.hpp"

#include <string>
#include <vector>

#include "engine/model/problems.hpp"
#include "engine/storage/utf8.hpp"
#include "tests/catch.hpp"

using reckon::engine::CsvReader;
using reckon::engine::find_not_text;
using reckon::engine::TableError;
using reckon::engine::TablePlace;

namespace {

using Rows = std::vector<std::vector<std::string>>;

// The header and all rows; errors end it.
Rows rows(std::string_view text) {
  CsvReader reader(text);
  Rows all{reader.header()};
  while (reader.next()) {
    auto& row = all.emplace_back();
    for (std::size_t column = 0; column < reader.header().size(); ++column) row.emplace_back(reader.cell(column));
  }
  return all;
}

// The first error of the text as `line:begin-end message`, bytes from 0.
std::string error(std::string_view text) {
  try {
    rows(text);
  } catch (const TableError& found) {
    CHECK(found.id == reckon::engine::problem::malformed_table);
    CHECK_FALSE(found.hint.empty());
    const TablePlace& place = found.place;
    return std::to_string(place.line) + ':' + std::to_string(place.begin) + '-' + std::to_string(place.end) + ' ' +
           found.message;
  }
  return "none";
}

}  // namespace

TEST_CASE("rows of plain cells") {
  CHECK(rows("a,b\n1,2\n3,4\n") == Rows{{"a", "b"}, {"1", "2"}, {"3", "4"}});
  CHECK(rows("a,b\n1,2") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(rows("a,b\r\n1,2\r\n") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(rows("a,b\n,\n , x \n") == Rows{{"a", "b"}, {"", ""}, {" ", " x "}});
  CHECK(rows("a\nb") == Rows{{"a"}, {"b"}});
  CHECK(rows("机构,b\n微软,😀\n") == Rows{{"机构", "b"}, {"微软", "😀"}});
}

TEST_CASE("a byte order mark and empty lines are passed over") {
  CHECK(rows("\xEF\xBB\xBF\n\r\na,b\n\n\n1,2\n\r\n\n") == Rows{{"a", "b"}, {"1", "2"}});
}

TEST_CASE("quoted cells") {
  CHECK(rows("a,b\n\"1,5\",\"\"\n") == Rows{{"a", "b"}, {"1,5", ""}});
  CHECK(rows("\"a\",\"b\"\r\n\"x\r\ny\",\"z\n\"\r\n") == Rows{{"a", "b"}, {"x\r\ny", "z\n"}});
  CHECK(rows("a,b\n\"he said \"\"no\"\"\",\"\"\"\"\n\"\"\"\"\"\",1\n") ==
        Rows{{"a", "b"}, {"he said \"no\"", "\""}, {"\"\"", "1"}});
  CHECK(rows("a,b\n5\" pipe,2\n") == Rows{{"a", "b"}, {"5\" pipe", "2"}});
  CHECK(rows("a,b\n1,\"2\"") == Rows{{"a", "b"}, {"1", "2"}});
}

TEST_CASE("rows that are too short or too long") {
  CHECK(error("a,b\n1,2\n3\n") == "3:1-1 the row has 1 cell, but the header names 2 columns");
  CHECK(error("a,b\n1,2,\"x,y\",4\n") == "2:4-11 the row has 4 cells, but the header names 2 columns");
  CHECK(error("a\n\"x\ny\",2\n") == "3:3-4 the row has 2 cells, but the header names 1 column");
}

TEST_CASE("quotes out of place") {
  CHECK(error("a,b\n1,\"2\n3,4\n") == "2:2-3 the quote is never closed");
  CHECK(error("a,b\n1,\"2\"\"\n") == "2:2-3 the quote is never closed");
  CHECK(error("a,b\n\"1\" ,2\n") == "2:3-4 something follows the quote that closes the cell");
  CHECK(error("\"a") == "1:0-1 the quote is never closed");
}

TEST_CASE("what is no text") {
  using namespace std::string_view_literals;
  CHECK(error("") == "1:0-0 the file is empty");
  CHECK(error("\xEF\xBB\xBF\n\n") == "3:0-0 the file is empty");
  CHECK(error("a,b\n1,2\0\n"sv) == "2:3-4 the file holds a NUL byte");
  CHECK(error("a,b\n1,2\n3,\xFFx\n") == "3:2-3 the file is not UTF-8 here");
  CHECK(error("\xFF\xFE\x61\x00\n"sv) == "1:0-1 the file is not UTF-8 here");
  CHECK(error("a,b\r1,2\r") == "1:3-4 a carriage return stands alone");
  CHECK(error("a,b\n1,2\r") == "2:3-3 a carriage return stands alone");
}

TEST_CASE("reading goes on behind a bad row") {
  CsvReader reader("a,b\n1\n\"x\"y,2\n\"p\nq\",\xFF\n3,4\n\"5,6\n");
  for (const std::size_t line : {2U, 3U, 5U}) {
    try {
      reader.next();
      FAIL("line " << line << " was read");
    } catch (const TableError& found) {
      CHECK(found.place.line == line);
      CHECK_FALSE(found.is_last);
    }
  }
  REQUIRE(reader.next());
  CHECK(reader.cell(0) == "3");
  CHECK(reader.place(1).line == 6);
  try {
    reader.next();
    FAIL("an open quote was read");
  } catch (const TableError& found) { CHECK(found.is_last); }
  CHECK_FALSE(reader.next());
}

TEST_CASE("places of cells") {
  CsvReader reader("a,b,c\n\n\"x\ny\",22,\"3\n3\"\r\n");
  REQUIRE(reader.next());
  const TablePlace second = reader.place(1), third = reader.place(2);
  CHECK(reader.place(0).line == 3);
  CHECK(second.line == 4);
  CHECK(second.text == "y\",22,\"3");
  CHECK(second.text.substr(second.begin, second.end - second.begin) == "22");
  CHECK(third.line == 4);
  CHECK(third.text.substr(third.begin, third.end - third.begin) == "\"3");
}

TEST_CASE("UTF-8 by the table of RFC 3629") {
  using namespace std::string_view_literals;
  constexpr auto none = std::string_view::npos;
  CHECK(find_not_text("") == none);
  CHECK(find_not_text("plain ASCII, long enough\x7F") == none);
  CHECK(find_not_text(
            "\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF") ==
        none);
  for (const std::string_view bad :
       {"\0"sv, "\x80"sv, "\xBF"sv, "\xC0\x80"sv, "\xC1\xBF"sv, "\xC2"sv, "\xC2\x41"sv, "\xE0\x9F\xBF"sv, "\xE1\x80"sv,
        "\xED\xA0\x80"sv, "\xF0\x8F\xBF\xBF"sv, "\xF1\x80\x80"sv, "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv, "\xFF"sv})
    for (const std::size_t before : {0U, 3U, 8U, 13U})
      CHECK(find_not_text(std::string(before, 'x') + std::string(bad) + std::string(9, 'y')) == before);
}
