/// Bates against its characteristic function, and against merton where the variance does not move.

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "market/support/model_samples.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

using Complex = std::complex<double>;
constexpr std::uint64_t kPaths = 1 << 17;

Configuration bates() {
  Configuration configuration = calm_configuration();
  configuration.run.seed = 5;
  BtcConfiguration& btc = configuration.market.btc;
  btc.model = BtcModel::bates;
  btc.annual_drift = 0.1;
  btc.annual_volatility = 0.5;
  btc.initial_volatility = 0.7;
  btc.jump_intensity = 8.0;
  btc.jump_mean = -0.05;
  btc.jump_deviation = 0.08;
  btc.bates.mean_reversion = 5.0;
  btc.bates.volatility_of_variance = 1.2;
  btc.bates.correlation = -0.6;
  return configuration;
}

/// E[exp(i u ln(S(T) / S(0)))] in the form without branch cuts (Albrecher, Mayer, Schoutens & Tistaert 2007).
Complex characteristic(const BtcConfiguration& btc, double years, Complex u) {
  const Complex i(0.0, 1.0);
  const double kappa = btc.bates.mean_reversion, xi = btc.bates.volatility_of_variance, rho = btc.bates.correlation;
  const double theta = btc.annual_volatility * btc.annual_volatility;
  const double start = btc.initial_volatility * btc.initial_volatility;
  const Complex b = kappa - rho * xi * i * u;
  const Complex d = std::sqrt(b * b + xi * xi * (i * u + u * u));
  const Complex g = (b - d) / (b + d);
  const Complex e = std::exp(-d * years);
  const Complex c = kappa * theta / (xi * xi) * ((b - d) * years - 2.0 * std::log((1.0 - g * e) / (1.0 - g)));
  const Complex v = start / (xi * xi) * (b - d) * (1.0 - e) / (1.0 - g * e);
  const double m = btc.jump_mean, s = btc.jump_deviation;
  const double growth = std::expm1(m + 0.5 * s * s);
  const Complex jumps = std::exp(i * u * m - 0.5 * s * s * u * u) - 1.0;
  return std::exp(i * u * (btc.annual_drift - btc.jump_intensity * growth) * years + c + v +
                  btc.jump_intensity * years * jumps);
}

/// P(ln(S(T) / S(0)) > k) under a measure with characteristic function phi (Gil-Pelaez 1951).
template <class Function>
double probability_above(const Function& phi, double k) {
  constexpr double kStep = 0.02;
  double sum = 0.0;
  for (double u = 0.5 * kStep; u < 200.0; u += kStep) {
    sum += std::real(std::exp(Complex(0.0, -u * k)) * phi(u) / Complex(0.0, u)) * kStep;
  }
  return 0.5 + sum / M_PI;
}

/// E[max(S(T) / S(0) - e^k, 0)] = E[S] P_1 - e^k P_2 (Heston 1993).
double call(const BtcConfiguration& btc, double years, double k) {
  const Complex mean = characteristic(btc, years, Complex(0.0, -1.0));
  const auto plain = [&](double u) { return characteristic(btc, years, u); };
  const auto weighted = [&](double u) { return characteristic(btc, years, Complex(u, -1.0)) / mean; };
  return std::real(mean) * probability_above(weighted, k) - std::exp(k) * probability_above(plain, k);
}

double years_to(const Configuration& configuration, int month) {
  Configuration cut = configuration;
  cut.run.horizon_months = month + 1;
  return years_of_months(MarketStudy(cut));
}

Estimate share_above(const std::vector<double>& log_price, double k) {
  return estimate(log_price, [&](double x) { return x > k ? 1.0 : 0.0; });
}

TEST(BatesTest, QuantilesAreThoseOfTheCharacteristicFunction) {
  const Configuration configuration = bates();
  for (const int month : {0, 5}) {
    const double years = years_to(configuration, month);
    const std::vector<double> found = log_prices(configuration, month, kPaths);
    const auto phi = [&](double u) { return characteristic(configuration.market.btc, years, u); };
    for (const double score : {-2.5, -1.0, 0.0, 1.0, 2.0}) {
      const double k = score * 0.6 * std::sqrt(years);
      expect_agrees(share_above(found, k), probability_above(phi, k), 0.0015, "share above a level");
    }
  }
}

TEST(BatesTest, CallsAreThoseOfTheFourierIntegral) {
  const Configuration configuration = bates();
  const double years = years_to(configuration, 5);
  const std::vector<double> found = log_prices(configuration, 5, kPaths);
  for (const double k : {-0.3, 0.0, 0.3}) {
    const auto payoff = [&](double x) { return std::max(std::exp(x) - std::exp(k), 0.0); };
    expect_agrees(estimate(found, payoff), call(configuration.market.btc, years, k), 0.002, "call");
  }
  expect_agrees(estimate(found, [](double x) { return std::exp(x); }), std::exp(0.1 * years), 0.003, "E[S]");
}

TEST(BatesTest, TwinsAreRejected) {
  const Configuration right = bates();
  const double years = years_to(right, 5);
  const auto phi = [&](double u) { return characteristic(right.market.btc, years, u); };
  const double k = -2.5 * 0.6 * std::sqrt(years);
  Configuration wrong = right;
  wrong.market.btc.bates.correlation = 0.6;
  expect_rejects(share_above(log_prices(wrong, 5, kPaths), k), probability_above(phi, k), "correlation of other sign");
  wrong = right;
  wrong.market.btc.bates.volatility_of_variance = 0.2;
  expect_rejects(share_above(log_prices(wrong, 5, kPaths), k), probability_above(phi, k), "hardly moving variance");
}

/// A variance without volatility that starts where it belongs is merton, path by path.
TEST(BatesTest, LimitIsMerton) {
  Configuration configuration = bates();
  configuration.market.btc.initial_volatility = 0.0;
  configuration.market.btc.bates.volatility_of_variance = 0.0;
  Configuration merton = configuration;
  merton.market.btc.model = BtcModel::merton;
  const std::vector<double> found = log_prices(configuration, 5, 1024), exact = log_prices(merton, 5, 1024);
  for (std::size_t path = 0; path < found.size(); ++path) ASSERT_NEAR(found[path], exact[path], 1e-4);
  configuration.market.btc.bates.volatility_of_variance = 0.1;
  double furthest = 0.0;
  const std::vector<double> far = log_prices(configuration, 5, 1024);
  for (std::size_t path = 0; path < far.size(); ++path) {
    furthest = std::max(furthest, std::abs(far[path] - exact[path]));
  }
  EXPECT_GT(furthest, 1e-3) << "a moving variance passes for merton";
}

}  // namespace
}  // namespace hashlease::testing
