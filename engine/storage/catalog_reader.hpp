// Reads what a file declares, and declares it again in the order in which it was declared first.
// Invariant: what is handed on is whole: ids in order, names unique, codes of members that there are. Anything else is
// an Error that says where the file is damaged.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/catalog.hpp"
#include "engine/storage/connection.hpp"
#include "engine/storage/definition.hpp"

namespace reckon::engine {

class CatalogReader {
 public:
  // Reads all rows. Throws Error.
  explicit CatalogReader(const Connection&);

  const std::vector<Definition>& definitions() const { return definitions_; }
  const std::vector<std::string>& used() const { return used_; }

  // Declares what was declared up to that step. `edit` gives the catalog to change, `add` adds a measure to it. The
  // sources of rules are left out: a rule brings its own. Throws Error.
  using Edit = std::function<Catalog&()>;
  using AddMeasure = std::function<void(Measure)>;
  void declare(std::int64_t until, const Edit& edit, const AddMeasure& add);
  // Throws Error unless everything has been declared, the sources of rules among it.
  void check_complete(const Catalog&) const;

 private:
  struct UnitRow {
    std::int64_t step;
    std::string name, description;
    std::optional<Number> factor;
    std::string base;
  };
  struct DimensionRow {
    std::int64_t step;
    std::string name, description;
    bool ordered;
    std::optional<std::int64_t> closed;
  };
  struct MemberRow {
    std::int64_t step;
    DimensionId dimension;
    std::string name, description;
  };
  struct LevelRow {
    std::int64_t step;
    DimensionId dimension, level;
    bool direct;
  };
  struct AliasRow {
    std::int64_t step;
    DimensionId dimension;
    Code member;
    std::string name;
  };
  struct RollUpRow {
    std::int64_t step;
    DimensionId dimension;
    Code member;
    DimensionId level;
    Code code;
  };
  struct SourceRow {
    std::int64_t step;
    Source source;
  };
  struct MeasureRow {
    std::int64_t step;
    Measure measure;
    std::string unit;
  };
  // Rows in the order in which they were written, and how many of them have been declared.
  template <class Row>
  struct Rows {
    std::vector<Row> rows;
    std::size_t declared = 0;
    bool next(std::int64_t until) const { return declared < rows.size() && rows[declared].step <= until; }
    void sort();
  };

  void read_units();
  void read_dimensions();
  void read_members();
  void read_sources();
  void read_measures();
  void read_axes();
  void read_definitions();
  void declare_dimensions(Catalog&, std::int64_t until);
  void declare_members(Catalog&, std::int64_t until);
  void declare_measure(const Catalog&, MeasureRow&, const AddMeasure&) const;
  void require(bool holds, const std::string& what) const;
  void require_in_order(const Statement&, std::size_t count, std::size_t offset = 0) const;

  const Connection& file_;
  Rows<UnitRow> units_;
  Rows<DimensionRow> dimensions_;
  Rows<MemberRow> members_;
  Rows<LevelRow> levels_;
  Rows<AliasRow> aliases_;
  Rows<RollUpRow> roll_ups_;
  Rows<SourceRow> sources_;
  Rows<MeasureRow> measures_;
  std::vector<std::size_t> closings_;  // dimensions still to be closed
  std::vector<Definition> definitions_;
  std::vector<std::string> used_;
};

// The first and the last code of a calendar's periods.
std::pair<Code, Code> calendar_codes(Calendar);

}  // namespace reckon::engine
