// Making programs, writing them down, and evaluating them naively.
#include "tests/rules_model/program.hpp"

#include <algorithm>

namespace rules_model {
namespace {

std::string node_name(int node) { return "\"n" + std::to_string(node) + '"'; }
std::string variable_name(int variable) { return std::string(1, static_cast<char>('p' + variable)); }
constexpr int drift = 6;  // how far shifts may lead away from the years of facts: at most one a layer
int region(int node) { return node % 2; }

Rule random_rule(Random& random, const Program& program, int head, std::map<std::string, int>& constructs) {
  Rule rule;
  rule.head = head;
  const Relation& relation = program.relations[static_cast<std::size_t>(head)];
  const auto variable = [&](bool is_year) {
    std::vector<int> fitting;
    for (std::size_t v = 0; v < rule.is_year.size(); ++v)
      if (rule.is_year[v] == is_year) fitting.push_back(static_cast<int>(v));
    if (!fitting.empty() && (rule.is_year.size() >= 4 || !random.one_in(3)))
      return fitting[static_cast<std::size_t>(random.below(static_cast<int>(fitting.size())))];
    rule.is_year.push_back(is_year);
    return static_cast<int>(rule.is_year.size() - 1);
  };
  const auto from_layer = [&](int most) {
    for (;;) {
      const int candidate = random.below(static_cast<int>(program.relations.size()));
      if (program.relations[static_cast<std::size_t>(candidate)].layer <= most) return candidate;
    }
  };
  const int atoms = 1 + random.below(3);
  for (int i = 0; i < atoms; ++i) {
    Atom atom;
    atom.relation = from_layer(relation.layer);
    const Relation& read = program.relations[static_cast<std::size_t>(atom.relation)];
    if (read.layer == relation.layer) ++constructs[atom.relation == head ? "recursion" : "mutual recursion"];
    for (const bool is_year : read.axes) {
      if (random.one_in(8))
        atom.terms.push_back(any), ++constructs["any"];
      else if (!is_year && random.one_in(8))
        atom.terms.push_back(-1 - random.below(nodes)), ++constructs["member"];
      else
        atom.terms.push_back(variable(is_year));
    }
    if (read.axes.back() && atom.terms.back() >= 0 && atom.terms.back() != any && read.layer < relation.layer &&
        random.one_in(3))
      atom.shift = random.one_in(2) ? 1 : -1, ++constructs["shift"];
    for (std::size_t a = 1; a < atom.terms.size(); ++a)
      if (atom.terms[a] == atom.terms[a - 1] && atom.terms[a] >= 0 && atom.terms[a] != any)
        ++constructs["repeated variable"];
    rule.atoms.push_back(std::move(atom));
  }
  // The head takes bound variables of the right kind; where there is none an atom is added that binds one.
  const auto bound = [&](bool is_year) {
    std::vector<int> found;
    for (const Atom& atom : rule.atoms)
      for (const int term : atom.terms)
        if (term >= 0 && term != any && rule.is_year[static_cast<std::size_t>(term)] == is_year) found.push_back(term);
    return found;
  };
  for (const bool is_year : relation.axes) {
    if (bound(is_year).empty()) {
      rule.is_year.push_back(is_year);
      const int fresh = static_cast<int>(rule.is_year.size() - 1);
      rule.atoms.push_back(is_year ? Atom{3, false, {any, fresh}, 0} : Atom{2, false, {fresh}, 0});
    }
    const auto choices = bound(is_year);
    rule.terms.push_back(choices[static_cast<std::size_t>(random.below(static_cast<int>(choices.size())))]);
  }
  const auto known = [&](bool is_year) {
    const auto choices = bound(is_year);
    return choices.empty() ? -1 : choices[static_cast<std::size_t>(random.below(static_cast<int>(choices.size())))];
  };
  if (random.one_in(2)) {
    Atom atom{from_layer(relation.layer - 1), true, {}, 0};
    for (const bool is_year : program.relations[static_cast<std::size_t>(atom.relation)].axes) {
      const int term = known(is_year);
      atom.terms.push_back(term < 0 || random.one_in(4) ? any : term);
    }
    rule.atoms.push_back(std::move(atom));
    ++constructs["negation"];
  }
  for (int i = random.below(3); i > 0; --i) {
    Condition condition;
    condition.what = static_cast<Condition::What>(random.below(Condition::what_count));
    const bool of_years = condition.what == Condition::year_from;
    condition.left = known(of_years);
    condition.right = known(of_years);
    condition.number = of_years                                 ? first_year + random.below(years)
                       : condition.what == Condition::in_region ? random.below(2)
                                                                : random.below(8);
    if (condition.left < 0) continue;
    static const char* const names[] = {"comparison",     "levels compared", "level", "certain value",
                                        "possible value", "count",           "year"};
    ++constructs[names[condition.what]];
    rule.conditions.push_back(condition);
  }
  return rule;
}

std::string atom_text(const Program& program, const Atom& atom) {
  std::string text =
      (atom.negated ? "not " : "") + program.relations[static_cast<std::size_t>(atom.relation)].name + '(';
  for (std::size_t i = 0; i < atom.terms.size(); ++i) {
    const int term = atom.terms[i];
    text += (i ? ", " : "") + (term == any ? std::string("_") : term < 0 ? node_name(-1 - term) : variable_name(term));
    if (i + 1 == atom.terms.size() && atom.shift != 0) text += atom.shift < 0 ? " - 1" : " + 1";
  }
  return text + ')';
}

std::string condition_text(const Program& program, const Condition& c) {
  const std::string left = variable_name(c.left), right = variable_name(c.right), year = std::to_string(c.number);
  const std::string number = number_text(program, c.number);
  switch (c.what) {
    case Condition::differ: return left + " != " + right;
    case Condition::same_region: return left + ".region = " + right + ".region";
    case Condition::in_region: return left + ".region = \"r" + year + '"';
    case Condition::value_above: return "w(" + left + ", " + right + ") > " + number;
    case Condition::possibly_above: return "possibly(w(" + left + ", " + right + ") > " + number + ')';
    case Condition::counted: return "count(e0(" + left + ", _)) > " + std::to_string(c.number % 3);
    default: return left + " >= " + year;
  }
}

// Tries every assignment of the variables.
class Naive {
 public:
  Naive(const Program& program, Meaning& meaning) : program_(program), meaning_(meaning) {}

