// DuckDB compares an ENUM with a text as texts, which is slow; so its literals are cast.
#include "bench/ssb/queries.hpp"

namespace bench {

const std::array<SsbQuery, 13> ssb_queries{{
    {"Q1.1", "sum(extendedprice * discount where year = 1993 and discount in 1..3 and quantity < 25)",
     "select sum(extendedprice * discount) from lines where d_year = 1993 and discount between 1 and 3 and quantity < 25"},
    {"Q1.2", "sum(extendedprice * discount where month = 1994M1 and discount in 4..6 and quantity in 26..35)",
     "select sum(extendedprice * discount) from lines where d_yearmonthnum = 199401 and discount between 4 and 6 and "
     "quantity between 26 and 35"},
    // The sixth week of 1994, days 36 to 42 of the year.
    {"Q1.3", "sum(extendedprice * discount where day in 1994-02-05..1994-02-11 and discount in 5..7 and quantity in 26..35)",
     "select sum(extendedprice * discount) from lines where d_weeknuminyear = 6 and d_year = 1994 and discount between 5 "
     "and 7 and quantity between 26 and 35"},
    {"Q2.1", "sum(revenue where p_category = \"MFGR#12\" and s_region = AMERICA by year, p_brand)",
     "select d_year, p_brand, sum(revenue) from lines where p_category = 'MFGR#12'::p_category and s_region = "
     "'AMERICA'::s_region group by d_year, p_brand"},
    {"Q2.2", "sum(revenue where p_brand in \"MFGR#2221\"..\"MFGR#2228\" and s_region = ASIA by year, p_brand)",
     "select d_year, p_brand, sum(revenue) from lines where p_brand in ('MFGR#2221'::p_brand, 'MFGR#2222'::p_brand, "
     "'MFGR#2223'::p_brand, 'MFGR#2224'::p_brand, 'MFGR#2225'::p_brand, 'MFGR#2226'::p_brand, 'MFGR#2227'::p_brand, "
     "'MFGR#2228'::p_brand) and s_region = 'ASIA'::s_region group by d_year, p_brand"},
    {"Q2.3", "sum(revenue where p_brand = \"MFGR#2239\" and s_region = EUROPE by year, p_brand)",
     "select d_year, p_brand, sum(revenue) from lines where p_brand = 'MFGR#2239'::p_brand and s_region = "
     "'EUROPE'::s_region group by d_year, p_brand"},
    {"Q3.1", "sum(revenue where c_region = ASIA and s_region = ASIA and year in 1992..1997 by c_nation, s_nation, year)",
     "select c_nation, s_nation, d_year, sum(revenue) from lines where c_region = 'ASIA'::c_region and s_region = "
     "'ASIA'::s_region and d_year between 1992 and 1997 group by c_nation, s_nation, d_year"},
    {"Q3.2",
     "sum(revenue where c_nation = \"UNITED STATES\" and s_nation = \"UNITED STATES\" and year in 1992..1997 by c_city, s_city, year)",
     "select c_city, s_city, d_year, sum(revenue) from lines where c_nation = 'UNITED STATES'::c_nation and s_nation = "
     "'UNITED STATES'::s_nation and d_year between 1992 and 1997 group by c_city, s_city, d_year"},
    {"Q3.3",
     "sum(revenue where c_city in (\"UNITED KI1\", \"UNITED KI5\") and s_city in (\"UNITED KI1\", \"UNITED KI5\") and year in "
     "1992..1997 by c_city, s_city, year)",
     "select c_city, s_city, d_year, sum(revenue) from lines where c_city in ('UNITED KI1'::c_city, 'UNITED KI5'::c_city) and "
     "s_city in ('UNITED KI1'::s_city, 'UNITED KI5'::s_city) and d_year between 1992 and 1997 group by c_city, s_city, d_year"},
    {"Q3.4",
     "sum(revenue where c_city in (\"UNITED KI1\", \"UNITED KI5\") and s_city in (\"UNITED KI1\", \"UNITED KI5\") and month = "
     "1997M12 by c_city, s_city, year)",
     "select c_city, s_city, d_year, sum(revenue) from lines where c_city in ('UNITED KI1'::c_city, 'UNITED KI5'::c_city) and "
     "s_city in ('UNITED KI1'::s_city, 'UNITED KI5'::s_city) and d_yearmonthnum = 199712 group by c_city, s_city, d_year"},
    {"Q4.1",
     "sum(revenue - supplycost where c_region = AMERICA and s_region = AMERICA and p_mfgr in (\"MFGR#1\", \"MFGR#2\") by year, c_nation)",
     "select d_year, c_nation, sum(revenue - supplycost) from lines where c_region = 'AMERICA'::c_region and s_region = "
     "'AMERICA'::s_region and p_mfgr in ('MFGR#1'::p_mfgr, 'MFGR#2'::p_mfgr) group by d_year, c_nation"},
    {"Q4.2",
     "sum(revenue - supplycost where c_region = AMERICA and s_region = AMERICA and year in (1997, 1998) and p_mfgr in (\"MFGR#1\", "
     "\"MFGR#2\") by year, s_nation, p_category)",
     "select d_year, s_nation, p_category, sum(revenue - supplycost) from lines where c_region = 'AMERICA'::c_region and "
     "s_region = 'AMERICA'::s_region and d_year in (1997, 1998) and p_mfgr in ('MFGR#1'::p_mfgr, 'MFGR#2'::p_mfgr) group by "
     "d_year, s_nation, p_category"},
    {"Q4.3",
     "sum(revenue - supplycost where c_region = AMERICA and s_nation = \"UNITED STATES\" and year in (1997, 1998) and p_category = "
     "\"MFGR#14\" by year, s_city, p_brand)",
     "select d_year, s_city, p_brand, sum(revenue - supplycost) from lines where c_region = 'AMERICA'::c_region and s_nation = "
     "'UNITED STATES'::s_nation and d_year in (1997, 1998) and p_category = 'MFGR#14'::p_category group by d_year, s_city, "
     "p_brand"},
}};

}  // namespace bench
