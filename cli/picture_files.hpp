// The files that `--svg` and `--vega` name.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "api/plot/chart.hpp"

namespace reckon::cli {

class PictureFiles {
 public:
  // Empty names for none.
  PictureFiles(std::string svg, std::string vega) : svg_(std::move(svg)), vega_(std::move(vega)) {}

  bool wanted() const { return !svg_.empty() || !vega_.empty(); }
  // Writes the pictures of one plot: the first of a run to the files as named, later ones beside them with -2, -3 …
  // before the ending. Empty, or what went wrong.
  std::string write(const std::vector<Chart>&);

 private:
  std::string numbered(const std::string& name) const;

  std::string svg_, vega_;
  std::size_t count_ = 0;
};

}  // namespace reckon::cli
