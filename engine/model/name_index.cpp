// Nearest names by edit distance over code points.
#include "engine/model/name_index.hpp"

#include <algorithm>

namespace reckon::engine {
namespace {

std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> points;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = lead;
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
      point = point << 8 | static_cast<unsigned char>(text[i + k]);
    points.push_back(point);
    i += length;
  }
  return points;
}

char32_t lower(char32_t c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }

std::size_t substitution(char32_t a, char32_t b) { return a == b ? 0 : lower(a) == lower(b) ? 1 : 2; }

}  // namespace

// Optimal string alignment (a swap of neighbours is one edit), in half edits.
std::size_t edit_distance(std::string_view first, std::string_view second) {
  const auto a = code_points(first.substr(0, 200));
  const auto b = code_points(second.substr(0, 200));
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = 2 * j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = 2 * i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 2, row[j - 1] + 2, last[j - 1] + substitution(a[i - 1], b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 2);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

void NearestNames::offer(std::string_view candidate, std::string_view shown) {
  const std::size_t length = std::max(code_points(wanted_).size(), code_points(candidate).size());
  const std::size_t distance = edit_distance(wanted_, candidate);
  const std::size_t tolerated = length <= 2 ? 2 : length <= 5 ? 4 : 6;
  if (distance > tolerated || distance >= 2 * length) return;
  const auto same = std::find_if(found_.begin(), found_.end(), [&](const Found& f) { return f.shown == shown; });
  if (same != found_.end()) {
    same->distance = std::min(same->distance, distance);
    return;
  }
  found_.push_back({distance, std::string(shown)});
}

std::string NearestNames::hint() const {
  auto sorted = found_;
  std::sort(sorted.begin(), sorted.end(), [](const Found& a, const Found& b) {
    return a.distance != b.distance ? a.distance < b.distance : a.shown < b.shown;
  });
  if (sorted.empty()) return {};
  // A clearly nearest name stands alone.
  while (sorted.size() > 3 || (sorted.size() > 1 && sorted.back().distance > sorted.front().distance + 2))
    sorted.pop_back();
  std::string text = "did you mean ";
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0) text += i + 1 == sorted.size() ? " or " : ", ";
    text += '"' + sorted[i].shown + '"';
  }
  return text + '?';
}

}  // namespace reckon::engine
