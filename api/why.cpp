// Drawing trees.
#include "api/why.hpp"

#include <algorithm>

#include "api/width.hpp"

namespace reckon {
namespace {

using engine::Explanation;

class TreeDrawing {
 public:
  explicit TreeDrawing(bool color) : color_(color) {}

  // `stem` stands before the lines that follow the first, `branch` before the first.
  void draw(const Explanation& step, const std::string& branch, const std::string& stem) {
    text_ += branch + printable(step.text);
    const std::string under = stem + (step.parts.empty() ? "   " : "│  ");
    bool on_first_line = step.text.empty();
    for (std::size_t at = 0; at < step.detail.size();) {
      const std::size_t end = std::min(step.detail.find('\n', at), step.detail.size());
      const std::string line = printable(std::string_view(step.detail).substr(at, end - at));
      text_ += (on_first_line ? "" : '\n' + under) + (color_ ? "\033[2m" + line + "\033[0m" : line);
      on_first_line = false;
      at = end + 1;
    }
    text_ += '\n';
    for (std::size_t i = 0; i < step.parts.size(); ++i) {
      const bool last = i + 1 == step.parts.size();
      draw(step.parts[i], stem + (last ? "└─ " : "├─ "), stem + (last ? "   " : "│  "));
    }
  }

  const std::string& text() const { return text_; }

 private:
  bool color_;
  std::string text_;
};

}  // namespace

std::string trees_text(const std::vector<Explanation>& trees, const TextOptions& options) {
  TreeDrawing drawing(options.color);
  for (const Explanation& tree : trees) drawing.draw(tree, "", "");
  return drawing.text();
}

std::string why_text(const ShownAnswer& shown, const TextOptions& options) {
  return trees_text(engine::explain(shown.answer, options.digits()), options) + notes_text(shown, options);
}

}  // namespace reckon
