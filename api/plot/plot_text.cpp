// Drawing charts with characters.
#include "api/plot/plot_text.hpp"

#include <algorithm>
#include <array>

#include "api/plot/canvas.hpp"
#include "api/width.hpp"

namespace reckon {
namespace {

using engine::Number;

constexpr int least_area = 16;    // cells for the bars themselves
constexpr int lines_height = 15;  // rows for lines
constexpr std::array partial{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
constexpr std::array markers{"●", "○", "◆", "◇", "■", "□", "▲", "△"};

int width_of(const std::string& text) { return static_cast<int>(display_width(text)); }

std::string padded(const std::string& text, int width) {
  return text + std::string(static_cast<std::size_t>(std::max(0, width - width_of(text))), ' ');
}

std::string head(const Chart& chart) {
  return chart.title + (chart.unit.empty() ? "" : " (" + chart.unit + ')') + '\n';
}

// Under the marks: a rule with its ticks, and their numbers where they do not run into each other.
std::string axis_lines(const Chart& chart, int area, const std::string& indent) {
  Canvas canvas(area + 8, 2);
  for (int column = 0; column <= area; ++column) canvas.put(column, 0, "─");
  int taken = -1;
  for (const Number& tick : chart.ticks) {
    const int at = position(chart, tick, area);
    const std::string text = tick_text(tick);
    canvas.put(at, 0, "┴");
    const int begin = std::max(0, at - width_of(text) / 2);
    if (begin <= taken) continue;
    canvas.write(begin, 1, text);
    taken = begin + width_of(text);
  }
  return indent + canvas.line(0) + '\n' + indent + canvas.line(1) + '\n';
}

// One mark on one line of cells; the axis runs from cell 0 to cell `area`.
class BarLine {
 public:
  BarLine(const Chart& chart, const Mark& mark, int area)
      : chart_(chart), mark_(mark), area_(area), canvas_(area + 1, 1) {}

  std::string draw() {
    if (chart_.kind == ChartKind::tornado)
      block(at(*mark_.low), at(*mark_.high));
    else if (chart_.kind == ChartKind::bars)
      bar();
    if (chart_.kind != ChartKind::tornado) range();
    return canvas_.line(0);
  }

 private:
  int at(const Number& value) const { return position(chart_, value, area_); }
  void block(int from, int to) {
    for (int column = from; column <= to; ++column) canvas_.put(column, 0, full());
  }
  const char* full() const { return mark_.maybe ? "▒" : "█"; }

  // From 0 to the end that is nearer to it; nothing where the range holds 0.
  void bar() {
    const int zero = at(Number(0));
    if (mark_.low && mark_.low->sign() > 0) {
      const int eighths = position(chart_, *mark_.low, area_ * 8) - zero * 8;
      for (int column = 0; column < eighths / 8; ++column) canvas_.put(zero + column, 0, full());
      const char* rest = partial[static_cast<std::size_t>(eighths % 8)];
      if (*rest != '\0') canvas_.put(zero + eighths / 8, 0, mark_.maybe ? "▒" : rest);
      if (eighths == 0) canvas_.put(zero, 0, partial[1]);
    } else if (mark_.high && mark_.high->sign() < 0) {
      for (int column = at(*mark_.high); column < zero; ++column) canvas_.put(column, 0, full());
    } else {
      canvas_.put(zero, 0, "│");
    }
  }

  void range() {
    if (mark_.is_point()) {
      if (chart_.kind == ChartKind::spans) canvas_.put(at(*mark_.low), 0, "●");
      return;
    }
    const int from = mark_.low ? at(*mark_.low) : 0, to = mark_.high ? at(*mark_.high) : area_;
    for (int column = from; column <= to; ++column)
      if (canvas_.is_blank(column, 0)) canvas_.put(column, 0, "─");
    const bool is_free = chart_.kind == ChartKind::spans || !mark_.low || mark_.low->sign() <= 0;
    if (is_free) canvas_.put(from, 0, mark_.low ? "├" : "◄");
    canvas_.put(to, 0, mark_.high ? "┤" : "►");
    if (mark_.best) canvas_.put(at(*mark_.best), 0, "●");
  }

  const Chart& chart_;
  const Mark& mark_;
  int area_;
  Canvas canvas_;
};

std::string bars_text(const Chart& chart, const PlotTextOptions& options) {
  const int width = static_cast<int>(options.width);
  int labels = 0, series = 0, values = 0;
  for (const std::string& label : chart.labels) labels = std::max(labels, width_of(label));
  for (const std::string& name : chart.series) series = std::max(series, width_of(name));
  for (const auto& row : chart.marks)
    for (const Mark& mark : row)
      if (mark.present) values = std::max(values, width_of(mark.text));
  labels = std::min(labels, std::max(8, width / 3));
  series = std::min(series, std::max(8, width / 4));
  const int before = labels + (labels > 0 ? 2 : 0) + series + (series > 0 ? 2 : 0);
  const int area = std::max(least_area, width - before - values - 3);
  std::string text;
  for (std::size_t i = 0; i < chart.labels.size(); ++i) {
    if (chart.series.size() > 1 && i > 0) text += '\n';
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      const Mark& mark = chart.marks[i][s];
      if (labels > 0)
        text += padded(s == 0 ? cut_to_width(chart.labels[i], static_cast<std::size_t>(labels)) : "", labels) + "  ";
      if (series > 0) text += padded(cut_to_width(chart.series[s], static_cast<std::size_t>(series)), series) + "  ";
      if (!mark.present) {
        text += "– " + mark.text + '\n';
        continue;
      }
      const std::string drawn = padded(BarLine(chart, mark, area).draw(), area + 1);
      text += (options.color ? "\033[36m" + drawn + "\033[0m" : drawn) + "  " + mark.text + '\n';
    }
  }
  if (chart.kind != ChartKind::tornado)
    text += axis_lines(chart, area, std::string(static_cast<std::size_t>(before), ' '));
  if (chart.left_out != 0) text += "… and " + std::to_string(chart.left_out) + " more\n";
  return text;
}

// Lines: each period a slot, each series a column in it; a marker at the best or the middle, a whisker for the range.
class LinesPicture {
 public:
  LinesPicture(const Chart& chart, int columns)
      : chart_(chart),
        slot_(std::max(1, columns / static_cast<int>(chart.labels.size()))),
        canvas_(slot_ * static_cast<int>(chart.labels.size()), lines_height + 1) {}

