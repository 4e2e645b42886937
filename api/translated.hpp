// Diagnostics of the language and errors of the engine, as the public interface's own.
#pragma once

#include <exception>
#include <vector>

#include "engine/model/error.hpp"
#include "lang/diagnostics/diagnostic.hpp"
#include "reckon/error.hpp"

namespace reckon {

Diagnostic shown(const lang::Diagnostic&);
Error error_of(const std::vector<lang::Diagnostic>&);
// Of what has no place in a text.
Error error_of(std::string_view id, std::string message, std::string hint = {});

template <class F>
auto translated(F&& what) {
  try {
    return what();
  } catch (const lang::Failure& failure) { throw error_of(failure.diagnostics); } catch (const engine::Error& error) {
    throw error_of(error.id, error.message, error.hint);
  }
}

}  // namespace reckon
