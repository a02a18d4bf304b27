/// The stationary bootstrap: lengths of blocks, law of the rows, joint columns; and empirical distributions.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "config/reading/load_history.hpp"
#include "market/btc_models.hpp"
#include "market/support/every_shock.hpp"
#include "market/support/model_samples.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

constexpr int kRows = 200;

/// Rows that tell where they came from: row k has the values k and -k, scaled.
Configuration bootstrapped(double mean_block_days) {
  Configuration configuration = calm_configuration();
  configuration.run.seed = 3;
  BtcConfiguration& btc = configuration.market.btc;
  btc.model = BtcModel::bootstrap;
  btc.bootstrap.mean_block_days = mean_block_days;
  for (int row = 0; row < kRows; ++row) {
    btc.bootstrap.btc_rows.push_back(1e-4 * row);
    btc.bootstrap.hashrate_rows.push_back(-1e-2 * row);
  }
  return configuration;
}

/// Rows of a path day by day.
std::vector<int> rows_of(const MarketStudy& study, std::uint64_t path, std::uint32_t days) {
  std::vector<int> rows;
  float row = 0.0F;
  for (std::uint32_t step = 0; step < days; ++step) {
    const ModelDraws<float> draws = every_model_draw(study.plan, path, step);
    row = next_row(study.plan.models.bootstrap, draws, step, row);
    rows.push_back(static_cast<int>(row));
  }
  return rows;
}

/// Counts of block lengths below 60 days, blocks told by a row that does not follow the last; one that follows by
/// chance, once in kRows, only joins two.
std::vector<double> block_lengths(const MarketStudy& study, std::uint64_t paths, double& blocks) {
  std::vector<double> counts(60, 0.0);
  blocks = 0.0;
  for (std::uint64_t path = 0; path < paths; ++path) {
    const std::vector<int> rows = rows_of(study, path, 400);
    std::size_t length = 1;
    bool complete = false;
    for (std::size_t day = 1; day < 300; ++day) {
      if (rows[day] == (rows[day - 1] + 1) % kRows) {
        ++length;
        continue;
      }
      if (complete && length < counts.size()) ++counts[length];
      if (complete) ++blocks;
      complete = true;
      length = 1;
    }
  }
  return counts;
}

TEST(BootstrapTest, BlocksHaveGeometricLengths) {
  const MarketStudy study(bootstrapped(5.0));
  double blocks = 0.0;
  const std::vector<double> counts = block_lengths(study, 2000, blocks);
  const auto expected = [&](double mean) {
    const double leave = (1.0 - 1.0 / kRows) / mean;  // a new block that shows
    std::vector<double> law(counts.size(), 0.0);
    for (std::size_t k = 1; k < law.size(); ++k) {
      law[k] = blocks * leave * std::pow(1.0 - leave, static_cast<double>(k) - 1.0);
    }
    return law;
  };
  // Blocks that a path's end cuts are left out, which takes a little from the long ones; 300 days hide it.
  std::vector<double> found(counts.begin(), counts.begin() + 20), right = expected(5.0), wrong = expected(5.5);
  right.resize(20);
  wrong.resize(20);
  EXPECT_LT(std::abs(chi_square_z(found, right)), 6.0);
  EXPECT_GT(chi_square_z(found, wrong), 12.0) << "a mean block of 5.5 days passes for 5";
}

TEST(BootstrapTest, RowsAreUniformAtAnyTime) {
  const MarketStudy study(bootstrapped(30.0));
  for (const std::size_t day : {std::size_t{0}, std::size_t{50}}) {
    std::vector<double> counts(kRows, 0.0);
    constexpr std::uint64_t kPaths = 40'000;
    for (std::uint64_t path = 0; path < kPaths; ++path) {
      ++counts[static_cast<std::size_t>(rows_of(study, path, static_cast<std::uint32_t>(day) + 1)[day])];
    }
    const std::vector<double> expected(kRows, static_cast<double>(kPaths) / kRows);
    EXPECT_LT(std::abs(chi_square_z(counts, expected)), kCriticalZ) << day;
  }
}

/// The price and the hashrate of a path come from the same rows: ln S and ln H add up to the drift alone.
TEST(BootstrapTest, ColumnsAreJoint) {
  Configuration configuration = bootstrapped(10.0);
  configuration.run.horizon_months = 1;
  configuration.market.network.annual_hashrate_volatility = std::sqrt(365.25) * 0.01;
  const MarketStudy study(configuration);
  const MarketTapes tapes(study, 256);
  const std::vector<double> price = tapes.driver(0, driver_of(MarketDriver::btc_price_end));
  const std::vector<double> hashrate = tapes.driver(0, driver_of(MarketDriver::network_hashrate_end));
  std::vector<double> sums;
  double spread = 0.0;
  for (std::size_t path = 0; path < price.size(); ++path) {
    sums.push_back(std::log(price[path]) + std::log(hashrate[path]));
    spread = std::max(spread, std::abs(std::log(price[path]) - std::log(price[0])));
    EXPECT_NEAR(sums[path], sums[0], 1e-4);
  }
  EXPECT_GT(spread, 0.01);
}

