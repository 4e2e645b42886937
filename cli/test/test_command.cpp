// One script after another, each in a session of its own.
#include "cli/test/test_command.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>

#include "api/text.hpp"
#include "cli/files.hpp"
#include "cli/options.hpp"
#include "cli/script_files.hpp"
#include "cli/test/coverage.hpp"
#include "cli/test/expectation.hpp"
#include "cli/test/report.hpp"
#include "lang/parse/parse.hpp"
#include "lang/session.hpp"

namespace reckon::cli {
namespace {

using What = lang::Outcome::What;

// What one statement of the file had to say.
struct Said {
  std::string text;
  std::string query;
  bool is_error = false;
};

class ScriptTest {
 public:
  ScriptTest(const std::string& path, bool strict, Coverage& coverage) : strict_(strict), coverage_(coverage) {
    file_.name = path;
    lang::FileText text = path == "-" ? read_standard_input() : read_file(path, {});
    if (!text.error.empty()) {
      fail("the file", 0, "cannot read it: " + text.error);
      return;
    }
    source_ = std::make_shared<const lang::SourceText>(lang::SourceText{text.name, std::move(text.text)});
    try {
      const auto script = lang::parse_script(source_);
      expected_ = expectations(*script);
      for (const lang::Statement* statement : script->statements) begins_.push_back(statement->span.begin);
      run();
    } catch (const lang::Failure& failure) {
      for (const lang::Diagnostic& found : failure.diagnostics) fail("the text", line_of(found), lang::render(found));
    }
  }

  TestFile take() { return std::move(file_); }

 private:
  void fail(std::string name, std::size_t line, std::string failure) {
    file_.cases.push_back({TestCase::What::error, std::move(name), line, std::move(failure)});
  }

  std::size_t line_of(const lang::Diagnostic& found) const {
    return found.source == source_ ? lang::line_column(*source_, found.span.begin).line : 0;
  }

  void run() {
    lang::Session session(read_file, find_file);
    session.run(source_, [this](const lang::Outcome& outcome) { take(outcome); });
    coverage_.add_program(session.environment().store.program());
    for (const Expectation& each : expected_) compare(each);
    std::stable_sort(file_.cases.begin(), file_.cases.end(),
                     [](const TestCase& a, const TestCase& b) { return a.line < b.line; });
  }

  void take(const lang::Outcome& outcome) {
    if (outcome.answer) coverage_.add_answer(*outcome.answer);
    if (outcome.what == What::error) return errors(outcome);
    if (outcome.what == What::note || outcome.source == nullptr) return;
    const bool is_own = outcome.source == source_ || outcome.source->name == source_->name;
    if (outcome.what == What::check) check(outcome, is_own);
    if (!is_own) return;
    Said& said = said_[outcome.span.begin];
    said.query = outcome.query;
    if (outcome.what == What::answer) said.text = text({*outcome.answer, outcome.query, outcome.columns}, {});
    if (outcome.what == What::check) said.text = std::string(engine::readable(outcome.verdict)) + '\n';
  }

  // An error that is expected is told by its comment; others fail the file.
  void errors(const lang::Outcome& outcome) {
    for (const lang::Diagnostic& found : outcome.diagnostics) {
      const Expectation* about = found.source == source_ ? expectation_at(found.span.begin) : nullptr;
      if (about == nullptr || about->lines.front().rfind("error:", 0) != 0) {
        fail("an error", line_of(found), lang::render(found));
        continue;
      }
      said_[about->statement] = {"error: " + found.message + '\n', {}, true};
    }
  }

  // Of the statement that holds this place; null where nothing is expected of it.
  const Expectation* expectation_at(std::uint32_t place) const {
    const auto after = std::upper_bound(begins_.begin(), begins_.end(), place);
    if (after == begins_.begin()) return nullptr;
    const auto found = std::find_if(expected_.begin(), expected_.end(),
                                    [&](const Expectation& each) { return each.statement == *(after - 1); });
    return found == expected_.end() ? nullptr : &*found;
  }

  void check(const lang::Outcome& outcome, bool is_own) {
    const std::size_t line = is_own ? lang::line_column(*source_, outcome.span.begin).line : 0;
    TestCase found{TestCase::What::check, outcome.message.empty() ? outcome.query : outcome.message, line, {}};
    const bool fails = outcome.verdict == engine::Truth::no || (strict_ && outcome.verdict == engine::Truth::maybe);
    const Expectation* about = is_own ? expectation_at(outcome.span.begin) : nullptr;
    if (fails && about == nullptr) {
      found.failure = "the check is " + std::string(engine::readable(outcome.verdict));
      for (const lang::Diagnostic& diagnostic : outcome.diagnostics)
        if (!diagnostic.hint.empty()) found.failure += ": " + diagnostic.hint;
    }
    file_.cases.push_back(std::move(found));
  }

  void compare(const Expectation& expected) {
    const auto found = said_.find(expected.statement);
    if (found == said_.end()) return fail("an answer", expected.line, "no answer was given here");
    std::string failure;
    if (!agrees(expected, found->second.text)) {
      for (const std::string& line : expected.lines) failure += "- " + line + '\n';
      std::string text = found->second.text;
      for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
        failure += "+ " + text.substr(at, text.find('\n', at) - at) + '\n';
    }
    const std::string& name = found->second.query.empty() ? expected.lines.front() : found->second.query;
    file_.cases.push_back({TestCase::What::answer, name, expected.line, failure});
  }

  bool strict_;
  Coverage& coverage_;
  TestFile file_;
  std::shared_ptr<const lang::SourceText> source_;
  std::vector<Expectation> expected_;
  std::vector<std::uint32_t> begins_;   // of the file's statements
  std::map<std::uint32_t, Said> said_;  // by where the statement begins
};

}  // namespace

int test_scripts(int argc, char** argv) {
  const auto read = read_test_options(argc, argv);
  if (const int* status = std::get_if<int>(&read)) return *status;
  const auto& options = std::get<TestOptions>(read);
  Coverage coverage;
  std::vector<TestFile> files;
  for (const std::string& path : script_files(options.paths))
    files.push_back(ScriptTest(path, options.strict, coverage).take());
  std::fputs((test_report(files) + coverage.text()).c_str(), stdout);
  std::fflush(stdout);
  const bool good = std::all_of(files.begin(), files.end(), [](const TestFile& file) { return file.failures() == 0; });
  if (options.junit.empty()) return good ? 0 : 1;
  std::ofstream out(options.junit, std::ios::binary | std::ios::trunc);
  out << junit_report(files);
  out.close();
  if (!out) std::fprintf(stderr, "error: cannot write %s\n", options.junit.c_str());
  return good && out ? 0 : 1;
}

}  // namespace reckon::cli
