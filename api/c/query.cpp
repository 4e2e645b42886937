// Prepared queries of the C interface: bound, stepped through, read.
#include "api/c/handles.hpp"

using reckon::c::guarded;

namespace {

// What a parameter is bound to, owned.
struct Bound {
  std::string text;
  long integer = 0;
  bool is_integer = false;
};

}  // namespace

struct reckon_query {
  reckon_query(reckon::Query prepared, std::shared_ptr<reckon::c::Stopper> stops)
      : query(std::move(prepared)), stopper(std::move(stops)), parameters(query.parameters()) {}

  reckon::Query query;
  std::shared_ptr<reckon::c::Stopper> stopper;
  std::vector<reckon::ParameterInfo> parameters;
  std::map<std::string, Bound> bound;
  std::optional<reckon::Answer> answer;
  std::vector<std::string> dimensions, columns;
  std::optional<std::vector<std::string>> notes;
  std::size_t next = 0;  // row of the next step; the row at hand is the one before
  bool has_row = false;
  reckon_errors errors;
  reckon::c::KeptTexts texts;

  std::vector<reckon::Parameter> bindings() const {
    std::vector<reckon::Parameter> all;
    for (const auto& [name, value] : bound) {
      if (value.is_integer)
        all.emplace_back(name, value.integer);
      else
        all.emplace_back(name, value.text);
    }
    return all;
  }
  void forget_answer() {
    answer.reset();
    notes.reset();
    texts.drop();
    next = 0;
    has_row = false;
  }
  // The row at hand, where the column is one of its columns.
  std::optional<reckon::Row> row(std::size_t column) const {
    if (!has_row || column >= answer->columns()) return std::nullopt;
    return (*answer)[next - 1];
  }
  // An end of the value at hand; nothing where there is none.
  reckon::Number end(std::size_t column, int which) const {
    const auto at = row(column);
    if (!at || which < RECKON_LOW || which > RECKON_BEST) return {};
    if (which == RECKON_LOW) return at->low(column);
    if (which == RECKON_HIGH) return at->high(column);
    return at->best(column).value_or(reckon::Number());
  }
};

namespace {

int bind(reckon_query* query, const char* name, Bound value) {
  if (!query || !name) return RECKON_MISUSE;
  return guarded(query->errors, [&] {
    for (const reckon::ParameterInfo& known : query->parameters)
      if (known.name == name) {
        query->forget_answer();
        query->bound.insert_or_assign(name, std::move(value));
        return RECKON_OK;
      }
    reckon::Diagnostic unknown;
    unknown.id = "parameter-unbound";
    unknown.message = "the query has no parameter $" + std::string(name);
    unknown.rendered = "error: " + unknown.message + '\n';
    throw reckon::Error({unknown});
  });
}

reckon_tree tree_of(const reckon::Explanation& step) {
  reckon_tree tree{step.text, step.detail, {}};
  for (const reckon::Explanation& part : step.parts) tree.parts.push_back(tree_of(part));
  return tree;
}

template <class Ask>
int trees(reckon_query* query, reckon_tree** tree, Ask&& ask) {
  if (!query || !tree) return RECKON_MISUSE;
  *tree = nullptr;
  return guarded(query->errors, [&] {
    const reckon::c::Running running(query->stopper);
    auto root = std::make_unique<reckon_tree>();
    for (const reckon::Explanation& step : ask(query->bindings(), running.control()))
      root->parts.push_back(tree_of(step));
    *tree = root.release();
    return RECKON_OK;
  });
}

// A text for the caller; NULL where making it fails.
template <class Make>
const char* kept(reckon_query* query, Make&& make) {
  const char* text = nullptr;
  guarded(query->errors, [&] {
    text = query->texts.keep(make());
    return RECKON_OK;
  });
  return text;
}

}  // namespace

