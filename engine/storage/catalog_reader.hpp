// Reads what a file declares, and declares it again in the order in which it was declared first.
// Invariant: what is handed on is whole: ids in order, names unique, codes of members that there are. Anything else is
// an Error that says where the file is damaged.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/model/catalog.hpp"
#include "engine/storage/connection.hpp"
#include "engine/storage/declared_rows.hpp"

namespace reckon::engine {

class CatalogReader {
 public:
  // Reads all rows. Throws Error.
  explicit CatalogReader(const Connection&);

  const DeclaredRows& rows() const { return rows_; }
  const std::vector<Definition>& definitions() const { return rows_.definitions; }

  // Declares what was declared up to that step. `edit` gives the catalog to change, `add` adds a measure to it. The
  // sources of rules are left out: a rule brings its own. Throws Error.
  using Edit = std::function<Catalog&()>;
  using AddMeasure = std::function<void(Measure)>;
  void declare(std::int64_t until, const Edit& edit, const AddMeasure& add);
  // Declares everything, the sources of rules like others, in an empty catalog.
  void declare_all(Catalog&);
  // Throws Error unless everything has been declared, the sources of rules among it.
  void check_complete(const Catalog&) const;

 private:
  void read_units();
  void read_dimensions();
  void read_members();
  void read_sources();
  void read_measures();
  void read_axes();
  void read_definitions();
  void declare_dimensions(Catalog&, std::int64_t until);
  void declare_members(Catalog&, std::int64_t until);
  void declare_measure(const Catalog&, const MeasureRow&, const AddMeasure&) const;
  void require(bool holds, const std::string& what) const;
  void require_in_order(const Statement&, std::size_t count, std::size_t offset = 0) const;

  const Connection& file_;
  DeclaredRows rows_;
  // How many of the rows have been declared.
  struct {
    std::size_t units = 0, dimensions = 0, members = 0, levels = 0, aliases = 0, roll_ups = 0, sources = 0,
                measures = 0;
  } declared_;
  std::vector<std::size_t> closings_;  // dimensions still to be closed
  bool with_rules_ = false;            // their sources are declared too
};

// The first and the last code of a calendar's periods.
std::pair<Code, Code> calendar_codes(Calendar);

}  // namespace reckon::engine
