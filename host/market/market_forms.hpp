#pragma once

/// Which form of the market stage simulates a plan: chosen here once, for registers of paths, single paths and kernels.
/// Every form that can simulate a plan gives the same bits.

#include "market/market_path.hpp"

namespace hashlease {

/// Calls `use.operator()<conditions>()` with the least that the plan needs, and returns what it returns.
template <class Use>
auto with_market_conditions(const MarketPlan& plan, const Use& use) {
  switch (conditions_of(plan)) {
    case Conditions::none: return use.template operator()<Conditions::none>();
    case Conditions::regime_and_links: return use.template operator()<Conditions::regime_and_links>();
    case Conditions::every_model: break;
  }
  return use.template operator()<Conditions::every_model>();
}

/// Calls `use.operator()<profiles, classes, conditions>()`. Small studies get a form whose sums fit the registers; that
/// of regimes and links comes with room for any study alone.
template <class Use>
auto with_market_form(const MarketPlan& plan, const Use& use) {
  return with_market_conditions(plan, [&]<Conditions kConditions>() {
    const bool is_small = plan.mining_profile_count <= 4 && plan.gpu_class_count <= 2;
    if constexpr (kConditions == Conditions::none) {
      const bool is_smallest = plan.mining_profile_count <= 1 && plan.gpu_class_count <= 1;
      if (is_smallest) return use.template operator()<1, 1, kConditions>();
    }
    if constexpr (kConditions != Conditions::regime_and_links) {
      if (is_small) return use.template operator()<4, 2, kConditions>();
    }
    return use.template operator()<kMaxMiningProfiles, kMaxGpuClasses, kConditions>();
  });
}

}  // namespace hashlease
