// Dimensions: declared once, and again to add members, aliases and parents.
#include "lang/statements/dimensions.hpp"

#include "lang/statements/statement_runner.hpp"

namespace reckon::lang {

using engine::Code;
using engine::DimensionId;

bool is_attribute_of_facts(std::string_view name) { return name == "source" || name == "kind" || name == "date"; }

DimensionDraft::DimensionDraft(Checker& checker, const Name& declared, std::string_view description, bool ordered,
                               std::span<const Name> written_parents)
    : catalog(checker.catalog()) {
  const std::string name(declared.text);
  if (is_attribute_of_facts(name))
    checker.fail(problem::name_taken, declared.span,
                 '"' + name + "\" is an attribute of every fact, so no dimension can have that name",
                 "call it " + name + "_name, or the like");
  const auto known = catalog.find_dimension(name);
  if (known && catalog.dimension(*known).is_calendar())
    checker.fail(problem::name_taken, declared.span, '"' + name + "\" is a built-in calendar dimension",
                 "its periods need no declaration");
  if (known && catalog.dimension(*known).is_numbers())
    checker.fail(problem::name_taken, declared.span,
                 '"' + name + "\" keeps records apart: its members are their numbers", "choose another name");
  for (const Name& parent : written_parents) {
    parents.push_back(checker.dimension(parent));
    if (known && catalog.rolls_up(parents.back(), *known))
      checker.fail(problem::parent_conflict, parent.span, std::string(parent.text) + " rolls up to " + name + " itself",
                   "a hierarchy runs one way only");
  }
  is_known = known.has_value();
  id = known ? *known : catalog.add(engine::Dimension(name, std::string(description), false, ordered));
  for (const DimensionId parent : parents) catalog.add_parent(id, parent);
}

void DimensionDraft::publish(engine::Store& store) {
  store.edit_catalog() = std::move(catalog);
  if (is_known) store.forget_cells();
}

void StatementRunner::declare(const DimensionDeclaration& declaration) {
  const std::string name(declaration.name.text);
  Checker checker = this->checker();
  DimensionDraft draft(checker, declaration.name, declaration.doc.description, declaration.ordered,
                       {declaration.parents.begin(), declaration.parents.size()});
  engine::Catalog& next = draft.catalog;
  std::vector<DimensionId> parents = draft.parents;
  if (parents.empty())
    for (const engine::Level& level : next.dimension(draft.id).levels())
      if (level.direct) parents.push_back(level.dimension);
  engine::Dimension& dimension = next.dimension(draft.id);
  if (declaration.closed) dimension.close();
  for (const Member& member : declaration.members) {
    const auto found = dimension.find(member.name.text);
    const Code code = found ? *found : dimension.add_member(member.name.text);
    if (!member.description.empty()) dimension.describe(code, std::string(member.description));
    for (const Name& alias : member.aliases)
      if (!dimension.add_alias(code, alias.text))
        fail(problem::name_taken, alias.span,
             '"' + std::string(alias.text) + "\" already names " + dimension.text(*dimension.find(alias.text)),
             "each name and alias belongs to one member");
    if (member.parents.empty()) continue;
    if (member.parents.size() != parents.size())
      fail(problem::wrong_arguments, member.parents.front().span,
           std::string(member.name.text) + " names " + std::to_string(member.parents.size()) + " parents, but " + name +
               " rolls up to " + std::to_string(parents.size()) + (parents.size() == 1 ? " dimension" : " dimensions"),
           "write -> followed by one member of each, in order");
    for (std::size_t i = 0; i < parents.size(); ++i) {
      engine::Dimension& parent = next.dimension(parents[i]);
      auto parent_code = parent.find(member.parents[i].text);
      if (!parent_code && !parent.closed() && !parent.is_calendar())
        parent_code = parent.add_member(member.parents[i].text);
      if (!parent_code) {
        fail(problem::unknown_member, member.parents[i].span,
             "there is no member \"" + std::string(member.parents[i].text) + "\" of " + parent.name(),
             member_mend(parent, member.parents[i].text));
      }
      if (!next.set_parent(draft.id, code, parents[i], *parent_code))
        fail(problem::parent_conflict, member.parents[i].span,
             std::string(member.name.text) + " belongs to " + parent.text(next.roll_up(code, draft.id, parents[i])) +
                 " already",
             "a member rolls up to one member of each coarser dimension");
    }
  }
  draft.publish(environment_.store);
}

}  // namespace reckon::lang
