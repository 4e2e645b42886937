// A small store made by hand, for tests of what is said about answers: who holds and buys how much, by whose word.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/exec/answer.hpp"

namespace reckon::test {

using namespace reckon::engine;

struct Race {
  std::shared_ptr<Catalog> catalog = std::make_shared<Catalog>();
  DimensionId year = 0, region = 0, org = 0, chip = 0;
  MeasureId h100e = 0, purchases = 0, supplies = 0;
  SourceId omdia = 0, overview = 0;
  std::vector<std::shared_ptr<FactTable>> facts;
  std::vector<std::shared_ptr<const Rule>> rules;

  Race() {
    region = catalog->add(Dimension("region", "", true, false));
    org = catalog->add(Dimension("org", "", true, false));
    chip = catalog->add(Dimension("chip", "", true, false));
    catalog->add_parent(org, region);
    for (const char* name : {"US", "CN"}) catalog->dimension(region).add_member(name);
    for (const char* name : {"Microsoft", "Google", "字节", "Baidu", "Huawei"}) catalog->dimension(org).add_member(name);
    for (Code member = 0; member < 5; ++member) catalog->set_parent(org, member, region, member < 2 ? 0 : 1);
    for (const char* name : {"Hopper", "GPT-4"}) catalog->dimension(chip).add_member(name);
    catalog->units().add("H100e", "");
    catalog->units().add("chip", "");
    omdia = catalog->add(Source{"omdia", "Omdia estimates", 20075, false});
    overview = catalog->add(Source{"overview", "", no_code, false});
    h100e = add("h100e", {{"org", org}, {"year", year}}, "H100e", false);
    purchases = add("purchases", {{"org", org}, {"chip", chip}, {"year", year}}, "chip", false);
    supplies = add("supplies", {{"provider", org}, {"user", org}}, "1", true);
  }

  MeasureId add(std::string name, std::vector<Axis> axes, std::string_view unit, bool is_relation) {
    Measure measure;
    measure.name = std::move(name);
    measure.axes = std::move(axes);
    measure.unit = catalog->units().parse(unit);
    measure.is_relation = is_relation;
    facts.push_back(std::make_shared<FactTable>(measure.axes.size()));
    return catalog->add(std::move(measure));
  }
  void say(MeasureId measure, std::vector<Code> key, Range value, SourceId source = anonymous_source) {
    Fact fact;
    fact.key = std::move(key);
    fact.value = std::move(value);
    fact.source = source;
    facts[measure]->append(fact);
  }
  void say_unknown(MeasureId measure, std::vector<Code> key, SourceId source, std::string_view note) {
    Fact fact;
    fact.key = std::move(key);
    fact.unknown = true;
    fact.source = source;
    fact.note = note;
    facts[measure]->append(fact);
  }

  std::shared_ptr<const Program> program() const {
    auto made = std::make_shared<Program>();
    made->catalog = catalog;
    made->facts.assign(facts.begin(), facts.end());
    made->rules = rules;
    return made;
  }
  Answer answer(const Plan& plan, std::vector<Binding> bindings = {}, bool why = false) const {
    return evaluate(program(), std::make_shared<const Plan>(plan), bindings, why ? Keep::lineage : Keep::nothing);
  }

  // Operations, with the axes and unit that a compiler would give them.
  Operation scan(MeasureId measure, std::vector<AxisTest> tests = {},
                 std::vector<std::optional<CodeOperand>> fixed = {}) const {
    const Measure& of = catalog->measure(measure);
    fixed.resize(of.axes.size());
    Operation operation;
    for (std::size_t i = 0; i < of.axes.size(); ++i)
      if (!fixed[i]) operation.axes.push_back(of.axes[i]);
    operation.what = op::Scan{measure, 0, std::move(fixed), std::move(tests)};
    operation.unit = of.unit;
    operation.is_relation = of.is_relation;
    return operation;
  }
  static Operation on(decltype(Operation::what) what, std::vector<OperationId> inputs, std::vector<Axis> axes = {},
                      Unit unit = {}) {
    Operation operation;
    operation.what = std::move(what);
    operation.inputs = std::move(inputs);
    operation.axes = std::move(axes);
    operation.unit = unit;
    return operation;
  }
  Unit unit(MeasureId measure) const { return catalog->measure(measure).unit; }
  Axis axis(MeasureId measure, std::size_t i) const { return catalog->measure(measure).axes[i]; }
};

inline AxisTest test_of(std::size_t axis, DimensionId level, std::vector<Code> members) {
  AxisTest test;
  test.axis = axis;
  test.level = level;
  for (const Code member : members) test.members.push_back({member, -1});
  return test;
}

inline Plan plan_of(std::vector<Operation> operations) {
  Plan plan;
  plan.operations = std::move(operations);
  return plan;
}

}  // namespace reckon::test
