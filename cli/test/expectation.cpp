// Finding and comparing expectations.
#include "cli/test/expectation.hpp"

#include <algorithm>
#include <sstream>

#include "lang/parse/scan.hpp"

namespace reckon::cli {
namespace {

constexpr std::string_view mark = "# =>";

std::string single_blanks(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (c != ' ' || (!result.empty() && result.back() != ' ')) result += c;
  while (!result.empty() && (result.back() == ' ' || result.back() == '\r')) result.pop_back();
  return result;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(single_blanks(line));
  return lines;
}

}  // namespace

std::vector<Expectation> expectations(const lang::Script& script) {
  const std::string& text = script.source->text;
  const char* begin = text.data();
  const char* end = begin + text.size();
  std::vector<Expectation> found;
  std::size_t line = 1, last_line = 0, next = 0;
  for (const char* at = begin; at != end;) {
    std::size_t size = 1;
    while (next < script.statements.size() &&
           script.statements[next]->span.begin <= static_cast<std::size_t>(at - begin))
      ++next;
    if (*at == '\n') {
      ++line;
    } else if (*at == '#') {
      size = lang::scan::comment(at, end);
      const std::string_view comment(at, size);
      if (comment.substr(0, mark.size()) == mark && next > 0) {
        const std::uint32_t statement = script.statements[next - 1]->span.begin;
        if (found.empty() || found.back().statement != statement || last_line + 1 != line)
          found.push_back({statement, line, {}});
        found.back().lines.push_back(single_blanks(comment.substr(mark.size())));
        last_line = line;
      }
    } else if (const std::size_t quoted = lang::scan::quoted(at, end)) {
      size = quoted;
    }
    at += size;
  }
  return found;
}

bool agrees(const Expectation& expected, const std::string& text) {
  const std::vector<std::string> lines = lines_of(text);
  const bool of_error = expected.lines.front().rfind("error:", 0) == 0;
  if (of_error && !lines.empty()) return lines.front().rfind(expected.lines.front(), 0) == 0;
  if (lines.size() < expected.lines.size() || !std::equal(expected.lines.begin(), expected.lines.end(), lines.begin()))
    return false;
  return std::all_of(lines.begin() + static_cast<std::ptrdiff_t>(expected.lines.size()), lines.end(),
                     [](const std::string& line) { return line.rfind("note: ", 0) == 0; });
}

}  // namespace reckon::cli
