// A check of the grammar itself, by PEGTL's own analysis.
#include "lang/parse/grammar_problems.hpp"

#include <tao/pegtl/contrib/analyze.hpp>

#include "lang/parse/load.hpp"

namespace reckon::lang {

std::size_t grammar_problems() { return tao::pegtl::analyze<grammar::statement>(-1); }

}  // namespace reckon::lang
