#include "plan/build_power.hpp"

#include <cmath>

#include "plan/step_constants.hpp"

namespace hashlease {

namespace {

/// Below it all hours of a step cost the same: 1e-4 in asinh(p / 10) is a cent at 100 USD/MWh.
constexpr double kMinHourlyDeviation = 1e-4;

/// Variance of the mean of `days` consecutive days of a unit-variance OU process sampled daily.
double block_mean_variance(double daily_persistence, int days) {
  double sum = days;
  for (int lag = 1; lag < days; ++lag) sum += 2.0 * (days - lag) * std::pow(daily_persistence, lag);
  return sum / (static_cast<double>(days) * days);
}

/// Correlation of two such means, one right after the other.
double block_mean_correlation(double daily_persistence, int days) {
  double sum = 0.0;
  for (int day = 0; day < days; ++day) sum += std::pow(daily_persistence, day);
  return daily_persistence * sum * sum / (block_mean_variance(daily_persistence, days) * days * days);
}

/// The spike regime: a two-state Markov chain, exact over the step.
void set_spikes(const PowerConfiguration& power, int days, StepConstants& step) {
  const double enter_rate = power.spike_intensity / kDaysPerYear;
  const double leave_rate = 1.0 / std::max(power.spike_duration_days, 1e-6);
  const double stationary = enter_rate / (enter_rate + leave_rate);
  const double decay = std::exp(-(enter_rate + leave_rate) * days);
  step.spike_enter = word_threshold(stationary * (1.0 - decay));
  step.spike_stay = word_threshold(stationary + (1.0 - stationary) * decay);
}

PriceLevel price_level(double price) {
  const double y = std::asinh(price / 10.0);
  return {rounded(price), rounded(y), rounded(std::exp(y)), rounded(std::exp(-y))};
}

}  // namespace

/// A step of several days draws one mean for all of them: its variance and its correlation with the next are those of
/// means of such days, and what they differ among themselves is added to the deviation of the hours, so that the law of
/// hourly prices does not depend on the step. A spike, though, lasts whole steps.
void set_power(const PowerConfiguration& power, int days, StepConstants& step) {
  set_spikes(power, days, step);
  const double daily = persistence(power.ou_half_life_days, 1.0);
  const double whole = block_mean_correlation(daily, days);
  const double share = block_mean_variance(daily, days);
  const double variance = power.ou_deviation * power.ou_deviation;
  step.power_persistence = rounded(whole);
  step.power_deviation = rounded(std::sqrt(1.0 - whole * whole));
  step.power_scale = rounded(std::sqrt(variance * share));
  const double hourly = std::sqrt(power.intraday_deviation * power.intraday_deviation + variance * (1.0 - share));
  const double deviation = hourly < kMinHourlyDeviation ? 0.0 : hourly;
  step.hourly_deviation = rounded(deviation);
  if (deviation == 0.0) return;
  step.inverse_hourly_deviation = rounded(1.0 / deviation);
  step.hourly_growth = rounded(std::exp(0.5 * deviation * deviation));
  step.tail_reach = rounded(deviation * (deviation + kTailCutoff));
}

void set_levels(const PowerConfiguration& power, MarketPlan& plan) {
  for (std::size_t month = 0; month < 12; ++month) {
    plan.season[month] = rounded(std::asinh(power.monthly_median.at(month) / 10.0));
  }
  plan.spike_level = rounded(power.spike_level);
  plan.cap = price_level(power.price_cap);
  plan.floor = price_level(power.price_floor);
}

}  // namespace hashlease
