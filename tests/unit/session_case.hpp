// A session that reads files, and all that it says.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lang/session.hpp"

namespace reckon::test {

class SessionCase {
 public:
  SessionCase() : session_(read) {}

  // False where something went wrong; what was said is in outcomes().
  bool run(std::string text, std::string name = "test.rk") {
    outcomes_.clear();
    return session_.run(std::make_shared<lang::SourceText>(lang::SourceText{std::move(name), std::move(text)}),
                        [&](const lang::Outcome& outcome) { outcomes_.push_back(outcome); });
  }
  bool run_file(const std::filesystem::path& file) {
    lang::FileText text = read(file.string(), {});
    return text.error.empty() && run(std::move(text.text), std::move(text.name));
  }

  const std::vector<lang::Outcome>& outcomes() const { return outcomes_; }
  const lang::Environment& environment() const { return session_.environment(); }

  // The ids of what was wrong, in order.
  std::vector<std::string> problems() const {
    std::vector<std::string> ids;
    for (const lang::Outcome& outcome : outcomes_)
      if (outcome.what == lang::Outcome::What::error)
        for (const lang::Diagnostic& found : outcome.diagnostics) ids.emplace_back(found.id);
    return ids;
  }
  // The same in words, for a test that fails.
  std::string complaints() const {
    std::string text;
    for (const lang::Outcome& outcome : outcomes_)
      if (outcome.what == lang::Outcome::What::error)
        for (const lang::Diagnostic& found : outcome.diagnostics) text += render(found);
    return text;
  }

 private:
  static lang::FileText read(const std::string& path, const std::string& from) {
    const auto file = std::filesystem::weakly_canonical(std::filesystem::path(from).parent_path() / path);
    std::ifstream in(file, std::ios::binary);
    if (!in) return {file.string(), {}, "there is no such file"};
    return {file.string(), {std::istreambuf_iterator<char>(in), {}}, {}};
  }

  lang::Session session_;
  std::vector<lang::Outcome> outcomes_;
};

inline const std::filesystem::path example_folder = std::filesystem::path(RECKON_TEST_DIR) / ".." / "examples";

}  // namespace reckon::test