/// With blocks of a day, days are independent draws: E[S] grows with annual_drift exactly.
TEST(BootstrapTest, ExpectedPriceFollowsTheDrift) {
  Configuration configuration = bootstrapped(1.0);
  configuration.market.btc.annual_drift = 0.3;
  for (double& row : configuration.market.btc.bootstrap.btc_rows) row *= 10.0;
  const std::vector<double> found = log_prices(configuration, 2, 1 << 15);
  const auto growth = estimate(found, [](double x) { return std::exp(x); });
  expect_agrees(growth, std::exp(0.3 * 90.0 / 365.25), 0.005, "E[S]");
  expect_rejects(growth, std::exp(0.2 * 90.0 / 365.25), "drift 0.2");
}

/// A skewed sample: -ln u - 1 of even u, an exponential law.
std::vector<double> exponential_sample(int size) {
  std::vector<double> sample;
  for (int k = 0; k < size; ++k) sample.push_back(-std::log((k + 0.5) / size));
  return sample;
}

EmpiricalConfiguration empirical(const std::string& shock, const std::vector<double>& sample, TailRule tail) {
  EmpiricalConfiguration law;
  law.shock = shock;
  law.tail = tail;
  law.table = quantile_table(sample, law);
  return law;
}

/// Kolmogorov-Smirnov distance of simulated shocks to a distribution function.
template <class Function>
double distance(std::vector<double> values, const Function& cdf) {
  std::sort(values.begin(), values.end());
  double largest = 0.0;
  const double n = static_cast<double>(values.size());
  for (std::size_t k = 0; k < values.size(); ++k) {
    const double exact = cdf(values[k]);
    largest = std::max({largest, exact - static_cast<double>(k) / n, (static_cast<double>(k) + 1.0) / n - exact});
  }
  return largest;
}

std::vector<double> shocks_of(const Configuration& configuration, Factor factor, std::uint64_t paths) {
  const MarketStudy study(configuration);
  std::vector<double> found;
  for (std::uint64_t path = 0; path < paths; ++path) {
    found.push_back(static_cast<double>(conditioned_shocks(study, path, 4).factor[static_cast<int>(factor)]));
  }
  return found;
}

TEST(EmpiricalTest, SimulatedShocksHaveTheLawOfTheSample) {
  Configuration configuration = calm_configuration();
  configuration.market.empirical = {empirical("power", exponential_sample(5000), TailRule::none)};
  constexpr std::uint64_t kPaths = 1 << 15;
  const std::vector<double> found = shocks_of(configuration, Factor::power, kPaths);
  const auto cdf = [](double x) { return x < -1.0 ? 0.0 : 1.0 - std::exp(-x - 1.0); };
  // 1.95 / sqrt(n) is the critical value at 0.1 %; the table adds less than 0.002.
  const double critical = 1.95 / std::sqrt(static_cast<double>(kPaths)) + 0.002;
  EXPECT_LT(distance(found, cdf), critical);
  EXPECT_GT(distance(found, [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }), critical);
  expect_agrees(estimate(found), 0.0, 0.01, "mean");
  expect_agrees(standard_moment(found, 0.0, 1.0, 2), 1.0, 0.03, "variance");
  const std::vector<double> untouched = shocks_of(configuration, Factor::fee, kPaths);
  EXPECT_LT(distance(untouched, [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }), critical);
}

/// A sample with tails of index 4 on both sides keeps them beyond its extremes: P(X > 2 x) / P(X > x) is 2^-4 there.
TEST(EmpiricalTest, ParetoTailsGoOnBeyondTheSample) {
  std::vector<double> sample;
  for (int k = 0; k < 2000; ++k) {
    const double u = (k + 0.5) / 2000.0;
    const double value = std::pow(u, -0.25);
    sample.push_back(value);
    sample.push_back(-value);
  }
  const std::vector<double> pareto = empirical("btc", sample, TailRule::pareto).table;
  const std::vector<double> held = empirical("btc", sample, TailRule::none).table;
  const auto quantile = [](const std::vector<double>& table, double z) {
    return table[static_cast<std::size_t>(std::lround((z + 6.8) / 13.6 * static_cast<double>(table.size() - 1)))];
  };
  const auto log_tail = [](double z) { return std::log(0.5 * std::erfc(z / std::sqrt(2.0))); };
  const double index = -(log_tail(6.0) - log_tail(4.0)) / std::log(quantile(pareto, 6.0) / quantile(pareto, 4.0));
  EXPECT_NEAR(index, 4.0, 0.3);
  EXPECT_EQ(quantile(held, 6.0), quantile(held, 5.0));
  EXPECT_NEAR(quantile(pareto, -6.0), -quantile(pareto, 6.0), 0.05 * quantile(pareto, 6.0));
}

}  // namespace
}  // namespace hashlease::testing
