// reckon: exact answers over sourced, ranged, unit-carrying estimates. This is all that a host program includes.
//
//   reckon::Database db;
//   db.run("use compute");
//   auto query = db.prepare("sum(h100e by org where year = $year and region = $region)");
//   for (const reckon::Row row : query.run({{"year", 2024}, {"region", "CN"}}))
//     std::cout << row["org"] << ' ' << row.low() << ".." << row.high() << ' ' << row.unit() << '\n';
//
// Errors of the text are thrown as reckon::Error. The library never prints, exits, or reads globals or the locale.
#pragma once

#include "reckon/answer.hpp"
#include "reckon/appender.hpp"
#include "reckon/database.hpp"
#include "reckon/error.hpp"
#include "reckon/number.hpp"
#include "reckon/query.hpp"
