// Random expressions, typed as they are made: dimensions, unit, and what may be summed.
#include "tests/model/generate.hpp"

#include <algorithm>

namespace reckon::model {
namespace {

bool is_calendar(const std::string& dimension) { return dimension == "year" || dimension == "quarter"; }

std::string product(const std::string& a, const std::string& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  if ((a == "USD/chip" && b == "chip") || (a == "chip" && b == "USD/chip")) return "USD";
  return "?";
}

std::string quotient(const std::string& a, const std::string& b) {
  if (b.empty()) return a;
  if (a == b && a != "?") return "";
  if (a == "USD" && b == "chip") return "USD/chip";
  if (a == "USD" && b == "USD/chip") return "chip";
  return "?";
}

std::string in_parentheses(const Shape& shape) { return shape.measure.empty() ? '(' + shape.text + ')' : shape.text; }

void forget_additivity(Shape& shape) {
  for (ShapeAxis& axis : shape.axes) axis.additive = false;
  shape.extensive = false;
}

}  // namespace

const ShapeAxis* Shape::axis(const std::string& wanted) const {
  for (const ShapeAxis& one : axes)
    if (one.name == wanted) return &one;
  return nullptr;
}

bool Generator::is_ordered(const std::string& dimension) const {
  return is_calendar(dimension) || dimension == "stage";
}

std::vector<std::string> Generator::levels(const std::string& dimension) const {
  std::vector<std::string> all;
  const auto found = parents_.find(dimension);
  if (found == parents_.end()) return all;
  for (const std::string& parent : found->second) {
    all.push_back(parent);
    for (const std::string& above : levels(parent)) all.push_back(above);
  }
  return all;
}

std::string Generator::member(const std::string& dimension) {
  if (dimension == "source") return random_.pick(sources_);
  return random_.pick(members_.at(dimension));
}

// ---- leaves

Shape Generator::measure(const MadeMeasure& made) {
  Shape shape;
  shape.text = shape.measure = made.name;
  shape.axes = made.axes;
  shape.unit = made.unit;
  shape.extensive = made.extensive;
  if (made.axes.empty() || !random_.chance(25)) return shape;
  // Some arguments are fixed.
  std::string arguments;
  shape.axes.clear();
  for (const ShapeAxis& axis : made.axes) {
    const bool kept = random_.chance(50);
    arguments += (arguments.empty() ? "" : ", ") + (kept ? axis.name : member(axis.dimension));
    if (kept) shape.axes.push_back(axis);
  }
  count("slice by call");
  shape.measure.clear();
  shape.text = made.name + '(' + arguments + ')';
  return shape;
}

Shape Generator::cells() {
  std::vector<MadeMeasure> numbers;
  for (const MadeMeasure& made : measures_)
    if (!made.relation) numbers.push_back(made);
  return measure(random_.pick(numbers));
}

Shape Generator::literal(const std::string& unit) {
  Shape shape;
  shape.bare = true;
  shape.unit = unit;
  if (random_.chance(12)) {
    const int low = random_.below(5);
    shape.text = '(' + std::to_string(low) + ".." + std::to_string(low + 1 + random_.below(3)) + ')';
    count("literal range");
  } else {
    shape.text = random_.pick({"0", "1", "2", "3", "5", "8", "1/2", "-2"});
    if (shape.text == "1/2" || shape.text == "-2") shape.text = '(' + shape.text + ')';
  }
  return shape;
}

Shape Generator::alike(const Shape& other, int depth) {
  if (other.unit == "?" || random_.chance(30)) return literal(other.unit);
  for (int tries = 0; tries < 8; ++tries) {
    Shape shape = number(depth - 1);
    if (shape.bare || shape.unit == other.unit) return shape;
  }
  return literal(other.unit);
}

// ---- operations

// The table of the language: what two sides make.
Shape Generator::combined(const std::string& op, const Shape& a, const Shape& b) {
  const bool times = op == "*", divided = op == "/", product_like = times || divided;
  Shape made;
  made.bare = a.bare && b.bare;
  made.unit = times ? product(a.unit, b.unit) : divided ? quotient(a.unit, b.unit) : a.bare ? b.unit : a.unit;
  made.extensive = product_like ? a.extensive != b.extensive && !(divided && b.extensive) : a.extensive || b.extensive;
  const auto additive = [&](const ShapeAxis* l, const ShapeAxis* r) {
    if (product_like) {
      if ((a.extensive && b.extensive) || (divided && b.extensive)) return false;
      const ShapeAxis* quantity = b.extensive ? r : l;
      return (a.extensive || b.extensive) && quantity && quantity->additive;
    }
    if (!l || !r) return op == "??" && l && b.axes.empty() && b.bare && l->additive;
    return l->additive && r->additive;
  };
  std::set<std::string> met;
  for (const ShapeAxis& axis : a.axes) {
    const ShapeAxis* other = b.axis(axis.name);
    ShapeAxis result = axis;
    for (std::size_t i = 0; i < b.axes.size() && !other; ++i) {
      const ShapeAxis& candidate = b.axes[i];
      if (a.axis(candidate.name) || met.count(candidate.name)) continue;
      const auto above = levels(axis.dimension), below = levels(candidate.dimension);
      const bool left_finer = std::count(above.begin(), above.end(), candidate.dimension) > 0;
      const bool right_finer = std::count(below.begin(), below.end(), axis.dimension) > 0;
      if (!left_finer && !right_finer) continue;
      other = &candidate;
      if (right_finer) result = candidate;
      result.additive = left_finer ? additive(&axis, nullptr) : additive(nullptr, &candidate);
    }
    if (!other || other->dimension == axis.dimension) {
      result.additive = additive(&axis, other);
      result.pinned = axis.pinned || (other && other->pinned);
    }
    if (other) met.insert(other->name);
    made.axes.push_back(result);
  }
  for (const ShapeAxis& axis : b.axes) {
    if (met.count(axis.name)) continue;
    made.axes.push_back(axis);
    made.axes.back().additive = additive(nullptr, &axis);
  }
  made.text = in_parentheses(a) + ' ' + op + ' ' + in_parentheses(b);
  return made;
}

Shape Generator::arithmetic(int depth) {
  const std::string op = random_.pick({"+", "-", "*", "/", "+", "-", "*"});
  const Shape a = number(depth - 1);
  const Shape b = op == "+" || op == "-" ? alike(a, depth) : random_.chance(40) ? literal("") : number(depth - 1);
  count(op);
  Shape made = combined(op, a, b);
  if (made.axes.size() > 3) return cells();
  return made;
}

Shape Generator::coalesced(int depth) {
  const Shape a = number(depth - 1);
  const Shape b = alike(a, depth);
  count("??");
  const Shape made = combined("??", a, b);
  return made.axes.size() > 3 ? cells() : made;
}

Shape Generator::conditional(int depth) {
  std::vector<ShapeAxis> axes;
  const std::string decides = truth(depth - 1, axes);
  const auto fits = [&](const Shape& shape) {
    return std::all_of(shape.axes.begin(), shape.axes.end(), [&](const ShapeAxis& axis) {
      return std::any_of(axes.begin(), axes.end(), [&](const ShapeAxis& own) { return own.name == axis.name; });
    });
  };
  Shape yes = number(depth - 1);
  for (int tries = 0; tries < 8 && !fits(yes); ++tries) yes = number(depth - 1);
  if (!fits(yes)) yes = literal("");
  Shape no = alike(yes, depth);
  if (!fits(no)) no = literal(yes.unit);
  count("if");
  Shape made;
  made.text = "if " + decides + " then " + in_parentheses(yes) + " else " + in_parentheses(no);
  made.bare = yes.bare && no.bare;
  made.unit = yes.bare ? no.unit : yes.unit;
  made.extensive = yes.extensive || no.extensive;
  for (ShapeAxis axis : axes) {
    const ShapeAxis *y = yes.axis(axis.name), *n = no.axis(axis.name);
    axis.additive = y && n && y->additive && n->additive;
    axis.pinned = false;
    made.axes.push_back(axis);
  }
  return made;
}

Shape Generator::of_each(int depth) {
  Shape shape = number(depth - 1);
  const std::string name = random_.pick({"unary -", "abs", "floor", "ceil", "round", "^"});
  count(name);
  const std::string inner = shape.text;
  if (name == "^") {
    const std::string power = random_.pick({"2", "3", "0", "-1"});
    shape.text = in_parentheses(shape) + " ^ " + (power == "-1" ? "(-1)" : power);
    forget_additivity(shape);
    if (!shape.unit.empty() && !shape.bare) shape.unit = "?";
  } else if (name == "unary -") {
    shape.text = '-' + in_parentheses(shape);
  } else {
    shape.text = name + '(' + inner + (name == "round" ? ", " + random_.pick({"0", "1", "-1"}) : "") + ')';
  }
  shape.measure.clear();
  return shape;
}

Shape Generator::of_ends() {
  Shape shape = cells();
  const std::string name = random_.pick({"low", "high", "mid", "width"});
  count(name);
  shape.text = name + '(' + shape.text + ')';
  shape.measure.clear();
  return shape;
}

Shape Generator::extreme(int depth) {
  const Shape a = number(depth - 1), b = alike(a, depth);
  const std::string name = random_.pick({"least", "greatest"});
  count(name);
  Shape made = combined("+", a, b);
  made.text = name + '(' + a.text + ", " + b.text + ')';
  return made.axes.size() > 3 ? cells() : made;
}

Shape Generator::indexed(int depth) {
  Shape shape = number(depth - 1);
  if (shape.axes.empty()) return shape;
  const auto at = static_cast<std::size_t>(random_.below(static_cast<int>(shape.axes.size())));
  const ShapeAxis axis = shape.axes[at];
  const std::string inner = in_parentheses(shape);
  shape.measure.clear();
  if (is_ordered(axis.dimension) && random_.chance(60)) {
    shape.text = inner + '[' + axis.name + random_.pick({" - 1", " + 1", " - 2"}) + ']';
    for (ShapeAxis& one : shape.axes) one.pinned = false;
    count("[d - n]");
    return shape;
  }
  if (axis.name.find('.') != std::string::npos || axis.dimension == "source") return shape;
  shape.axes.erase(shape.axes.begin() + static_cast<std::ptrdiff_t>(at));
  shape.text = inner + '[' + axis.name + " = " + member(axis.dimension) + ']';
  count("[d = x]");
  return shape;
}

Shape Generator::shared() {
  Shape shape = cells();
  for (int tries = 0; tries < 20 && (shape.axes.empty() || !shape.axes.front().additive); ++tries) shape = cells();
  if (shape.axes.empty() || !shape.axes.front().additive) return shape;
  const std::string axis = shape.axes.front().name;
  Shape made = shape;
  made.measure.clear();
  const bool year = shape.axis("year") != nullptr && random_.chance(40);
  if (year)
    made.text = count("growth") + "growth(" + shape.text + ')';
  else if (random_.chance(50))
    made.text = count("share") + "share(" + shape.text + ", " + axis + ')';
  else
    made.text = count("share written out") + shape.text + " / sum(" + shape.text + " over " + axis + ')';
  made.unit.clear();
  forget_additivity(made);
  return made;
}

Shape Generator::defined() {
  if (lets_.empty()) return cells();
  if (random_.chance(60)) return count("let"), lets_.front().shape;
  Shape shape = cells();
  count("let with parameters");
  const bool axis = !shape.axes.empty() && random_.chance(60);
  shape.text = axis ? "above(" + shape.text + ", " + shape.axes.front().name + ')' : "doubled(" + shape.text + ')';
  if (axis) shape.axes.front().additive = false;
  if (axis)
    for (ShapeAxis& one : shape.axes) one.additive = false;
  shape.measure.clear();
  return shape;
}

Shape Generator::filtered(int depth) {
  Shape shape = number(depth - 1);
  const std::string inner = in_parentheses(shape);
  const std::string holds = condition(shape, depth);
  shape.text = inner + " where " + holds;
  shape.measure.clear();
  shape.bare = false;
  count("where");
  return shape;
}

Shape Generator::in_other_world(int depth) {
  Shape shape = number(depth - 1);
  const std::string inner = in_parentheses(shape);
  shape.measure.clear();
  const int which = random_.below(3);
  if (which == 0) {
    shape.text = count("as of") + inner + " as of " +
                 (random_.chance(70) ? date() : random_.pick({"2023", "2024Q2", "2024M11"}));
  } else if (which == 1) {
    shape.text = count("under") + inner + " under " +
                 random_.pick({"hull", "latest", "least", "greatest", "prefer(s1, s0)", "meet"});
  } else {
    const MadeMeasure& made = random_.pick(measures_);
    if (made.relation) return shape.text = inner, shape;
    std::string cell;
    for (const ShapeAxis& axis : made.axes) cell += (cell.empty() ? "" : ", ") + member(axis.dimension);
    cell = made.axes.empty() ? made.name : made.name + '(' + cell + ')';
    shape.text = count("assuming") + inner + " assuming (" + cell + " = " +
                 random_.pick({"4", "2..7", "3..6 best 5", "0"}) + ')';
  }
  return shape;
}

Shape Generator::converted(int depth) {
  Shape shape = number(depth - 1);
  if (shape.unit != "chip" || shape.bare) return shape;
  shape.text = count("to") + in_parentheses(shape) + " to kchip";
  shape.unit = "kchip";
  shape.measure.clear();
  return shape;
}

Shape Generator::number(int depth) {
  if (depth <= 0) return random_.chance(12) ? defined() : cells();
  switch (random_.below(22)) {
    case 0:
    case 1:
    case 2:
    case 3: return arithmetic(depth);
    case 4: return coalesced(depth);
    case 5: return conditional(depth);
    case 6:
    case 7: return of_each(depth);
    case 8: return random_.chance(60) ? of_ends() : converted(depth);
    case 9: return extreme(depth);
    case 10:
    case 11: return indexed(depth);
    case 12: return shared();
    case 13:
    case 14:
    case 15: return aggregate(depth);
    case 16: return random_.chance(50) ? at_edge(depth) : aggregate_of_top(depth);
    case 17: return in_other_world(depth);
    case 18: return ranked(depth);
    default: return filtered(depth);
  }
}

}  // namespace reckon::model
