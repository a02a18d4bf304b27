#pragma once

/// What a running study shows: a bar on a terminal, plain lines in a pipe, nothing when quiet. All on standard error.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace hashlease {

/// Current estimate of a site's mean annual revenue [USD].
struct RevenueEstimate {
  std::string site;
  double mean = 0.0;
  double standard_error = 0.0;
};

enum class ProgressStyle { quiet, lines, bar };

/// A bar when standard error is a terminal (and TERM is not "dumb"), else lines.
ProgressStyle progress_style(bool quiet);

class Progress {
 public:
  /// @param paths_total  paths of this run; @param paths_before  of these, done by earlier runs
  Progress(ProgressStyle style, std::uint64_t paths_total, std::uint64_t paths_before, double steps_per_path);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Clears the bar.
  ~Progress();

  /// Whether something would be shown now: callers work out estimates only then.
  bool due() const;
  /// Shows how far it is; `paths_done` includes those of earlier runs.
  void show(std::uint64_t paths_done, const std::vector<RevenueEstimate>& estimates);

 private:
  using Clock = std::chrono::steady_clock;
  std::string line(std::uint64_t paths_done, const std::vector<RevenueEstimate>& estimates) const;

  ProgressStyle style_;
  std::uint64_t total_;
  std::uint64_t before_;
  double steps_per_path_;
  Clock::time_point start_;
  Clock::time_point last_;
  bool drawn_ = false;
};

}  // namespace hashlease