  Canvas draw() {
    for (std::size_t s = 0; s < chart_.series.size(); ++s) connect(s);
    for (std::size_t s = 0; s < chart_.series.size(); ++s)
      for (std::size_t i = 0; i < chart_.labels.size(); ++i) whisker(i, s);
    for (std::size_t s = 0; s < chart_.series.size(); ++s)
      for (std::size_t i = 0; i < chart_.labels.size(); ++i)
        if (const Mark& mark = chart_.marks[i][s]; mark.present)
          canvas_.put(column(i, s), row(middle(mark)), markers[s % markers.size()]);
    return canvas_;
  }
  int slot() const { return slot_; }

 private:
  int row(const Number& value) const { return lines_height - position(chart_, value, lines_height); }
  int column(std::size_t i, std::size_t s) const {
    const int count = static_cast<int>(chart_.series.size());
    const int step = slot_ > 2 * count ? 2 : 1;
    return slot_ * static_cast<int>(i) + slot_ / 2 + (2 * static_cast<int>(s) - count + 1) * step / 2;
  }
  Number middle(const Mark& mark) const {
    if (mark.best) return *mark.best;
    return (mark.low.value_or(chart_.low) + mark.high.value_or(chart_.high)) / Number(2);
  }

  void whisker(std::size_t i, std::size_t s) {
    const Mark& mark = chart_.marks[i][s];
    if (!mark.present || mark.is_point()) return;
    const int top = mark.high ? row(*mark.high) : 0, bottom = mark.low ? row(*mark.low) : lines_height;
    for (int at = top; at <= bottom; ++at) canvas_.put(column(i, s), at, "│");
    if (top == bottom) return;
    canvas_.put(column(i, s), top, mark.high ? "┬" : "▲");
    canvas_.put(column(i, s), bottom, mark.low ? "┴" : "▼");
  }

