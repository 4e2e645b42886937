// Random small programs against brute force: every corner and points inside. No value may lie outside its answer, and
// every end said to be tight is evaluated at its witness. What a cell is said to drive is compared with the width that
// is left when it is that point. Usage: brute_force [PROGRAMS [SEED]]; RECKON_SHOW=1 prints what is not proved.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>

#include "engine/exec/answer.hpp"
#include "engine/exec/drivers.hpp"
#include "lang/check/checker.hpp"
#include "lang/compile/compile.hpp"
#include "lang/parse/parse.hpp"
#include "lang/session.hpp"
#include "engine/model/error.hpp"
#include "tests/bounds/random_query.hpp"

namespace {

using namespace reckon;
using engine::Number;
using engine::Range;

constexpr std::uint64_t least_tight = 95;  // percent of the programs without jumps
constexpr std::size_t boxes = 200;  // that a search may look at: fewer than a query may, for many programs in little time
// Every construct must occur, in so many programs of a thousand at least.
constexpr std::uint64_t least_used = 4;
const char* const constructs[] = {"+", "-", "*", "/", "^", "abs", "least", "greatest", "floor", "ceil", "round", "count", "if", "assuming",
                                  "max", "min", "median", "avg", "sum", "top", "share", "rule", "where"};

struct Cell {
  engine::MeasureId measure;
  engine::Code org;
  Range range;
};

struct Tally {
  std::uint64_t programs = 0, tight = 0;
};

class BruteForce {
 public:
  explicit BruteForce(std::uint64_t seed) : random_(seed) {}
  // False where an answer is wrong.
  bool program(int number);
  bool report() const;

 private:
  std::string declare(int members, bool twice);
  std::shared_ptr<const engine::Plan> plan_of(const std::string& query) const;
  engine::Answer at(const engine::Program&, const std::shared_ptr<const engine::Plan>&, const std::vector<Range>& values) const;
  bool inside(const engine::Value& value, const engine::Value& answer) const;
  bool check_points(const engine::Program&, const std::shared_ptr<const engine::Plan>&, const engine::Value& answer);
  bool check_drivers(const engine::Program&, const std::shared_ptr<const engine::Plan>&, const engine::Answer&);
  test::RandomQuery make_query(int members, bool twice);
  bool check_end(const engine::Program&, const std::shared_ptr<const engine::Plan>&, const engine::Answer&, bool high) const;
  std::vector<Range> point(int number) const;
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool wrong(const char* what, const std::vector<Range>& values, const engine::Value* found) const;

  std::mt19937_64 random_;
  std::unique_ptr<lang::Session> session_;
  std::vector<Cell> cells_;
  std::string text_, query_;
  const engine::Value* answer_ = nullptr;
  std::map<std::string, Tally> tallies_;
  std::map<std::string, std::uint64_t> used_;
  std::uint64_t twice_ = 0, held_ = 0, added_up_ = 0;
  bool linear_ = false;
  std::uint64_t ends_ = 0, witnessed_ = 0, runs_ = 0, refused_ = 0;
};

std::string BruteForce::declare(int members, bool points) {
  std::string text = "dimension org {";
  for (int i = 0; i < members; ++i) text += std::string(i ? ", " : " ") + static_cast<char>('A' + i);
  text += " }\nmeasure m(org) : 1 flow\nmeasure w(org) : 1 flow\nmeasure d(org) : 1 flow\n";
  cells_.clear();
  for (int measure = 0; measure < 2; ++measure)
    for (int i = 0; i < members; ++i) {
      const int low = below(6) == 0 ? -below(3) : below(4), high = low + (points && measure == 1 && below(2) ? 0 : below(4));
      text += std::string("fact ") + (measure ? "w(" : "m(") + static_cast<char>('A' + i) + ") = " + std::to_string(low) + ".." + std::to_string(high) + '\n';
      cells_.push_back({0, i, Range(Number(low), Number(high))});
      cells_.back().measure = measure ? 1 : 0;
    }
  static const char* const rules[] = {"m + w", "m - w", "m * (3 - m)", "2 * m", "m * w"};
  return text + "rule d(org) = flow(" + rules[below(5)] + ")\n";
}

std::shared_ptr<const engine::Plan> BruteForce::plan_of(const std::string& query) const {
  const auto source = std::make_shared<lang::SourceText>(lang::SourceText{"query", query});
  const auto script = lang::parse_query(source);
  const auto& statement = static_cast<const lang::QueryStatement&>(*script->statements.front());
  lang::Checker checker(session_->environment(), source);
  return lang::compile(*checker.query(*statement.expr).root);
}

engine::Answer BruteForce::at(const engine::Program& program, const std::shared_ptr<const engine::Plan>& plan,
                              const std::vector<Range>& values) const {
  auto world = std::make_shared<engine::Program>(program);
  world->cells = std::make_shared<engine::CellCache>();
  for (const Cell& cell : cells_) {
    auto& table = world->facts[cell.measure];
    table = std::make_shared<engine::FactTable>(1);
  }
  std::map<engine::MeasureId, std::shared_ptr<engine::FactTable>> tables;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    auto& table = tables[cells_[i].measure];
    if (!table) table = std::make_shared<engine::FactTable>(1);
    engine::Fact fact;
    fact.key = {cells_[i].org};
    fact.value = values[i];
    table->append(fact);
  }
  for (auto& [measure, table] : tables) world->facts[measure] = std::move(table);
  return engine::evaluate(std::move(world), plan, {});
}

