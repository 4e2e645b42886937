// Files and lines for the golden tests.
#include "tests/runner/text.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace reckon::runner {

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::create_directories(std::filesystem::absolute(file).parent_path());
  std::ofstream out(file, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream in{std::string(text)};
  return {std::istream_iterator<std::string>(in), {}};
}

bool same(std::string_view what, std::string_view expected, std::string_view actual) {
  if (expected == actual) return true;
  const auto before = lines_of(expected);
  const auto after = lines_of(actual);
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;

  std::printf("%.*s differs from line %zu (- expected, + printed):\n", static_cast<int>(what.size()), what.data(),
              head + 1);
  for (std::size_t i = head - std::min<std::size_t>(head, 3); i < head; ++i) std::printf("  %s\n", before[i].c_str());
  for (std::size_t i = head; i < before.size() - tail; ++i) std::printf("- %s\n", before[i].c_str());
  for (std::size_t i = head; i < after.size() - tail; ++i) std::printf("+ %s\n", after[i].c_str());
  if (before == after) std::printf("(only the newline at the very end differs)\n");
  return false;
}

bool recording() {
  const char* asked = std::getenv("RECKON_RECORD");
  return asked != nullptr && std::string_view(asked) == "1";
}

}  // namespace reckon::runner
