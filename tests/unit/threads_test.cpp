// Readers beside one writer. Run with a thread sanitizer (the preset tsan) this shows races; without one, wrong answers.
#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "reckon/reckon.hpp"
#include "tests/catch.hpp"

namespace {

constexpr int facts = 150;

// Facts of both measures are written in one run each, so that every snapshot has as many of one as of the other.
void write_facts(reckon::Database& db) {
  for (int i = 0; i < facts; ++i) {
    const std::string member = "m" + std::to_string(i);
    db.run("fact a(" + member + ") = 1..2\nfact b(" + member + ") = 1");
  }
}

reckon::Database database() {
  reckon::Database db;
  db.run("dimension d\nmeasure a(d) : 1 flow\nmeasure b(d) : 1 flow\nmeasure both(d) : 1 flow\nrule both(d) = a + b\nlet pair(x) = x + x");
  return db;
}

}  // namespace

TEST_CASE("readers see whole runs, and never wait for what they have prepared") {
  reckon::Database db = database();
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  std::vector<std::thread> readers;
  for (int t = 0; t < 4; ++t)
    readers.emplace_back([&, t] {
      reckon::Number last(0);
      while (!done) {
        const reckon::Snapshot snapshot = db.snapshot();
        const reckon::Answer a = snapshot.query("count(a)"), b = snapshot.query("count(b)");
        if (a[0].low() != b[0].low() || a[0].low() < last) ++wrong;
        last = a[0].low();
        if (t % 2 == 0 && snapshot.query("count(both)")[0].low() != last) ++wrong;
        if (t % 2 == 1) {
          const auto query = snapshot.prepare("sum(pair(a) where d != $but)");
          // With the one fact of m0 nothing is left to sum.
          if (last > reckon::Number(1) && !(query.run({{"but", "m0"}})[0].low() == (last - reckon::Number(1)) * reckon::Number(2))) ++wrong;
        }
      }
    });
  write_facts(db);
  done = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(wrong == 0);
  CHECK(db.query("count(a)")[0].low() == facts);
}

TEST_CASE("queries go on while files are loaded, and see all of a load or none") {
  constexpr int loads = 12, rows = 3000;
  std::string csv = "org,year,v\n";
  for (int i = 0; i < rows; ++i) csv += "o" + std::to_string(i % 50) + ',' + std::to_string(2000 + i % 20) + ",0.5\n";
  const auto facts_of = [](const std::string& run) {
    std::string text = "run,org,year,v\n";
    for (int i = 0; i < 100; ++i) text += run + ",o" + std::to_string(i % 50) + ',' + std::to_string(2000 + i % 20) + ",2\n";
    return text;
  };
  reckon::Database db([&](const std::string& path, const std::string&) {
    return std::optional<reckon::File>(path == "rows.csv" ? csv : facts_of(path));
  });
  // The k-th run loads its rows as records and some as facts, and says that it was there.
  db.run("source survey\nunit EUR\ndimension org\ndimension run\nmeasure stated(run, org, year) : EUR\nmeasure runs(run) : 1 flow");
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0}, answers{0};
  std::vector<std::thread> readers;
  for (int t = 0; t < 3; ++t)
    readers.emplace_back([&] {
      while (!done) {
        const reckon::Snapshot snapshot = db.snapshot();
        const auto number = [&](const std::string& query) { return snapshot.query(query)[0].low(); };
        const int known = static_cast<int>(std::stoi(number("count(runs)").text()));
        for (int k = 0; k < loads; ++k) {
          const std::string name = "r" + std::to_string(k);
          bool found = true;
          try {
            if (number("count(" + name + ")") != rows || number("sum(v" + std::to_string(k) + ")") != rows / 2) ++wrong;
            if (number("sum(v" + std::to_string(k) + " where org = o7)") != rows / 100) ++wrong;
          } catch (const reckon::Error&) { found = false; }
          if (found != (k < known)) ++wrong;
        }
        if (known > 0 && number("count(stated)") != known * 100) ++wrong;
        ++answers;
      }
    });
  for (int k = 0; k < loads; ++k) {
    const std::string number = std::to_string(k);
    db.run("load \"rows.csv\" as records r" + number + "(org, year) { v" + number + " = v : EUR }\n" +
           "load \"k" + number + "\" as stated(run, org, year) value v from survey\nfact runs(k" + number + ") = 1");
  }
  while (answers < 3) std::this_thread::yield();
  done = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(wrong == 0);
  CHECK(db.query("sum(v11)")[0].low() == rows / 2);
}

TEST_CASE("one prepared query runs in many threads, each with its own values") {
  reckon::Database db = database();
  write_facts(db);
  const reckon::Query query = db.prepare("sum(both where d in ($one, $other)) * $factor");
  std::atomic<int> wrong{0};
  std::vector<std::thread> readers;
  for (int t = 1; t <= 4; ++t)
    readers.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        const reckon::Answer answer = query.run({{"one", "m1"}, {"other", "m2"}, {"factor", t}});
        if (answer[0].low() != reckon::Number(4 * t) || answer[0].high() != reckon::Number(6 * t) || !answer.notes().empty()) ++wrong;
      }
    });
  for (std::thread& reader : readers) reader.join();
  CHECK(wrong == 0);
}

TEST_CASE("several writers take turns") {
  reckon::Database db = database();
  std::vector<std::thread> writers;
  for (int t = 0; t < 3; ++t)
    writers.emplace_back([&, t] {
      for (int i = 0; i < 40; ++i) db.run("fact a(w" + std::to_string(t) + "_" + std::to_string(i) + ") = 1");
    });
  for (std::thread& writer : writers) writer.join();
  CHECK(db.query("sum(a)")[0].low() == 120);
}

TEST_CASE("answers outlive the database, in any thread") {
  std::vector<std::thread> readers;
  {
    reckon::Database db = database();
    write_facts(db);
    auto answer = std::make_shared<const reckon::Answer>(db.query("both"));
    for (int t = 0; t < 3; ++t)
      readers.emplace_back([answer] {
        for (const reckon::Row row : *answer)
          if (row.low() != 2 || row["d"].empty()) std::abort();
        (void)answer->notes();
      });
  }
  for (std::thread& reader : readers) reader.join();
}
