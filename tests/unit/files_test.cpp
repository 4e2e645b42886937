// Files: none unless the host gives them.
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "reckon/reckon.hpp"
#include "tests/catch.hpp"

namespace fs = std::filesystem;

namespace {

// A folder that is gone in the end.
class Folder {
 public:
  explicit Folder(const std::string& name) : path_(fs::temp_directory_path() / ("reckon_" + name + std::to_string(::getpid()))) {
    fs::create_directories(path_ / "inner");
  }
  ~Folder() { fs::remove_all(path_); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string message_of(reckon::Database& db, const std::string& text) {
  try {
    db.run(text);
  } catch (const reckon::Error& error) { return error.what(); }
  return "";
}

constexpr const char* declared = "dimension park { Elmwood }\nmeasure trees(park) : 1 flow\n";

}  // namespace

TEST_CASE("without a resolver no file is read") {
  reckon::Database db;
  db.run(declared);
  for (const char* text : {"use \"/etc/passwd\"", "load \"/etc/passwd\" as trees(park)", "load \"/etc/passwd\" table \"t\" as trees(park)"}) {
    INFO(text);
    CHECK(message_of(db, text) == "cannot read \"/etc/passwd\": the host does not allow it");
  }
}

TEST_CASE("a resolver gives texts, knows who asks, and names what it gives") {
  std::string asked;
  reckon::Database db([&](const std::string& path, const std::string& from) -> std::optional<reckon::File> {
    asked += from + " -> " + path + "; ";
    if (path == "parks.rk") {
      reckon::File file("use \"more.rk\"");
      file.name = "store/parks.rk";
      return file;
    }
    if (path == "more.rk") return reckon::File(declared);
    if (path == "trees.csv") return reckon::File("park,trees\nElmwood,many\n");
    return std::nullopt;
  });
  db.run("use \"parks.rk\"", "main");
  CHECK(asked == "main -> parks.rk; store/parks.rk -> more.rk; ");
  CHECK(message_of(db, "load \"trees.csv\" as trees(park)") == "\"many\" is not a number");
  CHECK(message_of(db, "use \"other.rk\"") == "cannot read \"other.rk\": the host does not allow it");
  CHECK(message_of(db, "load \"trees.csv\" table \"t\" as trees(park)") ==
        "cannot read \"trees.csv\": the host gives its text, but a database file is read from its place");
}

TEST_CASE("files under a folder are read, and nothing that lies elsewhere") {
  const Folder folder("files");
  const Folder other("outside");
  other.write("secret.rk", "unit secret");
  folder.write("main.rk", "use \"inner/parks.rk\"");
  folder.write("inner/parks.rk", std::string(declared) + "load \"trees.csv\" as trees(park)");
  folder.write("inner/trees.csv", "park,trees\nElmwood,12\n");
  fs::create_symlink(other.path() / "secret.rk", folder.path() / "link.rk");
  reckon::Database db(reckon::files_under(folder.path().string()));
  db.run("use \"main.rk\"");
  CHECK(db.query("trees(Elmwood)")[0].low() == 12);
  for (const std::string& path : {std::string("../") + other.path().filename().string() + "/secret.rk", (other.path() / "secret.rk").string(),
                                 std::string("link.rk"), std::string("inner"), std::string("nowhere.rk"), std::string("inner/../../x")}) {
    INFO(path);
    CHECK(message_of(db, "use \"" + path + "\"").find("the host does not allow it") != std::string::npos);
  }
  reckon::Database none(reckon::files_under("/no/such/folder"));
  CHECK(message_of(none, "use \"main.rk\"").find("the host does not allow it") != std::string::npos);
}

TEST_CASE("tables of an SQLite file are read from its place") {
  const Folder folder("sqlite");
  const std::string file = (folder.path() / "parks.db").string();
  sqlite3* sqlite = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &sqlite) == SQLITE_OK);
  REQUIRE(sqlite3_exec(sqlite, "create table t(park, trees); insert into t values ('Elmwood', 7)", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(sqlite);
  reckon::Database db(reckon::files_under(folder.path().string()));
  db.run(std::string(declared) + "load \"parks.db\" table \"t\" as trees(park)");
  CHECK(db.query("trees(Elmwood)")[0].low() == 7);
}
