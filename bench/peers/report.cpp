// One object a line, so that differences between runs read well.
#include "bench/peers/report.hpp"

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

namespace bench {
namespace {

std::string object(const Comparison& c) {
  const auto number = [](double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.6g", value);
    return std::string(text);
  };
  return "{\"name\": " + nlohmann::json(c.name).dump() + ", \"peer\": " + nlohmann::json(c.peer).dump() +
         ", \"reckon_ms\": " + number(c.reckon_ms) + ", \"peer_ms\": " + number(c.peer_ms) +
         ", \"ratio\": " + number(c.peer_ms / c.reckon_ms) + '}';
}

}  // namespace

bool write_comparisons(const std::string& path, const std::string& prefix, const std::vector<Comparison>& made) {
  std::vector<Comparison> all;
  if (std::ifstream before(path); before) {
    const auto known = nlohmann::json::parse(before, nullptr, false);
    if (known.is_array())
      for (const auto& entry : known) {
        const std::string name = entry.value("name", "");
        if (!name.starts_with(prefix))
          all.push_back({name, entry.value("peer", ""), entry.value("reckon_ms", 0.0), entry.value("peer_ms", 0.0)});
      }
  }
  all.insert(all.end(), made.begin(), made.end());
  std::ofstream file(path);
  file << "[\n";
  for (std::size_t i = 0; i < all.size(); ++i) file << object(all[i]) << (i + 1 < all.size() ? ",\n" : "\n");
  file << "]\n";
  return file.good();
}

}  // namespace bench
