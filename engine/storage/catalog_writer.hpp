// Writes what a catalog has more than the file has.
// Invariant: rows are only ever added, but for the descriptions of members and the closing of dimensions.
#pragma once

#include <vector>

#include "engine/model/catalog.hpp"
#include "engine/storage/connection.hpp"

namespace reckon::engine {

class CatalogWriter {
 public:
  explicit CatalogWriter(const Connection&);

  // The file has this catalog.
  void mark(const Catalog&);
  // Adds what is new. Known members are looked through only where `declared` says that a declaration may have changed
  // them. Throws Error; the transaction must then be rolled back and the catalog marked anew.
  void write(const Catalog&, std::int64_t step, bool declared);

 private:
  struct Mark {
    std::size_t members = 0, levels = 0;
    bool closed = false;
    std::vector<std::uint64_t> hashes;  // of members with aliases and what they roll up to
  };

  void write_dimension(const Catalog&, DimensionId, std::int64_t step, bool declared);
  void write_member(const Dimension&, DimensionId, Code, std::int64_t step);
  void write_unit(const Catalog&, std::size_t unit, std::int64_t step);
  void write_source(const Source&, SourceId, std::int64_t step);
  void write_measure(const Catalog&, MeasureId, std::int64_t step);

  const Connection& file_;
  Statement unit_, dimension_, closed_, level_, member_, alias_, roll_up_, source_, measure_, axis_;
  std::size_t units_ = 0, sources_ = 0, measures_ = 0;
  std::vector<Mark> dimensions_;
};

}  // namespace reckon::engine
