// Codes ahead of the catalog.
#include "lang/statements/new_members.hpp"

namespace reckon::lang {

engine::Code NewMembers::add(const engine::Catalog& catalog, engine::DimensionId dimension, std::string_view name) {
  Added& added = added_[dimension];
  if (const auto known = added.codes.find(name)) return *known;
  const auto code = static_cast<engine::Code>(catalog.dimension(dimension).size() + added.names.size());
  added.names.emplace_back(name);
  added.codes.add(name, code);
  return code;
}

std::optional<engine::Code> NewMembers::find(engine::DimensionId dimension, std::string_view name) const {
  const auto added = added_.find(dimension);
  return added == added_.end() ? std::nullopt : added->second.codes.find(name);
}

std::vector<engine::Code> NewMembers::renumbered(engine::DimensionId dimension, const engine::Catalog& catalog,
                                                 NewMembers& added) const {
  std::vector<engine::Code> codes;
  const auto own = added_.find(dimension);
  if (own == added_.end()) return codes;
  for (const std::string& name : own->second.names) {
    const auto known = catalog.dimension(dimension).find(name);
    codes.push_back(known ? *known : added.add(catalog, dimension, name));
  }
  return codes;
}

void NewMembers::apply(engine::Catalog& catalog) const {
  for (const auto& [dimension, added] : added_)
    for (const std::string& name : added.names) catalog.dimension(dimension).add_member(name);
}

}  // namespace reckon::lang
