// What names mean to a text: declarations (the catalog), definitions (lets), settings, and bound script parameters.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/exec/store.hpp"
#include "lang/ast/ast.hpp"

namespace reckon::lang {

struct LetDefinition {
  std::string name;
  std::vector<std::string> parameters;
  const Expr* body = nullptr;
  std::string description, example;
  std::shared_ptr<const Script> script;  // owns the body
};

struct Environment {
  engine::Store store;  // catalog, facts, rules
  std::map<std::string, LetDefinition, std::less<>> lets;
  engine::Number about{engine::Number::ratio(1, 20)};          // the deviation of `~`
  std::map<std::string, std::string, std::less<>> parameters;  // script parameters: the text that $name stands for

  std::map<std::string, std::shared_ptr<const engine::HostFunction>, std::less<>> functions;  // of the host

  const engine::Catalog& catalog() const { return store.catalog(); }
};

}  // namespace reckon::lang
