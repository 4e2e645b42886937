// Files that a host lets texts read.
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "api/files.hpp"

namespace reckon {
namespace {

namespace fs = std::filesystem;

bool is_below(const fs::path& file, const fs::path& folder) {
  auto part = file.begin();
  for (const fs::path& outer : folder) {
    if (part == file.end() || *part != outer) return false;
    ++part;
  }
  return part != file.end();
}

void read_all(lang::FileText& file, std::uint64_t most_bytes) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.path.c_str(), "rb"), &std::fclose);
  std::array<char, 1 << 16> buffer;
  if (!in) {
    file.error = std::strerror(errno);
    return;
  }
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), in.get())) {
    if (file.text.size() + count > most_bytes) {
      file.error = "it is larger than the limit of " + std::to_string(most_bytes) + " bytes";
      return;
    }
    file.text.append(buffer.data(), count);
  }
  if (std::ferror(in.get()) != 0) file.error = std::strerror(errno);
}

}  // namespace

lang::FileText found_file(const Resolver& resolver, const std::string& path, const std::string& from) {
  lang::FileText file{path, {}, {}};
  std::optional<File> given = resolver ? resolver(path, from) : std::nullopt;
  if (!given) {
    file.error = "the host does not allow it";
    return file;
  }
  if (!given->name.empty()) file.name = std::move(given->name);
  file.path = std::move(given->path);
  file.text = std::move(given->text);
  return file;
}

lang::FileReader file_reader(const Resolver& resolver, std::uint64_t most_bytes) {
  return [resolver, most_bytes](const std::string& path, const std::string& from) {
    lang::FileText file = found_file(resolver, path, from);
    if (file.error.empty() && !file.path.empty()) read_all(file, most_bytes);
    if (file.error.empty() && file.text.size() > most_bytes)
      file.error = "it is larger than the limit of " + std::to_string(most_bytes) + " bytes";
    return file;
  };
}

lang::FileReader file_finder(const Resolver& resolver) {
  return [resolver](const std::string& path, const std::string& from) {
    lang::FileText file = found_file(resolver, path, from);
    if (file.error.empty() && file.path.empty())
      file.error = "the host gives its text, but a database file is read from its place";
    return file;
  };
}

Resolver files_under(std::string folder) {
  std::error_code failure;
  const fs::path root = fs::canonical(folder, failure);
  if (failure) return [](const std::string&, const std::string&) { return std::optional<File>(); };
  return [root](const std::string& path, const std::string& from) -> std::optional<File> {
    if (fs::path(path).is_absolute()) return std::nullopt;
    // A file is known by its place in the folder, so that what it names is found from there.
    std::error_code unseen;
    const fs::path found = fs::canonical(root / fs::path(from).parent_path() / path, unseen);
    if (unseen || !is_below(found, root) || !fs::is_regular_file(found, unseen)) return std::nullopt;
    File file = File::at(found.string());
    file.name = found.lexically_relative(root).string();
    return file;
  };
}

}  // namespace reckon
