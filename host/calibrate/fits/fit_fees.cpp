#include <algorithm>
#include <array>
#include <cmath>

#include "base/special_functions.hpp"
#include "calibrate/fits/distributions.hpp"
#include "calibrate/fits/fit_btc.hpp"
#include "calibrate/fits/fit_network.hpp"
#include "calibrate/fits/likelihood.hpp"

namespace hashlease {

namespace {

struct FeeLaw {
  double log_median, persistence, innovation_variance;  // Ornstein-Uhlenbeck by the day
  std::array<double, 3> chance;                         // of none, one and two spikes on a day
  double mean, variance, spike_persistence;             // of one spike
};

double persistence_of(double half_life_days) { return std::exp2(-1.0 / half_life_days); }

/// @param values  in the order of fit_fees' parameters
FeeLaw law_of(const std::vector<double>& values) {
  const double persistence = persistence_of(values[2]);
  const double rate = values[3] / kDaysPerYear, none = std::exp(-rate);
  return {std::log(values[0]),
          persistence,
          values[1] * values[1] * (1.0 - persistence * persistence),
          {none, rate * none, 1.0 - none * (1.0 + rate)},
          values[4],
          values[5] * values[5],
          persistence_of(values[6])};
}

/// What is known of the spike part: a normal with a weight.
struct Guess {
  double weight = 0.0, mean = 0.0, variance = 0.0;
};

/// Normal of the same weight, mean and variance as a mixture of two.
Guess merged(const Guess& a, const Guess& b) {
  Guess sum;
  sum.weight = a.weight + b.weight;
  if (sum.weight <= 0.0) return sum;
  sum.mean = (a.weight * a.mean + b.weight * b.mean) / sum.weight;
  const auto spread = [&](const Guess& part) {
    return part.weight * (part.variance + (part.mean - sum.mean) * (part.mean - sum.mean));
  };
  sum.variance = (spread(a) + spread(b)) / sum.weight;
  return sum;
}

/// One day of a hypothesis: the guess of yesterday's spike part, and none, one or two spikes today. The sum of both
/// parts is seen, so z' = a z + (b - a) p + noise + spike, p' = b p + spike, with a, b the persistences and p the spike
/// part.
struct Prediction {
  double mean, variance;
  Guess after;
};

Prediction predict(const FeeLaw& law, const Guess& guess, double before, double now, std::size_t spikes) {
  const double difference = law.spike_persistence - law.persistence;
  const double count = static_cast<double>(spikes);
  const double jump_mean = count * law.mean, jump_variance = count * law.variance;
  Prediction day{};
  day.mean = law.persistence * before + difference * guess.mean + jump_mean;
  day.variance = difference * difference * guess.variance + law.innovation_variance + jump_variance;
  const double covariance = law.spike_persistence * difference * guess.variance + jump_variance;
  const double gain = covariance / day.variance;
  day.after.mean = law.spike_persistence * guess.mean + jump_mean + gain * (now - day.mean);
  day.after.variance =
      law.spike_persistence * law.spike_persistence * guess.variance + jump_variance - gain * covariance;
  day.after.weight = guess.weight * law.chance[spikes] * std::exp(normal_log_density(now, day.mean, day.variance));
  return day;
}

/// Log-likelihood of each day but the first; `uniforms` gets the distribution functions when it is given.
void filter(const FeeLaw& law, const std::vector<double>& logs, std::vector<double>& result,
            std::vector<double>* uniforms = nullptr) {
  const double settled = 1.0 - law.spike_persistence * law.spike_persistence;
  std::array<Guess, 2> guesses{};
  const double rate = law.chance[1] + 2.0 * law.chance[2];
  guesses[0] = {1.0, rate * law.mean / (1.0 - law.spike_persistence),
                rate * (law.variance + law.mean * law.mean) / settled};
  result.clear();
  for (std::size_t k = 1; k < logs.size(); ++k) {
    const double before = logs[k - 1] - law.log_median, now = logs[k] - law.log_median;
    std::array<Guess, 2> next{};
    double uniform = 0.0;
    for (std::size_t spikes = 0; spikes < law.chance.size(); ++spikes) {
      for (const Guess& guess : guesses) {
        if (guess.weight <= 0.0) continue;
        const Prediction day = predict(law, guess, before, now, spikes);
        Guess& place = next[spikes == 0 ? 0 : 1];
        place = merged(place, day.after);
        uniform += guess.weight * law.chance[spikes] * normal_distribution((now - day.mean) / std::sqrt(day.variance));
      }
    }
    const double sum = std::max(next[0].weight + next[1].weight, 1e-300);
    result.push_back(std::log(sum));
    if (uniforms != nullptr) uniforms->push_back(uniform);
    for (Guess& guess : next) guess.weight /= sum;
    guesses = next;
  }
}

}  // namespace

Fit fit_fees(const std::vector<double>& ratios) {
  std::vector<double> logs;
  for (const double ratio : ratios) logs.push_back(std::log(ratio));
  const double median = std::exp(quantile_of(logs, 0.4)), deviation = std::sqrt(variance_of(logs));
  const auto contributions = [&](const std::vector<double>& values, std::vector<double>& result) {
    result.assign(logs.size() - 1, -1e6);
    // The two parts are told apart by how long they last.
    if (values[6] > 0.7 * values[2] || values[2] > 2000.0 || values[6] < 0.05) return;
    filter(law_of(values), logs, result);
  };
  Fit fit = maximise_likelihood({{"fee_ratio_median", "", median, 0.2, Scale::positive},
                                 {"fee_log_deviation", "", 0.7 * deviation, 0.3, Scale::positive},
                                 {"fee_half_life_days", "day", 20.0, 0.5, Scale::positive},
                                 {"fee_spike_intensity", "1/year", 20.0, 0.5, Scale::bounded, 0.0, 366.0},
                                 {"fee_spike_mean", "", 1.0, 0.3},
                                 {"fee_spike_deviation", "", 0.5, 0.4, Scale::positive},
                                 {"fee_spike_half_life_days", "day", 2.0, 0.4, Scale::positive}},
                                contributions);
  fit.model = "fees";
  fit.method = "quasi maximum likelihood by a switching filter, sandwich standard errors";
  const auto check = [&](std::size_t k, double lowest, double highest) {
    check_identified(fit.parameters[k], lowest, highest);
  };
  check(2, 2.0, 100.0);
  check(3, 2.0, 100.0);
  check(4, 0.0, 3.0);
  check(6, 0.25, 10.0);
  std::vector<double> values, days, uniforms;
  for (const FittedParameter& parameter : fit.parameters) values.push_back(parameter.value);
  filter(law_of(values), logs, days, &uniforms);
  fit.tests.push_back(uniformity_of(uniforms, "log fee ratio of the day"));
  return fit;
}

Fit fee_share(const BtcHistory& history) {
  std::vector<double> shares;
  for (const double ratio : fee_ratios(history)) shares.push_back(ratio / (1.0 + ratio));
  Fit fit;
  fit.model = "fee_share";
  fit.method = "sample statistics";
  fit.sample_size = shares.size();
  const auto add = [&](const char* key, double value) {
    FittedParameter parameter;
    parameter.key = key;
    parameter.value = value;
    fit.parameters.push_back(parameter);
  };
  add("mean", mean_of(shares));
  add("median", median_of(shares));
  add("quantile_05", quantile_of(shares, 0.05));
  add("quantile_95", quantile_of(shares, 0.95));
  add("quantile_99", quantile_of(shares, 0.99));
  return fit;
}

}  // namespace hashlease
