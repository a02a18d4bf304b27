#include "market/support/market_tapes.hpp"

#include "market/tape.hpp"
#include "support/z_pool.hpp"

namespace hashlease::testing {

namespace {

constexpr std::uint64_t kWidest = 16;

TapeFunction fastest() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl")) {
    return fill_tapes_avx512;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return fill_tapes_avx2;
#endif
  return fill_tapes_baseline;
}

}  // namespace

MarketStudy::MarketStudy(const Configuration& configuration)
    : steps(make_schedule(Calendar(configuration.run.start_date, configuration.run.horizon_months),
                          configuration.run.step)),
      plan(make_market_plan(configuration, steps, &tables)) {
  plan.keys = make_philox_keys(seed_of_test(configuration.run.seed));
}

int MarketStudy::add_profile(const MiningProfile& profile) {
  plan.mining[plan.mining_profile_count] = profile;
  return plan.mining_profile_count++;
}

MarketTapes::MarketTapes(const MarketStudy& study, std::uint64_t count)
    : count_((count + kWidest - 1) / kWidest * kWidest),
      drivers_(driver_count(study.plan)),
      values_(static_cast<std::size_t>(study.plan.month_count) * static_cast<std::size_t>(drivers_) * count_) {
  fastest()(study.plan, study.steps.data(), study.tables.data(), count_, values_.data(), static_cast<long>(count_));
}

std::vector<double> MarketTapes::driver(int month, int driver) const {
  const auto begin =
      values_.begin() + static_cast<std::ptrdiff_t>(static_cast<std::uint64_t>(month * drivers_ + driver) * count_);
  return {begin, begin + static_cast<std::ptrdiff_t>(count_)};
}

}  // namespace hashlease::testing
