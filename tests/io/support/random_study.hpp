#pragma once

/// Studies without a simulation: blocks of made-up outcomes that are a pure function of column and path, so that any
/// two ways of cutting a study must agree. And a folder that goes when the test ends.

#include <optional>
#include <string>
#include <vector>

#include "config/keys/configuration.hpp"
#include "plan/column_layout.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease::test {

/// The shipped smoke study with `paths` paths over 12 months, annual revenue and cash flow kept for every path, tails
/// of 20 paths, and `options` ("run.seed=7") over it.
Configuration small_study(std::uint64_t paths, std::vector<std::string> options = {});

/// The same with a treasury, debt, colocation and demand response at its first site, so that it has every outcome, all
/// of which are kept.
Configuration financed_study(std::uint64_t paths, std::vector<std::string> options = {});

/// Outcome of a path: finite but for a few path measures, and for one path in 1,000 without any outcome.
float random_outcome(const ColumnLayout& layout, int column, std::uint64_t path);

/// What a backend would leave of these paths.
BlockResult random_block(const ColumnLayout& layout, const PathRange& range);

/// Block ranges of `range`, each of `block_paths` paths but for the last.
std::vector<PathRange> cut(const PathRange& range, std::uint64_t block_paths);

/// Writes the result of the paths of `range`, from blocks of `block_paths` paths, as a run would.
void write_random_result(const std::string& path, const Configuration& configuration, const PathRange& range,
                         std::uint64_t block_paths);

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
};

/// What h5diff says of two files outside /provenance: "" when they are equal. Null when h5diff is not installed.
std::optional<std::string> h5diff(const std::string& a, const std::string& b);

/// Changes one byte of a file.
void flip_byte(const std::string& path, std::uint64_t offset, unsigned char mask);

/// Text of the exception of type Error that `action` throws; "" when it throws none. Other exceptions pass.
template <class Error, class Action>
std::string message_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace hashlease::test
