// Functions that a C host gives.
#include "api/c/handles.hpp"

struct reckon_call {
  std::span<const reckon::Range> arguments;
  std::optional<reckon::Range> result;
  std::string failure;
  reckon::c::KeptTexts texts;
};

extern "C" {

size_t reckon_argument_count(const reckon_call* call) { return call ? call->arguments.size() : 0; }

const char* reckon_argument(reckon_call* call, size_t i, int end) {
  if (!call || i >= call->arguments.size()) return nullptr;
  const reckon::Range& range = call->arguments[i];
  if (end == RECKON_BEST && !range.best && !range.is_point()) return nullptr;
  try {
    const reckon::Number& number = end == RECKON_HIGH                 ? range.high
                                   : end == RECKON_BEST && range.best ? *range.best
                                                                      : range.low;
    return call->texts.keep(number.text());
  } catch (...) { return nullptr; }
}

int reckon_result(reckon_call* call, const char* low, const char* high) {
  if (!call || !low || !high) return RECKON_MISUSE;
  reckon_errors errors;
  return reckon::c::guarded(errors, [&] {
    const auto from = reckon::Number::parse(low), to = reckon::Number::parse(high);
    if (!from || !to) {
      call->failure = std::string("\"") + (from ? high : low) + "\" is no number";
      return RECKON_ERROR;
    }
    call->result = reckon::Range(*from, *to);
    return RECKON_OK;
  });
}

int reckon_fail(reckon_call* call, const char* message) {
  if (call && message) {
    try {
      call->failure = message;
    } catch (...) { return RECKON_NOMEM; }
  }
  return RECKON_ERROR;
}

int reckon_define(reckon_db* db, const char* name, const char* const* units, size_t count, reckon_function function,
                  void* context, int monotone) {
  if (!db || !name || !units || !function) return RECKON_MISUSE;
  return reckon::c::guarded(db->errors, [&] {
    std::vector<std::string> all;
    for (size_t i = 0; i < count; ++i) {
      if (!units[i]) return RECKON_MISUSE;
      all.emplace_back(units[i]);
    }
    const auto call = [function, context](std::span<const reckon::Range> arguments) {
      reckon_call made{arguments, {}, {}, {}};
      const int code = function(context, &made);
      if (code != 0 || !made.failure.empty())
        throw std::runtime_error(made.failure.empty() ? "it returned " + std::to_string(code) : made.failure);
      return made.result;
    };
    db->database->define(name, all, call, monotone ? reckon::Tightness::monotone : reckon::Tightness::enclosing);
    return RECKON_OK;
  });
}

}  // extern "C"
