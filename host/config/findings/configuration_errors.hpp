#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"

namespace hashlease {

/// Where a piece of configuration stands: a file with line and column counted from 1, or a command-line option.
struct Place {
  std::string source;  // file name as the user gave it, or "--set key=value"
  int line = 0;        // 0: the source has no lines
  int column = 0;
  int rank = 0;  // order of sources in a report: main file 0, included file 1, options after that
  bool operator==(const Place&) const = default;
};

/// One thing wrong: where, and `key: message`.
struct Finding {
  Place place;
  std::string text;
};

/// `hybrid.toml:41:8`, or the source alone where there are no lines.
std::string place_text(const Place& place);

/// Everything wrong with a configuration. what() is one finding per line, `place: text`, ordered by source and line.
class ConfigurationErrors : public InputError {
 public:
  explicit ConfigurationErrors(std::vector<Finding> findings);
  /// Ordered as in what().
  const std::vector<Finding>& findings() const { return findings_; }

 private:
  std::vector<Finding> findings_;
};

}  // namespace hashlease