  // Dots from each period's marker to the next one's; a gap where a period has none.
  void connect(std::size_t s) {
    std::optional<std::size_t> before;
    for (std::size_t i = 0; i < chart_.labels.size(); ++i) {
      if (!chart_.marks[i][s].present) {
        before.reset();
        continue;
      }
      if (before)
        dots(column(*before, s), row(middle(chart_.marks[*before][s])), column(i, s), row(middle(chart_.marks[i][s])));
      before = i;
    }
  }
  void dots(int from, int from_row, int to, int to_row) {
    for (int at = from + 1; at < to; ++at) {
      const int length = to - from;
      const int rise = (to_row - from_row) * (at - from);
      canvas_.put(at, from_row + (2 * rise + (rise >= 0 ? length : -length)) / (2 * length), "·");
    }
  }

  const Chart& chart_;
  int slot_;
  Canvas canvas_;
};

// Under the periods' slots, as many of their names as there is room for.
std::string periods_line(const Chart& chart, int slot) {
  std::string text;
  int used = 0;
  for (std::size_t i = 0; i < chart.labels.size(); ++i) {
    const int wide = width_of(chart.labels[i]);
    const int begin = std::max(0, slot * static_cast<int>(i) + slot / 2 - wide / 2);
    if (begin < used + (used > 0 ? 1 : 0)) continue;
    text += std::string(static_cast<std::size_t>(begin - used), ' ') + chart.labels[i];
    used = begin + wide;
  }
  return text;
}

// The latest periods alone, where there are more than cells.
Chart latest(Chart chart, std::size_t most) {
  if (chart.labels.size() <= most) return chart;
  chart.left_out = chart.labels.size() - most;
  chart.labels.erase(chart.labels.begin(), chart.labels.end() - static_cast<std::ptrdiff_t>(most));
  chart.marks.erase(chart.marks.begin(), chart.marks.end() - static_cast<std::ptrdiff_t>(most));
  return chart;
}

std::string lines_text(const Chart& whole, const PlotTextOptions& options) {
  int scale = 0;
  for (const Number& tick : whole.ticks) scale = std::max(scale, width_of(tick_text(tick)));
  const int area = std::max(least_area, static_cast<int>(options.width) - scale - 2);
  const Chart chart = latest(whole, static_cast<std::size_t>(area));
  LinesPicture picture(chart, area);
  const Canvas canvas = picture.draw();
  std::string text;
  for (int row = 0; row < canvas.rows(); ++row) {
    std::string label;
    for (const Number& tick : chart.ticks)
      if (lines_height - position(chart, tick, lines_height) == row) label = tick_text(tick);
    text += std::string(static_cast<std::size_t>(scale - width_of(label)), ' ') + label + (label.empty() ? " │" : " ┤");
    text += (options.color ? "\033[36m" + canvas.line(row) + "\033[0m" : canvas.line(row)) + '\n';
  }
  const std::string indent(static_cast<std::size_t>(scale + 1), ' ');
  text += indent + "└";
  for (int column = 0; column < canvas.columns(); ++column) text += "─";
  text += '\n' + indent + ' ' + periods_line(chart, picture.slot()) + '\n';
  if (chart.series.size() > 1) {
    std::string legend = indent;
    int used = width_of(indent);
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      const std::string entry = std::string(markers[s % markers.size()]) + ' ' + chart.series[s];
      if (used + width_of(entry) + 3 > static_cast<int>(options.width) && used > width_of(indent)) {
        legend += '\n' + indent;
        used = width_of(indent);
      }
      legend += "  " + entry;
      used += width_of(entry) + 2;
    }
    text += legend + '\n';
  }
  if (chart.left_out != 0) text += "… and " + std::to_string(chart.left_out) + " earlier ones\n";
  return text;
}

}  // namespace

std::string plot_text(const std::vector<Chart>& all, const PlotTextOptions& options) {
  std::string text;
  for (const Chart& chart : all) {
    if (!text.empty()) text += '\n';
    text += head(chart) + (chart.kind == ChartKind::lines ? lines_text(chart, options) : bars_text(chart, options));
  }
  return text;
}

}  // namespace reckon
