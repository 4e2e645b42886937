// Bindings in words.
#include "engine/exec/rules/proof_words.hpp"

#include <algorithm>

namespace reckon::engine {
namespace {

bool in_head(const Body& body, Variable variable) {
  return std::any_of(body.head.begin(), body.head.end(),
                     [&](const Term& term) { return term.what == Term::What::variable && term.variable == variable; });
}

}  // namespace

std::vector<Code> atom_key(const BodyAtom& atom, std::span<const Code> variables) {
  std::vector<Code> key;
  for (const Term& term : atom.terms)
    key.push_back(term.what == Term::What::variable ? variables[term.variable]
                  : term.what == Term::What::member ? term.code
                                                    : no_code);
  if (key.empty()) key.push_back(0);
  return key;
}

bool has_any(const BodyAtom& atom) {
  return std::any_of(atom.terms.begin(), atom.terms.end(),
                     [](const Term& term) { return term.what == Term::What::any; });
}

std::string bindings_text(const Catalog& catalog, const Body& body, std::span<const Code> variables) {
  std::string text;
  for (Variable v = 0; v < variables.size(); ++v) {
    const BodyVariable& variable = body.variables[v];
    const bool computed = variable.name == "_" || variable.name.find_first_of(" .") != std::string::npos;
    if (variables[v] == no_code || computed || in_head(body, v)) continue;
    text += (text.empty() ? "with " : ", ") + variable.name + " = " +
            catalog.dimension(variable.dimension).text(variables[v]);
  }
  return text;
}

std::optional<std::vector<Code>> given_by(const Body& body, std::span<const Code> key) {
  std::vector<Code> given(body.variables.size(), no_code);
  for (std::size_t i = 0; i < body.head.size(); ++i) {
    const Term& term = body.head[i];
    const Code known = term.what == Term::What::variable ? given[term.variable] : term.code;
    if (known != no_code && known != key[i]) return std::nullopt;
    if (term.what == Term::What::variable) given[term.variable] = key[i];
  }
  return given;
}

std::string atom_text(const Catalog& catalog, const Body& body, const BodyAtom& atom, std::span<const Code> variables) {
  if (atom.aggregate >= 0) return atom.text;
  const Measure& measure = catalog.measure(atom.measure);
  std::string text = measure.name + '(';
  for (std::size_t i = 0; i < atom.terms.size(); ++i) {
    const Term& term = atom.terms[i];
    const Code code = term.what == Term::What::variable ? variables[term.variable] : term.code;
    text += i ? ", " : "";
    if (term.what == Term::What::any)
      text += '_';
    else if (code == no_code)
      text += body.variables[term.variable].name;
    else
      text += catalog.dimension(measure.axes[i].dimension).text(code);
  }
  return text + ')';
}

}  // namespace reckon::engine