  void apply(const Rule& rule, std::set<Row>& found) {
    std::vector<int> values(rule.is_year.size(), 0);
    assign(rule, values, 0, found);
  }
  // The rows that follow where what has no figure, and rows that follow from that, are taken to hold.
  void apply_unknown(const Rule& rule, std::set<Row>& found) {
    with_unknown_ = true;
    apply(rule, found);
    with_unknown_ = false;
  }

 private:
  void assign(const Rule& rule, std::vector<int>& values, std::size_t at, std::set<Row>& found) {
    if (at < values.size()) {
      const int count = rule.is_year[at] ? years + 2 * drift : nodes;
      for (int v = 0; v < count; ++v) {
        values[at] = rule.is_year[at] ? first_year - drift + v : v;
        assign(rule, values, at + 1, found);
      }
      return;
    }
    for (const Atom& atom : rule.atoms)
      if (holds(atom, values) == atom.negated) return;
    for (const Condition& condition : rule.conditions)
      if (!holds(condition, values)) return;
    Row row;
    for (const int term : rule.terms) row.push_back(values[static_cast<std::size_t>(term)]);
    found.insert(std::move(row));
  }

  bool holds(const Atom& atom, const std::vector<int>& values) const {
    const auto relation = static_cast<std::size_t>(atom.relation);
    return holds(atom, values, meaning_.rows[relation]) ||
           (with_unknown_ && !atom.negated && holds(atom, values, meaning_.unknown[relation]));
  }
  static bool holds(const Atom& atom, const std::vector<int>& values, const std::set<Row>& rows) {
    return std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        const int term = atom.terms[i];
        if (term == any) continue;
        const int wanted =
            term < 0 ? -1 - term : values[static_cast<std::size_t>(term)] + (i + 1 == row.size() ? atom.shift : 0);
        if (row[i] != wanted) return false;
      }
      return true;
    });
  }

  bool holds(const Condition& c, const std::vector<int>& values) const {
    const int left = values[static_cast<std::size_t>(c.left)], right = values[static_cast<std::size_t>(c.right)];
    const auto weight = program_.weights.find({left, right});
    const bool has_weight = weight != program_.weights.end();
    const bool of_weight = c.what == Condition::value_above || c.what == Condition::possibly_above;
    if (of_weight && with_unknown_ && program_.no_figure.contains({left, right})) return true;
    switch (c.what) {
      case Condition::differ: return left != right;
      case Condition::same_region: return region(left) == region(right);
      case Condition::in_region: return region(left) == c.number;
      case Condition::value_above: return has_weight && weight->second.low > c.number;
      case Condition::possibly_above: return has_weight && weight->second.high > c.number;
      case Condition::counted: {
        const auto& edges = meaning_.rows[0];
        return std::count_if(edges.begin(), edges.end(), [&](const Row& row) { return row[0] == left; }) > c.number % 3;
      }
      default: return left >= c.number;
    }
  }

  const Program& program_;
  Meaning& meaning_;
  bool with_unknown_ = false;
};

}  // namespace

