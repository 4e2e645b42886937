// Grammar, ground floor: words, brackets, and the gaps between them.
// Invariant: every word takes the gap behind it, so a rule always begins at a word.
#pragma once

#include <cstddef>
#include <string_view>

#include <tao/pegtl.hpp>

#include "lang/parse/builder.hpp"
#include "lang/parse/tokens.hpp"

namespace reckon::lang::grammar {

namespace pegtl = tao::pegtl;
using pegtl::apply_mode;
using pegtl::at;
using pegtl::if_must;
using pegtl::must;
using pegtl::not_at;
using pegtl::one;
using pegtl::opt;
using pegtl::plus;
using pegtl::rewind_mode;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;
using pegtl::success;

// What the grammar's analysis takes rules written by hand for: they take something when they match, or perhaps not.
struct taking {
  using rule_t = pegtl::any::rule_t;
  using subs_t = pegtl::empty_list;
};
struct looking {
  using rule_t = pegtl::success::rule_t;
  using subs_t = pegtl::empty_list;
};

// Takes as many bytes as the function says; 0 is no match.
template <std::size_t (*length)(Builder&, const char*, const char*)>
struct token : taking {
  template <apply_mode, rewind_mode, template <class...> class, template <class...> class, class In>
  static bool match(In& in, Builder& b) {
    const std::size_t size = length(b, in.current(), in.end());
    in.bump(size);
    return size != 0;
  }
};

// Matches where the function says so, and takes nothing.
template <bool (*holds)(Builder&, const char*, const char*)>
struct sight : looking {
  template <apply_mode, rewind_mode, template <class...> class, template <class...> class, class In>
  static bool match(In& in, Builder& b) {
    return holds(b, in.current(), in.end());
  }
};

struct gap : looking {
  template <apply_mode, rewind_mode, template <class...> class, template <class...> class, class In>
  static bool match(In& in, Builder& b) {
    in.bump(static_cast<std::size_t>(b.layout.skip_gap(in.current(), in.end()) - in.current()));
    return true;
  }
};

// The gap behind an operator, where a newline never ends the statement.
struct lines : looking {
  template <apply_mode, rewind_mode, template <class...> class, template <class...> class, class In>
  static bool match(In& in, Builder& b) {
    in.bump(static_cast<std::size_t>(b.layout.skip_lines(in.current(), in.end()) - in.current()));
    return true;
  }
};

// A word of the language as a template argument.
template <std::size_t size>
struct Letters {
  char text[size] = {};
  constexpr Letters(const char (&from)[size]) {  // NOLINT: a literal is the word
    for (std::size_t i = 0; i < size; ++i) text[i] = from[i];
  }
  constexpr std::string_view view() const { return {text, size - 1}; }
};

template <Letters letters>
std::size_t take_word(Builder&, const char* at, const char* end) {
  return scan::word(at, end, letters.view()) ? letters.view().size() : 0;
}
template <Letters letters>
std::size_t take_sign(Builder&, const char* at, const char* end) {
  return scan::stands(at, end, letters.view()) ? letters.view().size() : 0;
}
template <Letters letters>
std::size_t take_declaration(Builder&, const char* at, const char* end) {
  return opens_declaration(at, end, letters.view()) ? letters.view().size() : 0;
}
template <Letters letters>
std::size_t take_verb(Builder&, const char* at, const char* end) {
  return opens_expression(at, end, letters.view()) ? letters.view().size() : 0;
}

// `word` as a whole word; `sign` as mere characters.
template <Letters letters>
struct word : token<take_word<letters>> {};
template <Letters letters>
struct sign : token<take_sign<letters>> {};
template <Letters letters>
struct keyword : seq<word<letters>, gap> {};
// A word that opens a statement, only where a name or a text (an expression) follows.
template <Letters letters>
struct opener : seq<token<take_declaration<letters>>, gap> {};
template <Letters letters>
struct verb : seq<token<take_verb<letters>>, gap> {};

// ---- brackets

// Inside, newlines are gaps and no word ends a value, unless said otherwise.
template <char bracket, Newlines inside = Newlines::skipped, Followers after_values = Followers::none>
struct open : taking {
  template <apply_mode, rewind_mode, template <class...> class, template <class...> class, class In>
  static bool match(In& in, Builder& b) {
    if (in.empty() || *in.current() != bracket) return false;
    b.layout.token_end = in.current();
    b.enter();
    b.layout.open_bracket(in.current(), inside, after_values);
    in.bump(1);
    in.bump(static_cast<std::size_t>(b.layout.skip_lines(in.current(), in.end()) - in.current()));
    return true;
  }
};

template <char bracket>
struct close : taking {
  template <apply_mode, rewind_mode, template <class...> class, template <class...> class, class In>
  static bool match(In& in, Builder& b) {
    if (in.empty() || *in.current() != bracket) return false;
    b.layout.close_bracket();
    b.leave();
    in.bump(1);
    in.bump(static_cast<std::size_t>(b.layout.skip_gap(in.current(), in.end()) - in.current()));
    return true;
  }
};

// A rule that may hold itself without brackets: `- - x`, `2 ^ 3 ^ 4`.
template <class Rule>
struct nested {
  using rule_t = typename seq<Rule>::rule_t;
  using subs_t = pegtl::type_list<Rule>;
  template <apply_mode A, rewind_mode M, template <class...> class Action, template <class...> class Control, class In>
  static bool match(In& in, Builder& b) {
    b.enter();
    const bool matched = Control<Rule>::template match<A, M, Action, Control>(in, b);
    b.leave();
    return matched;
  }
};

// ---- words

struct identifier : token<tokens::identifier> {};
struct quoted_name : token<tokens::quoted> {};
struct quoted_text : token<tokens::quoted> {};
struct any_name : seq<sor<identifier, quoted_name>, gap> {};
struct text : seq<quoted_text, gap> {};
struct literal : token<tokens::literal> {};
struct stated_unit : token<tokens::stated_unit> {};
struct unit_here : seq<stated_unit, gap> {};
struct comma : seq<one<','>, lines> {};
struct colon : seq<one<':'>, gap> {};
struct arrow : seq<sign<"->">, gap> {};
struct equals : seq<one<'='>, not_at<one<'=', '>'>>, lines> {};
struct dots : seq<sign<"..">, gap> {};

}  // namespace reckon::lang::grammar
