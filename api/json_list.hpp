// Pieces of JSON text.
#pragma once

#include <string>
#include <string_view>

namespace reckon {

// A JSON string with its quotes; what is no UTF-8 becomes U+FFFD.
std::string json_string(std::string_view text);

// Members of an object or array with commas between them.
class JsonList {
 public:
  explicit JsonList(char open) : text_(1, open) {}
  void add(const std::string& member) {
    if (text_.size() > 1) text_ += ',';
    text_ += member;
  }
  void add(std::string_view key, const std::string& member) { add(json_string(key) + ':' + member); }
  std::string closed(char close) const { return text_ + close; }

 private:
  std::string text_;
};

}  // namespace reckon
