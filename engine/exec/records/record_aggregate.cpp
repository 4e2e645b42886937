// Running a record query: blocks whose bounds exclude them are left out, the others are shared among threads, each with
// totals of its own, and the totals are added up at the end. Sums are whole numbers that cannot overflow.
#include <algorithm>
#include <atomic>
#include <thread>

#include "engine/exec/records/record_totals.hpp"
#include "engine/facts/records/side_by_side.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t block_rows = NarrowColumn::block_rows;
constexpr std::size_t blocks_at_once = 8;       // that a thread takes
constexpr std::size_t blocks_of_a_thread = 64;  // fewer are not worth starting one
constexpr std::size_t most_threads = 64;

bool overlaps(const RecordTest& test, const NarrowColumn::Bounds& bounds) {
  const auto at =
      std::lower_bound(test.intervals.begin(), test.intervals.end(), bounds.low,
                       [](const DistanceInterval& interval, std::uint64_t low) { return interval.to < low; });
  return at != test.intervals.end() && at->from <= bounds.high;
}

bool covers(const RecordTest& test, const NarrowColumn::Bounds& bounds) {
  const auto at =
      std::lower_bound(test.intervals.begin(), test.intervals.end(), bounds.low,
                       [](const DistanceInterval& interval, std::uint64_t low) { return interval.to < low; });
  return at != test.intervals.end() && at->from <= bounds.low && bounds.high <= at->to;
}

// What one thread works with.
template <class T, class S>
class Worker {
 public:
  Worker(const RecordQuery& query, const GroupNumbers& numbers)
      : query_(query),
        numbers_(numbers),
        totals(query, numbers),
        rows_(block_rows),
        group_of_(block_rows),
        sparse_of_(block_rows) {}

  void add_block(std::size_t block);

 private:
  std::size_t select(std::size_t block, std::size_t first_row, std::size_t rows);
  std::size_t compare(std::size_t first_row, std::size_t count);
  template <class U>
  std::size_t compare(const RecordComparison&, std::size_t first_row, std::size_t count,
                      std::vector<std::vector<U>>& stack);
  void number_groups(std::size_t first_row, const std::uint16_t* rows, std::size_t count);

  const RecordQuery& query_;
  const GroupNumbers& numbers_;

 public:
  Totals<T, S> totals;
  std::uint64_t bytes = 0, passed = 0;

 private:
  std::vector<std::uint16_t> rows_;
  std::vector<std::uint32_t> group_of_;
  std::vector<std::uint64_t> sparse_of_;
  std::vector<std::vector<T>> stack_;
  std::vector<std::vector<std::int64_t>> narrow_stack_;
  std::vector<std::vector<Int128>> wide_stack_;
  bool all_ = false;  // every row of the block is selected, so that rows_ is not filled
};

// How many rows of the block pass; their places are in rows_ unless all of them do.
template <class T, class S>
std::size_t Worker<T, S>::select(std::size_t block, std::size_t first_row, std::size_t rows) {
  BlockMask mask;
  std::size_t words = 0;
  if (query_.present) {
    words = select_all(mask, rows);
    for (std::size_t w = 0; w < words; ++w) mask[w] &= query_.present[first_row / 64 + w];
    bytes += words * 8;
  }
  for (const RecordTest& test : query_.tests) {
    if (covers(test, test.column->block(block))) continue;
    if (words == 0) words = select_all(mask, rows);
    const std::size_t looked = test.passes.empty()
                                   ? keep_within(*test.column, first_row, words, test.intervals, mask)
                                   : keep_listed(*test.column, first_row, words, test.passes.data(), mask);
    if (looked == 0) return 0;
    bytes += looked * 64 * test.column->width();
  }
  all_ = words == 0;
  return all_ ? rows : list_rows(mask, words, rows_.data());
}

template <class T, class S>
template <class U>
std::size_t Worker<T, S>::compare(const RecordComparison& test, std::size_t first_row, std::size_t count,
                                  std::vector<std::vector<U>>& stack) {
  const U* const difference =
      test.difference.evaluate(*query_.table, first_row, all_ ? nullptr : rows_.data(), count, stack);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const bool passes = difference[i] < 0 ? test.less : difference[i] > 0 ? test.greater : test.equal;
    rows_[kept] = all_ ? static_cast<std::uint16_t>(i) : rows_[i];
    kept += passes ? 1 : 0;
  }
  all_ = false;
  bytes += count * test.difference.row_bytes(*query_.table);
  return kept;
}

