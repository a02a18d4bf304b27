#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>

#include "base/special_functions.hpp"
#include "calibrate/fits/distributions.hpp"
#include "calibrate/fits/fit_btc.hpp"
#include "calibrate/fits/fit_support.hpp"
#include "calibrate/fits/likelihood.hpp"

namespace hashlease {

namespace {

/// Days of a block with the sums that its likelihood needs.
struct Block {
  double days, sum, squares;
};

std::vector<Block> blocks_of(const std::vector<double>& returns, const std::vector<int>& lengths) {
  std::vector<Block> blocks;
  std::size_t next = 0;
  for (const int length : lengths) {
    Block block{static_cast<double>(length), 0.0, 0.0};
    for (int k = 0; k < length; ++k, ++next) {
      block.sum += returns.at(next);
      block.squares += returns[next] * returns[next];
    }
    blocks.push_back(block);
  }
  return blocks;
}

/// Drift, volatility of each state, then the transitions to other states, row by row.
struct Chain {
  int states;
  std::array<double, 3> drift{}, volatility{};
  std::array<std::array<double, 3>, 3> transition{};
};

Chain chain_of(const std::vector<double>& values, int states) {
  Chain chain{states};
  std::size_t next = 0;
  for (int k = 0; k < states; ++k) chain.drift[k] = values[next++];
  for (int k = 0; k < states; ++k) chain.volatility[k] = values[next++];
  for (int from = 0; from < states; ++from) {
    double stay = 1.0;
    for (int to = 0; to < states; ++to) {
      if (to == from) continue;
      chain.transition[from][to] = values[next++];
      stay -= chain.transition[from][to];
    }
    chain.transition[from][from] = stay;
  }
  return chain;
}

/// The law that the chain settles at, by repeated steps.
std::array<double, 3> stationary(const Chain& chain) {
  std::array<double, 3> law{};
  for (int k = 0; k < chain.states; ++k) law[k] = 1.0 / chain.states;
  for (int step = 0; step < 500; ++step) {
    std::array<double, 3> next{};
    for (int from = 0; from < chain.states; ++from) {
      for (int to = 0; to < chain.states; ++to) next[to] += law[from] * chain.transition[from][to];
    }
    law = next;
  }
  return law;
}

double block_log_density(const Chain& chain, int state, const Block& block) {
  constexpr double dt = 1.0 / kDaysPerYear;
  const double variance = chain.volatility[state] * chain.volatility[state];
  const double mean = (chain.drift[state] - 0.5 * variance) * dt;
  const double distance = block.squares - 2.0 * mean * block.sum + block.days * mean * mean;
  return block.days * normal_log_density(0.0, 0.0, variance * dt) - 0.5 * distance / (variance * dt);
}

/// Hamilton's filter: log-likelihood of each block given those before; `predicted` gets the states' probabilities
/// before each block is seen.
void filter(const Chain& chain, const std::vector<Block>& blocks, std::vector<double>& result,
            std::vector<std::array<double, 3>>* predicted = nullptr) {
  std::array<double, 3> law = stationary(chain);
  result.clear();
  for (const Block& block : blocks) {
    if (predicted != nullptr) predicted->push_back(law);
    std::array<double, 3> density{};
    for (int k = 0; k < chain.states; ++k) density[k] = block_log_density(chain, k, block);
    const double highest = *std::max_element(density.begin(), density.begin() + chain.states);
    double sum = 0.0;
    for (int k = 0; k < chain.states; ++k) sum += law[k] *= std::exp(density[k] - highest);
    result.push_back(highest + std::log(sum));
    std::array<double, 3> next{};
    for (int from = 0; from < chain.states; ++from) {
      for (int to = 0; to < chain.states; ++to) next[to] += law[from] / sum * chain.transition[from][to];
    }
    law = next;
  }
}

/// Parameters with the starting volatilities `factors` times that of the sample.
std::vector<LikelihoodParameter> parameters_of(int states, double volatility, double drift,
                                               const std::vector<double>& factors) {
  std::vector<LikelihoodParameter> parameters;
  for (int k = 0; k < states; ++k) parameters.push_back({"drift." + std::to_string(k + 1), "1/year", drift, 0.3});
  for (int k = 0; k < states; ++k) {
    parameters.push_back(
        {"volatility." + std::to_string(k + 1), "1/sqrt(year)", volatility * factors[k], 0.2, Scale::positive});
  }
  for (int from = 1; from <= states; ++from) {
    for (int to = 1; to <= states; ++to) {
      if (from == to) continue;
      parameters.push_back({"transition." + std::to_string(from) + "." + std::to_string(to), "1/block",
                            0.3 / (states - 1), 0.5, Scale::bounded, 0.0, 1.0});
    }
  }
  return parameters;
}

/// Uniforms of the days under the mixture that the filter expects of their block.
void add_regime_tests(const Chain& chain, const std::vector<double>& returns, const std::vector<int>& lengths,
                      const std::vector<std::array<double, 3>>& predicted, Fit& fit) {
  constexpr double dt = 1.0 / kDaysPerYear;
  std::vector<double> uniforms, residuals;
  std::size_t next = 0;
  for (std::size_t b = 0; b < lengths.size(); ++b) {
    for (int day = 0; day < lengths[b]; ++day, ++next) {
      double uniform = 0.0, variance = 0.0;
      for (int k = 0; k < chain.states; ++k) {
        const double own = chain.volatility[k] * chain.volatility[k] * dt;
        uniform +=
            predicted[b][k] * normal_distribution((returns[next] - chain.drift[k] * dt + 0.5 * own) / std::sqrt(own));
        variance += predicted[b][k] * own;
      }
      uniforms.push_back(uniform);
      residuals.push_back(returns[next] / std::sqrt(variance));
    }
  }
  add_tests(fit, residuals, uniforms);
}

}  // namespace

Fit fit_regime(const std::vector<double>& returns, const std::vector<int>& block_lengths, int states) {
  const std::vector<Block> blocks = blocks_of(returns, block_lengths);
  const double volatility = std::sqrt(variance_of(returns) * kDaysPerYear);
  const double drift = mean_of(returns) * kDaysPerYear + 0.5 * volatility * volatility;
  const auto contributions = [&](const std::vector<double>& values, std::vector<double>& result) {
    const Chain chain = chain_of(values, states);
    result.assign(blocks.size(), -1e6);
    for (int k = 0; k < states; ++k) {
      if (chain.transition[k][k] <= 0.0) return;
    }
    for (int k = 1; k < states; ++k) {
      if (chain.volatility[k] < chain.volatility[k - 1]) return;
    }
    filter(chain, blocks, result);
  };
  const std::vector<std::vector<double>> starts =
      states == 2 ? std::vector<std::vector<double>>{{0.7, 1.3}, {0.5, 1.1}, {0.85, 2.0}}
                  : std::vector<std::vector<double>>{{0.6, 0.9, 1.4}, {0.5, 0.8, 1.1}, {0.7, 1.2, 2.5}};
  Fit best;
  for (const std::vector<double>& factors : starts) {
    Fit fit = maximise_likelihood(parameters_of(states, volatility, drift, factors), contributions);
    if (best.parameters.empty() || fit.log_likelihood > best.log_likelihood + 1e-6) best = std::move(fit);
  }
  std::vector<double> values, buffer;
  for (FittedParameter& parameter : best.parameters) {
    values.push_back(parameter.value);
    if (parameter.key.starts_with("drift")) check_identified(parameter, kLowestDrift, kHighestDrift);
    if (parameter.key.starts_with("transition")) check_identified(parameter, 0.0, 1.0);
  }
  std::vector<std::array<double, 3>> predicted;
  filter(chain_of(values, states), blocks, buffer, &predicted);
  best.model = name_of(BtcModel::regime);
  best.sample_size = returns.size();
  best.notes.push_back(std::to_string(states) + " states, " + std::to_string(blocks.size()) + " blocks");
  FittedParameter initial;
  initial.key = "initial_state";
  const auto& last = predicted.back();
  initial.value = static_cast<double>(std::max_element(last.begin(), last.begin() + states) - last.begin()) + 1.0;
  initial.note = "the likeliest state of the last block before it is seen";
  best.parameters.push_back(initial);
  add_regime_tests(chain_of(values, states), returns, block_lengths, predicted, best);
  return best;
}

}  // namespace hashlease
