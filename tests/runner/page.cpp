// A test of one page. What a block prints is what the script up to and including it prints beyond what the script
// before it printed; so blocks need no marks of their own.
#include "tests/runner/page.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <vector>

#include "tests/runner/process.hpp"
#include "tests/runner/text.hpp"

namespace reckon::runner {
namespace {

struct Block {
  std::string word;       // what follows the opening fence
  std::size_t first = 0;  // its lines of text, first to last (exclusive)
  std::size_t last = 0;
};

constexpr std::string_view fence = "```";
constexpr std::string_view hidden_opening = "<!-- reckon: ";
constexpr std::string_view hidden_closing = " -->";

class Page {
 public:
  Page(std::string program, const std::filesystem::path& file, const std::filesystem::path& root)
      : program_(std::move(program)), file_(file), root_(root), lines_(lines_of(read_file(file))) {}

  bool check() {
    for (std::size_t at = 0; at < lines_.size(); ++at) {
      const std::string line = lines_[at];
      if (line.rfind(hidden_opening, 0) == 0) {
        const auto end = line.find(hidden_closing);
        script_ += line.substr(hidden_opening.size(), end - hidden_opening.size()) + "\n";
        printed_ = ask(script_).output;
      } else if (line.rfind(fence, 0) == 0) {
        at = check_block(block_at(at));
      }
    }
    if (recording() && good_) write_file(file_, joined(0, lines_.size()));
    return good_;
  }

 private:
  Block block_at(std::size_t opening) const {
    Block block{lines_[opening].substr(fence.size()), opening + 1, opening + 1};
    while (block.last < lines_.size() && lines_[block.last].rfind(fence, 0) != 0) ++block.last;
    return block;
  }

  std::string joined(std::size_t first, std::size_t last) const {
    std::string text;
    for (std::size_t i = first; i < last; ++i) text += lines_[i] + "\n";
    return text;
  }

  Outcome ask(const std::string& script) const { return run({{program_, "-"}, root_.string(), script, false}); }

  // Checks the block and gives the line of its closing fence, or of that of the text block that belongs to it.
  std::size_t check_block(const Block& block) {
    if (block.word == "reckon") return check_reckon(block, false);
    if (block.word == "reckon error") return check_reckon(block, true);
    if (block.word == "console") return check_console(block);
    return block.last;
  }

  std::size_t check_reckon(const Block& block, bool must_fail) {
    const std::string longer = script_ + joined(block.first, block.last);
    const Outcome outcome = ask(longer);
    std::string shown = outcome.output;
    if (shown.rfind(printed_, 0) == 0) shown.erase(0, printed_.size());
    if (outcome.timed_out || (outcome.status == 0) == must_fail || outcome.status > 1) {
      std::printf("%s:%zu: exit status %d; the block printed\n%s", file_.c_str(), block.first, outcome.status,
                  shown.c_str());
      good_ = false;
    } else if (!must_fail) {
      script_ = longer;
      printed_ = outcome.output;
    }
    const std::size_t next = block.last + 1;
    if (next >= lines_.size() || lines_[next] != "```text") return block.last;
    return compare(block_at(next), shown);
  }

  std::size_t check_console(const Block& block) {
    std::string shown;
    for (std::size_t i = block.first; i < block.last; ++i) {
      if (lines_[i].rfind("$ ", 0) != 0) continue;
      const auto folder = std::filesystem::path(program_).parent_path().string();
      const std::string command = "PATH=\"" + folder + ":$PATH\"; " + lines_[i].substr(2);
      shown += lines_[i] + "\n" + run({{"/bin/sh", "-c", command}, root_.string(), "", false}).output;
    }
    return compare(block, shown);
  }

  // Compares the block's lines with what was printed, or puts that in their place where the page is being recorded.
  std::size_t compare(const Block& block, const std::string& shown) {
    if (!recording()) {
      const std::string place = file_.filename().string() + ":" + std::to_string(block.first + 1);
      good_ = same(place, joined(block.first, block.last), shown) && good_;
      return block.last;
    }
    const auto fresh = lines_of(shown);
    const auto begin = lines_.begin();
    const auto at =
        lines_.erase(begin + static_cast<std::ptrdiff_t>(block.first), begin + static_cast<std::ptrdiff_t>(block.last));
    lines_.insert(at, fresh.begin(), fresh.end());
    return block.first + fresh.size();
  }

  std::string program_;
  std::filesystem::path file_;
  std::filesystem::path root_;
  std::vector<std::string> lines_;
  std::string script_;   // every good block so far
  std::string printed_;  // what they print
  bool good_ = true;
};

}  // namespace

bool check_page(const std::string& program, const std::filesystem::path& page, const std::filesystem::path& root) {
  return Page(program, page, root).check();
}

}  // namespace reckon::runner
