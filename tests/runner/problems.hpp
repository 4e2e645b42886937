// Every problem that a user can meet has an entry that shows its whole message.
#pragma once

#include <filesystem>
#include <vector>

namespace reckon::runner {

// Each `std::string_view name = "id";` of the headers needs folder/id.rk and folder/id.txt; names those that lack one.
bool check_problems(const std::vector<std::filesystem::path>& headers, const std::filesystem::path& folder);

}  // namespace reckon::runner
