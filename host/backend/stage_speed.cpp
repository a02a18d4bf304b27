#include "backend/stage_speed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <new>
#include <vector>

#include "backend/instruction_sets.hpp"
#include "base/error.hpp"
#include "market/tape.hpp"

namespace hashlease {

namespace {

using Clock = std::chrono::steady_clock;

/// Paths of a call: enough for many registers, few enough for the software arithmetic of the baseline.
constexpr std::uint64_t kCallPaths = 256;
constexpr std::uint64_t kBaselinePaths = 64;
constexpr std::size_t kAlignment = 64;
/// Paths that a measurement of a backend starts and ends with.
constexpr std::uint64_t kFirstPaths = 1024;
constexpr std::uint64_t kMostPaths = std::uint64_t{1} << 30;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Seconds of the fastest of the calls that fit into `seconds`, one at least.
template <class Call>
double fastest(double seconds, const Call& call) {
  double best = std::numeric_limits<double>::infinity();
  const Clock::time_point begin = Clock::now();
  do {
    const Clock::time_point start = Clock::now();
    call();
    best = std::min(best, seconds_since(start));
  } while (seconds_since(begin) < seconds);
  return best;
}

/// Floats from an aligned address within a vector.
class AlignedFloats {
 public:
  explicit AlignedFloats(std::size_t count) : memory_(count + kAlignment / sizeof(float)) {
    const auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
    values_ = memory_.data() + (kAlignment - address % kAlignment) % kAlignment / sizeof(float);
  }
  float* data() { return values_; }

 private:
  std::vector<float> memory_;
  float* values_;
};

const InstructionSet& find_set(const std::string& name) {
  for (const InstructionSet& set : instruction_sets()) {
    if (set.name == name) return set;
  }
  throw InputError(fmt::format("{}: this CPU has no such instruction set", name));
}

}  // namespace

StageSpeed measure_stages(const StudyPlan& plan, const std::string& instruction_set, double seconds) {
  const InstructionSet& set = find_set(instruction_set);
  const std::uint64_t paths = set.name == "baseline" ? kBaselinePaths : kCallPaths;
  AlignedFloats tape(static_cast<std::size_t>(plan.market.month_count * driver_count(plan.market) * kMaxLaneWidth));
  AlignedFloats columns(static_cast<std::size_t>(plan.layout.column_count()) * paths);
  ChunkTask task{&plan.market,
                 plan.steps.data(),
                 plan.tables.data(),
                 &plan.sites,
                 plan.months.data(),
                 &plan.market_columns,
                 0,
                 paths,
                 tape.data(),
                 columns.data(),
                 static_cast<long>(paths)};
  const auto time = [&](ChunkStages stages) {
    task.stages = stages;
    const auto call = [&] {
      set.simulate(task);
      task.first_path += paths;  // others each time, or the core learns the branches of these by heart
    };
    return fastest(seconds, call) / static_cast<double>(paths);
  };
  StageSpeed speed;
  speed.instruction_set = set.name;
  speed.simulation = time(ChunkStages::both);  // first: it warms up, and leaves a tape for the sites
  speed.market = time(ChunkStages::market);
  speed.sites = time(ChunkStages::sites);
  return speed;
}

double measure_backend(Backend& backend, double seconds) {
  std::uint64_t paths = kFirstPaths;
  double taken = fastest(0.0, [&] { backend.simulate({0, paths}, nullptr); });
  while (taken < seconds && paths < kMostPaths) {
    paths *= 2;
    taken = fastest(0.0, [&] { backend.simulate({0, paths}, nullptr); });
  }
  taken = std::min(taken, fastest(2.0 * seconds, [&] { backend.simulate({0, paths}, nullptr); }));
  return taken / static_cast<double>(paths);
}

}  // namespace hashlease
