// The words that open statements, and what the statement looks like.
#pragma once

#include <string_view>

namespace reckon::lang {

struct Form {
  std::string_view word;
  std::string_view example;  // as it may stand in a hint
  bool asks;                 // an expression follows, not a name or a text
};

inline constexpr Form forms[] = {
    {"use", "use compute", false},
    {"unit", "unit MW = 1_000_000 W \"megawatts\"", false},
    {"source", "source omdia \"who they are\" on 2024-12-18", false},
    {"dimension", "dimension org -> region { Microsoft 微软 -> US }", false},
    {"measure", "measure h100e(org, year) : H100e stock in 0..", false},
    {"relation", "relation supplies(provider: org, user: org)", false},
    {"fact", "fact h100e(Meta, 2024) = 55万..65万 from omdia as estimate", false},
    {"facts", "facts h100e from omdia { (Meta, 2024) = 55万..65万, … }", false},
    {"retract", "retract h100e(Meta, 2024) from omdia", false},
    {"load", "load \"claims.csv\" as h100e(org, year) value low..high from omdia", false},
    {"rule", "rule depends(a, b) if supplies(b, a)", false},
    {"default", "default h100e(org, year) = h100e[year - 1] * 1.5", false},
    {"let", "let growth(m) = m / m[year - 1] - 1", false},
    {"set", "set about = 10%", false},
    {"check", "check sum(h100e) > 100万 \"what it means\"", true},
    {"why", "why sum(h100e)", true},
    {"explain", "explain sum(h100e)", true},
    {"drivers", "drivers sum(h100e)", true},
    {"plot", "plot h100e by year", true},
    {"conflicts", "conflicts h100e", true},
};

}  // namespace reckon::lang
