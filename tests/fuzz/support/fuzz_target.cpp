#include "fuzz/support/fuzz_target.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace hashlease::fuzz {

namespace {

/// Of this process: a worker that was forked makes its own.
class ScratchFolder {
 public:
  ScratchFolder() : owner_(::getpid()) {
    std::string pattern = (std::filesystem::temp_directory_path() / "hashlease-fuzz-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder can be created");
    path_ = pattern;
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    if (owner_ == ::getpid()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  pid_t owner_;
  std::string path_;
};

}  // namespace

Tally& tally() {
  static Tally tally;
  return tally;
}

void report_defect(const std::string& what) {
  std::fprintf(stderr, "defect: %s\n", what.c_str());
  std::abort();
}

void count_refusal(const std::string& place, const std::string& text) {
  if (text.find(place) == std::string::npos) {
    report_defect("a refusal names no place; \"" + place + "\" is not in: " + text);
  }
  ++tally().refused;
}

std::string text_of(const std::uint8_t* data, std::size_t size) {
  return std::string(reinterpret_cast<const char*>(data), size);
}

std::string scratch_path(const std::string& name) {
  static const ScratchFolder folder;
  return folder.path() + "/" + name;
}

std::string write_scratch(const std::string& name, std::span<const std::uint8_t> bytes) {
  return write_scratch(name, text_of(bytes.data(), bytes.size()));
}

std::string write_scratch(const std::string& name, const std::string& text) {
  const std::string path = scratch_path(name);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file) throw std::runtime_error("cannot be written: " + path);
  return path;
}

std::string content_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error("cannot be read: " + path);
  return text.str();
}

std::vector<std::string> files_below(const std::string& folder, const std::string& suffix) {
  std::vector<std::string> files;
  const auto root = std::filesystem::path(HASHLEASE_SOURCE_DIR) / folder;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file() && entry.path().string().ends_with(suffix)) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace hashlease::fuzz
