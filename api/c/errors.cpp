// Reading what went wrong, and trees.
#include "api/c/handles.hpp"

namespace {

const reckon::Diagnostic* at(const reckon_errors* errors, size_t i) {
  return errors && i < errors->all.size() ? &errors->all[i] : nullptr;
}

const char* text_of(const reckon_errors* errors, size_t i, std::string reckon::Diagnostic::*part) {
  const reckon::Diagnostic* diagnostic = at(errors, i);
  return diagnostic ? (diagnostic->*part).c_str() : nullptr;
}

size_t number_of(const reckon_errors* errors, size_t i, std::size_t reckon::Diagnostic::*part) {
  const reckon::Diagnostic* diagnostic = at(errors, i);
  return diagnostic ? diagnostic->*part : 0;
}

}  // namespace

extern "C" {

const reckon_errors* reckon_db_errors(const reckon_db* db) { return db ? &db->errors : nullptr; }

size_t reckon_error_count(const reckon_errors* errors) { return errors ? errors->all.size() : 0; }
const char* reckon_error_id(const reckon_errors* e, size_t i) { return text_of(e, i, &reckon::Diagnostic::id); }
const char* reckon_error_message(const reckon_errors* e, size_t i) {
  return text_of(e, i, &reckon::Diagnostic::message);
}
const char* reckon_error_hint(const reckon_errors* e, size_t i) { return text_of(e, i, &reckon::Diagnostic::hint); }
const char* reckon_error_rendered(const reckon_errors* e, size_t i) {
  return text_of(e, i, &reckon::Diagnostic::rendered);
}
const char* reckon_error_file(const reckon_errors* e, size_t i) { return text_of(e, i, &reckon::Diagnostic::file); }
size_t reckon_error_line(const reckon_errors* e, size_t i) { return number_of(e, i, &reckon::Diagnostic::line); }
size_t reckon_error_column(const reckon_errors* e, size_t i) { return number_of(e, i, &reckon::Diagnostic::column); }
size_t reckon_error_row(const reckon_errors* e, size_t i) { return number_of(e, i, &reckon::Diagnostic::row); }

const char* reckon_tree_text(const reckon_tree* tree) { return tree ? tree->text.c_str() : nullptr; }
const char* reckon_tree_detail(const reckon_tree* tree) { return tree ? tree->detail.c_str() : nullptr; }
size_t reckon_tree_count(const reckon_tree* tree) { return tree ? tree->parts.size() : 0; }
const reckon_tree* reckon_tree_part(const reckon_tree* tree, size_t i) {
  return tree && i < tree->parts.size() ? &tree->parts[i] : nullptr;
}
void reckon_tree_free(reckon_tree* tree) { delete tree; }

}  // extern "C"
