// Printing outcomes.
#include "cli/printer.hpp"

#include <cstdio>

#include "api/csv.hpp"
#include "api/drivers.hpp"
#include "api/json.hpp"
#include "api/json_list.hpp"
#include "api/plot/chart.hpp"
#include "api/plot/plot_text.hpp"
#include "api/plot/plot_vega.hpp"
#include "api/why.hpp"
#include "api/width.hpp"
#include "cli/screen.hpp"

namespace reckon::cli {
namespace {

using engine::Truth;
using lang::Outcome;

ShownAnswer shown(const Outcome& outcome) { return {*outcome.answer, outcome.query, outcome.columns}; }

}  // namespace

Printer::Printer(const Options& options)
    : format_(options.format),
      pictures_(options.svg, options.vega),
      echo_(options.echo),
      strict_(options.strict),
      is_kept_(!options.database.empty()) {
  options_.exact = options.exact;
  options_.color = options.format == Format::text && wants_color();
}

void Printer::operator()(const Outcome& outcome) {
  echo(outcome);
  switch (outcome.what) {
    case Outcome::What::answer: return answer(outcome);
    case Outcome::What::check: return check(outcome);
    case Outcome::What::why: return why(outcome);
    case Outcome::What::why_not: return trees("why not", outcome);
    case Outcome::What::explain: return trees("explain", outcome);
    case Outcome::What::drivers: return drivers(outcome);
    case Outcome::What::plot: return plot(outcome);
    case Outcome::What::conflicts: return trees("conflicts", outcome);
    case Outcome::What::note: return note(outcome);
    case Outcome::What::error: break;
  }
  failed_ = true;
  for (const lang::Diagnostic& found : outcome.diagnostics) diagnostic(found);
}

// The query as it stands in the script, apart from the answer before it.
void Printer::echo(const Outcome& outcome) {
  if (!echo_ || silent_ || outcome.statement.empty() || outcome.what == Outcome::What::check) return;
  if (format_ == Format::markdown) return print("```reckon\n" + outcome.statement + "\n```\n");
  if (format_ != Format::text) return;
  print((printed_ ? "\n" : "") +
        (options_.color ? "\033[1m> " + outcome.statement + "\033[0m\n" : "> " + outcome.statement + '\n'));
}

void Printer::answer(const Outcome& outcome) {
  if (silent_) return;
  switch (format_) {
    case Format::text: return print(text(shown(outcome), options_));
    case Format::json: return print(json(shown(outcome)));
    case Format::csv: return print(csv(shown(outcome)));
    case Format::markdown: return print(markdown(shown(outcome), options_));
  }
}

void Printer::check(const Outcome& outcome) {
  const bool fails = outcome.verdict == Truth::no || (outcome.verdict == Truth::maybe && strict_);
  failed_ = failed_ || fails;
  if (format_ == Format::json) {
    if (fails || !silent_) print(json_check(outcome.verdict, outcome.query, outcome.message));
    return;
  }
  if (!silent_ && format_ == Format::csv)
    print("verdict,message\r\n" + std::string(engine::readable(outcome.verdict)) + ',' +
          csv_field(outcome.message.empty() ? outcome.query : outcome.message) + "\r\n");
  else if (!silent_)
    print(check_text(outcome.verdict, outcome.query, outcome.message) +
          (outcome.verdict == Truth::yes ? "" : notes_text(shown(outcome), options_)));
  if (!fails) return;
  for (lang::Diagnostic found : outcome.diagnostics) {
    found.message = (outcome.verdict == Truth::no ? "this check does not hold" : "this check may not hold") +
                    (found.message.empty() ? "" : ": " + found.message);
    complain(render(found));
  }
}

void Printer::why(const Outcome& outcome) {
  if (silent_) return;
  if (format_ == Format::json) return print(json_why(shown(outcome)));
  const std::string tree = why_text(shown(outcome), options_);
  print(format_ == Format::markdown ? "```\n" + tree + "```\n" : tree);
}

void Printer::drivers(const Outcome& outcome) {
  if (silent_) return;
  if (format_ == Format::json) return print(drivers_json(shown(outcome), outcome.drivers));
  if (format_ == Format::csv) return print(drivers_csv(shown(outcome), outcome.drivers));
  const std::string table = drivers_text(shown(outcome), outcome.drivers, options_);
  print(format_ == Format::markdown ? "```\n" + table + "```\n" : table);
}

void Printer::plot(const Outcome& outcome) {
  if (silent_) return;
  const std::vector<Chart> all =
      outcome.of_drivers ? tornado_charts(shown(outcome), outcome.drivers) : charts(shown(outcome));
  if (all.empty()) return answer(outcome);
  if (pictures_.wanted()) {
    const std::string problem = pictures_.write(all);
    return problem.empty() ? void() : error(problem);
  }
  if (format_ == Format::csv) return outcome.of_drivers ? drivers(outcome) : answer(outcome);
  if (format_ == Format::json) {
    JsonList object('{');
    object.add("kind", json_string("plot"));
    object.add("query", json_string(outcome.query));
    object.add("vega_lite", plot_vega(all));
    return print(object.closed('}') + '\n');
  }
  constexpr std::size_t usual_width = 80;
  const std::string chart = plot_text(all, {options_.width == 0 ? usual_width : options_.width, options_.color});
  if (format_ == Format::markdown) return print("```\n" + chart + "```\n");
  print(chart + notes_text(shown(outcome), options_));
}

void Printer::trees(const char* kind, const Outcome& outcome) {
  if (silent_) return;
  if (format_ == Format::json) return print(json_trees(kind, outcome.query, outcome.trees));
  const std::string text = outcome.trees.empty() ? std::string("(none)\n") : trees_text(outcome.trees, options_);
  print(format_ == Format::markdown ? "```\n" + text + "```\n" : text);
}

// What was left out on request is told in full, and is no failure.
void Printer::note(const Outcome& outcome) {
  for (const lang::Diagnostic& found : outcome.diagnostics) diagnostic(found);
  if (silent_) return;
  if (format_ == Format::json)
    print(json_note(outcome.message));
  else
    complain("note: " + printable(outcome.message) + '\n');
}

void Printer::error(const std::string& message, const std::string& hint) {
  failed_ = true;
  diagnostic({{}, message, hint, nullptr, {}});
}

void Printer::diagnostic(const lang::Diagnostic& found) {
  if (format_ == Format::json)
    print(json_error(found));
  else
    complain(render(found));
}

void Printer::print(const std::string& block) {
  const bool apart = printed_ && (format_ == Format::csv || format_ == Format::markdown);
  const std::string text = apart ? '\n' + block : block;
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (is_kept_) std::fflush(stdout);
  printed_ = true;
}

// Both streams stay in the order in which they were written.
void Printer::complain(const std::string& text) const {
  std::fflush(stdout);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace reckon::cli
