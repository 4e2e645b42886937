// Writing SVG. All lengths are whole pixels.
#include "api/plot/plot_svg.hpp"

#include <algorithm>
#include <array>

#include "api/width.hpp"
#include "api/xml_text.hpp"

namespace reckon {
namespace {

using engine::Number;

constexpr int width = 760, margin = 16, row_height = 26, bar_height = 16, title_height = 34, axis_height = 34;
constexpr int lines_area = 280, legend_height = 22, letter = 8;
// Okabe and Ito's colours, which the colour-blind can tell apart (https://jfly.uni-koeln.de/color/).
constexpr std::array colors{"#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8A7A00", "#7F7F7F"};

constexpr const char* style = R"(<style>
text { font: 13px system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", sans-serif; fill: #1f2328; }
.title { font-weight: 600; font-size: 14px; }
.faint { fill: #656d76; }
.grid { stroke: #d8dee4; }
.zero { stroke: #656d76; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .faint { fill: #9198a1; }
  .grid { stroke: #3d444d; }
  .zero { stroke: #9198a1; }
}
</style>
)";

std::string number(int value) { return std::to_string(value); }

class Picture {
 public:
  void text(int x, int y, const std::string& what, const char* more = "") {
    out_ += "<text x=\"" + number(x) + "\" y=\"" + number(y) + '"' + (*more ? std::string(" ") + more : "") + '>' +
            xml_text(what) + "</text>\n";
  }
  void rect(int x, int y, int w, int h, const char* fill, const char* opacity = "") {
    out_ += "<rect x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(std::max(w, 1)) + "\" height=\"" +
            number(h) + "\" fill=\"" + fill + '"' + (*opacity ? std::string(" fill-opacity=\"") + opacity + '"' : "") +
            "/>\n";
  }
  void line(int x1, int y1, int x2, int y2, const std::string& look) {
    out_ += "<line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) + "\" y2=\"" + number(y2) +
            "\" " + look + "/>\n";
  }
  void circle(int x, int y, int radius, const char* fill) {
    out_ += "<circle cx=\"" + number(x) + "\" cy=\"" + number(y) + "\" r=\"" + number(radius) + "\" fill=\"" + fill +
            "\" stroke=\"#fff\" stroke-width=\"1\"/>\n";
  }
  void raw(const std::string& element) { out_ += element; }
  const std::string& out() const { return out_; }

 private:
  std::string out_;
};

std::string stroke(const char* color, int thick = 2) {
  return std::string("stroke=\"") + color + "\" stroke-width=\"" + number(thick) + '"';
}

int text_width(const std::string& text) { return letter * static_cast<int>(display_width(text)); }

// Where the marks of one chart lie, in pixels.
struct Frame {
  int left, top, right, bottom;
};

class BarsPicture {
 public:
  BarsPicture(Picture& picture, const Chart& chart, int top) : picture_(picture), chart_(chart) {
    int labels = 0, series = 0, values = 0;
    for (const std::string& label : chart.labels) labels = std::max(labels, text_width(label));
    for (const std::string& name : chart.series) series = std::max(series, text_width(name));
    for (const auto& row : chart.marks)
      for (const Mark& mark : row)
        if (mark.present) values = std::max(values, text_width(mark.text));
    labels_ = std::min(labels, width / 3);
    series_ = series;
    frame_ = {margin + labels_ + (labels_ > 0 ? 10 : 0) + (series_ > 0 ? series_ + 10 : 0), top,
              width - margin - std::min(values, width / 3) - 8, 0};
    frame_.bottom = top + height();
  }

  int draw() {
    grid();
    int y = frame_.top;
    for (std::size_t i = 0; i < chart_.labels.size(); ++i) {
      const int middle = y + static_cast<int>(chart_.series.size()) * row_height / 2 + 5;
      picture_.text(margin + labels_, middle,
                    cut_to_width(chart_.labels[i], static_cast<std::size_t>(labels_ / letter)), "text-anchor=\"end\"");
      for (std::size_t s = 0; s < chart_.series.size(); ++s, y += row_height) mark(chart_.marks[i][s], s, y);
      if (chart_.series.size() > 1) y += row_height / 3;
    }
    return frame_.bottom + (chart_.kind == ChartKind::tornado ? 8 : axis_height);
  }

 private:
  int height() const {
    const int count = static_cast<int>(chart_.series.size());
    return static_cast<int>(chart_.labels.size()) * (count * row_height + (count > 1 ? row_height / 3 : 0));
  }
  int at(const Number& value) const { return frame_.left + position(chart_, value, frame_.right - frame_.left); }

  void grid() {
    if (chart_.kind == ChartKind::tornado) return;
    for (const Number& tick : chart_.ticks) {
      picture_.line(at(tick), frame_.top, at(tick), frame_.bottom,
                    tick.is_zero() ? "class=\"zero\"" : "class=\"grid\"");
      picture_.text(at(tick), frame_.bottom + 18, tick_text(tick), "class=\"faint\" text-anchor=\"middle\"");
    }
  }

  void mark(const Mark& mark, std::size_t series, int y) {
    const int top = y + (row_height - bar_height) / 2, middle = y + row_height / 2;
    const char* color = colors[series % colors.size()];
    if (series_ > 0)
      picture_.text(frame_.left - 8, middle + 5, chart_.series[series], "class=\"faint\" text-anchor=\"end\"");
    if (!mark.present) return picture_.text(frame_.left + 6, middle + 5, mark.text, "class=\"faint\"");
    const int from = mark.low ? at(*mark.low) : frame_.left, to = mark.high ? at(*mark.high) : frame_.right;
    const int zero = chart_.kind == ChartKind::bars ? at(Number(0)) : from;
    if (chart_.kind == ChartKind::tornado) {
      picture_.rect(from, top, to - from, bar_height, color);
    } else {
      if (mark.low && mark.low->sign() > 0)
        picture_.rect(zero, top, from - zero, bar_height, color, mark.maybe ? "0.5" : "");
      else if (mark.high && mark.high->sign() < 0)
        picture_.rect(to, top, zero - to, bar_height, color, mark.maybe ? "0.5" : "");
      if (!mark.is_point())
        whisker(mark, from, to, top, middle, color);
      else if (chart_.kind == ChartKind::spans)
        picture_.circle(from, middle, 5, color);
    }
    picture_.text(frame_.right + 8, middle + 5, mark.text);
  }

  void whisker(const Mark& mark, int from, int to, int top, int middle, const char* color) {
    picture_.rect(from, top, to - from, bar_height, color, "0.3");
    picture_.line(from, middle, to, middle, stroke(color));
    if (mark.low) picture_.line(from, top + 3, from, top + bar_height - 3, stroke(color));
    if (mark.high) picture_.line(to, top + 3, to, top + bar_height - 3, stroke(color));
    if (mark.best) picture_.circle(at(*mark.best), middle, 4, color);
  }

  Picture& picture_;
  const Chart& chart_;
  int labels_ = 0, series_ = 0;
  Frame frame_{};
};

class LinesPicture {
 public:
  LinesPicture(Picture& picture, const Chart& chart, int top) : picture_(picture), chart_(chart) {
    int ticks = 0;
    for (const Number& tick : chart.ticks) ticks = std::max(ticks, text_width(tick_text(tick)));
    frame_ = {margin + ticks + 8, top + 6, width - margin, top + 6 + lines_area};
  }

  int draw() {
    for (const Number& tick : chart_.ticks) {
      picture_.line(frame_.left, y(tick), frame_.right, y(tick), tick.is_zero() ? "class=\"zero\"" : "class=\"grid\"");
      picture_.text(frame_.left - 8, y(tick) + 5, tick_text(tick), "class=\"faint\" text-anchor=\"end\"");
    }
    const std::size_t every = 1 + chart_.labels.size() * 60 / static_cast<std::size_t>(frame_.right - frame_.left);
    for (std::size_t i = 0; i < chart_.labels.size(); i += every)
      picture_.text(x(i), frame_.bottom + 18, chart_.labels[i], "class=\"faint\" text-anchor=\"middle\"");
    for (std::size_t s = 0; s < chart_.series.size(); ++s) band(s);
    for (std::size_t s = 0; s < chart_.series.size(); ++s) points(s);
    return legend();
  }

 private:
  int x(std::size_t i) const {
    const int slot = (frame_.right - frame_.left) / static_cast<int>(chart_.labels.size());
    return frame_.left + slot * static_cast<int>(i) + slot / 2;
  }
  int y(const Number& value) const { return frame_.bottom - position(chart_, value, frame_.bottom - frame_.top); }
  int low(const Mark& mark) const { return mark.low ? y(*mark.low) : frame_.bottom; }
  int high(const Mark& mark) const { return mark.high ? y(*mark.high) : frame_.top; }
  int middle(const Mark& mark) const { return mark.best ? y(*mark.best) : (low(mark) + high(mark)) / 2; }

  // The ranges of neighbouring periods as one area; a gap where a period has none.
  void band(std::size_t s) {
    std::string above, below, line;
    const auto flush = [&] {
      if (!above.empty())
        picture_.raw("<polygon points=\"" + above + below + "\" fill=\"" + colors[s % colors.size()] +
                     "\" fill-opacity=\"0.18\"/>\n<polyline points=\"" + line + "\" fill=\"none\" " +
                     stroke(colors[s % colors.size()]) + "/>\n");
      above.clear(), below.clear(), line.clear();
    };
    for (std::size_t i = 0; i < chart_.labels.size(); ++i) {
      const Mark& mark = chart_.marks[i][s];
      if (!mark.present) {
        flush();
        continue;
      }
      above += number(x(i)) + ',' + number(high(mark)) + ' ';
      below = number(x(i)) + ',' + number(low(mark)) + ' ' + below;
      line += number(x(i)) + ',' + number(middle(mark)) + ' ';
    }
    flush();
  }

  void points(std::size_t s) {
    const char* color = colors[s % colors.size()];
    for (std::size_t i = 0; i < chart_.labels.size(); ++i) {
      const Mark& mark = chart_.marks[i][s];
      if (!mark.present) continue;
      if (!mark.is_point()) {
        picture_.line(x(i), low(mark), x(i), high(mark), stroke(color));
        if (mark.low) picture_.line(x(i) - 5, low(mark), x(i) + 5, low(mark), stroke(color));
        if (mark.high) picture_.line(x(i) - 5, high(mark), x(i) + 5, high(mark), stroke(color));
      }
      picture_.circle(x(i), middle(mark), 4, color);
    }
  }

  int legend() {
    int at = frame_.left, y = frame_.bottom + axis_height;
    if (chart_.series.size() < 2) return y;
    for (std::size_t s = 0; s < chart_.series.size(); ++s) {
      const int wide = text_width(chart_.series[s]) + 34;
      if (at + wide > frame_.right && at > frame_.left) at = frame_.left, y += legend_height;
      picture_.circle(at + 6, y + 6, 5, colors[s % colors.size()]);
      picture_.text(at + 16, y + 11, chart_.series[s]);
      at += wide;
    }
    return y + legend_height + 6;
  }

  Picture& picture_;
  const Chart& chart_;
  Frame frame_{};
};

}  // namespace

std::string plot_svg(const std::vector<Chart>& all) {
  Picture picture;
  int y = margin;
  for (const Chart& chart : all) {
    picture.text(margin, y + 14, chart.title + (chart.unit.empty() ? "" : " (" + chart.unit + ')'), "class=\"title\"");
    y += title_height;
    y = chart.kind == ChartKind::lines ? LinesPicture(picture, chart, y).draw() : BarsPicture(picture, chart, y).draw();
    if (chart.left_out != 0)
      picture.text(margin, y + 5, "… and " + number(static_cast<int>(chart.left_out)) + " more", "class=\"faint\"");
    y += margin;
  }
  const std::string size = "width=\"" + number(width) + "\" height=\"" + number(y) + "\" viewBox=\"0 0 " +
                           number(width) + ' ' + number(y) + '"';
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" " + size + " role=\"img\">\n" + style + picture.out() + "</svg>\n";
}

}  // namespace reckon