extern "C" {

int reckon_prepare(reckon_db* db, const char* text, reckon_query** query) {
  if (!db || !text || !query) return RECKON_MISUSE;
  *query = nullptr;
  return guarded(db->errors, [&] {
    *query = new reckon_query(db->database->prepare(text), db->stopper);
    return RECKON_OK;
  });
}

void reckon_finalize(reckon_query* query) { delete query; }

const reckon_errors* reckon_query_errors(const reckon_query* query) { return query ? &query->errors : nullptr; }

size_t reckon_parameter_count(const reckon_query* query) { return query ? query->parameters.size() : 0; }
const char* reckon_parameter_name(const reckon_query* query, size_t i) {
  return query && i < query->parameters.size() ? query->parameters[i].name.c_str() : nullptr;
}

int reckon_bind_text(reckon_query* query, const char* name, const char* text) {
  if (!text) return RECKON_MISUSE;
  return bind(query, name, {text, 0, false});
}
int reckon_bind_int(reckon_query* query, const char* name, long value) { return bind(query, name, {{}, value, true}); }
int reckon_bind_range(reckon_query* query, const char* name, const char* low, const char* high) {
  if (!low || !high) return RECKON_MISUSE;
  const std::string from = std::string(low) == "-inf" ? "" : low, to = std::string(high) == "inf" ? "" : high;
  return bind(query, name, {from + ".." + to, 0, false});
}
int reckon_clear_bindings(reckon_query* query) {
  if (!query) return RECKON_MISUSE;
  query->forget_answer();
  query->bound.clear();
  return RECKON_OK;
}

int reckon_step(reckon_query* query) {
  if (!query) return RECKON_MISUSE;
  return guarded(query->errors, [&] {
    query->texts.drop();
    if (query->answer && query->next > query->answer->size()) query->forget_answer();
    if (!query->answer) {
      const reckon::c::Running running(query->stopper);
      query->forget_answer();
      query->answer = query->query.run(query->bindings(), running.control());
      query->dimensions = query->answer->dimensions();
      query->columns = query->answer->column_names();
    }
    query->has_row = query->next < query->answer->size();
    if (query->has_row) {
      ++query->next;
      return RECKON_ROW;
    }
    query->next = query->answer->size() + 1;
    return RECKON_DONE;
  });
}

int reckon_reset(reckon_query* query) {
  if (!query) return RECKON_MISUSE;
  query->forget_answer();
  return RECKON_OK;
}

size_t reckon_row_count(const reckon_query* query) { return query && query->answer ? query->answer->size() : 0; }
size_t reckon_dimension_count(const reckon_query* query) {
  return query && query->answer ? query->dimensions.size() : 0;
}
const char* reckon_dimension_name(reckon_query* query, size_t i) {
  return i < reckon_dimension_count(query) ? query->dimensions[i].c_str() : nullptr;
}
size_t reckon_column_count(const reckon_query* query) { return query && query->answer ? query->columns.size() : 0; }
const char* reckon_column_name(reckon_query* query, size_t i) {
  return i < reckon_column_count(query) ? query->columns[i].c_str() : nullptr;
}
const char* reckon_column_unit(reckon_query* query, size_t i) {
  if (i >= reckon_column_count(query)) return nullptr;
  return kept(query, [&] { return query->answer->unit(i); });
}
int reckon_is_tight(const reckon_query* query) { return query && query->answer && query->answer->tight() ? 1 : 0; }
int reckon_is_exact(const reckon_query* query) { return query && query->answer && query->answer->exact() ? 1 : 0; }

size_t reckon_note_count(reckon_query* query) {
  if (!query || !query->answer) return 0;
  guarded(query->errors, [&] {
    if (!query->notes) query->notes = query->answer->notes();
    return RECKON_OK;
  });
  return query->notes ? query->notes->size() : 0;
}
const char* reckon_note(reckon_query* query, size_t i) {
  return i < reckon_note_count(query) ? (*query->notes)[i].c_str() : nullptr;
}

int reckon_row_maybe(const reckon_query* query) {
  return query && query->has_row && (*query->answer)[query->next - 1].maybe() ? 1 : 0;
}
const char* reckon_key(reckon_query* query, size_t dimension) {
  if (!query || !query->has_row || dimension >= query->dimensions.size()) return nullptr;
  return kept(query, [&] { return (*query->answer)[query->next - 1].key(dimension); });
}
int reckon_column_type(const reckon_query* query, size_t column) {
  const auto row = query ? query->row(column) : std::nullopt;
  if (!row) return 0;
  if (row->low(column).has_value()) return RECKON_NUMBER;
  return row->truth(column).empty() ? RECKON_MISSING : RECKON_TRUTH;
}
int reckon_may_be_missing(const reckon_query* query, size_t column) {
  const auto row = query ? query->row(column) : std::nullopt;
  return row && row->may_be_missing(column) ? 1 : 0;
}
const char* reckon_missing(reckon_query* query, size_t column) {
  if (reckon_column_type(query, column) != RECKON_MISSING) return nullptr;
  return kept(query, [&] { return query->row(column)->missing(column); });
}
const char* reckon_truth(reckon_query* query, size_t column) {
  if (reckon_column_type(query, column) != RECKON_TRUTH) return nullptr;
  return kept(query, [&] { return query->row(column)->truth(column); });
}

const char* reckon_text(reckon_query* query, size_t column, int end) {
  if (!query || !query->end(column, end).has_value()) return nullptr;
  return kept(query, [&] { return query->end(column, end).text(); });
}

int reckon_fraction(reckon_query* query, size_t column, int end, const char** numerator, const char** denominator) {
  if (!query || !numerator || !denominator) return RECKON_MISUSE;
  const reckon::Number number = query->end(column, end);
  if (!number.has_value()) return RECKON_MISUSE;
  if (!number.is_finite()) return RECKON_RANGE;
  *numerator = kept(query, [&] { return number.numerator(); });
  *denominator = kept(query, [&] { return number.denominator(); });
  return *numerator && *denominator ? RECKON_OK : RECKON_NOMEM;
}

int reckon_whole(reckon_query* query, size_t column, int end, long* value) {
  if (!query || !value) return RECKON_MISUSE;
  const reckon::Number number = query->end(column, end);
  if (!number.has_value()) return RECKON_MISUSE;
  const auto whole = number.to_long_long();
  if (!whole || *whole != static_cast<long>(*whole)) return RECKON_RANGE;
  *value = static_cast<long>(*whole);
  return RECKON_OK;
}

double reckon_approximate_double(reckon_query* query, size_t column, int end) {
  const reckon::Number number = query ? query->end(column, end) : reckon::Number();
  return number.has_value() ? number.approximate_double() : 0;
}

int reckon_why(reckon_query* query, reckon_tree** tree) {
  return trees(query, tree, [&](const auto& bound, const auto& control) { return query->query.why(bound, control); });
}
int reckon_explain(reckon_query* query, reckon_tree** tree) {
  return trees(query, tree,
               [&](const auto& bound, const auto& control) { return query->query.explain(bound, control); });
}

}  // extern "C"
