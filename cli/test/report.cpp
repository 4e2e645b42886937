// Writing reports.
#include "cli/test/report.hpp"

#include <algorithm>

#include "api/xml_text.hpp"

namespace reckon::cli {
namespace {

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

std::size_t count_of(const TestFile& file, TestCase::What what) {
  return static_cast<std::size_t>(
      std::count_if(file.cases.begin(), file.cases.end(), [&](const TestCase& each) { return each.what == what; }));
}

std::string indented(const std::string& text) {
  std::string result = "    ";
  for (std::size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (text[i] == '\n' && i + 1 < text.size()) result += "    ";
  }
  return result.back() == '\n' ? result : result + '\n';
}

}  // namespace

std::size_t TestFile::failures() const {
  return static_cast<std::size_t>(
      std::count_if(cases.begin(), cases.end(), [](const TestCase& each) { return !each.failure.empty(); }));
}

std::string test_report(const std::vector<TestFile>& files) {
  std::string text;
  std::size_t checks = 0, answers = 0, failures = 0;
  for (const TestFile& file : files) {
    const std::size_t file_checks = count_of(file, TestCase::What::check),
                      file_answers = count_of(file, TestCase::What::answer);
    const std::size_t file_failures = file.failures();
    checks += file_checks;
    answers += file_answers;
    failures += file_failures;
    text += (file_failures == 0 ? "ok    " : "FAIL  ") + file.name + "  " + counted(file_checks, "check") + ", " +
            counted(file_answers, "answer") + '\n';
    for (const TestCase& each : file.cases)
      if (!each.failure.empty())
        text += "  " + file.name + ':' + std::to_string(each.line) + "  " + each.name + '\n' + indented(each.failure);
  }
  text += counted(files.size(), "file") + ", " + counted(checks, "check") + ", " + counted(answers, "answer") + ": " +
          (failures == 0 ? "all hold" : counted(failures, "failure")) + '\n';
  return text;
}

std::string junit_report(const std::vector<TestFile>& files) {
  std::size_t all = 0, failures = 0;
  std::string suites;
  for (const TestFile& file : files) {
    all += file.cases.size();
    failures += file.failures();
    suites += "  <testsuite name=\"" + xml_text(file.name) + "\" tests=\"" + std::to_string(file.cases.size()) +
              "\" failures=\"" + std::to_string(file.failures()) + "\">\n";
    for (const TestCase& each : file.cases) {
      suites += "    <testcase classname=\"" + xml_text(file.name) + "\" name=\"" + std::to_string(each.line) + ": " +
                xml_text(each.name) + '"';
      suites += each.failure.empty() ? "/>\n" : "><failure message=\"" + xml_text(each.failure) + "\"/></testcase>\n";
    }
    suites += "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"" + std::to_string(all) + "\" failures=\"" +
         std::to_string(failures) + "\">\n" + suites + "</testsuites>\n";
}

}  // namespace reckon::cli
