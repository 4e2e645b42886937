// Writing pictures.
#include "cli/picture_files.hpp"

#include <filesystem>
#include <fstream>

#include "api/plot/plot_svg.hpp"
#include "api/plot/plot_vega.hpp"

namespace reckon::cli {
namespace {

std::string write_file(const std::string& name, const std::string& text) {
  std::ofstream out(name, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  return out ? "" : "cannot write " + name;
}

}  // namespace

std::string PictureFiles::numbered(const std::string& name) const {
  if (count_ < 2) return name;
  const std::filesystem::path path(name);
  return (path.parent_path() / (path.stem().string() + '-' + std::to_string(count_) + path.extension().string()))
      .string();
}

std::string PictureFiles::write(const std::vector<Chart>& charts) {
  ++count_;
  std::string problem = svg_.empty() ? "" : write_file(numbered(svg_), plot_svg(charts));
  if (problem.empty() && !vega_.empty()) problem = write_file(numbered(vega_), plot_vega(charts) + '\n');
  return problem;
}

}  // namespace reckon::cli
