// Checks that the house keeps its floors: `floors ROOT` reads every C++ file below ROOT and fails on
// an include of what lies above, an include not written from the root, a library named outside its place,
// and binary floating point between a fact and an answer.
#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Floor {
  std::string_view folder;
  std::vector<std::string_view> may_include;
};

// The first entry whose folder holds a file is that file's floor.
const std::vector<Floor>& floors() {
  static const std::vector<Floor> all{
      {"engine/model", {"engine/model"}},
      {"engine/facts", {"engine/model", "engine/facts"}},
      {"engine/plan", {"engine/model", "engine/facts", "engine/plan"}},
      {"engine/exec", {"engine/model", "engine/facts", "engine/plan", "engine/exec"}},
      {"engine/storage", {"engine/model", "engine/facts", "engine/plan", "engine/storage"}},
      {"engine", {"engine"}},
      {"lang", {"engine", "lang"}},
      {"include", {"reckon"}},
      {"api", {"engine", "lang", "api", "reckon"}},
      {"cli", {"engine", "lang", "api", "cli", "reckon"}},
  };
  return all;
}

struct Reserved {
  std::string_view word;
  std::string_view folder;
};

// A word of a library, and the only folder where it may stand.
constexpr std::array reserved{
    Reserved{"tao/", "lang"},           Reserved{"pegtl", "lang"},           Reserved{"sqlite3", "engine/storage"},
    Reserved{"boost/", "engine/model"}, Reserved{"boost::", "engine/model"},
};

bool below(std::string_view file, std::string_view folder) {
  return file.size() > folder.size() && file.substr(0, folder.size()) == folder && file[folder.size()] == '/';
}

// The line without its comment and without what stands in quotes.
std::string code_of(std::string_view line) {
  std::string code;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      if (c == '\\')
        ++i;
      else if (c == quote)
        quote = 0;
    } else if (line.substr(i, 2) == "//") {
      break;
    } else if (c == '"') {
      quote = c;
    } else {
      code += c;
    }
  }
  return code;
}

bool has_word(std::string_view code, std::string_view word) {
  const auto is_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  for (auto at = code.find(word); at != std::string_view::npos; at = code.find(word, at + 1)) {
    const bool starts = at == 0 || !is_name(code[at - 1]);
    const bool ends = at + word.size() == code.size() || !is_name(code[at + word.size()]);
    if (starts && ends) return true;
  }
  return false;
}

// The path between the quotes or angles of an #include, with its opening character in front; empty for other lines.
std::string_view included(std::string_view line) {
  const auto start = line.find_first_not_of(" \t");
  if (start == std::string_view::npos || line.substr(start, 1) != "#") return {};
  const auto word = line.find("include", start);
  const auto open = line.find_first_of("\"<", start);
  if (word == std::string_view::npos || open == std::string_view::npos) return {};
  const auto close = line.find_first_of("\">", open + 1);
  return line.substr(open, close == std::string_view::npos ? close : close - open);
}

class Inspection {
 public:
  explicit Inspection(fs::path root) : root_(std::move(root)) {}

  void inspect(const std::string& file) {
    std::ifstream in(root_ / file);
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      const auto blame = [&](const std::string& what) {
        std::fprintf(stderr, "%s:%d: %s\n", file.c_str(), number, what.c_str());
        ++faults_;
      };
      if (const auto path = included(line); !path.empty()) inspect_include(file, path, blame);
      inspect_words(file, line, blame);
    }
    ++files_;
  }

  int faults() const { return faults_; }
  int files() const { return files_; }

 private:
  template <class Blame>
  void inspect_include(const std::string& file, std::string_view path, const Blame& blame) {
    if (path[0] != '"') return;
    path.remove_prefix(1);
    const auto floor = std::find_if(floors().begin(), floors().end(),
                                    [&](const Floor& candidate) { return below(file, candidate.folder); });
    if (floor == floors().end()) return;
    if (!fs::exists(root_ / path) && !fs::exists(root_ / "include" / path)) {
      blame("\"" + std::string(path) + "\" is not a path from the repository root");
      return;
    }
    const auto& allowed = floor->may_include;
    if (std::none_of(allowed.begin(), allowed.end(), [&](std::string_view folder) { return below(path, folder); })) {
      blame(std::string(floor->folder) + " must not include \"" + std::string(path) + "\"");
    }
  }

  template <class Blame>
  void inspect_words(const std::string& file, std::string_view line, const Blame& blame) {
    const bool is_include = !included(line).empty();
    const std::string code = is_include ? std::string(line) : code_of(line);
    for (const auto& [word, folder] : reserved) {
      if (code.find(word) != std::string::npos && !below(file, folder)) {
        blame(std::string(word) + " is named outside " + std::string(folder));
      }
    }
    if (!below(file, "engine") && !below(file, "lang")) return;
    for (const std::string_view word : {"double", "float"}) {
      if (has_word(code, word)) blame(std::string(word) + ": numbers are exact between a fact and an answer");
    }
  }

  fs::path root_;
  int faults_ = 0;
  int files_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: floors ROOT\n");
    return 2;
  }
  const fs::path root = argv[1];
  std::vector<std::string> files;
  for (const std::string_view folder : {"engine", "lang", "api", "cli", "include"}) {
    if (!fs::is_directory(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const auto ending = entry.path().extension();
      if (ending == ".cpp" || ending == ".hpp" || ending == ".h") {
        files.push_back(fs::relative(entry.path(), root).generic_string());
      }
    }
  }
  std::sort(files.begin(), files.end());
  Inspection inspection(root);
  for (const auto& file : files) inspection.inspect(file);
  std::printf("%d files, %d faults\n", inspection.files(), inspection.faults());
  return inspection.faults() == 0 && inspection.files() > 0 ? 0 : 1;
}
