#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/special_functions.hpp"
#include "calibrate/fits/distributions.hpp"
#include "calibrate/fits/fit_btc.hpp"
#include "calibrate/fits/fit_support.hpp"
#include "calibrate/fits/likelihood.hpp"

namespace hashlease {

namespace {

constexpr double kDt = 1.0 / kDaysPerYear;
/// Width of a bin of returns over their deviation: it adds 5e-5 to the variance.
constexpr double kBinShare = 0.025;
/// Returns further out than this many deviations share the last bin.
constexpr int kMostBins = 2000;
/// As fast as market.btc.bates.mean_reversion may be [1/year].
constexpr double kFastestReversion = 100.0;
constexpr int kMostStates = 400;

struct BatesValues {
  double drift, volatility, reversion, xi, correlation, intensity, jump_mean, jump_deviation;
};

BatesValues bates_values(const std::vector<double>& v) { return {v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]}; }

/// Returns as numbers of bins.
struct BinnedReturns {
  double width = 0.0;
  int lowest = 0, count = 0;
  std::vector<int> bin;

  explicit BinnedReturns(const std::vector<double>& returns) {
    width = kBinShare * std::sqrt(variance_of(returns));
    int highest = -kMostBins;
    lowest = kMostBins;
    for (const double value : returns) {
      bin.push_back(static_cast<int>(std::clamp(std::round(value / width), -1.0 * kMostBins, 1.0 * kMostBins)));
      lowest = std::min(lowest, bin.back());
      highest = std::max(highest, bin.back());
    }
    for (int& number : bin) number -= lowest;
    count = highest - lowest + 1;
  }
  double centre(int number) const { return (number + lowest) * width; }
};

/// u = 2 sqrt(v) / xi has unit diffusion: du = a(u) dt + dW, a = (2 kappa theta / xi^2 - 1 / 2) / u - kappa u / 2
/// (Ito). On a grid of spacing sqrt(3 dt) steps down, none and up with the mean a dt and the variance dt make a Markov
/// chain that converges to it (Kushner & Dupuis 2001). The lowest state reflects.
struct VarianceChain {
  std::vector<double> variance;                 // v of each state
  std::vector<std::array<double, 3>> chance;    // of going down, staying and going up
  std::vector<std::array<double, 3>> surprise;  // what each of them says of dW
};

VarianceChain chain_of(const BatesValues& values) {
  const double theta = values.volatility * values.volatility;
  const double spacing = std::sqrt(3.0 * kDt);
  const double centre = 2.0 * values.volatility / values.xi;
  const double reach = 8.0 / std::sqrt(2.0 * values.reversion);  // 8 deviations of u, whose drift falls by kappa u
  // The grid stands still while the parameters move, but for states at its ends that nothing reaches: the likelihood is
  // smooth.
  const int lowest = std::max(static_cast<int>(std::floor((centre - reach) / spacing)), 0);
  const int highest = std::min(static_cast<int>(std::ceil((centre + reach) / spacing)), lowest + kMostStates);
  VarianceChain chain;
  for (int k = lowest; k <= highest; ++k) {
    const double u = (k + 0.5) * spacing;
    const double slope =
        (2.0 * values.reversion * theta / (values.xi * values.xi) - 0.5) / u - 0.5 * values.reversion * u;
    const double shift = std::clamp(slope * kDt / spacing, -0.6, 0.6);
    const double square = 1.0 / 3.0 + shift * shift;
    std::array<double, 3> chance = {0.5 * (square - shift), 1.0 - square, 0.5 * (square + shift)};
    if (k == lowest) chance = {0.0, chance[0] + chance[1], chance[2]};
    if (k == highest) chance = {chance[0], chance[1] + chance[2], 0.0};
    chain.variance.push_back(0.25 * values.xi * values.xi * u * u);
    chain.chance.push_back(chance);
    chain.surprise.push_back({-spacing - shift * spacing, -shift * spacing, spacing - shift * spacing});
  }
  return chain;
}

enum class Emission { density, distribution };

/// Density, or distribution function, of a normal, but for the factor 1 / sqrt(2 pi variance) of the density.
double normal_law(Emission kind, double distance, double variance) {
  if (kind == Emission::distribution) return normal_distribution(distance / std::sqrt(variance));
  const double exponent = 0.5 * distance * distance / variance;
  return exponent > 40.0 ? 0.0 : std::exp(-exponent);
}

/// Density of each bin for each state and step, [bin][state][step], times the chance of the step. Given dW of the
/// variance, r ~ Normal((mu - v / 2 - lambda c) dt + rho sqrt(v) dW, (1 - rho^2) v dt) and jumps.
std::vector<double> emissions_of(const BatesValues& values, const VarianceChain& chain, const BinnedReturns& returns,
                                 const std::vector<bool>& used, Emission kind) {
  const double rate = values.intensity * kDt;
  const std::array<double, 3> weight = {std::exp(-rate), rate * std::exp(-rate), 1.0 - std::exp(-rate) * (1.0 + rate)};
  const double growth = std::expm1(values.jump_mean + 0.5 * values.jump_deviation * values.jump_deviation);
  const double own = 1.0 - values.correlation * values.correlation;
  const std::size_t states = chain.variance.size();
  std::vector<double> emission(static_cast<std::size_t>(returns.count) * states * 3, 0.0);
  for (std::size_t state = 0; state < states; ++state) {
    const double v = chain.variance[state];
    for (std::size_t step = 0; step < 3; ++step) {
      const double mean = (values.drift - 0.5 * v - values.intensity * growth) * kDt +
                          values.correlation * std::sqrt(v) * chain.surprise[state][step];
      for (int jumps = 0; jumps < 3; ++jumps) {
        const double variance = own * v * kDt + jumps * values.jump_deviation * values.jump_deviation;
        const double scale = kind == Emission::density ? 1.0 / std::sqrt(2.0 * std::numbers::pi * variance) : 1.0;
        const double factor = weight[jumps] * chain.chance[state][step] * scale;
        if (factor < 1e-14) continue;
        for (int bin = 0; bin < returns.count; ++bin) {
          if (!used[static_cast<std::size_t>(bin)]) continue;
          const double distance = returns.centre(bin) - mean - jumps * values.jump_mean;
          emission[(static_cast<std::size_t>(bin) * states + state) * 3 + step] +=
              factor * normal_law(kind, distance, variance);
        }
      }
    }
  }
  return emission;
}

/// The filter's law of the state; it starts at the law that the chain settles at.
std::vector<double> start_law(const VarianceChain& chain) {
  std::vector<double> law(chain.variance.size());
  double weight = 1.0, sum = 0.0;
  for (std::size_t k = 0; k < law.size(); ++k) {
    // Detailed balance of a chain that moves to neighbours alone.
    if (k > 0) weight *= chain.chance[k - 1][2] / std::max(chain.chance[k][0], 1e-12);
    law[k] = weight;
    sum += weight;
    if (sum > 1e200) {
      for (std::size_t j = 0; j <= k; ++j) law[j] *= 1e-200;
      weight *= 1e-200;
      sum *= 1e-200;
    }
  }
  for (double& probability : law) probability /= sum;
  return law;
}

/// What the filter makes of the days.
struct Filtered {
  double next_variance = 0.0;        // expected of the day after
  std::vector<double> uniforms;      // distribution function of each day's return before it is seen
  std::vector<double> standardised;  // returns over the deviation expected
};

/// Filters all days; log-likelihoods into `result`. With a `distribution` also what tests of fit need.
Filtered filter(const VarianceChain& chain, const std::vector<double>& emission, const BinnedReturns& returns,
                std::vector<double>& result, const std::vector<double>* distribution = nullptr) {
  const std::size_t states = chain.variance.size();
  std::vector<double> law = start_law(chain), next(states + 2);
  result.resize(returns.bin.size());
  Filtered filtered;
  for (std::size_t day = 0; day < returns.bin.size(); ++day) {
    const std::size_t begin = static_cast<std::size_t>(returns.bin[day]) * states * 3;
    if (distribution != nullptr) {
      double uniform = 0.0, variance = 0.0;
      for (std::size_t k = 0; k < 3 * states; ++k) uniform += law[k / 3] * (*distribution)[begin + k];
      for (std::size_t k = 0; k < states; ++k) variance += law[k] * chain.variance[k];
      filtered.uniforms.push_back(uniform);
      filtered.standardised.push_back(returns.centre(returns.bin[day]) / std::sqrt(variance * kDt));
    }
    const double* row = &emission[begin];
    std::fill(next.begin(), next.end(), 0.0);
    for (std::size_t k = 0; k < states; ++k) {
      for (std::size_t step = 0; step < 3; ++step) next[k + step] += law[k] * row[3 * k + step];
    }
    double sum = 1e-300;
    for (std::size_t k = 0; k < states; ++k) sum += next[k + 1];
    result[day] = std::log(sum);
    for (std::size_t k = 0; k < states; ++k) law[k] = next[k + 1] / sum;
  }
  for (std::size_t k = 0; k < states; ++k) filtered.next_variance += law[k] * chain.variance[k];
  return filtered;
}

std::vector<LikelihoodParameter> bates_parameters(const std::vector<double>& returns, double most_jumps) {
  const double variance = variance_of(returns) / kDt;
  const double drift = mean_of(returns) / kDt + 0.5 * variance;
  const double volatility = std::sqrt(variance);
  return {{"annual_drift", "1/year", drift, 0.2},
          {"annual_volatility", "1/sqrt(year)", 0.9 * volatility, 0.2, Scale::positive},
          {"mean_reversion", "1/year", 4.0, 0.5, Scale::positive},
          {"volatility_of_variance", "1/year", 1.5 * volatility, 0.3, Scale::positive},
          {"correlation", "", -0.1, 0.3, Scale::bounded, -1.0, 1.0},
          {"jump_intensity", "1/year", std::min(8.0, 0.5 * most_jumps), 0.5, Scale::bounded, 0.0, most_jumps},
          {"jump_mean", "", 0.0, 0.02},
          {"jump_deviation", "", 2.5 * volatility * std::sqrt(kDt), 0.3, Scale::positive}};
}

}  // namespace

