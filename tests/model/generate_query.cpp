// Random aggregates, ranks, conditions and whole queries.
#include <algorithm>

#include "tests/model/generate.hpp"

namespace reckon::model {
namespace {

std::string in_parentheses(const Shape& shape) { return shape.measure.empty() ? '(' + shape.text + ')' : shape.text; }

}  // namespace

// ` by …` or ` over …`, or nothing; what is kept. A sum removes only what may be summed over.
std::string Generator::grouping(const Shape& shape, std::vector<ShapeAxis>& kept, bool summed, bool with_levels) {
  const auto removable = [&](const ShapeAxis& axis) {
    return (!summed || axis.additive || axis.pinned) && axis.dimension != "source";
  };
  std::string by, over;
  for (const ShapeAxis& axis : shape.axes) {
    const bool goes = removable(axis) && random_.chance(55);
    const auto above = axis.name.find('.') == std::string::npos ? levels(axis.dimension) : std::vector<std::string>{};
    if (!goes) {
      kept.push_back(axis);
      by += (by.empty() ? "" : ", ") + axis.name;
    } else if (with_levels && !above.empty() && random_.chance(50)) {
      const std::string level = random_.pick(above);
      const bool alone = std::count_if(shape.axes.begin(), shape.axes.end(), [&](const ShapeAxis& other) {
                           const auto levels_of = levels(other.dimension);
                           return other.dimension == level || std::count(levels_of.begin(), levels_of.end(), level) > 0;
                         }) == 1;
      const std::string name = alone && random_.chance(70) ? level : axis.name + '.' + level;
      count(name == level ? "by level" : "by path");
      kept.push_back({name, level, axis.additive, false});
      by += (by.empty() ? "" : ", ") + name;
    } else {
      over += (over.empty() ? "" : ", ") + axis.name;
    }
  }
  if (kept.empty()) return {};
  const bool rolls =
      std::any_of(kept.begin(), kept.end(), [&](const ShapeAxis& axis) { return !shape.axis(axis.name); });
  if (!rolls && !over.empty() && random_.chance(50)) return count("over") + " over " + over;
  return count("by") + " by " + by;
}

Shape Generator::aggregate(int depth) {
  Shape shape = random_.chance(12) ? by_source() : number(depth - 1);
  if (shape.text.empty()) return cells();
  const bool source = shape.axis("source") != nullptr;
  if (source) return shape;
  std::string name = random_.pick({"sum", "sum", "sum", "count", "min", "max", "avg", "median"});
  std::string where;
  const std::string inner = in_parentheses(shape);
  if (random_.chance(35)) where = count("where") + " where " + condition(shape, depth);
  const bool summable = std::any_of(shape.axes.begin(), shape.axes.end(),
                                    [](const ShapeAxis& axis) { return axis.additive || axis.pinned; });
  if (name == "sum" && !summable && !shape.axes.empty()) name = "avg";
  Shape made = shape;
  made.axes.clear();
  made.measure.clear();
  made.bare = false;
  const std::string groups = grouping(shape, made.axes, name == "sum", true);
  made.text = name + '(' + inner + groups + where + ')';
  count(name);
  if (name == "count") made.unit.clear();
  if (name != "sum") made.extensive = name == "count";
  for (ShapeAxis& axis : made.axes) axis.additive = name == "count" || (name == "sum" && axis.additive);
  return made;
}

// A measure read source by source; nothing is summed over the source.
Shape Generator::by_source() {
  Shape shape = cells();
  if (shape.measure.empty()) return {};
  const std::string name = random_.pick({"max", "count", "avg", "sum"});
  Shape made = shape;
  made.measure.clear();
  made.axes.clear();
  std::string by;
  for (const ShapeAxis& axis : shape.axes) {
    const bool goes = (name != "sum" || axis.additive) && random_.chance(40);
    if (goes) continue;
    made.axes.push_back(axis);
    by += axis.name + ", ";
  }
  made.axes.push_back({"source", "source", false, false});
  made.text = count("by source") + name + '(' + shape.text + " by " + by + "source)";
  made.unit = name == "count" ? "" : shape.unit;
  made.extensive = name == "count" || (name == "sum" && shape.extensive);
  for (ShapeAxis& axis : made.axes) axis.additive = name == "count" || (name == "sum" && axis.additive);
  count(name);
  return made;
}

Shape Generator::at_edge(int depth) {
  Shape shape = number(depth - 1);
  for (std::size_t i = 0; i < shape.axes.size(); ++i) {
    if (!is_ordered(shape.axes[i].dimension) || shape.axes[i].name.find('.') != std::string::npos) continue;
    const std::string name = random_.pick({"first", "last"});
    const std::string inner = in_parentheses(shape);
    std::string where;
    const std::string over = shape.axes[i].name;
    if (random_.chance(40)) where = count("where") + " where " + condition(shape, depth);
    shape.axes.erase(shape.axes.begin() + static_cast<std::ptrdiff_t>(i));
    shape.text = name + '(' + inner + " over " + over + where + ')';
    shape.measure.clear();
    count(name);
    return shape;
  }
  return shape;
}

Shape Generator::aggregate_of_top(int depth) {
  Shape shape = topped(depth - 1);
  const std::string inner = shape.text;
  const bool summable = std::all_of(shape.axes.begin(), shape.axes.end(),
                                    [](const ShapeAxis& axis) { return axis.additive || axis.pinned; });
  const std::string name = summable ? "sum" : random_.pick({"max", "count", "avg"});
  shape.axes.clear();
  shape.measure.clear();
  shape.bare = false;
  shape.text = count("aggregate of top") + name + '(' + inner + ')';
  if (name == "count") shape.unit.clear();
  shape.extensive = name == "count" || (name == "sum" && shape.extensive);
  count(name);
  return shape;
}

Shape Generator::ranked(int depth) {
  Shape shape = number(depth - 1);
  std::string over;
  if (shape.axes.size() > 1 && random_.chance(50)) over = count("rank over") + " over " + shape.axes.front().name;
  shape.text = count("rank") + "rank(" + in_parentheses(shape) + over + ')';
  shape.measure.clear();
  shape.unit = shape.bare ? shape.unit : "";
  shape.bare = false;
  shape.extensive = false;
  for (ShapeAxis& axis : shape.axes) axis.additive = false;
  return shape;
}

Shape Generator::topped(int depth) {
  Shape shape = number(depth);
  const std::string name = random_.pick({"top", "top", "bottom"});
  shape.text = name + '(' + std::to_string(1 + random_.below(3)) + ", " + in_parentheses(shape) + ')';
  shape.measure.clear();
  shape.bare = false;
  count(name);
  return shape;
}

// ---- truths

std::string Generator::comparison(const Shape& shape) {
  const std::string inner = in_parentheses(shape);
  if (random_.chance(15)) return count("in range") + inner + " in 2..6";
  if (random_.chance(10)) return count("in list") + inner + " in (2, 3, 5)";
  count("= != < <= > >=");
  return inner + ' ' + random_.pick({"=", "!=", "<", "<=", ">", ">=", ">", "<"}) + ' ' +
         std::to_string(random_.below(9));
}

std::string Generator::truth(int depth, std::vector<ShapeAxis>& axes) {
  const Shape shape = number(depth - 1);
  axes = shape.axes;
  std::string text = comparison(shape);
  if (random_.chance(20)) text = count("not") + "not " + text;
  if (random_.chance(25)) {
    const Shape other = cells();
    const bool fits =
        std::all_of(other.axes.begin(), other.axes.end(), [&](const ShapeAxis& axis) { return shape.axis(axis.name); });
    if (fits) {
      const std::string word = random_.pick({"and", "or"});
      text += ' ' + count(word) + word + ' ' + comparison(other);
    }
  }
  if (random_.chance(10)) text = count("possibly") + "possibly(" + text + ')';
  return text;
}

std::string Generator::axis_condition(Shape& shape, bool pin) {
  auto& axis = shape.axes[static_cast<std::size_t>(random_.below(static_cast<int>(shape.axes.size())))];
  if (axis.dimension == "source" || axis.name.find('.') != std::string::npos) return {};
  const auto above = levels(axis.dimension);
  if (!above.empty() && random_.chance(40)) {
    const std::string level = random_.pick(above);
    const bool alone = std::count_if(shape.axes.begin(), shape.axes.end(), [&](const ShapeAxis& other) {
                         const auto own = levels(other.dimension);
                         return other.dimension == level || std::count(own.begin(), own.end(), level) > 0;
                       }) == 1;
    if (axis.dimension == "quarter" && random_.chance(50))
      return count("where coarser period") + axis.name + random_.pick({" = 2024", " != 2024", " >= 2024", " < 2024"});
    const std::string name = alone && random_.chance(70) ? level : axis.name + '.' + level;
    count(name == level ? "where level" : "where path");
    const std::string wanted = level == "year" ? "2024" : member(level);
    return name + random_.pick({" = ", " != "}) + wanted;
  }
  if (is_ordered(axis.dimension) && random_.chance(50)) {
    const auto& all = members_.at(axis.dimension);
    if (random_.chance(50))
      return count("where interval") + axis.name + " in " + all[0] + ".." +
             all[static_cast<std::size_t>(1 + random_.below(2))];
    return count("where order") + axis.name + ' ' + random_.pick({"<", "<=", ">", ">="}) + ' ' + member(axis.dimension);
  }
  switch (random_.below(4)) {
    case 0:
      return count("where in list") + axis.name + " in (" + member(axis.dimension) + ", " + member(axis.dimension) +
             ')';
    case 1: return count("where not in") + axis.name + " not in (" + member(axis.dimension) + ')';
    case 2: return axis.name + " != " + member(axis.dimension);
    default:
      axis.pinned = axis.pinned || pin;
      return count("where dimension") + axis.name + " = " + member(axis.dimension);
  }
}

std::string Generator::value_condition(const Shape& shape) {
  if (!shape.measure.empty() && random_.chance(60)) {
    count("where own value");
    const std::string bound = std::to_string(random_.below(9));
    return random_.chance(80) ? shape.measure + ' ' + random_.pick({"<", "<=", ">", ">="}) + ' ' + bound
                              : bound + " <= " + shape.measure;
  }
  for (int tries = 0; tries < 10; ++tries) {
    const Shape other = random_.chance(70) ? cells() : number(1);
    const bool fits = std::all_of(other.axes.begin(), other.axes.end(), [&](const ShapeAxis& axis) {
      const ShapeAxis* own = shape.axis(axis.name);
      return own && own->dimension == axis.dimension;
    });
    if (!fits || other.text == shape.measure) continue;
    const std::string text = comparison(other);
    return count("where value") + (random_.chance(10) ? count("possibly") + "possibly(" + text + ')' : text);
  }
  return {};
}

std::string Generator::relation_condition(const Shape& shape) {
  for (const MadeMeasure& made : measures_) {
    if (!made.relation) continue;
    std::string arguments;
    for (const ShapeAxis& axis : made.axes) {
      const ShapeAxis* own = shape.axis(axis.name);
      arguments += (arguments.empty() ? "" : ", ") +
                   (own && own->dimension == axis.dimension ? axis.name : member(axis.dimension));
    }
    return count("where relation") + made.name + '(' + arguments + ')';
  }
  return {};
}

std::string Generator::provenance() {
  switch (random_.below(5)) {
    case 0: return count("where source") + "source = " + random_.pick(sources_);
    case 1: return count("where source") + "source in (s0, s1)";
    case 2:
      return count("where kind") + "kind " + random_.pick({"=", "!="}) + ' ' +
             random_.pick({"estimate", "forecast", "derived"});
    case 3: return count("where date") + "date " + random_.pick({"<", "<=", ">", ">=", "!="}) + " 2024-02-29";
    default: return count("where date") + "date in 2023-12-31..2024-06-30";
  }
}

// A condition on the shape's rows; what it pins is marked.
std::string Generator::condition(Shape& shape, int depth) {
  std::string text;
  const int parts = 1 + (random_.chance(30) ? 1 : 0);
  for (int i = 0; i < parts; ++i) {
    std::string part;
    const int which = random_.below(10);
    if (which < 4 && !shape.axes.empty())
      part = axis_condition(shape, true);
    else if (which == 4)
      part = relation_condition(shape);
    else if (which == 5 && !shape.axis("source"))
      part = provenance();
    else if (which == 6 && !shape.axes.empty()) {
      Shape unpinned = shape;
      const std::string a = axis_condition(unpinned, false), b = value_condition(shape);
      if (!a.empty() && !b.empty()) part = count("where or") + '(' + a + random_.pick({" or ", " and "}) + b + ')';
    } else if (which == 7) {
      Shape unpinned = shape;
      const std::string inner =
          random_.chance(50) && !shape.axes.empty() ? axis_condition(unpinned, false) : value_condition(shape);
      if (!inner.empty()) part = count("where not") + "not (" + inner + ')';
    }
    if (part.empty()) part = value_condition(shape);
    if (part.empty()) part = relation_condition(shape);
    text += (i ? " and " : "") + part;
  }
  (void)depth;
  return text;
}

// ---- queries

Query Generator::query() {
  used_.clear();
  std::string text;
  const int which = random_.below(20);
  std::vector<ShapeAxis> axes;
  if (which == 0) {
    text = truth(3, axes);
  } else if (which == 1) {
    Shape shape = topped(2);
    text = shape.text;
  } else if (which == 2) {
    const Shape first = cells(), second = number(2);
    std::vector<Shape> columns{first};
    const bool fits = std::all_of(second.axes.begin(), second.axes.end(),
                                  [&](const ShapeAxis& axis) { return first.axis(axis.name); });
    columns.push_back(fits ? second : first);
    text = count("columns") + "{ one: " + in_parentheses(columns[0]) + ", two: " + in_parentheses(columns[1]) + " }";
  } else if (which == 3) {
    Shape linked;
    linked.text = linked.measure = "linked";
    for (const MadeMeasure& made : measures_)
      if (made.relation) linked.axes = made.axes;
    text = random_.chance(50) ? "linked where " + axis_condition(linked, true)
                              : count("count") + "count(linked by " + linked.axes.front().name + ')';
  } else if (which == 4) {
    const Shape shape = by_source();
    text = shape.text.empty() ? cells().text : shape.text;
  } else {
    const Shape shape = number(1 + random_.below(3));
    if (shape.axes.empty()) count("scalar");
    text = shape.text;
  }
  return {text, used_};
}

}  // namespace reckon::model
