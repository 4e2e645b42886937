# Writes OUTPUT, the C++ file that defines modules() (lang/stdlib/modules.hpp), from the files of MODULES.
# Texts become arrays of single characters: no limit of length, no character that needs care.
set(texts "")
set(table "")
set(count 0)
foreach(module IN LISTS MODULES)
  get_filename_component(name ${module} NAME_WE)
  file(SIZE ${module} size)
  file(READ ${module} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND texts "const char text_${count}[] = {${bytes}0};\n")
  string(APPEND table "    {\"${name}\", {text_${count}, ${size}}},\n")
  math(EXPR count "${count} + 1")
endforeach()

file(WRITE ${OUTPUT} "// Generated from stdlib/*.rk.
#include \"lang/stdlib/modules.hpp\"

#include <array>

namespace reckon::lang {
namespace {

${texts}
const std::array<Module, ${count}> table{{
${table}}};

}  // namespace

std::span<const Module> modules() noexcept { return table; }

}  // namespace reckon::lang
")
