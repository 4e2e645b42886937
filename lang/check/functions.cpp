// The table of built-in functions.
#include "lang/check/functions.hpp"

#include <array>

namespace reckon::lang {
namespace {

using engine::op::Function;
using engine::op::Statistic;
using Form = FunctionForm;

constexpr std::array table{
    FunctionInfo{"sum", Form::aggregate, Statistic::sum},
    FunctionInfo{"count", Form::aggregate, Statistic::count},
    FunctionInfo{"min", Form::aggregate, Statistic::min},
    FunctionInfo{"max", Form::aggregate, Statistic::max},
    FunctionInfo{"avg", Form::aggregate, Statistic::avg},
    FunctionInfo{"median", Form::aggregate, Statistic::median},
    FunctionInfo{"first", Form::aggregate, Statistic::first},
    FunctionInfo{"last", Form::aggregate, Statistic::last},
    FunctionInfo{"rank", Form::rank},
    FunctionInfo{"top", Form::top},
    FunctionInfo{"bottom", Form::top},
    FunctionInfo{"least", Form::extreme},
    FunctionInfo{"greatest", Form::extreme},
    FunctionInfo{"stock", Form::assume},
    FunctionInfo{"flow", Form::assume},
    FunctionInfo{"rate", Form::assume},
    FunctionInfo{"abs", Form::apply, Statistic::sum, Function::abs},
    FunctionInfo{"floor", Form::apply, Statistic::sum, Function::floor},
    FunctionInfo{"ceil", Form::apply, Statistic::sum, Function::ceil},
    FunctionInfo{"round", Form::apply, Statistic::sum, Function::round},
    FunctionInfo{"low", Form::apply, Statistic::sum, Function::low},
    FunctionInfo{"high", Form::apply, Statistic::sum, Function::high},
    FunctionInfo{"mid", Form::apply, Statistic::sum, Function::middle},
    FunctionInfo{"width", Form::apply, Statistic::sum, Function::width},
    FunctionInfo{"root", Form::apply, Statistic::sum, Function::root},
    FunctionInfo{"ln", Form::apply, Statistic::sum, Function::ln},
    FunctionInfo{"exp", Form::apply, Statistic::sum, Function::exp},
    FunctionInfo{"possibly", Form::apply, Statistic::sum, Function::possibly},
};

}  // namespace

const FunctionInfo* find_function(std::string_view name) {
  for (const FunctionInfo& info : table)
    if (info.name == name) return &info;
  return nullptr;
}

std::span<const FunctionInfo> functions() { return table; }

}  // namespace reckon::lang