template <class T, class S>
std::size_t Worker<T, S>::compare(std::size_t first_row, std::size_t count) {
  for (const RecordComparison& test : query_.comparisons)
    count = test.difference.is_wide() ? compare<Int128>(test, first_row, count, wide_stack_)
                                      : compare<std::int64_t>(test, first_row, count, narrow_stack_);
  return count;
}

template <class T, class S>
void Worker<T, S>::number_groups(std::size_t first_row, const std::uint16_t* rows, std::size_t count) {
  std::fill_n(sparse_of_.begin(), count, std::uint64_t{0});
  for (const GroupNumbers::Axis& axis : numbers_.axes) {
    axis.codes->visit([&](const auto* data) {
      const auto* const codes = data + first_row;
      const std::uint64_t* const offsets = axis.offsets.data();
      if (rows)
        for (std::size_t i = 0; i < count; ++i) sparse_of_[i] += offsets[codes[rows[i]]];
      else
        for (std::size_t i = 0; i < count; ++i) sparse_of_[i] += offsets[codes[i]];
    });
    bytes += count * axis.codes->width();
  }
  if (numbers_.is_dense)
    for (std::size_t i = 0; i < count; ++i) group_of_[i] = static_cast<std::uint32_t>(sparse_of_[i]);
  else
    for (std::size_t i = 0; i < count; ++i) group_of_[i] = totals.place(sparse_of_[i]);
}

template <class T, class S>
void Worker<T, S>::add_block(std::size_t block) {
  const std::size_t first_row = block * block_rows;
  std::size_t count = select(block, first_row, std::min(block_rows, query_.table->rows() - first_row));
  if (count == 0) return;
  count = compare(first_row, count);
  passed += count;
  const std::uint16_t* const rows = all_ ? nullptr : rows_.data();
  static constexpr std::array<T, block_rows> nothing{};
  const T* values = nothing.data();
  if (query_.value && query_.what != op::Statistic::count) {
    values = query_.value->evaluate(*query_.table, first_row, rows, count, stack_);
    bytes += count * query_.value->row_bytes(*query_.table);
  }
  if (query_.groups.empty()) return totals.add(values, count);
  number_groups(first_row, rows, count);
  totals.add(values, group_of_.data(), count);
}

class RecordRun {
 public:
  RecordRun(Run& run, OperationId id, const RecordQuery& query, OperationProfile* profile)
      : run_(run), id_(id), query_(query), profile_(profile), numbers_(query) {}

  Frame aggregate();
  // The numbers of the groups that have rows at all, ascending.
  std::vector<std::uint64_t> groups();

 private:
  std::vector<std::uint32_t> live_blocks() const;
  template <class T, class S>
  std::vector<std::unique_ptr<Worker<T, S>>> work();
  template <class T, class S>
  Frame finish();
  template <class T, class S>
  std::vector<std::pair<std::uint64_t, std::size_t>> gather(std::vector<std::unique_ptr<Worker<T, S>>>&);
  template <class T, class S>
  Value value_of(const Totals<T, S>&, std::size_t group);
  void append(Frame&, std::uint64_t number, Value);
  void add_excluded(Frame&, const std::vector<std::uint64_t>& found);
  Value excluded_value();

  Run& run_;
  OperationId id_;
  const RecordQuery& query_;
  OperationProfile* profile_;
  const GroupNumbers numbers_;
};

std::vector<std::uint32_t> RecordRun::live_blocks() const {
  std::vector<std::uint32_t> live;
  if (query_.impossible) return live;
  live.reserve(query_.table->blocks());
  for (std::uint32_t block = 0; block < query_.table->blocks(); ++block)
    if (std::all_of(query_.tests.begin(), query_.tests.end(),
                    [&](const RecordTest& test) { return overlaps(test, test.column->block(block)); }))
      live.push_back(block);
  return live;
}

