// Formatting files in place.
#include "cli/format_command.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "cli/files.hpp"
#include "cli/options.hpp"
#include "cli/script_files.hpp"
#include "lang/diagnostics/diagnostic.hpp"
#include "lang/format/format.hpp"

namespace reckon::cli {
namespace {

// The new text replaces the old one whole, or not at all.
bool replace(const std::string& path, const std::string& text) {
  const std::string beside = path + ".reckon-fmt";
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  std::error_code failure;
  if (out) std::filesystem::permissions(beside, std::filesystem::status(path).permissions(), failure);
  if (out) std::filesystem::rename(beside, path, failure);
  if (out && !failure) return true;
  std::filesystem::remove(beside, failure);
  return false;
}

// False where something is to be said of the file.
bool format_file(const std::string& path, bool check) {
  lang::FileText file = path == "-" ? read_standard_input() : read_file(path, {});
  if (!file.error.empty()) {
    std::fprintf(stderr, "error: cannot read %s: %s\n", file.name.c_str(), file.error.c_str());
    return false;
  }
  const auto source = std::make_shared<const lang::SourceText>(lang::SourceText{file.name, std::move(file.text)});
  std::string text;
  try {
    text = lang::format_script(source);
  } catch (const lang::Failure& failure) {
    for (const lang::Diagnostic& found : failure.diagnostics) std::fputs(lang::render(found).c_str(), stderr);
    return false;
  }
  if (path == "-" && !check) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return true;
  }
  if (text == source->text) return true;
  if (!check && !replace(path, text)) {
    std::fprintf(stderr, "error: cannot write %s\n", path.c_str());
    return false;
  }
  std::printf("%s\n", file.name.c_str());
  return !check;
}

}  // namespace

int format_scripts(int argc, char** argv) {
  const auto read = read_format_options(argc, argv);
  if (const int* status = std::get_if<int>(&read)) return *status;
  const auto& options = std::get<FormatOptions>(read);
  bool good = true;
  for (const std::string& path : script_files(options.paths)) good = format_file(path, options.check) && good;
  return good ? 0 : 1;
}

}  // namespace reckon::cli
