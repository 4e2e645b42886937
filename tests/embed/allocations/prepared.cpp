// A prepared query that runs again, with parameters bound anew, allocates nothing from binding to reading its answer.
// Every allocation of the process is counted here, so this is a program of its own.
#include <atomic>
#include <cstdlib>
#include <new>

#include "reckon/reckon.hpp"
#include "tests/catch.hpp"

namespace {

std::atomic<std::uint64_t> allocations{0};

void* counted(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* made = std::malloc(size > 0 ? size : 1)) return made;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* made) noexcept { std::free(made); }
void operator delete[](void* made) noexcept { std::free(made); }
void operator delete(void* made, std::size_t) noexcept { std::free(made); }
void operator delete[](void* made, std::size_t) noexcept { std::free(made); }

namespace {

// 24 shops of three regions over ten years, and what each sold.
reckon::Database shops() {
  std::string text = "unit CNY\nunit person\ndimension region { north, south, west }\ndimension shop -> region {\n";
  const char* const regions[] = {"north", "south", "west"};
  for (int shop = 0; shop < 24; ++shop) text += "  shop_" + std::to_string(shop) + " -> " + regions[shop % 3] + ",\n";
  text += "}\nmeasure sold(shop, year) : CNY\nmeasure staff(shop, year) : person\nsource books \"made up\"\n";
  text += "facts sold from books as actual {\n";
  for (int shop = 0; shop < 24; ++shop)
    for (int year = 2010; year < 2020; ++year)
      text += "  (shop_" + std::to_string(shop) + ", " + std::to_string(year) +
              ") = " + std::to_string(10 * shop + year) + ".." + std::to_string(10 * shop + year + shop % 4) + ",\n";
  text += "}\nfacts staff from books as actual {\n";
  for (int shop = 0; shop < 24; ++shop)
    for (int year = 2010; year < 2020; ++year)
      text += "  (shop_" + std::to_string(shop) + ", " + std::to_string(year) + ") = " + std::to_string(1 + shop % 5) +
              ",\n";
  text += "}\n";
  reckon::Database database;
  database.run(text);
  return database;
}

// What all values of an answer come to, so that they are read.
long long read(const reckon::Answer& answer) {
  long long total = 0;
  for (std::size_t row = 0; row < answer.size(); ++row)
    total += answer[row].low().to_long_long().value_or(1) + answer[row].high().to_long_long().value_or(1);
  return total + static_cast<long long>(answer.size());
}

constexpr const char* regions[] = {"north", "south", "west"};

// Of runs of one query whose parameters differ from run to run.
std::uint64_t allocations_of(const reckon::Query& query, const std::vector<const char*>& names) {
  long long total = 0;
  std::uint64_t before = 0;
  for (int run = 0; run < 60; ++run) {
    if (run == 20) before = allocations.load();  // the first ones make the room
    const int year = 2008 + run % 20;            // half of them without facts
    const char* region = regions[run % 3];
    if (names.empty())
      total += read(query.run());
    else if (names.size() == 1)
      total += read(query.run({{names[0], year}}));
    else
      total += read(query.run({{names[0], year}, {names[1], region}}));
  }
  CHECK(total != 0);
  return allocations.load() - before;
}

}  // namespace

TEST_CASE("a prepared query allocates nothing once it has run") {
  const reckon::Database database = shops();
  struct Case {
    const char* text;
    std::vector<const char*> names;
  };
  const Case cases[] = {
      {"sum(sold where year = $year and region = $region)", {"year", "region"}},
      {"count(sold where year = $year and region = $region)", {"year", "region"}},
      {"avg(sold where year = $year and region = $region)", {"year", "region"}},
      {"max(sold where year = $year and region = $region)", {"year", "region"}},
      {"sum(sold where year >= $year by region)", {"year"}},
      {"sum(sold where year >= $year and region = $region by shop)", {"year", "region"}},
      {"sold where year = $year and region = $region", {"year", "region"}},
      {"sum(sold where year = 2015) * $factor + 1", {"factor"}},
      {"(2 + $x) * 3 - $x / 7", {"x"}},
      {"sum(sold where year = $year) / sum(staff where year = $year)", {"year"}},
      {"avg(sold / staff where year >= $year by region)", {"year"}},
      {"sum(sold where sold > 2100)", {}},
      {"sum(sold where year = $year) * $year - $year", {"year"}},
      {"sum(sold)", {}},
  };
  for (const Case& each : cases) {
    INFO(each.text);
    CHECK(allocations_of(database.prepare(each.text), each.names) == 0);
  }
}

TEST_CASE("the count counts") {
  const reckon::Database database = shops();
  const std::uint64_t before = allocations.load();
  read(database.query("sum(sold)"));
  CHECK(allocations.load() > before);
}
