#include "commands/options/outputs.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "base/error.hpp"
#include "io/files/file.hpp"

namespace hashlease {

namespace {

/// Whether two names stand for one file, which need not be there.
bool same_file(const std::string& a, const std::string& b) {
  std::error_code absent;
  return a == b || std::filesystem::equivalent(a, b, absent);
}

}  // namespace

ExistingFile existing_file(bool force) { return force ? ExistingFile::replace : ExistingFile::refuse; }

void check_outputs(const std::vector<std::string>& outputs, const std::vector<std::string>& inputs,
                   ExistingFile existing) {
  for (auto output = outputs.begin(); output != outputs.end(); ++output) {
    if (is_standard_output(*output)) continue;
    for (const std::string& input : inputs) {
      if (same_file(*output, input)) {
        throw InputError(fmt::format("{}: is both input and output; name another output", *output));
      }
    }
    for (auto other = outputs.begin(); other != output; ++other) {
      if (same_file(*output, *other)) {
        throw InputError(fmt::format("{}: is named for two outputs; give each its own file", *output));
      }
    }
    check_output(*output, existing);
  }
}

void write_output(const std::string& output, std::string_view text) {
  if (is_standard_output(output)) {
    fmt::print("{}", text);
  } else {
    replace_text(output, text);
  }
}

}  // namespace hashlease
