// Every claim of the main example's two texts is in the store, as the note of a fact or the message of a check.
#include <cctype>
#include <set>
#include <string>
#include <string_view>

#include "tests/catch.hpp"
#include "tests/unit/session_case.hpp"

using namespace reckon;

namespace {

// A001, B059, … as they stand in a text.
void add_claims(std::string_view text, std::set<std::string>& claims) {
  const auto is_digit = [&](std::size_t at) { return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0; };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((text[at] != 'A' && text[at] != 'B') || (at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0)) continue;
    if (is_digit(at + 1) && is_digit(at + 2) && is_digit(at + 3) && !is_digit(at + 4)) claims.emplace(text.substr(at, 4));
  }
}

void expect(std::set<std::string>& claims, char text, int last) {
  for (int number = 1; number <= last; ++number) {
    std::string digits = std::to_string(number);
    digits.insert(0, 3 - digits.size(), '0');
    claims.insert(text + digits);
  }
}

std::set<std::string> missing(const std::set<std::string>& wanted, const std::set<std::string>& found) {
  std::set<std::string> lacking;
  for (const std::string& claim : wanted)
    if (!found.contains(claim)) lacking.insert(claim);
  return lacking;
}

}  // namespace

TEST_CASE("every claim of the two texts is a fact or a check of the example") {
  test::SessionCase told;
  const bool good = told.run_file(test::example_folder / "arms_race" / "facts.rk");
  INFO(told.complaints());
  REQUIRE(good);
  std::set<std::string> claims;
  for (const auto& facts : told.environment().store.program().facts)
    for (std::size_t row = 0; row < facts->size(); ++row) add_claims(facts->note(row), claims);
  for (const lang::Outcome& outcome : told.outcomes())
    if (outcome.what == lang::Outcome::What::check) add_claims(outcome.message, claims);
  std::set<std::string> wanted;
  expect(wanted, 'A', 79);
  expect(wanted, 'B', 59);
  CHECK(missing(wanted, claims) == std::set<std::string>{});
  CHECK(missing(claims, wanted) == std::set<std::string>{});
}
