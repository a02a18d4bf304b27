#pragma once

/// Prices and shocks of the models beyond geometric Brownian motion.

#include <cmath>
#include <vector>

#include "market/conditioned_shocks.hpp"
#include "market/support/every_shock.hpp"
#include "market/support/market_tapes.hpp"
#include "market/tape.hpp"

namespace hashlease::testing {

/// ln(S / S(0)) of every path at the end of a month of a study of so many months and one more.
inline std::vector<double> log_prices(Configuration configuration, int month, std::uint64_t paths) {
  configuration.run.horizon_months = month + 1;
  const MarketStudy study(configuration);
  std::vector<double> prices = MarketTapes(study, paths).driver(month, driver_of(MarketDriver::btc_price_end));
  for (double& price : prices) price = std::log(price / configuration.market.btc.price);
  return prices;
}

/// Days of the first `months` months of calm_configuration, from 2025-01-01 on.
inline double years_of_months(const MarketStudy& study) { return static_cast<double>(study.steps.back().years); }

/// The shocks of one step of a path, after copula and empirical distributions.
inline MarketShocks<float> conditioned_shocks(const MarketStudy& study, std::uint64_t path, std::uint32_t step) {
  MarketShocks<float> shocks;
  const ModelDraws<float> draws = every_model_draw(study.plan, path, step);
  draw_every_shock(study.plan, path, step, shocks);
  correlate<float>(study.plan, shocks.factor);
  const CopulaPlan& copula = study.plan.models.copula;
  if (copula.is_student_t != 0) apply_copula(copula, study.tables.data(), draws, shocks);
  apply_empirical(study.plan, study.tables.data(), shocks);
  return shocks;
}

}  // namespace hashlease::testing
