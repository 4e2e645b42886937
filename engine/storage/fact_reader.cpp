// One pass over the rows in the order in which they were written.
#include "engine/storage/fact_reader.hpp"

#include <algorithm>

#include "engine/storage/catalog_reader.hpp"
#include "engine/storage/number_cell.hpp"
#include "engine/storage/schema.hpp"

namespace reckon::engine {
namespace {

constexpr std::int64_t most_rows = UINT32_MAX - 1;
constexpr std::int64_t most_reserved = 10'000'000;  // rows, whatever the file says it has

class FactReader {
 public:
  FactReader(const Connection& file, const Catalog& catalog, MeasureId id)
      : measure_(catalog.measure(id)),
        sources_(static_cast<std::int64_t>(catalog.sources().size())),
        rows_(file.prepare("SELECT id, " + key_columns(measure_.axes.size()) +
                           "low, high, best, scale, flags, source, kind, date, note, confidence FROM " +
                           fact_table_name(id) + " ORDER BY id")) {
    for (const Axis& axis : measure_.axes) {
      const Dimension& dimension = catalog.dimension(axis.dimension);
      bounds_.push_back(dimension.is_calendar() ? calendar_codes(dimension.calendar())
                                                : std::pair(Code{0}, static_cast<Code>(dimension.size()) - 1));
    }
    fact_.key.resize(bounds_.size());
  }

  void run(FactTable& table) {
    for (std::int64_t id = 1; rows_.step(); ++id) {
      if (rows_.integer(0, 1, most_rows) != id) rows_.damaged("the rows are not in order");
      read_row();
      table.append(fact_);
    }
  }

 private:
  void read_row();
  void read_value(int at, std::int64_t flags);

  const Measure& measure_;
  const std::int64_t sources_;
  Statement rows_;
  std::vector<std::pair<Code, Code>> bounds_;  // of the codes, by axis
  const std::pair<Code, Code> days_ = calendar_codes(Calendar::day);
  Fact fact_;
};

void FactReader::read_row() {
  int at = 1;
  for (std::size_t axis = 0; axis < bounds_.size(); ++axis)
    fact_.key[axis] = static_cast<Code>(rows_.integer(at++, bounds_[axis].first, bounds_[axis].second));
  const int value = at;
  at += 4;
  const std::int64_t flags = rows_.integer(at++, 0, 15);
  fact_.unknown = flags & fact_flag::unknown;
  fact_.about = flags & fact_flag::about;
  fact_.source = static_cast<SourceId>(rows_.integer(at++, 0, sources_ - 1));
  fact_.kind = static_cast<Kind>(rows_.integer(at++, 0, static_cast<std::int64_t>(Kind::rumour)));
  fact_.date = rows_.is_null(at) ? no_code : static_cast<Day>(rows_.integer(at, days_.first, days_.second));
  ++at;
  fact_.note = rows_.is_null(at) ? std::string_view() : rows_.text(at);
  ++at;
  fact_.confidence.reset();
  if (!rows_.is_null(at)) {
    fact_.confidence = parse_exact(rows_.text(at));
    if (!fact_.confidence || fact_.confidence->sign() <= 0 || Number(1) <= *fact_.confidence)
      rows_.damaged("a confidence level does not lie between 0 and 1");
  }
  read_value(value, flags);
}

void FactReader::read_value(int at, std::int64_t flags) {
  Range& value = fact_.value;
  const bool open_below = flags & fact_flag::open_below, open_above = flags & fact_flag::open_above;
  if (fact_.unknown || measure_.is_relation) {
    if (open_below || open_above || (fact_.unknown && !rows_.is_null(at)))
      rows_.damaged("a value stands where none can");
    value = Range();
    return;
  }
  const int scale = static_cast<int>(rows_.integer(at + 3, 0, most_cell_scale));
  value.unbounded_below = open_below;
  value.unbounded_above = open_above;
  value.drop_best();
  value.low = open_below ? Number(0) : number_cell(rows_, at, scale);
  if (open_above)
    value.high = 0;
  else if (rows_.is_null(at + 1) && !open_below)
    value.high = value.low;
  else
    value.high = number_cell(rows_, at + 1, scale);
  if (value.is_bounded() && value.high < value.low) rows_.damaged("the value's high end lies below its low end");
  if (rows_.is_null(at + 2)) return;
  const Number best = number_cell(rows_, at + 2, scale);
  if (!value.contains(best)) rows_.damaged("the best figure lies outside the value");
  value.set_best(best);
}

}  // namespace

void read_facts(const Connection& file, const Catalog& catalog, MeasureId id, FactTable& table) {
  check_fact_table(file, id, catalog.measure(id).axes.size());
  const std::int64_t rows = file.integer("SELECT coalesce(max(id), 0) FROM " + fact_table_name(id));
  table.reserve(static_cast<std::size_t>(std::clamp<std::int64_t>(rows, 0, most_reserved)));
  FactReader(file, catalog, id).run(table);
  Statement row = file.prepare("SELECT fact, day FROM reckon_retraction WHERE measure = ?1 ORDER BY fact");
  row.bind(1, id);
  const auto [first, last] = calendar_codes(Calendar::day);
  while (row.step()) {
    const auto fact = static_cast<std::size_t>(row.integer(0, 1, most_rows)) - 1;
    if (fact >= table.size()) row.damaged("a fact is withdrawn that there is not");
    table.retract(fact, row.is_null(1) ? no_code : static_cast<Day>(row.integer(1, first, last)));
  }
}

}  // namespace reckon::engine
