// What parks of a county may have taken in a year, in C++. Usage: takings_cpp FOLDER COUNTY YEAR
#include <iostream>
#include <reckon/reckon.hpp>

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: takings_cpp FOLDER COUNTY YEAR\n";
    return 2;
  }
  try {
    reckon::Database db(reckon::files_under(argv[1]));
    db.run("use \"parks.rk\"");

    auto counts = db.appender("visitors", {"park", "year"}, {"survey", "actual", "", ""});
    counts.row({"Elmwood", 2024}, 98'500);
    counts.row({"Fernhill", 2024}, reckon::Range(61'000, 64'000));
    counts.commit();

    const reckon::Query query = db.prepare("visitors * fee where county = $county and year = $year");
    const reckon::Answer answer = query.run({{"county", argv[2]}, {"year", argv[3]}});
    for (const reckon::Row row : answer) {
      std::cout << row["park"] << ": ";
      if (row.low().has_value())
        std::cout << row.low() << " to " << row.high() << ' ' << row.unit() << '\n';
      else
        std::cout << row.missing() << '\n';
    }
    for (const std::string& note : answer.notes()) std::cout << "note: " << note << '\n';
  } catch (const reckon::Error& error) {
    for (const reckon::Diagnostic& diagnostic : error.diagnostics()) std::cerr << diagnostic.rendered;
    return 1;
  }
}
