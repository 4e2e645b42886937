// The tables of a database file (docs/file-format.md) and the checks that a file has them and no others of their name.
// Invariant: names of tables begin with reckon_; views for people have the measures' own names.
#pragma once

#include <string>

#include "engine/model/catalog.hpp"
#include "engine/storage/connection.hpp"

namespace reckon::engine {

inline constexpr std::int64_t application_id = 0x72656b6e;  // "rekn"
inline constexpr std::int64_t format_version = 1;

// Bits of a fact's flags.
namespace fact_flag {
inline constexpr std::int64_t unknown = 1, about = 2, open_below = 4, open_above = 8;
}

// Makes an empty file a database. Throws Error where the file is another program's, or of a newer format, or where a
// table is not as it was made.
void prepare_schema(const Connection&, bool may_create);

// The table and the view of a measure.
void create_fact_table(const Connection&, const Catalog&, MeasureId);
std::string fact_table_name(MeasureId);
// "key1, key2, ": the columns of the axes.
std::string key_columns(std::size_t axes);
// Throws Error where the measure's table is not as it was made.
void check_fact_table(const Connection&, MeasureId, std::size_t axes);

}  // namespace reckon::engine
