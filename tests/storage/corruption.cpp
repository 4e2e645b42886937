// Each trial damages the bytes of one good file anew.
#include "tests/storage/corruption.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "engine/model/error.hpp"
#include "lang/dump/dump.hpp"
#include "reckon/reckon.hpp"

namespace reckon::storage_test {
namespace {

constexpr const char* script = R"rk(
unit chip
unit kchip = 1000 chip
source omdia "Omdia" on 2024-12-18
dimension region { US, CN 中国 }
dimension org -> region { Microsoft 微软 -> US, Tencent -> CN }
dimension team
measure bought(org, year) : chip flow in 0.. under prefer(omdia)
measure held(team, month) : 1 stock
relation supplies(provider: org, user: org)
fact bought(Microsoft, 2024) = 1/3..485k best 400k from omdia as estimate note "a note" ci 90%
fact bought(Tencent, 2024) = 0.125.. from omdia
fact bought(Tencent, 2023) = unknown
fact held(night, 2024M11) = ~7
retract bought(Tencent, 2024) from omdia
facts supplies { (Microsoft, Tencent) }
let total(m) = sum(m over org)
rule bought(org, year) = bought[year - 1] * 2 where year in 2025..2025
)rk";

std::string damaged(std::string bytes, std::mt19937& random) {
  const auto below = [&](std::size_t bound) {
    return static_cast<std::size_t>(random()) % std::max<std::size_t>(bound, 1);
  };
  switch (below(8)) {
    case 0: bytes.resize(below(bytes.size())); break;
    case 1:
      std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(below(bytes.size() / 4096) * 4096), 4096, '\0');
      break;
    case 2: {
      const std::size_t from = below(bytes.size() / 4096) * 4096, to = below(bytes.size() / 4096) * 4096;
      bytes.replace(to, 4096, bytes.substr(from, 4096));
      break;
    }
    default:
      for (std::size_t i = 0, count = 1 + below(20); i < count; ++i)
        bytes[below(3) == 0 ? below(200) : below(bytes.size())] = static_cast<char>(random());
  }
  return bytes;
}

}  // namespace

bool damage_files(const std::filesystem::path& folder, int trials, unsigned seed) {
  const std::string good = (folder / "good.reckon").string(), bad = (folder / "bad.reckon").string();
  Database::open(good).run(script);
  std::ifstream file(good, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::mt19937 random(seed);
  int opened = 0, refused = 0;
  for (int trial = 0; trial < trials; ++trial) {
    for (const char* ending : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(bad + ending);
    const std::string text = damaged(bytes, random);
    std::ofstream(bad, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
    try {
      Database db = Database::open(bad);
      ++opened;
      db.query("sum(bought by region, year)");
      db.run("fact held(day, 2024M12) = 1");
    } catch (const Error&) { ++refused; }
    try {
      lang::dump(bad, [](std::string_view) {});
    } catch (const engine::Error&) {}
  }
  std::printf("%d damaged files, %d of them opened, %d errors\n", trials, opened, refused);
  return opened > 0 && refused > trials / 4;
}

}  // namespace reckon::storage_test