template <class T, class S>
std::vector<std::unique_ptr<Worker<T, S>>> RecordRun::work() {
  const auto live = live_blocks();
  run_.charge(live.size() * (block_rows / 16));
  const std::size_t allowed =
      run_.program.limits.threads > 0 ? run_.program.limits.threads : std::max(1U, std::thread::hardware_concurrency());
  const std::size_t count = std::min({allowed, live.size() / blocks_of_a_thread + 1, most_threads});
  std::vector<std::unique_ptr<Worker<T, S>>> workers;
  for (std::size_t i = 0; i < count; ++i) workers.push_back(std::make_unique<Worker<T, S>>(query_, numbers_));
  std::atomic<std::size_t> next{0};
  side_by_side(count, [&](std::size_t number) {
    for (;;) {
      const std::size_t begin = next.fetch_add(blocks_at_once);
      if (begin >= live.size()) return;
      for (std::size_t i = begin; i < std::min(begin + blocks_at_once, live.size()); ++i)
        workers[number]->add_block(live[i]);
    }
  });
  if (profile_) {
    profile_->rows_in = query_.table->rows();
    profile_->blocks = query_.table->blocks();
    profile_->blocks_skipped = query_.table->blocks() - live.size();
    profile_->threads = static_cast<unsigned>(count);
    profile_->of_cells = query_.cells != nullptr;
    for (const auto& worker : workers) {
      profile_->bytes += worker->bytes;
      profile_->records += worker->passed;
    }
  }
  return workers;
}

// All totals in those of the first worker; the groups that have rows, by number, with their places there.
template <class T, class S>
std::vector<std::pair<std::uint64_t, std::size_t>> RecordRun::gather(
    std::vector<std::unique_ptr<Worker<T, S>>>& workers) {
  Totals<T, S>& all = workers.front()->totals;
  for (std::size_t i = 1; i < workers.size(); ++i) {
    const Totals<T, S>& more = workers[i]->totals;
    if (numbers_.is_dense)
      for (std::size_t group = 0; group < more.counts.size(); ++group) all.add(group, more, group);
    else
      for (std::size_t place = 0; place < more.numbers.size(); ++place)
        all.add(all.place(more.numbers[place]), more, place);
  }
  std::vector<std::pair<std::uint64_t, std::size_t>> found;
  const std::size_t places = numbers_.is_dense ? all.counts.size() : all.numbers.size();
  for (std::size_t place = 0; place < places; ++place)
    if (all.counts[place] > 0) found.emplace_back(numbers_.is_dense ? place : all.numbers[place], place);
  std::sort(found.begin(), found.end());
  return found;
}

Number decimal(Int128 mantissa, int scale) {
  const Number whole = Number::from_int128(mantissa);
  return scale == 0 ? whole : whole / Number::power_of_ten(static_cast<unsigned>(scale));
}

template <class T, class S>
Value RecordRun::value_of(const Totals<T, S>& totals, std::size_t group) {
  Value value;
  const auto count = static_cast<std::int64_t>(totals.counts[group]);
  const int scale = query_.value ? query_.value->scale() : 0;
  switch (query_.what) {
    case op::Statistic::sum: value.range = decimal(totals.sums[group], scale); break;
    case op::Statistic::avg: value.range = decimal(totals.sums[group], scale) / Number(count); break;
    case op::Statistic::min: value.range = decimal(totals.least[group], scale); break;
    case op::Statistic::max: value.range = decimal(totals.most[group], scale); break;
    default: value.range = Number(count);
  }
  value.date = query_.table->provenance().date;
  return value;
}

void RecordRun::append(Frame& frame, std::uint64_t number, Value value) {
  run_.charge(1);
  if (run_.recorder) value.node = run_.recorder->constant(value, run_.plan, id_);
  frame.values().push_back(std::move(value));
  for (std::size_t i = query_.groups.size(); i-- > 0;) {
    const auto& members = query_.groups[i].members;
    frame.keys[i].push_back(members[static_cast<std::size_t>(number % members.size())]);
    number /= members.size();
  }
}

template <class T, class S>
Frame RecordRun::finish() {
  auto workers = work<T, S>();
  const auto found = gather(workers);
  run_.check_rows(id_, found.size());
  Frame frame;
  frame.keys.resize(query_.groups.size());
  frame.values().reserve(found.size());
  std::vector<std::uint64_t> numbers;
  for (const auto& [number, place] : found) {
    append(frame, number, value_of(workers.front()->totals, place));
    numbers.push_back(number);
  }
  add_excluded(frame, numbers);
  return frame;
}

