// Rows and columns of rows into a batch.
#include "reckon/appender.hpp"

#include "api/database_state.hpp"
#include "api/number_access.hpp"
#include "api/translated.hpp"
#include "lang/fact_batch.hpp"

namespace reckon {

struct Appender::State {
  Database::State& database;
  lang::FactBatch batch;
};

namespace {

// Errors of rows with their numbers.
template <class F>
void by_row(F&& what) {
  translated([&] {
    try {
      what();
    } catch (const lang::RowError& error) {
      Error made = error_of(error.id, "row " + std::to_string(error.row) + ": " + error.message, error.hint);
      auto diagnostics = made.diagnostics();
      diagnostics.front().row = error.row;
      throw Error(std::move(diagnostics));
    }
  });
}

[[noreturn]] void fail(const lang::FactBatch& batch, std::string_view id, std::string message, std::string hint) {
  throw lang::RowError(engine::Error(id, std::move(message), std::move(hint)), batch.rows() + 1);
}

void check_count(const lang::FactBatch& batch, std::size_t given) {
  if (given != batch.dimensions())
    fail(batch, lang::problem::wrong_arguments,
         "there are " + std::to_string(given) + " keys for " + std::to_string(batch.dimensions()) + " dimensions",
         "give one key for each dimension");
}

void set_keys(lang::FactBatch& batch, std::span<const Key> keys) {
  check_count(batch, keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i)
    batch.set(i, keys[i].is_integer ? batch.member(i, static_cast<std::int64_t>(keys[i].integer))
                                    : batch.member(i, keys[i].text));
}

engine::Range ends(const lang::FactBatch& batch, const Range& value) {
  auto range = engine_range(value);
  if (!range)
    fail(batch, lang::problem::empty_range, "the value is no range",
         "its low end must not lie above its high end, and its best figure must lie inside");
  return std::move(*range);
}

// One dimension's column, with the codes of the names that places refer to.
class KeyReader {
 public:
  KeyReader(lang::FactBatch& batch, std::size_t dimension, const KeyColumn& column)
      : batch_(batch),
        dimension_(dimension),
        column_(column),
        codes_(column.has_places ? column.views.size() : 0, engine::no_code) {}

  engine::Code at(std::size_t row) {
    if (column_.has_places) return of_place(column_.places[row]);
    if (!column_.views.empty()) return batch_.member(dimension_, column_.views[row]);
    if (!column_.texts.empty()) return batch_.member(dimension_, std::string_view(column_.texts[row]));
    return batch_.member(dimension_, static_cast<std::int64_t>(column_.integers[row]));
  }

 private:
  engine::Code of_place(std::uint32_t place) {
    if (place >= codes_.size())
      fail(batch_, lang::problem::wrong_arguments, "there is no name at place " + std::to_string(place),
           "places count from 0 and stay below the number of names");
    engine::Code& code = codes_[place];
    if (code == engine::no_code) code = batch_.member(dimension_, column_.views[place]);
    return code;
  }

  lang::FactBatch& batch_;
  std::size_t dimension_;
  const KeyColumn& column_;
  std::vector<engine::Code> codes_;
};

// The value of a row; nothing of relations.
class ValueReader {
 public:
  ValueReader(const lang::FactBatch& batch, const ValueColumn& column) : batch_(batch), column_(column) {}

  std::size_t size() const { return column_.ranges.empty() ? column_.low.size() : column_.ranges.size(); }
  engine::Range at(std::size_t row) const {
    if (!column_.ranges.empty()) return ends(batch_, column_.ranges[row]);
    if (column_.high[row] < column_.low[row])
      fail(batch_, lang::problem::empty_range, "the low end of the range lies above its high end",
           "are the columns the right way round?");
    return engine::Range(number(column_.low[row]), number(column_.high[row]));
  }

 private:
  engine::Number number(long long mantissa) const {
    return column_.scale == 0 ? engine::Number(static_cast<std::int64_t>(mantissa))
                              : engine::Number::decimal(mantissa, column_.scale);
  }

  const lang::FactBatch& batch_;
  const ValueColumn& column_;
};

}  // namespace

Appender::Appender(std::unique_ptr<State> state) : state_(std::move(state)) {}
Appender::Appender(Appender&&) noexcept = default;
Appender& Appender::operator=(Appender&&) noexcept = default;
Appender::~Appender() = default;

std::size_t Appender::size() const noexcept { return state_->batch.rows(); }
void Appender::discard() noexcept { state_->batch.discard(); }

void Appender::row(std::span<const Key> keys, const Range& value) {
  by_row([&] {
    set_keys(state_->batch, keys);
    state_->batch.append(ends(state_->batch, value));
  });
}

void Appender::row(std::span<const Key> keys) {
  by_row([&] {
    if (!state_->batch.is_relation())
      fail(state_->batch, lang::problem::value_missing, "the row has no value", "give one, or say that it is unknown");
    set_keys(state_->batch, keys);
    state_->batch.append(std::nullopt);
  });
}

void Appender::unknown(std::span<const Key> keys) {
  by_row([&] {
    if (state_->batch.is_relation())
      fail(state_->batch, lang::problem::value_missing, "the facts of a relation have no value that could be unknown",
           "leave the row out");
    set_keys(state_->batch, keys);
    state_->batch.append(std::nullopt);
  });
}

void Appender::columns(std::initializer_list<KeyColumn> keys, const ValueColumn& values) {
  columns(std::span<const KeyColumn>(keys.begin(), keys.size()), values);
}

void Appender::columns(std::span<const KeyColumn> keys, const ValueColumn& values) {
  by_row([&] {
    lang::FactBatch& batch = state_->batch;
    check_count(batch, keys.size());
    const ValueReader value(batch, values);
    const std::size_t rows = batch.is_relation() && !keys.empty() ? keys.front().size : value.size();
    std::vector<KeyReader> readers;
    for (std::size_t i = 0; i < keys.size(); ++i) readers.emplace_back(batch, i, keys[i]);
    bool even = batch.is_relation() ? value.size() == 0 : values.low.size() == values.high.size();
    for (const KeyColumn& column : keys) even = even && column.size == rows;
    if (!even)
      fail(batch, lang::problem::wrong_arguments, "the columns are not all of one length",
           "give a member and a value for each row");
    if (values.scale < 0 || values.scale > 1000)
      fail(batch, lang::problem::wrong_arguments, "the scale of values lies between 0 and 1000",
           "give the number of decimals");
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t i = 0; i < readers.size(); ++i) batch.set(i, readers[i].at(row));
      batch.append(batch.is_relation() ? std::nullopt : std::optional<engine::Range>(value.at(row)));
    }
  });
}

void Appender::commit() {
  by_row([&] {
    const DatabaseTurn turn(state_->database);
    state_->database.session.append(state_->batch);
  });
}

Appender Database::appender(std::string_view measure, const std::vector<std::string>& dimensions,
                            const Provenance& provenance) {
  return translated([&] {
    const auto snapshot = state_->snapshot();
    lang::FactBatch batch(snapshot->environment.store.program(), measure, dimensions,
                          {provenance.source, provenance.kind, provenance.date, provenance.unit});
    return Appender(std::make_unique<Appender::State>(Appender::State{*state_, std::move(batch)}));
  });
}

}  // namespace reckon