// Corners first, then points of a grid of thirds and halves.
std::vector<Range> BruteForce::point(int number) const {
  std::vector<Range> values;
  std::mt19937_64 random(static_cast<unsigned>(number) * 7919U + 13U);
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const Range& range = cells_[i].range;
    const bool corner = number < 24;
    const auto step = static_cast<std::int64_t>(corner ? (random() % 2) * 6 : random() % 7);
    values.emplace_back(range.low + (range.high - range.low) * Number::ratio(step, 6));
  }
  return values;
}

bool BruteForce::inside(const engine::Value& value, const engine::Value& answer) const {
  if (value.is_missing()) return answer.maybe || answer.is_missing();
  return !answer.is_missing() && answer.range.contains(value.range);
}

bool BruteForce::wrong(const char* what, const std::vector<Range>& values, const engine::Value* found) const {
  std::printf("%s\n%s%s\n", what, text_.c_str(), query_.c_str());
  std::printf("answer %s%s%s at", answer_->is_missing() ? "missing" : answer_->range.text().c_str(), answer_->maybe ? " or missing" : "", "");
  for (std::size_t i = 0; i < values.size(); ++i)
    std::printf(" %c(%c)=%s", cells_[i].measure ? 'w' : 'm', 'A' + cells_[i].org, values[i].text().c_str());
  std::printf(" found %s\n", !found ? "nothing" : found->is_missing() ? "missing" : found->range.text().c_str());
  return false;
}

bool BruteForce::check_points(const engine::Program& program, const std::shared_ptr<const engine::Plan>& plan, const engine::Value& answer) {
  for (int number = 0; number < 40; ++number) {
    const auto values = point(number);
    const engine::Answer world = at(program, plan, values);
    ++runs_;
    if (!inside(world.value(0), answer)) return wrong("outside the answer", values, &world.value(0));
  }
  return true;
}

bool BruteForce::check_end(const engine::Program& program, const std::shared_ptr<const engine::Plan>& plan, const engine::Answer& answer,
                           bool high) const {
  const engine::Witness& witness = high ? answer.witnesses[0][0].high : answer.witnesses[0][0].low;
  if (!witness.known || witness.limit) return true;
  std::vector<Range> values;
  for (const Cell& cell : cells_) {
    values.emplace_back(cell.range.low);
    for (const auto& place : witness.places) {
      const engine::Node& node = answer.lineage->node(place.node);
      if (node.measure == cell.measure && answer.lineage->key(node).front() == cell.org) values.back() = place.value;
    }
    if (!cell.range.contains(values.back())) return wrong("a witness outside its cell", values, nullptr);
  }
  const engine::Answer world = at(program, plan, values);
  const engine::Value& found = world.value(0);
  const Number& end = high ? answer.value(0).range.high : answer.value(0).range.low;
  if (found.is_missing() || found.range.low != end || found.range.high != end)
    return wrong(high ? "the witness does not reach the high end" : "the witness does not reach the low end", values, &found);
  return true;
}

// Three cells at least; every one of them twice, if wanted.
test::RandomQuery BruteForce::make_query(int members, bool twice) {
  test::QueryMaker maker(random_, members);
  test::RandomQuery query = maker.make(1 + below(4));
  while (query.cells.size() < 3) query = maker.make(1 + below(4));
  static const char* const joins[] = {"+", "-", "*"};
  if (twice) {
    const test::RandomQuery again = maker.reading(query.cells);
    query.join(joins[below(3)], again);
    ++twice_;
  }
  for (const auto& [name, count] : query.constructs) ++used_[name];
  linear_ = query.linear;
  return query;
}

// The parts of a linear query add up; and a cell that is a point leaves the width that it was said to.
bool BruteForce::check_drivers(const engine::Program& program, const std::shared_ptr<const engine::Plan>& plan, const engine::Answer& answer) {
  const auto found = engine::drivers(answer, 0, 0);
  if (!found || !found->bounded || !found->proved || !answer.value(0).range.is_bounded()) return true;
  const Range& whole = answer.value(0).range;
  if (found->width != whole.high - whole.low) return wrong("the drivers' width is not the answer's", {}, nullptr);
  Number total = found->rest > 0 ? found->rest_goes : Number(0);
  for (const engine::Driver& driver : found->cells) total += driver.goes;
  if (linear_ && ++added_up_ && total != found->width) return wrong("what the cells drive does not add up", {}, nullptr);
  if (found->cells.empty() || !found->cells.front().proved || found->cells.front().endless) return true;
  const engine::Driver& first = found->cells.front();
  const engine::Node& node = answer.lineage->node(first.node);
  std::vector<Range> values;
  for (const Cell& cell : cells_) {
    const bool is_first = node.what == engine::Node::What::cell && node.measure == cell.measure && answer.lineage->key(node).front() == cell.org;
    values.push_back(is_first ? Range(first.at) : cell.range);
  }
  const engine::Answer held = at(program, plan, values);
  const engine::Value& value = held.value(0);
  if (!held.tight || value.is_missing() || !value.range.is_bounded()) return true;
  ++held_;
  // An end that no fraction reaches is rounded outward: then the two may differ in a last digit.
  if (held.exact && answer.exact && value.range.high - value.range.low != found->width - first.goes)
    return wrong("the first driver does not leave what it was said to", values, &value);
  return true;
}