// A group whose rows a condition on values excluded keeps its row, with the sum 0. They are looked for only where some
// group was not found.
void RecordRun::add_excluded(Frame& frame, const std::vector<std::uint64_t>& found) {
  const bool all_found = numbers_.is_dense && found.size() == numbers_.possible;
  std::vector<std::uint64_t> standing;
  if (!all_found && query_.excludes_by_value()) {
    RecordQuery members = query_;
    members.what = op::Statistic::count;
    members.comparisons.clear();
    members.tests.erase(std::remove_if(members.tests.begin(), members.tests.end(),
                                       [](const RecordTest& test) { return test.on_value; }),
                        members.tests.end());
    standing = RecordRun(run_, id_, members, nullptr).groups();
  }
  for (const std::uint64_t number : standing)
    if (!std::binary_search(found.begin(), found.end(), number)) append(frame, number, excluded_value());
  if (!query_.groups.empty() || frame.rows() > 0) return;
  // A number without coordinates has its one row.
  Value value;
  if (query_.what != op::Statistic::count)
    value = Value::absent(run_.reasons.add({MissingReason::What::nothing_left, id_, {}, 0, 0}));
  append(frame, 0, std::move(value));
}

Value RecordRun::excluded_value() {
  if (query_.what == op::Statistic::sum || query_.what == op::Statistic::count) return {};
  return Value::absent(run_.reasons.add({MissingReason::What::nothing_left, id_, {}, 0, 0}));
}

std::vector<std::uint64_t> RecordRun::groups() {
  auto workers = work<std::int64_t, std::int64_t>();
  std::vector<std::uint64_t> numbers;
  for (const auto& [number, place] : gather(workers)) numbers.push_back(number);
  return numbers;
}

Frame RecordRun::aggregate() {
  if (!query_.value || query_.what == op::Statistic::count) return finish<std::int64_t, std::int64_t>();
  if (query_.value->is_wide()) return finish<Int128, Int128>();
  const auto rows = static_cast<Int128>(query_.table->rows());
  const bool narrow = query_.value->low() * rows >= INT64_MIN && query_.value->high() * rows <= INT64_MAX;
  return narrow ? finish<std::int64_t, std::int64_t>() : finish<std::int64_t, Int128>();
}

// The same groups with another value: rows stand where those of the first run do.
Frame again(Run& run, OperationId id, const RecordQuery& query, const RecordExpression& value, op::Statistic what,
            OperationProfile& profile) {
  RecordQuery other = query;
  other.value = value;
  other.what = what;
  OperationProfile more;
  Frame frame = RecordRun(run, id, other, &more).aggregate();
  profile.bytes += more.bytes;
  return frame;
}

}  // namespace

Frame run_record_query(Run& run, OperationId id, const RecordQuery& query, OperationProfile& profile) {
  Frame frame = RecordRun(run, id, query, &profile).aggregate();
  const auto value = [&](std::size_t row) -> Value& { return frame.values()[row]; };
  const auto number = [](const Frame& of, std::size_t row) -> const Number& { return of.values()[row].range.low; };
  if (query.high) {
    const Frame highs = again(run, id, query, *query.high, query.what, profile);
    for (std::size_t row = 0; row < frame.rows(); ++row)
      if (!value(row).is_missing()) value(row).range.high = number(highs, row);
  }
  if (query.best) {
    const Frame bests = again(run, id, query, *query.best, query.what, profile);
    const Frame known = again(run, id, query, *query.best_known, op::Statistic::min, profile);
    for (std::size_t row = 0; row < frame.rows(); ++row)
      if (!value(row).is_missing() && number(known, row) == Number(1)) value(row).range.set_best(number(bests, row));
  }
  if (query.value && query.what != op::Statistic::count && query.factor != Number(1))
    for (Value& each : frame.values()) each.range = each.range * Range(query.factor);
  if (query.date) {
    const Frame dates = again(run, id, query, *query.date, op::Statistic::max, profile);
    for (std::size_t row = 0; row < frame.rows(); ++row)
      if (!dates.values()[row].is_missing()) value(row).date = static_cast<Day>(*number(dates, row).to_int64());
  }
  return frame;
}

}  // namespace reckon::engine
