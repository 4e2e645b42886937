// Declarations as statements, made from the rows of a database file.
#pragma once

#include <string>
#include <utility>

#include "engine/model/catalog.hpp"
#include "engine/storage/declared_rows.hpp"

namespace reckon::lang {

// Goes through the rows once, step by step.
class DeclarationText {
 public:
  // The catalog has all that the rows declare. Both must outlive this.
  DeclarationText(const engine::DeclaredRows& rows, const engine::Catalog& catalog) : rows_(rows), catalog_(catalog) {}

  // The next step at which something was declared; the greatest number where there is none.
  engine::Step next() const;
  // Appends what was declared at that step, which must be the next. Members that facts or children bring are left out.
  void append(std::string& out, engine::Step step);
  // Passes over what was declared up to that step.
  void skip(engine::Step until);

 private:
  struct At {
    std::size_t unit = 0, dimension = 0, member = 0, level = 0, alias = 0, roll_up = 0, source = 0, measure = 0;
  };

  void dimension(std::string& out, engine::Step, engine::DimensionId, const At& from);
  void parents(std::string& out, engine::DimensionId, const engine::Level&, const At& from);
  bool is_derived(const engine::RollUpRow&) const;

  const engine::DeclaredRows& rows_;
  const engine::Catalog& catalog_;
  At at_;
  engine::Step passed_ = 0;
};

// A name, or a text in quotes. Throws engine::Error where a line break stands in it.
std::string name_text(std::string_view);
std::string quoted_text(std::string_view);
// The member's name or period, as an argument.
std::string argument_text(const engine::Dimension&, engine::Code);
// "1/3..2/3 best 1/2", as a value is written.
std::string range_text(const engine::Range&);

}  // namespace reckon::lang
