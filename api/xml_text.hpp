// Text inside XML: SVG pictures, test reports.
#pragma once

#include <string>
#include <string_view>

namespace reckon {

// Escaped for content and for attributes in double quotes; line ends are kept as references, and control characters,
// which XML cannot hold, are left out.
std::string xml_text(std::string_view);

}  // namespace reckon