Fit fit_bates(const std::vector<double>& returns, double most_jumps) {
  const BinnedReturns binned(returns);
  std::vector<bool> used(static_cast<std::size_t>(binned.count), false);
  for (const int bin : binned.bin) used[static_cast<std::size_t>(bin)] = true;
  const auto contributions = [&](const std::vector<double>& free_values, std::vector<double>& result) {
    const BatesValues values = bates_values(free_values);
    result.assign(returns.size(), -1e6);
    if (values.reversion > kFastestReversion || values.xi > 20.0 || values.xi < 1e-3 || values.jump_deviation > 2.0)
      return;
    const VarianceChain chain = chain_of(values);
    filter(chain, emissions_of(values, chain, binned, used, Emission::density), binned, result);
  };
  Fit fit = maximise_likelihood(bates_parameters(returns, most_jumps), contributions);
  std::vector<double> values, days;
  for (const FittedParameter& parameter : fit.parameters) values.push_back(parameter.value);
  const VarianceChain chain = chain_of(bates_values(values));
  const auto law = [&](Emission kind) { return emissions_of(bates_values(values), chain, binned, used, kind); };
  const std::vector<double> distribution = law(Emission::distribution);
  const Filtered filtered = filter(chain, law(Emission::density), binned, days, &distribution);
  FittedParameter start;
  start.key = "initial_volatility";
  start.unit = "1/sqrt(year)";
  start.value = std::sqrt(filtered.next_variance);
  start.note = "the state at the end of the sample, no parameter";
  fit.parameters.push_back(start);
  fit.model = name_of(BtcModel::bates);
  fit.method = "quasi maximum likelihood by a filter on a grid of variances, sandwich standard errors";
  check_drift(fit);
  add_tests(fit, filtered.standardised, filtered.uniforms);
  return fit;
}

}  // namespace hashlease