Program random_program(Random& random, std::map<std::string, int>& constructs) {
  Program program;
  program.relations = {
      {"e0", {false, false}, 0}, {"e1", {false, false}, 0}, {"u0", {false}, 0}, {"s0", {false, true}, 0}};
  const int derived = 2 + random.below(4);
  int layer = 1;
  for (int i = 0; i < derived; ++i) {
    if (i > 0 && random.one_in(2)) ++layer;
    const int shape = random.below(4);
    std::vector<bool> axes{false, false};
    if (shape == 0) axes = {false};
    if (shape == 1) axes = {false, true};
    if (shape == 2 && random.one_in(2)) axes = {false, false, false}, ++constructs["three arguments"];
    program.relations.push_back({"r" + std::to_string(i), std::move(axes), layer});
  }
  for (int i = 4; i < 4 + derived; ++i) {
    const int rules = 1 + random.below(3);
    if (rules > 1) ++constructs["several rules"];
    for (int r = 0; r < rules; ++r) program.rules.push_back(random_rule(random, program, i, constructs));
  }
  program.facts.resize(program.relations.size());
  for (std::size_t i = 0; i < program.relations.size(); ++i) {
    const int count = i < 4 ? 2 + random.below(7) : random.one_in(3) ? 1 : 0;
    if (i >= 4 && count > 0) ++constructs["facts of a derived relation"];
    for (int f = 0; f < count; ++f) {
      Row row;
      for (const bool is_year : program.relations[i].axes)
        row.push_back(is_year ? first_year + random.below(years) : random.below(nodes));
      program.facts[i].insert(std::move(row));
    }
  }
  const bool points = random.one_in(2);
  program.halves = random.one_in(2);
  ++constructs[points ? "points" : "ranges"];
  if (program.halves) ++constructs["decimals"];
  const auto interval = [&] {
    const int low = 1 + random.below(8);
    return Interval{low, points ? low : low + random.below(4)};
  };
  const auto node = [&] { return random.below(nodes); };
  for (int i = 0; i < 8; ++i) program.weights[{node(), node()}] = interval();
  if (random.one_in(2)) {
    ++constructs["no figure"];
    for (int i = 0; i < 3; ++i)
      if (const Row row{node(), node()}; !program.weights.contains(row)) program.no_figure.insert(row);
  }
  if (random.one_in(3)) program.near[{node(), node()}] = interval(), ++constructs["facts of a least measure"];
  for (int i = 0; i < 3; ++i) program.held[{node(), first_year + random.below(years)}] = interval();
  for (int i = 0; i < 3; ++i) program.grown[{node(), first_year + random.below(years)}] = interval();
  return program;
}

