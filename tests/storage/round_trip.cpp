// Random programs kept in a file: opened again they answer as in memory, and the script that `dump` writes of them
// rebuilds them exactly: it answers the same, and its own dump is the same text.
//   storage_round_trip PROGRAMS SEED
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "lang/dump/dump.hpp"
#include "lang/session.hpp"
#include "reckon/reckon.hpp"
#include "tests/model/generate.hpp"

namespace {

namespace fs = std::filesystem;

// What the generator does not make: names that need quotes, aliases, members without parents, retractions between
// facts, definitions made twice, values of every form.
constexpr const char* oddities = R"rk(
unit W "watts"
unit third = 1/3 * 1 W
unit kWh = 3_600_000 W*W
source "a source" "with ""quotes""" on 2024-05-06
dimension sector
dimension "the region" "where" { "North-East" "NE of it" NE 东北, Süd }
dimension firm ordered -> ("the region", sector) { A -> (Süd, tech), "B & C" -> (NE, food), D }
dimension city -> year { Rome -> "2020" }
dimension quiet
dimension plant -> firm
measure power(plant: firm, "in": "the region", quarter) : W/third rate in -5..1e30 under prefer("a source") "power"
measure constant : 1 flow
measure many(day, firm) : 1 stock
relation owns(owner: firm, owned: firm) "who owns whom"
fact constant = 1/3..1/2 best 2/5 ci 95%
fact power("B & C", NE, 2024Q3) = -1/7.. from "a source" as rumour note "a ""note"""
fact power(A, Süd, 0999Q1) = ~0 on 2023-01-02
set about = 1/7
fact power(A, Süd, 2024Q1) = ~-3.5
fact power(A, Süd, 2024Q2) = ~14 best 13
fact many(2024-02-29, D) = 123456789012345678901234567890.125
fact many(2024-02-28, D) = ..0.000000000000000000000000001
fact many(2024-02-28, D) = unknown from "a source" note "none"
retract many(2024-02-29, D)
fact many(2024-02-29, D) = 4
retract many(2024-02-28, D) from "a source" on 2025-01-01
facts owns { (A, D), (D, "B & C") }
dimension sector { retail, tech "technology" it }
dimension city { Paris "the city" Lutetia -> "2021" }
dimension firm -> sector { D -> retail }
let twice(m) = m + m "two of it" example "twice(constant)"
rule as chain owns(x, y) if owns(x, z) and
  owns(z, y)
let base = ~7
default many(day, firm) = base where day in 2024-02-27..2024-03-01
set about = 5%
let base = ~8
)rk";
const std::string odd_questions[] = {"constant",
                                     "power",
                                     "many",
                                     "owns",
                                     "max(many by firm, day)",
                                     "power by source",
                                     "twice(constant)",
                                     "base",
                                     "max(power by \"in\", quarter)",
                                     "count(many by sector)",
                                     "many as of 2024-12-31",
                                     "power where \"in\" = 东北",
                                     "max(power by source, plant)",
                                     "1 kWh to third*third",
                                     "count(owns by owner)"};

std::string answer(const reckon::Database& db, const std::string& question) {
  try {
    const reckon::Answer found = db.query(question);
    std::string text;
    for (const reckon::Row row : found) {
      for (const std::string& dimension : found.dimensions()) text += row[dimension] + '|';
      for (std::size_t column = 0; column < found.columns(); ++column)
        text += row.low(column) + ".." + row.high(column) + ' ' + row.best(column).value_or("-") + ' ' +
                row.unit(column) + row.truth(column) + row.missing(column) + '|';
      text += row.maybe() ? "maybe\n" : "\n";
    }
    for (const std::string& note : found.notes()) text += note + '\n';
    return text;
  } catch (const reckon::Error& error) { return error.what(); }
}

std::string dumped(const std::string& file) {
  std::string text;
  reckon::lang::dump(file, [&](std::string_view piece) { text += piece; });
  return text;
}

void write(const std::string& name, const std::string& text) {
  if (std::FILE* file = std::fopen(name.c_str(), "w")) {
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);
  }
}

// Settings hold for a run; a file keeps what is declared and stated.
std::string settings_of(const std::string& script) {
  std::string settings;
  for (std::size_t at = script.find("set "); at != std::string::npos; at = script.find("set ", at + 1)) {
    if (at != 0 && script[at - 1] != '\n') continue;
    settings += script.substr(at, script.find('\n', at) - at) + '\n';
  }
  return settings;
}

class RoundTrip {
 public:
  explicit RoundTrip(fs::path folder) : folder_(std::move(folder)) {}

  // False where the script is refused.
  bool open(const std::string& script) {
    for (const auto& entry : fs::directory_iterator(folder_)) fs::remove(entry);
    memory_ = std::make_unique<reckon::Database>();
    try {
      memory_->run(script);
    } catch (const reckon::Error& error) {
      refusal_ = error.what();
      return false;
    }
    try {
      reckon::Database::open(file("kept")).run(script);
      const std::string text = dumped(file("kept"));
      write(file("text"), text);
      reckon::Database::open(file("again")).run(text);
      const std::string second = dumped(file("again"));
      if (second != text) complain("the dump of the rebuilt database is another:\n" + second + "\n-- and was\n" + text);
      kept_ = std::make_unique<reckon::Database>(reckon::Database::open(file("kept")));
      again_ = std::make_unique<reckon::Database>(reckon::Database::open(file("again")));
      kept_->run(settings_of(script));
      again_->run(settings_of(script));
    } catch (const std::exception& error) {
      complain(std::string("an error: ") + error.what() + "\nin\n" + script + "\n-- dumped\n" + dumped(file("kept")));
    }
    return true;
  }

  void ask(const std::string& question) {
    const std::string wanted = answer(*memory_, question);
    for (const auto* database : {kept_.get(), again_.get()})
      if (const std::string found = answer(*database, question); found != wanted)
        complain(question + (database == kept_.get() ? " of the file" : " of what the dump rebuilt") + " gives\n" +
                 found + "and not\n" + wanted + "\n-- dumped\n" + dumped(file("kept")));
  }

  const std::string& refusal() const { return refusal_; }

 private:
  std::string file(const char* name) const { return (folder_ / name).string(); }
  [[noreturn]] static void complain(const std::string& what) {
    std::fprintf(stderr, "%s\n", what.c_str());
    std::exit(1);
  }

  fs::path folder_;
  std::unique_ptr<reckon::Database> memory_, kept_, again_;
  std::string refusal_;
};

}  // namespace

int main(int argc, char** argv) {
  const int programs = argc > 1 ? std::atoi(argv[1]) : 150;
  const int seed = argc > 2 ? std::atoi(argv[2]) : 1;
  const fs::path folder = fs::temp_directory_path() / ("reckon-round-trip-" + std::to_string(::getpid()));
  fs::create_directory(folder);
  RoundTrip trip(folder);
  if (!trip.open(oddities)) {
    std::fprintf(stderr, "refused: %s\n", trip.refusal().c_str());
    return 1;
  }
  for (const std::string& question : odd_questions) trip.ask(question);
  int refused = 0, questions = 0;
  for (int i = 0; i < programs; ++i) {
    reckon::model::Generator generator(static_cast<std::uint64_t>(seed + i));
    const reckon::model::Program program = generator.program(0);
    if (!trip.open(program.script())) {
      ++refused;
      continue;
    }
    for (int query = 0; query < 8; ++query, ++questions) trip.ask(generator.query().text);
  }
  fs::remove_all(folder);
  std::printf("%d programs, %d questions, %d refused\n", programs - refused, questions, refused);
  return refused * 5 > programs ? 1 : 0;
}
