// Checking a database file, and writing it as a script.
#include "cli/database_commands.hpp"

#include <cstdio>
#include <cstring>
#include <string>

#include "engine/model/error.hpp"
#include "engine/storage/database_file.hpp"
#include "lang/dump/dump.hpp"
#include "lang/session.hpp"

namespace reckon::cli {
namespace {

constexpr int wrong_usage = 2;

std::string counted(std::size_t count, const char* one) {
  return std::to_string(count) + ' ' + one + (count == 1 ? "" : "s");
}

// Runs a command on its one argument, and says what is wrong.
template <class F>
int with_file(int argc, char** argv, const char* about, const F& command) {
  const bool help = argc == 2 && (std::strcmp(argv[1], "--help") == 0 || std::strcmp(argv[1], "-h") == 0);
  if (argc != 2 || (argv[1][0] == '-' && !help)) {
    std::fprintf(stderr, "usage: reckon %s FILE\n", argv[0]);
    return wrong_usage;
  }
  if (help) {
    std::printf("reckon %s FILE\n%s\n", argv[0], about);
    return 0;
  }
  try {
    return command(std::string(argv[1]));
  } catch (const engine::Error& error) {
    std::fputs(lang::render({error.id, error.message, error.hint, nullptr, {}}).c_str(), stderr);
    return 1;
  }
}

// Facts outside the domain of their measure; one line for the first of each measure.
std::string misplaced(const engine::Program& program) {
  std::string found;
  for (engine::MeasureId id = 0; id < program.facts.size(); ++id) {
    const engine::Measure& measure = program.catalog->measure(id);
    const engine::FactTable& table = *program.facts[id];
    for (std::size_t row = 0; measure.domain && row < table.size(); ++row) {
      if (table.unknown(row) || measure.domain->contains(table.values()[row])) continue;
      found += "fact " + std::to_string(row + 1) + " of " + measure.name + " lies outside the measure's domain\n";
      break;
    }
  }
  return found;
}

int check(const std::string& path) {
  const engine::DatabaseOptions options{.create = false};
  std::string found = engine::DatabaseFile(path, options).integrity();
  lang::Session session;
  session.open_database(path, options);
  const engine::Program& program = session.environment().store.program();
  found += misplaced(program);
  if (!found.empty()) {
    std::fputs(("error: " + path + " is damaged:\n" + found).c_str(), stderr);
    return 1;
  }
  std::size_t facts = 0, members = 0;
  for (const auto& table : program.facts) facts += table->size();
  const auto& dimensions = program.catalog->dimensions();
  for (std::size_t id = engine::source_dimension + 1; id < dimensions.size(); ++id) members += dimensions[id].size();
  std::puts((path + " is whole: " + counted(facts, "fact") + " of " + counted(program.facts.size(), "measure") + ", " +
             counted(members, "member") + " of " +
             counted(dimensions.size() - engine::source_dimension - 1, "dimension") + ", " +
             counted(program.rules.size(), "rule"))
                .c_str());
  return 0;
}

int dump(const std::string& path) {
  lang::dump(path, [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); });
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return 0;
  std::fputs("error: the script could not be written\n", stderr);
  return 1;
}

}  // namespace

int check_database(int argc, char** argv) {
  return with_file(argc, argv, "Says whether a database file is whole: its pages, and every value in it.", check);
}

int dump_database(int argc, char** argv) {
  return with_file(argc, argv, "Writes a database file as a script that rebuilds it: reckon --database COPY -", dump);
}

}  // namespace reckon::cli
