#include "plan/build_market.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/error.hpp"
#include "config/keys/factor_correlation.hpp"
#include "plan/build_models.hpp"
#include "plan/build_power.hpp"
#include "plan/build_regime.hpp"
#include "plan/step_constants.hpp"

namespace hashlease {

namespace {

void set_btc(const BtcConfiguration& btc, double dt, StepConstants& step) {
  const double intensity = jump_intensity(btc);
  const double jump_growth = mean_jump_growth(btc);
  const double variance = btc.annual_volatility * btc.annual_volatility;
  step.btc_drift = rounded((btc.annual_drift - 0.5 * variance - intensity * jump_growth) * dt);
  step.btc_deviation = rounded(btc.annual_volatility * std::sqrt(dt));
  step.btc_jumps = poisson_thresholds(intensity * dt);
}

/// A spike that came k days before the end of the step has decayed by p^k, p the persistence of a day. Over k = 0 to
/// days - 1, all alike likely, the mean and the mean square of what is left are those below, so that spikes have the
/// same mean and variance whatever the step.
void set_fee_spike(const NetworkConfiguration& network, double days, StepConstants& step) {
  const double daily = persistence(network.fee_spike_half_life_days, 1.0);
  double left = 0.0, left_squared = 0.0;
  for (int age = 0; age < days; ++age) {
    left += std::pow(daily, age) / days;
    left_squared += std::pow(daily, 2 * age) / days;
  }
  const double mean = network.fee_spike_mean * left;
  const double square = std::pow(network.fee_spike_mean, 2) + std::pow(network.fee_spike_deviation, 2);
  step.fee_spike_mean = rounded(mean);
  step.fee_spike_deviation = rounded(std::sqrt(std::max(square * left_squared - mean * mean, 0.0)));
}

void set_network(const NetworkConfiguration& network, double days, double dt, StepConstants& step) {
  step.hashrate_growth = rounded(network.annual_hashrate_growth * dt);
  step.hashrate_deviation = rounded(network.annual_hashrate_volatility * std::sqrt(dt));
  step.response_up = rounded(network.response_up * dt);
  step.response_down = rounded(network.response_down * dt);
  const double fee = persistence(network.fee_half_life_days, days);
  step.fee_persistence = rounded(fee);
  step.fee_deviation = rounded(network.fee_log_deviation * std::sqrt(1.0 - fee * fee));
  step.fee_spike_persistence = rounded(persistence(network.fee_spike_half_life_days, days));
  step.fee_spikes = poisson_thresholds(network.fee_spike_intensity * dt);
  set_fee_spike(network, days, step);
}

struct OuStep {
  double persistence;
  double deviation;
};

/// Exact step of dX = -kappa X dt + sigma dW.
OuStep ou_step(double annual_volatility, double half_life_months, double dt) {
  const double kappa = std::log(2.0) * 12.0 / half_life_months;
  const double variance = -std::expm1(-2.0 * kappa * dt) / (2.0 * kappa);
  return {std::exp(-kappa * dt), annual_volatility * std::sqrt(variance)};
}

void set_demand(const MarketConfiguration& market, double dt, StepConstants& step) {
  const OuStep common = ou_step(market.gpu_demand.annual_volatility, market.gpu_demand.half_life_months, dt);
  step.demand_persistence = rounded(common.persistence);
  step.demand_deviation = rounded(common.deviation);
  for (std::size_t c = 0; c < market.gpu.size(); ++c) {
    const OuStep own = ou_step(market.gpu[c].own_annual_volatility, market.gpu[c].own_half_life_months, dt);
    step.own_persistence[c] = rounded(own.persistence);
    step.own_deviation[c] = rounded(own.deviation);
  }
}

void set_chain(const NetworkConfiguration& network, double btc_price, MarketPlan& plan) {
  const double seconds = 86400.0;
  const auto next_height = static_cast<double>(network.block_height + 1);
  const double era = std::floor(next_height / 210000.0);
  plan.hashrate = rounded(network.hashrate);
  plan.difficulty = rounded(network.difficulty);
  plan.blocks_per_day = rounded(network.hashrate * 1e18 * seconds / (network.difficulty * kWordCount));
  const double hashprice_per_price = seconds * 1e15 / (network.difficulty * kWordCount);
  plan.hashprice_per_price = rounded(hashprice_per_price);
  const double epoch_blocks = std::fmod(next_height, 2016.0);
  plan.epoch_blocks = rounded(epoch_blocks);
  plan.epoch_days = rounded(epoch_blocks / plan.blocks_per_day);
  plan.blocks_to_halving = rounded((era + 1.0) * 210000.0 - next_height);
  const double subsidy = std::floor(5e9 / std::exp2(era)) / 1e8;
  plan.subsidy = rounded(subsidy);
  const double start = hashprice_per_price * btc_price * subsidy * (1.0 + network.fee_ratio_median);
  plan.log_hashprice_reference =
      rounded(std::log(network.hashprice_reference > 0.0 ? network.hashprice_reference : start));
  plan.annual_efficiency_gain = rounded(network.annual_efficiency_gain);
  plan.log_fee_ratio = rounded(std::log(std::max(network.fee_ratio_median, 1e-12)));
  plan.fee_ratio = rounded(network.fee_ratio_median);
  plan.has_constant_fees = network.fee_log_deviation == 0.0 && network.fee_spike_intensity == 0.0 ? 1 : 0;
}

/// The lowest word at which BTC jumps in some regime, by days of the step. Whether there is one.
bool set_least_jump_words(MarketPlan& plan) {
  bool jumps = false;
  for (int days = 0; days <= kMaxStepDays; ++days) {
    StepConstants& step = plan.steps[days];
    step.least_jump_word = std::numeric_limits<std::uint32_t>::max();
    const auto include = [&](const PoissonThresholds& law) {
      if (law.size == 0) return;
      step.least_jump_word = std::min(step.least_jump_word, law.thresholds[0]);
      jumps = true;
    };
    include(step.btc_jumps);
    for (const PoissonThresholds& law : plan.models.state_jumps[days]) include(law);
  }
  return jumps;
}

void add_draw(DrawList& list, GroupDraw draw, bool is_used) {
  if (is_used) list.draws[list.count++] = draw;
}

/// The draws that the study has a use for, once all else in the plan is set.
void set_draws(MarketPlan& plan) {
  plan.draws = {};
  plan.has_jumps = set_least_jump_words(plan) ? 1 : 0;
  const auto some_step = [&plan](auto has) { return std::any_of(std::begin(plan.steps), std::end(plan.steps), has); };
  const bool fee_spikes = some_step([](const StepConstants& step) { return step.fee_spikes.size > 0; });
  plan.has_fee_spikes = fee_spikes ? 1 : 0;
  constexpr int fee = static_cast<int>(Factor::fee);
  bool has_fee = some_step([](const StepConstants& step) { return step.fee_deviation != 0.0F; });
  for (int row = fee + 1; row < kFactorCount; ++row) has_fee |= plan.cholesky[row][fee] != 0.0F;
  plan.draws_fee = has_fee ? 1 : 0;
  add_draw(plan.draws.normals, GroupDraw::fee, has_fee);
  for (int c = 0; c < plan.gpu_class_count; ++c) {
    const auto varies = [c](const StepConstants& step) { return step.own_deviation[c] != 0.0F; };
    add_draw(plan.draws.normals, own_demand_draw(c), some_step(varies));
  }
  add_draw(plan.draws.event_normals, GroupDraw::jump, plan.has_jumps != 0);
  add_draw(plan.draws.event_normals, GroupDraw::fee_spike, fee_spikes);
  const bool power_spikes = some_step([](const StepConstants& step) { return step.spike_enter != 0U; });
  add_draw(plan.draws.words, GroupDraw::power_spike_word, power_spikes);
  const ModelPlan& models = plan.models;
  add_draw(plan.draws.model_normals, GroupDraw::mixing, models.copula.is_student_t != 0);
  add_draw(plan.draws.model_normals, GroupDraw::variance, models.return_model == ReturnModel::bates);
  add_draw(plan.draws.model_words, GroupDraw::restart, models.return_model == ReturnModel::bootstrap);
  add_draw(plan.draws.model_words, GroupDraw::row, models.return_model == ReturnModel::bootstrap);
}

void set_dependence(const DependenceConfiguration& dependence, MarketPlan& plan) {
  const std::optional<SquareMatrix> factor = cholesky_factor(correlation_matrix(dependence));
  if (!factor) throw InputError("market.dependence.correlation is not positive definite");
  for (std::size_t row = 0; row < factor->size(); ++row) {
    for (std::size_t column = 0; column < factor->size(); ++column) {
      const double entry = (*factor)[row][column];
      plan.cholesky[row][column] = rounded(entry);
      if (row != column && entry != 0.0) plan.is_correlated[row] = 1;
    }
  }
}

GpuClassPlan gpu_class_plan(const GpuClassConfiguration& gpu) {
  GpuClassPlan plan;
  plan.log_lease_rate = rounded(std::log(gpu.lease_rate));
  plan.annual_obsolescence = rounded(gpu.annual_obsolescence);
  plan.price_clearing = rounded(gpu.price_clearing);
  plan.floor_rate = rounded(gpu.floor_rate);
  plan.vacancy_odds = rounded((1.0 - gpu.base_occupancy) / gpu.base_occupancy);
  plan.occupancy_response = rounded((1.0 - gpu.price_clearing) * gpu.occupancy_response);
  return plan;
}

}  // namespace

PoissonThresholds poisson_thresholds(double mean) {
  PoissonThresholds law{};
  std::ranges::fill(law.thresholds, std::numeric_limits<std::uint32_t>::max());
  if (mean <= 0.0) return law;
  double probability = std::exp(-mean);
  double cumulative = probability;
  for (int count = 0;; ++count) {
    const double threshold = std::round(cumulative * kWordCount);
    if (threshold >= kWordCount) return law;
    if (law.size == kMaxEventCount) {
      throw InputError(
          fmt::format("an intensity of {} events per step is too high: at most about 15 can be told apart "
                      "(use daily steps or a lower intensity)",
                      mean));
    }
    law.thresholds[law.size++] = static_cast<std::uint32_t>(threshold);
    probability *= mean / (count + 1);
    cumulative += probability;
    if (probability < 1e-18 && count > mean) return law;
  }
}

std::vector<MarketStep> make_schedule(const Calendar& calendar, StepKind kind) {
  const int length = kind == StepKind::daily ? 1 : kMaxStepDays;
  std::vector<MarketStep> schedule;
  for (int month = 0; month < calendar.month_count(); ++month) {
    std::int64_t day = calendar.boundary(month);
    const std::int64_t end = calendar.boundary(month + 1);
    while (day < end) {
      const std::int64_t days = std::min<std::int64_t>(length, end - day);
      MarketStep step{};
      step.years = rounded(static_cast<double>(day + days - calendar.boundary(0)) / kDaysPerYear);
      step.days = static_cast<std::uint8_t>(days);
      step.season = static_cast<std::uint8_t>(date_from_days(day + days / 2).month - 1);
      day += days;
      step.last = day == end ? 1 : 0;
      schedule.push_back(step);
    }
  }
  return schedule;
}

MarketPlan make_market_plan(const Configuration& configuration, const std::vector<MarketStep>& schedule,
                            std::vector<float>* tables) {
  const MarketConfiguration& market = configuration.market;
  MarketPlan plan{};
  plan.keys = make_philox_keys(configuration.run.seed);
  plan.month_count = static_cast<std::int32_t>(configuration.run.horizon_months);
  plan.step_count = static_cast<std::int32_t>(schedule.size());
  plan.gpu_class_count = static_cast<std::int32_t>(market.gpu.size());
  for (int days = 1; days <= kMaxStepDays; ++days) {
    const bool used =
        std::any_of(schedule.begin(), schedule.end(), [&](const MarketStep& s) { return s.days == days; });
    if (!used) continue;
    StepConstants& step = plan.steps[days];
    const double dt = days / kDaysPerYear;
    step.days = static_cast<float>(days);
    step.inverse_days = rounded(1.0 / days);
    set_btc(market.btc, dt, step);
    set_network(market.network, days, dt, step);
    set_power(market.power, days, step);
    set_demand(market, dt, step);
  }
  set_dependence(market.dependence, plan);
  plan.btc_price = rounded(market.btc.price);
  plan.jump_mean = rounded(market.btc.jump_mean);
  plan.jump_deviation = rounded(market.btc.jump_deviation);
  set_regime(market, plan);
  set_chain(market.network, market.btc.price, plan);
  set_levels(market.power, plan);
  for (std::size_t c = 0; c < market.gpu.size(); ++c) plan.gpu[c] = gpu_class_plan(market.gpu[c]);
  std::vector<float> values = set_models(configuration, schedule, plan);
  set_draws(plan);
  if (tables != nullptr) *tables = std::move(values);
  return plan;
}

}  // namespace hashlease
