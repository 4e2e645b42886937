// Uses an installed reckon; its header needs nothing but the standard library.
#include <iostream>
#include <reckon/reckon.hpp>

int main() {
  reckon::Database db;
  db.run("use compute\nfact h100e(Meta, 2024) = 550k..650k");
  std::cout << db.query("h100e(Meta, $year)", {{"year", 2024}})[0].range().high << '\n';
  try {
    db.query("h100e(Mta, 2024)");
  } catch (const reckon::Error& error) {  // also across the border of a shared library
    std::cout << error.id() << '\n';
  }
}
