// The `:` commands.
#include <algorithm>
#include <fstream>
#include <functional>

#include "api/table.hpp"
#include "cli/files.hpp"
#include "cli/repl/help.hpp"
#include "cli/repl/listings.hpp"
#include "cli/repl/repl.hpp"

namespace reckon::cli {
namespace {

// A hint as it stands behind what it is about.
std::string behind(const std::string& hint) { return hint.empty() ? "" : "; " + hint; }

}  // namespace

struct Repl::Command {
  std::string_view name, argument, description;
  std::function<void(Repl&, const std::string&)> run;  // empty for :quit
};

// A letter or more of a name will do where it is the first that begins so.
const Repl::Command Repl::commands[] = {
    {"help", "[NAME]", "this list; or what a function, measure, unit, verb … is", [](Repl& r, const std::string& a) { r.help(a); }},
    {"measures", "", "measures and relations",
     [](Repl& r, const std::string&) { r.say(measures_text(r.session_.environment(), r.printer_.look())); }},
    {"dimension", "[NAME]", "the members of a dimension; or all dimensions",
     [](Repl& r, const std::string& a) {
       const lang::Environment& environment = r.session_.environment();
       if (a.empty()) return r.say(dimensions_text(environment, r.printer_.look()));
       const auto text = dimension_text(environment, a, r.printer_.look());
       if (text) return r.say(*text);
       r.complain("there is no dimension \"" + a + "\"" + behind(nearest_dimension(environment, a)) + '\n');
     }},
    {"sources", "", "who states facts, and how many",
     [](Repl& r, const std::string&) { r.say(sources_text(r.session_.environment(), r.printer_.look())); }},
    {"rules", "", "rules and defaults", [](Repl& r, const std::string&) { r.say(rules_text(r.session_.environment())); }},
    {"facts", "MEASURE", "the facts of a measure, as they were stated",
     [](Repl& r, const std::string& a) {
       const lang::Environment& environment = r.session_.environment();
       if (a.empty()) return r.complain("name a measure, as in :facts h100e\n");
       const auto text = facts_text(environment, a, r.printer_.look());
       if (text) return r.say(*text);
       r.complain("there is no measure \"" + a + "\"" + behind(nearest_measure(environment, a)) + '\n');
     }},
    {"why", "", "the last query again, as a tree down to its facts", [](Repl& r, const std::string&) { r.ask_again("why "); }},
    {"explain", "", "the last query again, with its operations, rows and times", [](Repl& r, const std::string&) { r.ask_again("explain "); }},
    {"drivers", "", "the cells that the width of the last answer comes from", [](Repl& r, const std::string&) { r.ask_again("drivers "); }},
    {"plot", "", "the last answer as a chart", [](Repl& r, const std::string&) { r.ask_again("plot "); }},
    {"all", "", "the last answer with every row", [](Repl& r, const std::string&) { r.all_rows(); }},
    {"format", "WORD", "text, json, csv or markdown; exact or rounded or short numbers", [](Repl& r, const std::string& a) { r.format(a); }},
    {"time", "", "tells after each input how long it took, or no longer",
     [](Repl& r, const std::string&) {
       r.timing_ = !r.timing_;
       r.say(r.timing_ ? "times are told\n" : "times are not told\n");
     }},
    {"save", "FILE", "writes what was typed and held, as a script", [](Repl& r, const std::string& a) { r.save(a); }},
    {"load", "FILE", "runs a script",
     [](Repl& r, const std::string& a) {
       if (a.empty()) return r.complain("name a script, as in :load facts.rk\n");
       lang::FileText file = read_file(a, {});
       if (!file.error.empty()) return r.complain("cannot read " + file.name + ": " + file.error + '\n');
       r.run_text(file.name, file.text, "use \"" + file.name + "\"\n");
     }},
    {"undo", "", "takes the last statement back", [](Repl& r, const std::string&) { r.undo(); }},
    {"quit", "", "ends the session, as Ctrl-D does", nullptr},
};

bool Repl::command(const std::string& line) {
  const std::size_t blank = std::min(line.find_first_of(" \t"), line.size());
  const std::string name = line.substr(0, blank);
  std::string argument = line.substr(std::min(line.find_first_not_of(" \t", blank), line.size()));
  while (!argument.empty() && (argument.back() == ' ' || argument.back() == '\t')) argument.pop_back();
  if (argument.size() > 1 && argument.front() == '"' && argument.back() == '"')
    argument = argument.substr(1, argument.size() - 2);
  for (const Command& command : commands) {
    if (name.empty() || command.name.substr(0, name.size()) != name) continue;
    if (!command.run) return false;
    command.run(*this, argument);
    return true;
  }
  engine::NearestNames nearest(name);
  for (const Command& command : commands) nearest.offer(command.name);
  complain("there is no command :" + name + "; " + (nearest.hint().empty() ? ":help lists them" : nearest.hint()) +
           '\n');
  return true;
}

void Repl::help(const std::string& topic) {
  const lang::Environment& environment = session_.environment();
  if (!topic.empty()) {
    const auto text = help_on(environment, topic);
    if (text) return say(*text);
    const std::string hint = nearest_help(environment, topic);
    return complain("there is no help on \"" + topic + "\"" + (hint.empty() ? "" : "; " + hint) + '\n');
  }
  say("A query is an expression: sum(h100e where year = 2024). A statement adds to the store: fact, measure, rule, …\n"
      "An open bracket goes on over lines. Tab completes. `_` is the last query. Ctrl-C stops a query, Ctrl-D "
      "leaves.\n\n");
  Table table({"", "", ""}, 2);
  for (const Command& command : commands)
    table.add_row({{"", "  :" + std::string(command.name), true},
                   {"", std::string(command.argument), true},
                   {"", std::string(command.description), true}});
  say(table.text(printer_.look().width).substr(1));
}

void Repl::ask_again(const std::string& verb) {
  if (last_query_.empty()) return complain("there is no answer yet\n");
  run_text(standard_input_name, verb + last_query_, {});
}

void Repl::all_rows() {
  if (last_query_.empty()) return complain("there is no answer yet\n");
  TextOptions& look = printer_.look();
  const std::size_t rows = std::exchange(look.rows, 0);
  run_text(standard_input_name, last_query_, {});
  look.rows = rows;
}

void Repl::format(const std::string& word) {
  TextOptions& look = printer_.look();
  if (const auto format = format_named(word)) return printer_.set_format(*format);
  if (word != "exact" && word != "rounded" && word != "short")
    return complain("the formats are text, json, csv and markdown; numbers are exact, rounded or short\n");
  look.exact = word == "exact";
  look.compact = word == "short";
}

void Repl::save(const std::string& file) {
  if (file.empty()) return complain("name a file, as in :save session.rk\n");
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  for (const Entry& entry : entries_) out << entry.text;
  out.close();
  if (!out) return complain("cannot write " + file + '\n');
  say("saved " + std::to_string(entries_.size()) + (entries_.size() == 1 ? " input to " : " inputs to ") + file + '\n');
}

void Repl::undo() {
  if (session_.is_kept()) return complain("what a database keeps cannot be undone; `retract` withdraws a statement\n");
  const auto last =
      std::find_if(entries_.rbegin(), entries_.rend(), [](const Entry& entry) { return entry.before.has_value(); });
  if (last == entries_.rend()) return complain("there is nothing to undo\n");
  session_.restore(std::move(*last->before));
  say("undone: " + last->text);
  entries_.erase(std::next(last).base());
  remember_answer();
}

}  // namespace reckon::cli
