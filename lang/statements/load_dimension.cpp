// Rows change a draft of the catalog, each only when all of it was read.
#include "lang/statements/load_dimension.hpp"

#include "lang/statements/dimensions.hpp"
#include "lang/statements/load_cells.hpp"

namespace reckon::lang {
namespace {

using engine::Code;

// Parts of the statement that belong to facts.
void refuse_parts_of_facts(Checker& checker, const LoadStatement& statement) {
  for (const Name& part : {statement.value_low, statement.best, statement.source, statement.source_column,
                           statement.kind, statement.kind_column, statement.date_column, statement.note_column})
    if (!part.text.empty())
      checker.fail(problem::load_form, part.span, "a dimension's members have no value and no provenance",
                   "leave this part out");
  if (statement.date || statement.confidence || !statement.note.empty())
    checker.fail(problem::load_form, statement.span, "a dimension's members have no value and no provenance",
                 "leave out what follows the parents");
  for (const LoadTarget& parent : statement.targets)
    if (!parent.column.format.empty())
      checker.fail(problem::load_form, parent.dimension.span, "a parent has no date format", "leave the format out");
}

std::vector<Name> parent_names(const LoadStatement& statement) {
  std::vector<Name> names;
  for (const LoadTarget& parent : statement.targets) names.push_back(parent.dimension);
  return names;
}

class DimensionLoader {
 public:
  DimensionLoader(Checker& checker, const LoadStatement& statement, LoadTable& table)
      : table_(table),
        draft_(checker, statement.head, {}, statement.ordered, parent_names(statement)),
        member_(table.column(statement.column, statement.column.text == statement.head.text)) {
    for (const LoadTarget& parent : statement.targets)
      parents_.push_back(table.column(parent.column.column, parent.column.column.text == parent.dimension.text));
    draft_.catalog.dimension(draft_.id).close();
  }

  void run(engine::Store& store) {
    table_.for_each_row([this] { read_row(); });
    draft_.publish(store);
  }

 private:
  void read_row();
  void check_parent(std::size_t i, std::optional<Code> member) const;
  Code parent_code(std::size_t i);

  LoadTable& table_;
  DimensionDraft draft_;
  std::size_t member_;
  std::vector<std::size_t> parents_;  // columns, as draft_.parents
};

void DimensionLoader::read_row() {
  engine::Dimension& dimension = draft_.catalog.dimension(draft_.id);
  const std::string_view name = table_.cell(member_);
  if (name.empty())
    table_.fail(member_, problem::empty_cell, "the cell is empty, but every row is a member of " + dimension.name(),
                "fill it in, or take the row out");
  const auto known = dimension.find(name);
  for (std::size_t i = 0; i < parents_.size(); ++i) check_parent(i, known);
  const Code code = known ? *known : dimension.add_member(name);
  for (std::size_t i = 0; i < parents_.size(); ++i)
    if (!table_.cell(parents_[i]).empty())
      draft_.catalog.set_parent(draft_.id, code, draft_.parents[i], parent_code(i));
}

void DimensionLoader::check_parent(std::size_t i, std::optional<Code> member) const {
  if (table_.cell(parents_[i]).empty()) return;
  const engine::Dimension& parent = draft_.catalog.dimension(draft_.parents[i]);
  const auto code = read_member(table_, parents_[i], parent, {});
  const Code before = member ? draft_.catalog.roll_up(*member, draft_.id, draft_.parents[i]) : engine::no_code;
  if (before == engine::no_code || before == code) return;
  table_.fail(
      parents_[i], problem::parent_conflict,
      std::string(table_.cell(member_)) + " belongs to " + parent.text(before) + " of " + parent.name() + " already",
      "a member rolls up to one member of each coarser dimension");
}

Code DimensionLoader::parent_code(std::size_t i) {
  engine::Dimension& parent = draft_.catalog.dimension(draft_.parents[i]);
  const std::string_view name = table_.cell(parents_[i]);
  const auto code = parent.find(name);
  return code ? *code : parent.add_member(name);
}

}  // namespace

void load_dimension(Environment& environment, Checker& checker, const LoadStatement& statement, LoadTable& table) {
  refuse_parts_of_facts(checker, statement);
  DimensionLoader(checker, statement, table).run(environment.store);
}

}  // namespace reckon::lang
