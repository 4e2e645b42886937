// The tables. A test runs every example and looks for every built-in function.
#include "lang/complete/function_help.hpp"

#include <array>

namespace reckon::lang {
namespace {

constexpr std::array functions{
    WordHelp{"sum", "sum(e)  sum(e by org, year)  sum(e over chip)",
             "adds up: everything, keeping the dimensions after `by`, or away those after `over`",
             "sum(h100e where year = 2024 and region = CN)"},
    WordHelp{"count", "count(e)  count(e by org)", "how many cells there are; missing ones do not count",
             "count(h100e by region)"},
    WordHelp{"min", "min(e)  min(e over org)", "the least of the values", "min(h100e by year)"},
    WordHelp{"max", "max(e)  max(e over org)", "the greatest of the values", "max(h100e by year)"},
    WordHelp{"avg", "avg(e)  avg(e over year)", "the mean of the values", "avg(h100e by year)"},
    WordHelp{"median", "median(e)  median(e over org)",
             "the middle value; of an even number the mean of the middle two", "median(h100e by year)"},
    WordHelp{"first", "first(e over year)", "the earliest value along an ordered dimension", "first(h100e over year)"},
    WordHelp{"last", "last(e over year)", "the latest value along an ordered dimension",
             "sum(last(h100e over year) by region)"},
    WordHelp{"rank", "rank(e)  rank(e over org)",
             "the place from the top, as the best and the worst that the ranges allow",
             "rank(h100e where year = 2024)"},
    WordHelp{"top", "top(3, e)", "the rows that may be among the first so many", "top(3, h100e where year = 2024)"},
    WordHelp{"bottom", "bottom(3, e)", "the rows that may be among the last so many",
             "bottom(3, h100e where year = 2024)"},
    WordHelp{"least", "least(a, b)", "the lesser of two values, cell by cell", "least(h100e, 500k H100e)"},
    WordHelp{"greatest", "greatest(a, b)", "the greater of two values, cell by cell", "greatest(h100e, 100k H100e)"},
    WordHelp{"stock", "stock(e)", "reads e as what is held at one time, on purpose", "stock(h100e)"},
    WordHelp{"flow", "flow(e)", "reads e as what happens over time and may be summed, on purpose", "sum(flow(h100e))"},
    WordHelp{"rate", "rate(e)", "reads e as a rate, which is never summed, on purpose", "rate(h100e)"},
    WordHelp{"abs", "abs(e)", "the value without its sign", "abs(h100e - h100e[year - 1])"},
    WordHelp{"floor", "floor(e)", "rounded down to whole numbers", "floor(h100e / 7)"},
    WordHelp{"ceil", "ceil(e)", "rounded up to whole numbers", "ceil(h100e / 7)"},
    WordHelp{"round", "round(e, digits)", "rounded to so many decimals; -3 is thousands", "round(h100e, -3)"},
    WordHelp{"low", "low(e)", "the lower end of each range", "low(h100e)"},
    WordHelp{"high", "high(e)", "the upper end of each range", "high(h100e)"},
    WordHelp{"mid", "mid(e)", "the middle of each range", "mid(h100e)"},
    WordHelp{"width", "width(e)", "the upper end less the lower", "width(h100e)"},
    WordHelp{"root", "root(e, n)", "the n-th root, as a range of 34 digits", "root(h100e / 1 H100e, 2)"},
    WordHelp{"ln", "ln(e)", "the natural logarithm of a pure number, as a range of 34 digits", "ln(2)"},
    WordHelp{"exp", "exp(e)", "e to the power of a pure number, as a range of 34 digits", "exp(1)"},
    WordHelp{"possibly", "possibly(condition)", "in a rule's body: holds unless it certainly does not",
             "possibly(h100e(Meta, 2024) > 600k)"},
};

constexpr std::array words{
    WordHelp{"where", "e where condition", "keeps the cells for which the condition holds", "h100e where year = 2024"},
    WordHelp{"by", "sum(e by org)", "in an aggregate: the dimensions or levels to keep", "sum(h100e by region, year)"},
    WordHelp{"over", "sum(e over org)", "in an aggregate: the dimensions to take away", "sum(h100e over org)"},
    WordHelp{"to", "e to UNIT", "converts exactly", "build_time to weeks"},
    WordHelp{"under", "e under POLICY", "how facts of one cell meet: hull, meet, latest, prefer(a, b), least, greatest",
             "h100e under latest"},
    WordHelp{"assuming", "e assuming (cell = value, …)", "the answer if these cells had these values",
             "h100e(Meta, 2024) assuming (h100e(Meta, 2024) = 600k)"},
    WordHelp{"as of", "e as of DATE", "the store as if no later fact had been written", "h100e as of 2024-12-31"},
    WordHelp{"why", "why Q", "the answer as a tree, down to facts and sources", "why h100e(Meta, 2024)"},
    WordHelp{"why not", "why not R(a, b)", "the first condition of each rule that fails for this row",
             "why not h100e(Baidu, 2024)"},
    WordHelp{"explain", "explain Q", "the operations of a query, with rows and time", "explain sum(h100e by year)"},
    WordHelp{"drivers", "drivers Q", "the cells that an answer's width comes from", "drivers sum(h100e by year)"},
    WordHelp{"plot", "plot Q  plot drivers Q", "a chart of the answer", "plot h100e where year = 2024"},
    WordHelp{"conflicts", "conflicts M", "the cells of a measure whose facts contradict", "conflicts h100e"},
    WordHelp{"check", "check condition \"message\"", "yes, no or maybe; no fails the run",
             "check count(h100e) >= 0 \"some\""},
    WordHelp{"let", "let name(x) = e", "a name for an expression", "let twice(m) = 2 * m"},
    WordHelp{"fact", "fact m(a, b) = low..high from SOURCE as KIND on DATE", "one source's statement about one cell",
             "fact h100e(Meta, 2024) = 55万..65万 as estimate"},
    WordHelp{"source", "source NAME \"who\" on DATE", "someone who states facts",
             "source omdia \"a market survey\" on 2024-12-18"},
    WordHelp{"unit", "unit NAME = 1_000 OTHER", "a unit, of its own kind or a multiple of another",
             "unit rack = 72 chip"},
    WordHelp{"dimension", "dimension org -> region { Meta -> US }", "the members that cells are about",
             "dimension colour { red, green }"},
    WordHelp{"measure", "measure m(org, year) : UNIT stock in 0..", "a quantity for each coordinate",
             "measure staff(org, year) : 1 stock in 0.."},
    WordHelp{"relation", "relation r(a: org, b: org)", "rows without values",
             "relation rents(lessee: org, lessor: org)"},
    WordHelp{"rule", "rule m(org) = e   rule r(a, b) if s(b, a)", "derives facts from others",
             "rule h100e(org, year) = stock(sum(purchases * h100e_per_chip over chip))"},
    WordHelp{"default", "default m(org, year) = e", "fills cells that nothing else gives",
             "default h100e(org, year) = h100e[year - 1] * 1.5 where year in 2025..2027"},
    WordHelp{"load", "load \"file.csv\" as m(org, year) value low..high from SOURCE", "facts or members from a file",
             ""},
    WordHelp{"use", "use MODULE   use \"file.rk\"", "a module of the standard library, or a file", "use time"},
    WordHelp{"set", "set about = 10%   set reconcile = meet", "a setting, from there on", "set about = 10%"},
    WordHelp{"retract", "retract m(a, b) from SOURCE", "withdraws that source's statement", ""},
};

const WordHelp* find_in(std::span<const WordHelp> table, std::string_view name) {
  for (const WordHelp& entry : table)
    if (entry.name == name) return &entry;
  return nullptr;
}

}  // namespace

std::span<const WordHelp> function_help() { return functions; }
std::span<const WordHelp> word_help() { return words; }

const WordHelp* find_help(std::string_view name) {
  const WordHelp* found = find_in(functions, name);
  return found != nullptr ? found : find_in(words, name);
}

}  // namespace reckon::lang
