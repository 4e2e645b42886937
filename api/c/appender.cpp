// Facts in bulk from C: a row's parts come one by one.
#include "api/c/handles.hpp"

using reckon::c::guarded;

struct reckon_appender {
  std::shared_ptr<reckon::Database> database;
  std::string measure;
  std::vector<std::string> dimensions;
  reckon::Provenance provenance;
  reckon::Appender appender;
  std::deque<std::string> texts;  // of the row at hand
  std::vector<reckon::Key> keys;
  std::optional<reckon::Range> value;
  bool unknown = false;
  reckon_errors errors;

  void start_row() {
    texts.clear();
    keys.clear();
    value.reset();
    unknown = false;
  }
};

namespace {

reckon::Number number_of(const char* text) {
  if (auto number = reckon::Number::parse(text)) return std::move(*number);
  reckon::Diagnostic wrong;
  wrong.id = "cell-not-a-number";
  wrong.message = '"' + std::string(text) + "\" is not a number";
  wrong.hint = "write a decimal such as 2.5, or a fraction such as 1/3";
  wrong.rendered = "error: " + wrong.message + '\n';
  throw reckon::Error({wrong});
}

}  // namespace

extern "C" {

int reckon_append(reckon_db* db, const char* measure, const char* const* dimensions, size_t count, const char* unit,
                  reckon_appender** appender) {
  if (!db || !measure || (!dimensions && count > 0) || !appender) return RECKON_MISUSE;
  *appender = nullptr;
  return guarded(db->errors, [&] {
    std::vector<std::string> names;
    for (size_t i = 0; i < count; ++i) {
      if (!dimensions[i]) return RECKON_MISUSE;
      names.emplace_back(dimensions[i]);
    }
    reckon::Provenance provenance;
    if (unit) provenance.unit = unit;
    auto opened = db->database->appender(measure, names, provenance);
    *appender = new reckon_appender{
        db->database, measure, std::move(names), std::move(provenance), std::move(opened), {}, {}, {}, false, {}};
    return RECKON_OK;
  });
}

int reckon_append_from(reckon_appender* rows, const char* source, const char* kind, const char* date) {
  if (!rows || rows->appender.size() > 0) return RECKON_MISUSE;
  return guarded(rows->errors, [&] {
    reckon::Provenance provenance = rows->provenance;
    if (source) provenance.source = source;
    if (kind) provenance.kind = kind;
    if (date) provenance.date = date;
    rows->appender = rows->database->appender(rows->measure, rows->dimensions, provenance);
    rows->provenance = std::move(provenance);
    return RECKON_OK;
  });
}

const reckon_errors* reckon_appender_errors(const reckon_appender* rows) { return rows ? &rows->errors : nullptr; }

int reckon_key_text(reckon_appender* rows, const char* member) {
  if (!rows || !member) return RECKON_MISUSE;
  return guarded(rows->errors, [&] {
    rows->texts.emplace_back(member);
    rows->keys.emplace_back(rows->texts.back());
    return RECKON_OK;
  });
}

int reckon_key_int(reckon_appender* rows, long period) {
  if (!rows) return RECKON_MISUSE;
  return guarded(rows->errors, [&] {
    rows->keys.emplace_back(static_cast<long long>(period));
    return RECKON_OK;
  });
}

int reckon_value_int(reckon_appender* rows, long value) {
  if (!rows) return RECKON_MISUSE;
  rows->value = reckon::Range(static_cast<long long>(value));
  return RECKON_OK;
}

int reckon_value_text(reckon_appender* rows, const char* number) {
  if (!rows || !number) return RECKON_MISUSE;
  return guarded(rows->errors, [&] {
    rows->value = reckon::Range(number_of(number));
    return RECKON_OK;
  });
}

int reckon_value_range(reckon_appender* rows, const char* low, const char* high) {
  if (!rows || !low || !high) return RECKON_MISUSE;
  return guarded(rows->errors, [&] {
    rows->value = reckon::Range(number_of(low), number_of(high));
    return RECKON_OK;
  });
}

int reckon_value_unknown(reckon_appender* rows) {
  if (!rows) return RECKON_MISUSE;
  rows->unknown = true;
  return RECKON_OK;
}

int reckon_end_row(reckon_appender* rows) {
  if (!rows) return RECKON_MISUSE;
  const int code = guarded(rows->errors, [&] {
    if (rows->unknown)
      rows->appender.unknown(rows->keys);
    else if (rows->value)
      rows->appender.row(rows->keys, *rows->value);
    else
      rows->appender.row(rows->keys);
    return RECKON_OK;
  });
  rows->start_row();
  return code;
}

size_t reckon_appended_rows(const reckon_appender* rows) { return rows ? rows->appender.size() : 0; }

int reckon_commit(reckon_appender* rows) {
  if (!rows) return RECKON_MISUSE;
  return guarded(rows->errors, [&] {
    rows->appender.commit();
    return RECKON_OK;
  });
}

void reckon_appender_close(reckon_appender* rows) { delete rows; }

}  // extern "C"
