// Reads rows of a table into records: members to numbers, decimals to mantissas. One reader a thread.
// Invariant: a row is read whole or not at all; what a reader keeps grows only by what rows named.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/facts/records/record_table.hpp"
#include "lang/statements/load_table.hpp"

namespace reckon::lang {

// What the columns of a table hold. Shared by the readers of one load.
struct RecordPlan {
  struct Key {
    std::size_t column = 0;
    engine::DimensionId dimension = 0;
    std::string_view format;  // of dates
  };
  struct Value {
    std::size_t column = 0;
    std::string name;
  };
  const engine::Catalog* catalog = nullptr;
  std::vector<Key> keys;
  std::vector<Value> values;
};

class RecordReader {
 public:
  explicit RecordReader(const RecordPlan& plan);

  // A chunk of rows begins.
  void start();
  // Reads a row whose cells `cell(column)` gives as text. False where it holds what cannot be read, and then nothing of
  // it is kept.
  template <class Cell>
  bool read(const Cell& cell) {
    for (std::size_t i = 0; i < plan_.keys.size(); ++i)
      if (!read_member(i, trimmed(cell(plan_.keys[i].column)))) return refuse();
    for (std::size_t i = 0; i < plan_.values.size(); ++i)
      if (!read_value(i, trimmed(cell(plan_.values[i].column)))) return refuse();
    chunk_->close_row();
    return true;
  }
  // The chunk since start(), and how many members of each key column were known when it began and ended.
  engine::RecordChunk take();
  const std::vector<std::size_t>& known_at_start() const { return known_at_start_; }
  std::size_t known(std::size_t key) const { return (*members_)[key].size(); }

  // The members by key column and number; no_code where the catalog does not know them yet.
  std::shared_ptr<std::vector<std::vector<engine::Code>>> members() const { return members_; }
  const std::string& name(std::size_t key, std::size_t number) const { return *names_[key].texts[number]; }

 private:
  // The first and the last eight bytes of a text, which may overlap, and its size: all there is to a short one.
  struct Mark {
    std::uint64_t first = 0, last = 0;
    std::size_t size = 0;
    friend bool operator==(const Mark&, const Mark&) = default;
  };
  // What was found the last time at the place of a mark: rows repeat few names many times.
  struct Recent {
    Mark mark;  // of size 0 where nothing was found yet
    const char* text = nullptr;
    std::uint32_t number = 0;
  };
  static constexpr std::size_t recent_names = 4096;
  static Mark mark_of(std::string_view text);

  struct Names {
    std::unordered_map<std::string, std::uint32_t, engine::TextHash, std::equal_to<>> numbers;
    std::vector<const std::string*> texts;  // by number, in `numbers`
    std::vector<Recent> recent = std::vector<Recent>(recent_names);
  };

  static std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
  }
  bool read_member(std::size_t key, std::string_view text);
  bool add_member(std::size_t key, std::string_view text);
  bool read_value(std::size_t value, std::string_view text);
  bool refuse() {
    chunk_->drop_row();
    return false;
  }

  const RecordPlan& plan_;
  std::unique_ptr<engine::RecordChunk> chunk_;
  std::vector<Names> names_;
  std::shared_ptr<std::vector<std::vector<engine::Code>>> members_;
  std::vector<std::size_t> known_at_start_;
};

// Reads the row at hand of a table by the rules of facts, so that what is wrong with it is told. Throws a Failure where
// something is.
void explain_bad_record(const RecordPlan&, const LoadTable&);

}  // namespace reckon::lang