std::string declarations(const Program& program) {
  std::string text = "dimension region { r0, r1 }\ndimension node -> region {";
  for (int node = 0; node < nodes; ++node)
    text += (node ? ", n" : " n") + std::to_string(node) + " -> r" + std::to_string(region(node));
  text +=
      " }\nmeasure w(a: node, b: node) : 1 flow\nmeasure d(a: node, b: node) : 1 rate under least\nmeasure total(a: "
      "node) : 1 flow\n"
      "measure wide(a: node, b: node) : 1 rate under greatest\nmeasure held(a: node, year) : 1 rate\nmeasure grown(a: "
      "node, year) : 1 rate\n";
  for (const Relation& relation : program.relations) {
    text += "relation " + relation.name + '(';
    for (std::size_t i = 0; i < relation.axes.size(); ++i)
      text += (i ? ", " : "") +
              (relation.axes[i] ? std::string("year") : std::string(1, static_cast<char>('a' + i)) + ": node");
    text += ")\n";
  }
  text += "rule d(x, y) = w(x, y) if w(x, y)\nrule d(x, z) = d(x, y) + w(y, z) if e0(y, z)\n";
  text += "rule wide(x, y) = w(x, y) if w(x, y)\nrule wide(x, z) = least(wide(x, y), w(y, z)) if e0(y, z)\n";
  text += "default held(a, year) = held[year - 1] + 1 where year in " + std::to_string(first_year + 1) + ".." +
          std::to_string(first_year + 3) + '\n';
  text += "rule grown(x, year) = grown(x, year - 1) + 2 if s0(x, year)\n";
  text += "rule total(x) = sum(w(x, y) where e0(x, y)) if u0(x)\n";
  for (const Row& row : program.no_figure)
    text += "fact w(" + node_name(row[0]) + ", " + node_name(row[1]) + ") = unknown\n";
  for (const Rule& rule : program.rules) {
    text += "rule " + atom_text(program, {rule.head, false, rule.terms, 0}) + " if ";
    for (std::size_t i = 0; i < rule.atoms.size(); ++i) text += (i ? " and " : "") + atom_text(program, rule.atoms[i]);
    for (const Condition& condition : rule.conditions) text += " and " + condition_text(program, condition);
    text += '\n';
  }
  return text;
}

std::string fact_text(const Program& program, int relation, const Row& row) {
  std::string text = "fact " + program.relations[static_cast<std::size_t>(relation)].name + '(';
  for (std::size_t i = 0; i < row.size(); ++i)
    text += (i ? ", " : "") + (program.relations[static_cast<std::size_t>(relation)].axes[i] ? std::to_string(row[i])
                                                                                             : node_name(row[i]));
  return text + ")\n";
}

std::string cell_text(const Program& program, const std::string& measure, const Row& row, const Interval& value) {
  const bool of_year = measure == "held" || measure == "grown";
  return "fact " + measure + '(' + node_name(row[0]) + ", " + (of_year ? std::to_string(row[1]) : node_name(row[1])) +
         ") = " + number_text(program, value.low) + ".." + number_text(program, value.high) + '\n';
}

Meaning evaluate(const Program& program) {
  Meaning meaning;
  meaning.rows = program.facts;
  meaning.unknown.resize(program.relations.size());
  Naive naive(program, meaning);
  int last = 0;
  for (const Relation& relation : program.relations) last = std::max(last, relation.layer);
  const auto close = [&](int layer, bool unknown) {
    for (bool changed = true; changed;) {
      changed = false;
      for (const Rule& rule : program.rules) {
        if (program.relations[static_cast<std::size_t>(rule.head)].layer != layer) continue;
        const auto& known = meaning.rows[static_cast<std::size_t>(rule.head)];
        auto& rows = (unknown ? meaning.unknown : meaning.rows)[static_cast<std::size_t>(rule.head)];
        const std::size_t before = rows.size();
        std::set<Row> found;
        if (unknown)
          naive.apply_unknown(rule, found);
        else
          naive.apply(rule, found);
        for (const Row& row : found)
          if (!unknown || !known.contains(row)) rows.insert(row);
        changed = changed || rows.size() > before;
      }
    }
  };
  for (int layer = 1; layer <= last; ++layer) {
    close(layer, false);
    if (!program.no_figure.empty()) close(layer, true);
  }
  evaluate_measures(program, meaning);
  return meaning;
}

}  // namespace rules_model
