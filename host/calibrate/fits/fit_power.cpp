#include "calibrate/fits/fit_power.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/special_functions.hpp"
#include "calibrate/fits/distributions.hpp"
#include "calibrate/fits/fit_btc.hpp"
#include "calibrate/fits/optimiser.hpp"
#include "calibrate/fits/power_days.hpp"

namespace hashlease {

namespace {

/// What the fit is made of: an hour is Normal(season + [spike] level, total^2) in y.
struct PowerMoments {
  double total, spiking, level;  // deviation of an hour, share of days in the spike regime, what it adds
  double day_share;              // of the variance, that of daily means
  double half_life, duration;    // [day]
};

/// Hours at or below b where y ~ Normal(mean, deviation^2), with a weight: see market/power.hpp.
void add_hours(double mean, double deviation, double weight, double y, RunBelow& run) {
  const double d = (y - mean) / deviation, half = 0.5 * deviation * deviation;
  run.share += weight * normal_distribution(d);
  run.mean_price += weight * 5.0 *
                    (std::exp(mean + half) * normal_distribution(d - deviation) -
                     std::exp(-mean + half) * normal_distribution(d + deviation));
}

RunBelow law_below(const std::array<double, 12>& season, double total, double spiking, double level, double price) {
  RunBelow run;
  const double y = std::asinh(price / 10.0);
  for (const double median : season) {
    add_hours(median, total, (1.0 - spiking) / 12.0, y, run);
    add_hours(median + level, total, spiking / 12.0, y, run);
  }
  run.mean_price /= std::max(run.share, 1e-12);
  return run;
}

/// The five figures that are matched, each over how near it should come.
using Figures = std::array<double, 5>;
constexpr double kAll = 1e5;  // above any price

template <class Below>
Figures figures_of(const Below& below) {
  const RunBelow run = below(75.0);
  return {run.share / 0.005, run.mean_price / 0.5, std::log(1.0 - below(300.0).share + 1e-6) / 0.1,
          std::log(1.0 - below(1000.0).share + 1e-6) / 0.15, std::log(std::max(below(kAll).mean_price, 0.1)) / 0.05};
}

double robust_deviation(std::vector<double> values) {
  const double middle = median_of(values);
  for (double& value : values) value = std::abs(value - middle);
  return 1.4826 * median_of(values);
}

/// Share of the variance that days have, and how long a deviation lasts. Spikes stay out: days further than four robust
/// deviations from the season.
void set_days(const std::vector<PowerDay>& days, const std::array<double, 12>& season, PowerMoments& moments) {
  std::vector<double> means, hours;
  for (const PowerDay& day : days) {
    means.push_back(day.mean - season[static_cast<std::size_t>(day.month)]);
    for (const double y : day.y) hours.push_back(y - day.mean);
  }
  const double deviation = robust_deviation(means);
  const double hour = std::pow(robust_deviation(hours), 2) * kHours / (kHours - 1.0);
  const double day = std::max(deviation * deviation - hour / kHours, 1e-6);
  moments.day_share = day / (day + hour);
  const auto is_calm = [&](std::size_t k) { return std::abs(means[k]) < 4.0 * deviation; };
  double product = 0.0, pairs = 0.0, squares = 0.0, calm = 0.0;
  for (std::size_t k = 0; k < days.size(); ++k) {
    if (!is_calm(k)) continue;
    squares += means[k] * means[k];
    calm += 1.0;
    if (k == 0 || !is_calm(k - 1)) continue;
    product += means[k] * means[k - 1];
    pairs += 1.0;
  }
  const double variance = squares / calm;
  // A mean of hours has noise of its own, which the correlation does not carry.
  const double own = std::max(1.0 - hour / kHours / variance, 0.1);
  moments.half_life = -std::log(2.0) / std::log(std::clamp(product / pairs / variance / own, 0.01, 0.99));
  moments.duration = spike_duration(days, moments.spiking);
}

RunBelow run_below(const std::vector<PowerDay>& days, double break_even) {
  RunBelow run;
  double hours = 0.0;
  const double limit = std::asinh(break_even / 10.0);
  for (const PowerDay& day : days) {
    for (std::size_t hour = 0; hour < kHours; ++hour) {
      if (day.y[hour] > limit) continue;
      hours += 1.0;
      run.mean_price += day.price[hour];
    }
  }
  run.share = hours / static_cast<double>(kHours * days.size());
  if (hours > 0.0) run.mean_price /= hours;
  return run;
}

PowerMoments match(const std::vector<PowerDay>& days, const std::array<double, 12>& season) {
  const Figures wanted = figures_of([&](double price) { return run_below(days, price); });
  const Objective distance = [&](const std::vector<double>& free) {
    const double total = std::exp(free[0]), spiking = 1.0 / (1.0 + std::exp(-free[1])), level = std::exp(free[2]);
    if (total > 3.0 || level > 10.0) return 1e9;
    const Figures found = figures_of([&](double price) { return law_below(season, total, spiking, level, price); });
    double sum = 0.0;
    for (std::size_t k = 0; k < wanted.size(); ++k) sum += (found[k] - wanted[k]) * (found[k] - wanted[k]);
    return sum;
  };
  const std::vector<double> best = minimise(distance, {std::log(0.75), -4.6, std::log(3.5)}, {0.1, 0.5, 0.1});
  PowerMoments moments{std::exp(best[0]), 1.0 / (1.0 + std::exp(-best[1])), std::exp(best[2]), 0.0, 0.0, 0.0};
  set_days(days, season, moments);
  return moments;
}

/// Values of the market's keys, in the order of kKeys.
constexpr std::array<const char*, 6> kKeys = {"ou_deviation",    "ou_half_life_days",   "intraday_deviation",
                                              "spike_intensity", "spike_duration_days", "spike_level"};
constexpr std::array<const char*, 6> kUnits = {"", "day", "", "1/year", "day", ""};
std::array<double, 6> keys_of(const PowerMoments& moments) {
  const double odds = moments.spiking / (1.0 - moments.spiking);
  return {moments.total * std::sqrt(moments.day_share),
          moments.half_life,
          moments.total * std::sqrt(1.0 - moments.day_share),
          odds / moments.duration * kDaysPerYear,
          moments.duration,
          moments.level};
}

/// How far the law of an hour is from the hours, and whether daily means have the correlation of the model. Hours of a
/// day are not independent, so a day counts once: its hour number (day number mod 24).
void add_power_tests(const std::vector<PowerDay>& days, const std::array<double, 12>& season, Fit& fit) {
  const double enter = fit.value("spike_intensity") / kDaysPerYear;
  const double spiking = enter / (enter + 1.0 / fit.value("spike_duration_days"));
  const double total = std::hypot(fit.value("ou_deviation"), fit.value("intraday_deviation"));
  std::vector<double> uniforms;
  for (std::size_t k = 0; k < days.size(); ++k) {
    const double excess = days[k].y[k % kHours] - season[static_cast<std::size_t>(days[k].month)];
    uniforms.push_back((1.0 - spiking) * normal_distribution(excess / total) +
                       spiking * normal_distribution((excess - fit.value("spike_level")) / total));
  }
  fit.tests.push_back(uniformity_of(uniforms, "an hour of each day"));
}

/// Jackknife over stretches: errors of ln(value).
std::array<double, 6> jackknife_errors(const std::vector<PowerDay>& days, const std::array<double, 12>& season) {
  constexpr std::size_t kStretches = 24;
  std::array<double, 6> sum{}, squares{}, errors{};
  for (std::size_t stretch = 0; stretch < kStretches; ++stretch) {
    std::vector<PowerDay> rest;
    for (std::size_t k = 0; k < days.size(); ++k) {
      if (k * kStretches / days.size() != stretch) rest.push_back(days[k]);
    }
    const std::array<double, 6> values = keys_of(match(rest, season));
    for (std::size_t k = 0; k < values.size(); ++k) {
      sum[k] += std::log(values[k]) / kStretches;
      squares[k] += std::log(values[k]) * std::log(values[k]);
    }
  }
  for (std::size_t k = 0; k < errors.size(); ++k) {
    errors[k] = std::sqrt(std::max(squares[k] - kStretches * sum[k] * sum[k], 0.0) * (kStretches - 1.0) / kStretches);
  }
  return errors;
}

}  // namespace

Fit fit_power(const PowerHistory& history) {
  const std::vector<PowerDay> days = days_of(history);
  Fit fit;
  fit.model = "power";
  fit.method = "moments of hours, jackknife standard errors";
  fit.sample_size = history.price.size();
  fit.free_parameter_count = 18;
  std::array<double, 12> season{};
  for (int month = 0; month < 12; ++month) {
    fit.parameters.push_back(monthly_median(days, month));
    season[static_cast<std::size_t>(month)] = std::asinh(fit.parameters.back().value / 10.0);
  }
  const std::array<double, 6> values = keys_of(match(days, season));
  const std::array<double, 6> errors = jackknife_errors(days, season);
  const double reach = student_quantile(23.0);
  for (std::size_t k = 0; k < kKeys.size(); ++k) {
    FittedParameter figure{kKeys[k], values[k], kNoFigure, kNoFigure, kNoFigure, kUnits[k], true, ""};
    if (errors[k] > 0.0) {
      figure.standard_error = values[k] * errors[k];
      figure.lower = values[k] * std::exp(-reach * errors[k]);
      figure.upper = values[k] * std::exp(reach * errors[k]);
    } else {
      figure.note =
          "not identified: the same in every part of the sample (no two days in a row with an hour above 1,000)";
      figure.is_identified = false;
    }
    fit.parameters.push_back(figure);
  }
  add_power_tests(days, season, fit);
  return fit;
}

RunBelow run_below(const PowerHistory& history, double break_even) {
  RunBelow run;
  std::size_t hours = 0;
  for (const double price : history.price) {
    if (price > break_even) continue;
    ++hours;
    run.mean_price += price;
  }
  run.share = static_cast<double>(hours) / static_cast<double>(history.price.size());
  if (hours > 0) run.mean_price /= static_cast<double>(hours);
  return run;
}

RunBelow run_below(const Fit& power, double break_even) {
  std::array<double, 12> season{};
  for (std::size_t month = 0; month < 12; ++month) {
    season[month] = std::asinh(power.value("monthly_median." + std::to_string(month + 1)) / 10.0);
  }
  const double enter_rate = power.value("spike_intensity") / kDaysPerYear;
  const double spiking = enter_rate / (enter_rate + 1.0 / power.value("spike_duration_days"));
  const double deviation = std::hypot(power.value("ou_deviation"), power.value("intraday_deviation"));
  return law_below(season, deviation, spiking, power.value("spike_level"), break_even);
}

}  // namespace hashlease
