#pragma once

/// Tapes of many paths with the fastest instruction set that is there (all give the same bits: tests/backend).

#include <cstdint>
#include <vector>

#include "plan/build_market.hpp"
#include "support/calm_configuration.hpp"

namespace hashlease::testing {

/// A schedule and its market plan; a test may still change the plan.
struct MarketStudy {
  std::vector<MarketStep> steps;
  std::vector<float> tables;  // of the plan
  MarketPlan plan;
  explicit MarketStudy(const Configuration& configuration);
  /// The plan's constants of a one-day step (or of whatever the first step's length is).
  const StepConstants& first_step() const { return plan.steps[steps.front().days]; }
  /// Adds a way of mining and gives its number.
  int add_profile(const MiningProfile& profile);
};

/// Monthly drivers of paths [0, count).
class MarketTapes {
 public:
  MarketTapes(const MarketStudy& study, std::uint64_t count);
  /// One number per path.
  std::vector<double> driver(int month, int driver) const;

 private:
  std::uint64_t count_;
  int drivers_;
  std::vector<float> values_;  // [month][driver][path]
};

/// One per instruction set: simulates whole registers into [month][driver][path] with `stride` paths between drivers.
using TapeFunction = void (*)(const MarketPlan& plan, const MarketStep* steps, const float* tables, std::uint64_t count,
                              float* values, long stride);
void fill_tapes_baseline(const MarketPlan& plan, const MarketStep* steps, const float* tables, std::uint64_t count,
                         float* values, long stride);
#if defined(__x86_64__)
void fill_tapes_avx2(const MarketPlan& plan, const MarketStep* steps, const float* tables, std::uint64_t count,
                     float* values, long stride);
void fill_tapes_avx512(const MarketPlan& plan, const MarketStep* steps, const float* tables, std::uint64_t count,
                       float* values, long stride);
#endif

}  // namespace hashlease::testing
