// Dimensions: declared once, and again to add members, aliases and parents.
#include "lang/statements/statement_runner.hpp"

namespace reckon::lang {
namespace {

using engine::Code;
using engine::DimensionId;

bool is_kept_word(std::string_view name) { return name == "source" || name == "kind" || name == "date"; }

}  // namespace

void StatementRunner::declare(const DimensionDeclaration& declaration) {
  const std::string name(declaration.name.text);
  if (is_kept_word(name))
    fail(problem::name_taken, declaration.name.span, '"' + name + "\" is an attribute of every fact, so no dimension can have that name", "call it " + name + "_name, or the like");
  Checker checker = this->checker();
  const auto known = environment_.catalog().find_dimension(name);
  if (known && environment_.catalog().dimension(*known).is_calendar())
    fail(problem::name_taken, declaration.name.span, '"' + name + "\" is a built-in calendar dimension", "its periods need no declaration");

  std::vector<DimensionId> parents;
  for (const Name& parent : declaration.parents) {
    const DimensionId id = checker.dimension(parent);
    if (known && environment_.catalog().rolls_up(id, *known))
      fail(problem::parent_conflict, parent.span, std::string(parent.text) + " rolls up to " + name + " itself", "a hierarchy runs one way only");
    parents.push_back(id);
  }

  // All changes are made to a copy, which replaces the catalog only when nothing failed.
  engine::Catalog next = environment_.catalog();
  const DimensionId id = known ? *known : next.add(engine::Dimension(name, std::string(declaration.doc.description), false, declaration.ordered));
  for (const DimensionId parent : parents) next.add_parent(id, parent);
  if (parents.empty())
    for (const engine::Level& level : next.dimension(id).levels())
      if (level.direct) parents.push_back(level.dimension);
  engine::Dimension& dimension = next.dimension(id);
  if (declaration.closed) dimension.close();
  for (const Member& member : declaration.members) {
    const auto found = dimension.find(member.name.text);
    const Code code = found ? *found : dimension.add_member(member.name.text);
    if (!member.description.empty()) dimension.describe(code, std::string(member.description));
    for (const Name& alias : member.aliases)
      if (!dimension.add_alias(code, alias.text))
        fail(problem::name_taken, alias.span, '"' + std::string(alias.text) + "\" already names " + dimension.text(*dimension.find(alias.text)), "each name and alias belongs to one member");
    if (member.parents.empty()) continue;
    if (member.parents.size() != parents.size())
      fail(problem::wrong_arguments, member.parents.front().span, std::string(member.name.text) + " names " + std::to_string(member.parents.size()) + " parents, but " + name + " rolls up to " +
           std::to_string(parents.size()) + (parents.size() == 1 ? " dimension" : " dimensions"), "write -> followed by one member of each, in order");
    for (std::size_t i = 0; i < parents.size(); ++i) {
      engine::Dimension& parent = next.dimension(parents[i]);
      auto parent_code = parent.find(member.parents[i].text);
      if (!parent_code && !parent.closed() && !parent.is_calendar()) parent_code = parent.add_member(member.parents[i].text);
      if (!parent_code) {
        engine::NearestNames nearest(member.parents[i].text);
        for (const auto& other : parent.members()) nearest.offer(other.name);
        fail(problem::unknown_member, member.parents[i].span, "there is no member \"" + std::string(member.parents[i].text) + "\" of " + parent.name(), nearest.hint());
      }
      if (!next.set_parent(id, code, parents[i], *parent_code))
        fail(problem::parent_conflict, member.parents[i].span, std::string(member.name.text) + " belongs to another member of " + parent.name() + " already", "a member rolls up to one member of each coarser dimension");
    }
  }
  environment_.store.edit_catalog() = std::move(next);
  if (known) environment_.store.forget_cells();
}

}  // namespace reckon::lang
