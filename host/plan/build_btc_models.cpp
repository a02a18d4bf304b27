#include <algorithm>
#include <cmath>
#include <vector>

#include "base/special_functions.hpp"
#include "plan/build_market.hpp"
#include "plan/build_models.hpp"
#include "plan/step_constants.hpp"

namespace hashlease {
namespace {

/// E[f(Z)^2], f linear between its values at even scores.
double mean_square(const std::vector<double>& values) {
  constexpr int kPieces = 8;
  const int count = static_cast<int>(values.size());
  double mass = 0.0, square = 0.0;
  for (int knot = 0; knot + 1 < count; ++knot) {
    for (int piece = 0; piece < kPieces; ++piece) {
      const double share = (piece + 0.5) / kPieces;
      const double z = score(knot, count) + share * 2.0 * kNormalReach / (count - 1);
      const auto k = static_cast<std::size_t>(knot);
      const double value = values[k] + share * (values[k + 1] - values[k]);
      const double weight = std::exp(-0.5 * z * z);
      mass += weight;
      square += weight * value * value;
    }
  }
  return square / mass;
}

std::vector<double> held(std::vector<double> values, double scale, double limit) {
  for (double& value : values) value = std::clamp(value * scale, -limit, limit);
  return values;
}

void set_gjr_garch(const BtcConfiguration& btc, const EmpiricalConfiguration* innovations, StudyTables& tables,
                   ModelPlan& plan) {
  const GjrGarchConfiguration& garch = btc.gjr_garch;
  const double variance = btc.annual_volatility * btc.annual_volatility / kDaysPerYear;
  const double start = btc.initial_volatility > 0.0 ? btc.initial_volatility : btc.annual_volatility;
  plan.initial_variance = rounded(start * start / kDaysPerYear);
  plan.gjr_garch.omega = rounded(variance * (1.0 - garch.alpha - 0.5 * garch.gamma - garch.beta));
  plan.gjr_garch.alpha = rounded(garch.alpha);
  plan.gjr_garch.gamma = rounded(garch.gamma);
  plan.gjr_garch.beta = rounded(garch.beta);
  plan.daily_drift = rounded(btc.annual_drift / kDaysPerYear);
  const std::vector<double> law = innovations != nullptr
                                      ? innovations->table
                                      : student_t_innovations(garch.degrees_of_freedom, garch.innovation_limit, kKnots);
  plan.gjr_garch.innovation = tables.add(law, -kNormalReach, kNormalReach);
}

void set_bates(const BtcConfiguration& btc, ModelPlan& plan) {
  const BatesConfiguration& bates = btc.bates;
  const double dt = 1.0 / kDaysPerYear;
  const double start = btc.initial_volatility > 0.0 ? btc.initial_volatility : btc.annual_volatility;
  plan.initial_variance = rounded(start * start);
  plan.daily_drift = rounded((btc.annual_drift - jump_intensity(btc) * mean_jump_growth(btc)) * dt);
  plan.bates.days_to_years = rounded(dt);
  plan.bates.reversion = rounded(bates.mean_reversion * dt);
  plan.bates.long_variance = rounded(btc.annual_volatility * btc.annual_volatility);
  plan.bates.variance_deviation = rounded(bates.volatility_of_variance * std::sqrt(dt));
  plan.bates.correlation = rounded(bates.correlation);
  plan.bates.independent = rounded(std::sqrt(1.0 - bates.correlation * bates.correlation));
}

/// ln E[e^(factor x)] over the rows.
double log_growth(const std::vector<double>& rows, double factor) {
  double sum = 0.0;
  for (const double row : rows) sum += std::exp(factor * row);
  return std::log(sum / static_cast<double>(rows.size()));
}

/// Rows of BTC are centred; what makes annual_drift the drift of a day's E[S] stands beside them, by state too.
void set_bootstrap(const MarketConfiguration& market, StudyTables& tables, MarketPlan& plan) {
  const BootstrapConfiguration& rows = market.btc.bootstrap;
  std::vector<double> centred = rows.btc_rows;
  double mean = 0.0;
  for (const double row : centred) mean += row / static_cast<double>(centred.size());
  for (double& row : centred) row -= mean;
  BootstrapPlan& bootstrap = plan.models.bootstrap;
  plan.models.daily_drift = rounded(market.btc.annual_drift / kDaysPerYear - log_growth(centred, 1.0));
  bootstrap.rows = rounded(static_cast<double>(centred.size()));
  bootstrap.restart = word_threshold(1.0 / rows.mean_block_days);
  for (int k = 0; k < kFactorCount; ++k) {
    const std::vector<double>& column = rows.rows_of(static_cast<Factor>(k));
    if (column.empty()) continue;
    bootstrap.column[k] = tables.add_rows(k == static_cast<int>(Factor::btc) ? centred : column);
    bootstrap.has_column[k] = 1;
  }
  for (std::size_t k = 0; k < market.regime.state.size(); ++k) {
    const RegimeStateConfiguration& state = market.regime.state[k];
    const double excess = log_growth(centred, state.btc_volatility_factor) - log_growth(centred, 1.0);
    plan.regime.daily_drift[k] = rounded(state.btc_drift / kDaysPerYear - excess);
  }
}

/// Jumps of the model regime where states differ in their intensity.
void set_state_jumps(const MarketConfiguration& market, MarketPlan& plan) {
  const std::vector<RegimeStateConfiguration>& states = market.regime.state;
  const bool alike = std::all_of(states.begin(), states.end(),
                                 [](const RegimeStateConfiguration& state) { return state.btc_jump_factor == 1.0; });
  const double intensity = jump_intensity(market.btc);
  if (market.btc.model != BtcModel::regime || alike || intensity == 0.0) return;
  plan.models.has_state_jumps = 1;
  for (std::size_t k = 0; k < states.size(); ++k) {
    const double factor = states[k].btc_jump_factor;
    const double excess = intensity * (factor - 1.0) * mean_jump_growth(market.btc) / kDaysPerYear;
    plan.regime.daily_drift[k] = rounded(static_cast<double>(plan.regime.daily_drift[k]) - excess);
    for (int days = 1; days <= kMaxStepDays; ++days) {
      if (plan.steps[days].days == 0.0F) continue;
      plan.models.state_jumps[days][k] = poisson_thresholds(factor * intensity * days / kDaysPerYear);
    }
  }
}

}  // namespace

double jump_intensity(const BtcConfiguration& btc) { return row_of(btc.model).has_jumps ? btc.jump_intensity : 0.0; }

double mean_jump_growth(const BtcConfiguration& btc) {
  return std::expm1(btc.jump_mean + 0.5 * btc.jump_deviation * btc.jump_deviation);
}

std::vector<double> student_t_innovations(double degrees, double limit, int count) {
  const int half = count / 2;  // the score there is 0
  std::vector<double> values(static_cast<std::size_t>(count), 0.0);
  double last = 0.0;
  for (int knot = half + 1; knot < count; ++knot) {
    last = student_t_of_normal(score(knot, count), degrees, last);
    values[static_cast<std::size_t>(knot)] = last;
    values[static_cast<std::size_t>(count - 1 - knot)] = -last;
  }
  double low = 0.0;
  double high = limit;
  for (int k = 0; k < 60; ++k) {
    const double middle = 0.5 * (low + high);
    (mean_square(held(values, middle, limit)) < 1.0 ? low : high) = middle;
  }
  return held(values, low, limit);
}

void set_btc_model(const MarketConfiguration& market, const EmpiricalConfiguration* innovations, StudyTables& tables,
                   MarketPlan& plan) {
  plan.models.return_model = row_of(market.btc.model).returns;
  if (market.btc.model == BtcModel::gjr_garch) set_gjr_garch(market.btc, innovations, tables, plan.models);
  if (market.btc.model == BtcModel::bates) set_bates(market.btc, plan.models);
  if (market.btc.model == BtcModel::bootstrap) set_bootstrap(market, tables, plan);
  set_state_jumps(market, plan);
}

}  // namespace hashlease
