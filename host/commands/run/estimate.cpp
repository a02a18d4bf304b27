#include "commands/run/estimate.hpp"

#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <limits>
#include <system_error>

#include "backend/backend.hpp"
#include "base/error.hpp"
#include "commands/output/text.hpp"
#include "commands/run/block_size.hpp"
#include "io/parts/part_store.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kTrialSeconds = 0.012;
constexpr std::uint64_t kTrialPaths = 256;
/// Program, libraries and buffers besides what grows with the study.
constexpr double kBaseBytes = 60e6;
/// Occupied histogram bins grow slowly with paths: the trial sees about a quarter of those of a large study.
constexpr double kHistogramGrowth = 4.0;
/// Forest nodes that a thread holds at a time.
constexpr double kForestNodes = 80.0;

struct Trial {
  double seconds_per_path = 0.0;
  double histogram_memory = 0.0;
  double histogram_bins = 0.0;
};

Trial try_some_paths(const StudyPlan& plan) {
  BackendOptions options;
  options.threads = 1;
  const std::unique_ptr<Backend> backend = make_cpu_backend(plan, options);
  Trial trial;
  BlockResult block = backend->simulate({0, kLeafPaths}, nullptr);  // warms caches and clocks
  double best = std::numeric_limits<double>::infinity();
  double spent = 0.0;
  while (spent < kTrialSeconds) {
    const Clock::time_point start = Clock::now();
    block = backend->simulate({0, kTrialPaths}, nullptr);
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    best = std::min(best, seconds);
    spent += seconds;
  }
  trial.seconds_per_path = best / static_cast<double>(kTrialPaths);
  std::vector<std::int32_t> keys;
  std::vector<std::uint64_t> counts;
  for (const FloatHistogram& histogram : block.state.histograms) {
    trial.histogram_memory += static_cast<double>(histogram.memory_bytes());
    histogram.occupied(keys, counts);
    trial.histogram_bins += static_cast<double>(keys.size());
  }
  return trial;
}

double bytes_of_parts(const std::string& output) {
  double total = 0.0;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(parts_folder(output), error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code no_size;
    const std::uintmax_t size = entry->file_size(no_size);
    if (!no_size) total += static_cast<double>(size);
  }
  return total;
}

}  // namespace

StudyEstimate estimate_study(const StudyPlan& plan, const PathRange& range, std::uint64_t block_paths, int threads) {
  const Trial trial = try_some_paths(plan);
  const ColumnLayout& layout = plan.layout;
  StudyEstimate estimate;
  estimate.threads = threads > 0 ? threads : available_threads();
  const auto paths = static_cast<double>(range.count);
  estimate.seconds = paths * trial.seconds_per_path / estimate.threads;
  const std::uint64_t kept_row_bytes = sizeof(float) * layout.kept_columns().size();
  estimate.block_size = block_paths > 0 ? BlockSize::fixed(block_paths)
                                        : BlockSize(range, trial.seconds_per_path / estimate.threads, kept_row_bytes);
  const auto block = static_cast<double>(std::min(range.count, estimate.block_size.paths()));
  const auto most = static_cast<double>(std::min(range.count, estimate.block_size.most_paths()));
  const auto kept_row = static_cast<double>(kept_row_bytes);
  const double state = trial.histogram_memory * kHistogramGrowth;
  const double node = 8.0 * static_cast<double>(sum_width(layout));
  const double chunk = 4.0 * 1040.0 * static_cast<double>(layout.column_count());
  // The state so far and that of a block that is stored, and kept columns of two blocks, beside what threads fill.
  estimate.memory_bytes = kBaseBytes + estimate.threads * (state + kForestNodes * node + std::min(chunk, 3.2e6)) +
                          2.0 * (state + most * kept_row);
  const double bins = trial.histogram_bins * kHistogramGrowth;
  // A joint distribution settles at some 40,000 cells.
  const double cells = std::min(paths, 40'000.0) * static_cast<double>(layout.joint_pairs().size());
  const double columns = static_cast<double>(layout.column_count());
  const double block_bins = std::min(bins, block * columns);  // no path falls into two bins of a column
  estimate.file_bytes = paths * kept_row + bins * 32.0 + columns * 700.0 + cells * 40.0 + 1e6;
  estimate.parts_bytes = paths * kept_row + std::max(1.0, paths / block) * (block_bins * 12.0 + columns * 100.0);
  return estimate;
}

void refuse_what_cannot_fit(const StudyEstimate& estimate, const std::string& output) {
  const double memory = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  if (estimate.memory_bytes > memory) {
    throw InputError(fmt::format(
        "the study needs about {} of memory and this machine has {}; use fewer --threads, fewer sites, a shorter "
        "run.horizon_months, run.monthly_distribution = [] or a smaller --block-paths",
        bytes(estimate.memory_bytes), bytes(memory)));
  }
  const std::filesystem::path folder = std::filesystem::absolute(output).parent_path();
  struct statvfs disk {};
  if (statvfs(folder.c_str(), &disk) != 0) return;
  // What an interrupted run has already written is there to be used.
  const double free = static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize) + bytes_of_parts(output);
  if (estimate.file_bytes + estimate.parts_bytes > free) {
    throw InputError(
        fmt::format("the result and its parts need about {} and {} has {} free; use fewer --paths, run.keep_paths = [] "
                    "or another disk (-o)",
                    bytes(estimate.file_bytes + estimate.parts_bytes), folder.string(), bytes(free)));
  }
}

}  // namespace hashlease