bool BruteForce::program(int number) {
  const int members = 2 + below(3);
  const bool twice = number % 2 == 0;
  text_ = declare(members, !twice);
  session_ = std::make_unique<lang::Session>();
  bool good = session_->run(std::make_shared<lang::SourceText>(lang::SourceText{"program", text_}), [](const lang::Outcome&) {});
  if (!good) return wrong("does not run", {}, nullptr);
  const auto& catalog = session_->environment().catalog();
  for (Cell& cell : cells_) cell.measure = *catalog.find_measure(cell.measure ? "w" : "m");
  const test::RandomQuery query = make_query(members, twice);
  query_ = query.text;
  std::shared_ptr<const engine::Plan> plan;
  try {
    plan = plan_of(query_);
  } catch (const lang::Failure&) {
    ++refused_;
    return true;
  }
  const auto snapshot = session_->environment().store.snapshot();
  const auto program = std::make_shared<engine::Program>(*snapshot);
  program->limits.boxes = boxes;
  engine::Answer answer;
  try {
    answer = engine::evaluate(program, plan, {}, engine::Keep::lineage);
  } catch (const engine::Error& error) {
    ++refused_;
    return true;
  }
  const engine::Value& value = answer.value(0);
  answer_ = &value;
  if (value.is_missing()) return check_points(*program, plan, value);
  // A divisor that may be 0 is a jump as well.
  Tally& tally = tallies_[value.maybe || !value.range.is_bounded() ? "with poles" : query.shape()];
  ++tally.programs;
  tally.tight += answer.tight;
  if (!answer.tight && std::getenv("RECKON_SHOW")) std::printf("%s%s = %s\n\n", text_.c_str(), query_.c_str(), value.range.text().c_str());
  if (!check_points(*program, plan, value)) return false;
  if (!answer.tight || answer.witnesses.empty()) return true;
  ends_ += 2;
  witnessed_ += answer.witnesses[0][0].low.known + answer.witnesses[0][0].high.known;
  return check_end(*program, plan, answer, false) && check_end(*program, plan, answer, true) &&
         (number % 4 != 1 || check_drivers(*program, plan, answer));
}

bool BruteForce::report() const {
  Tally smooth;
  for (const auto& [shape, tally] : tallies_) {
    std::printf("%-22s %6llu programs, %5.1f%% tight\n", shape.c_str(), static_cast<unsigned long long>(tally.programs),
                100.0 * static_cast<double>(tally.tight) / static_cast<double>(tally.programs));
    if (shape.rfind("with", 0) == 0) continue;
    smooth.programs += tally.programs;
    smooth.tight += tally.tight;
  }
  std::printf("%llu tight ends, %llu with a witness; %llu worlds; %llu programs refused\n", static_cast<unsigned long long>(ends_),
              static_cast<unsigned long long>(witnessed_), static_cast<unsigned long long>(runs_), static_cast<unsigned long long>(refused_));
  std::printf("%llu programs read every cell twice; %llu widths left by a driver compared, %llu sums of drivers\n",
              static_cast<unsigned long long>(twice_), static_cast<unsigned long long>(held_), static_cast<unsigned long long>(added_up_));
  bool all_used = true;
  std::uint64_t programs = 0;
  for (const auto& [shape, tally] : tallies_) programs += tally.programs;
  for (const char* construct : constructs) {
    const auto found = used_.find(construct);
    const std::uint64_t count = found == used_.end() ? 0 : found->second;
    std::printf("%s%s %llu", construct == constructs[0] ? "used: " : ", ", construct, static_cast<unsigned long long>(count));
    all_used = all_used && count * 1000 >= programs * least_used;
  }
  std::printf("%s\n", all_used ? "" : "\nsome construct is hardly ever used");
  const bool enough = smooth.tight * 100 >= smooth.programs * least_tight;
  std::printf("without jumps: %.2f%% tight%s\n", 100.0 * static_cast<double>(smooth.tight) / static_cast<double>(smooth.programs),
              enough ? "" : ", fewer than wanted");
  return enough && all_used;
}

}  // namespace

int main(int argc, char** argv) {
  const int programs = argc > 1 ? std::atoi(argv[1]) : 20000;
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  BruteForce brute_force(seed);
  int wrong = 0;
  for (int number = 0; number < programs && wrong < 5; ++number) wrong += brute_force.program(number) ? 0 : 1;
  return brute_force.report() && wrong == 0 ? 0 : 1;
}
