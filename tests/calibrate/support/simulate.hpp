#pragma once

/// Histories of known parameters, simulated in double precision with a generator of their own.

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

namespace hashlease::testing {

inline constexpr double kYearDays = 365.25;
inline constexpr int kTenYears = 3652;  // days

/// Uniforms, normals and what is made of them; the same on every platform.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : words_(seed * 7919 + 17) {}
  double uniform() { return (static_cast<double>(words_() >> 11) + 0.5) / 9007199254740992.0; }
  double normal() { return std::sqrt(-2.0 * std::log(uniform())) * std::cos(2.0 * std::numbers::pi * uniform()); }
  int poisson(double mean) {
    int count = -1;
    for (double product = 1.0; product > std::exp(-mean); ++count) product *= uniform();
    return count;
  }
  /// Student-t of unit variance with a whole number of degrees.
  double student(int degrees) {
    double squares = 0.0;
    for (int k = 0; k < degrees; ++k) squares += std::pow(normal(), 2);
    return normal() * std::sqrt((degrees - 2.0) / squares);
  }

 private:
  std::mt19937_64 words_;
};

inline std::vector<double> gbm_returns(Dice dice, double drift, double volatility) {
  std::vector<double> returns;
  for (int day = 0; day < kTenYears; ++day) {
    returns.push_back((drift - 0.5 * volatility * volatility) / kYearDays +
                      volatility / std::sqrt(kYearDays) * dice.normal());
  }
  return returns;
}

struct Jumps {
  double intensity, mean, deviation;
};

inline double jump_return(Dice& dice, const Jumps& jumps) {
  double sum = -jumps.intensity * std::expm1(jumps.mean + 0.5 * jumps.deviation * jumps.deviation) / kYearDays;
  for (int n = dice.poisson(jumps.intensity / kYearDays); n > 0; --n)
    sum += jumps.mean + jumps.deviation * dice.normal();
  return sum;
}

inline std::vector<double> merton_returns(Dice dice, double drift, double volatility, const Jumps& jumps) {
  std::vector<double> returns;
  for (int day = 0; day < kTenYears; ++day) {
    const double diffusion =
        (drift - 0.5 * volatility * volatility) / kYearDays + volatility / std::sqrt(kYearDays) * dice.normal();
    returns.push_back(diffusion + jump_return(dice, jumps));
  }
  return returns;
}

struct Garch {
  double alpha, gamma, beta;
  int degrees;
};

inline std::vector<double> garch_returns(Dice dice, double drift, double volatility, const Garch& law) {
  const double target = volatility * volatility / kYearDays;
  const double omega = target * (1.0 - law.alpha - 0.5 * law.gamma - law.beta);
  double variance = target;
  std::vector<double> returns;
  for (int day = -500; day < kTenYears; ++day) {  // 500 days to forget the start
    const double residual = std::sqrt(variance) * dice.student(law.degrees);
    if (day >= 0) returns.push_back(drift / kYearDays - 0.5 * variance + residual);
    variance = omega + (law.alpha + (residual < 0.0 ? law.gamma : 0.0)) * residual * residual + law.beta * variance;
  }
  return returns;
}

/// A chain that moves every 30 days; row k of `transition` is the law of the next state.
inline std::vector<double> regime_returns(Dice dice, const std::vector<double>& drift,
                                          const std::vector<double>& volatility,
                                          const std::vector<std::vector<double>>& transition) {
  std::vector<double> returns;
  std::size_t state = 0;
  for (int day = 0; day < 120 * 30; ++day) {
    if (day % 30 == 0) {
      double rest = dice.uniform();
      std::size_t next = 0;
      while (next + 1 < drift.size() && rest > transition[state][next]) rest -= transition[state][next++];
      state = next;
    }
    returns.push_back((drift[state] - 0.5 * volatility[state] * volatility[state]) / kYearDays +
                      volatility[state] / std::sqrt(kYearDays) * dice.normal());
  }
  return returns;
}

struct Heston {
  double reversion, xi, correlation;
};

/// Euler steps of a 32nd of a day, the variance held at 0 or above (full truncation).
inline std::vector<double> bates_returns(Dice dice, double drift, double volatility, const Heston& law,
                                         const Jumps& jumps) {
  constexpr int kSteps = 32;
  const double dt = 1.0 / kYearDays / kSteps, theta = volatility * volatility;
  double variance = theta;
  std::vector<double> returns;
  for (int day = -200; day < kTenYears; ++day) {
    double sum = jump_return(dice, jumps);
    for (int step = 0; step < kSteps; ++step) {
      const double v = std::max(variance, 0.0), a = dice.normal(), b = dice.normal();
      sum += (drift - 0.5 * v) * dt +
             std::sqrt(v * dt) * (law.correlation * a + std::sqrt(1.0 - law.correlation * law.correlation) * b);
      variance += law.reversion * (theta - v) * dt + law.xi * std::sqrt(v * dt) * a;
    }
    if (day >= 0) returns.push_back(sum);
  }
  return returns;
}

/// ln value of an Ornstein-Uhlenbeck process with unit spacing of `days` about a falling line.
inline std::vector<double> lease_logs(Dice dice, double fall, double volatility, double half_life_months) {
  const double reversion = 12.0 * std::numbers::ln2 / half_life_months, dt = 1.0 / kYearDays;
  const double persistence = std::exp(-reversion * dt);
  const double stationary = volatility / std::sqrt(2.0 * reversion);
  double demand = stationary * dice.normal();
  std::vector<double> logs;
  for (int day = 0; day < kTenYears; ++day) {
    logs.push_back(1.0 - fall * day * dt + demand);
    demand = persistence * demand + stationary * std::sqrt(1.0 - persistence * persistence) * dice.normal();
  }
  return logs;
}

struct FeeLaw {
  double median, deviation, half_life, intensity, mean, spread, spike_half_life;
};

/// Fees over subsidies by day: the engine's daily step (market/network.hpp).
inline std::vector<double> fee_ratios(Dice dice, const FeeLaw& law) {
  const double a = std::exp2(-1.0 / law.half_life), b = std::exp2(-1.0 / law.spike_half_life);
  double slow = law.deviation * dice.normal(), spike = 0.0;
  std::vector<double> ratios;
  for (int day = -30; day < kTenYears; ++day) {
    slow = a * slow + law.deviation * std::sqrt(1.0 - a * a) * dice.normal();
    spike *= b;
    for (int n = dice.poisson(law.intensity / kYearDays); n > 0; --n) spike += law.mean + law.spread * dice.normal();
    if (day >= 0) ratios.push_back(law.median * std::exp(slow + spike));
  }
  return ratios;
}

struct NetworkLaw {
  double growth, response_up, response_down, volatility;
  double reference, gain;  // [USD/PH/day] at the last day, [1/year]
};

/// ln hashrate with the noise of block arrival, and ln hashprice, by day. Difficulty follows hashrate within two weeks.
struct NetworkDays {
  std::vector<double> log_hashrates, log_hashprices;
};

inline NetworkDays network_days(Dice dice, const NetworkLaw& law) {
  NetworkDays days;
  double price = 0.0, hashrate = 0.0, difficulty = 0.0;
  for (int day = 0; day < kTenYears; ++day) {
    const double reference = std::log(law.reference) + law.gain * (kTenYears - 1 - day) / kYearDays;
    // A price that rises with the network keeps hashprice about its reference.
    const double first = std::log(law.reference) + law.gain * (kTenYears - 1) / kYearDays;
    days.log_hashprices.push_back(first + price - difficulty);
    days.log_hashrates.push_back(hashrate + 0.083 * dice.normal());
    const double excess = days.log_hashprices.back() - (reference - law.gain / kYearDays);
    price += (law.growth - law.gain) / kYearDays + 0.6 / std::sqrt(kYearDays) * dice.normal();
    hashrate += (law.growth + (excess > 0.0 ? law.response_up : law.response_down) * excess) / kYearDays +
                law.volatility / std::sqrt(kYearDays) * dice.normal();
    difficulty += (hashrate - difficulty) / 14.0;
  }
  return days;
}

struct PowerDice {
  double median, deviation, half_life, intraday, intensity, duration, level;
};

/// Hourly prices from 2015-01-01 on: the engine's daily law (market/power.hpp) without cap and floor.
inline std::vector<double> power_prices(Dice dice, const PowerDice& law) {
  const double a = std::exp2(-1.0 / law.half_life);
  const double enter = law.intensity / kYearDays, leave = 1.0 / law.duration;
  const double stationary = enter / (enter + leave), decay = std::exp(-enter - leave);
  double deviation = law.deviation * dice.normal();
  bool is_spiking = false;
  std::vector<double> prices;
  for (int day = 0; day < kTenYears; ++day) {
    deviation = a * deviation + law.deviation * std::sqrt(1.0 - a * a) * dice.normal();
    const double chance = is_spiking ? stationary + (1.0 - stationary) * decay : stationary * (1.0 - decay);
    is_spiking = dice.uniform() < chance;
    const double mean = std::asinh(law.median / 10.0) + deviation + (is_spiking ? law.level : 0.0);
    for (int hour = 0; hour < 24; ++hour) prices.push_back(10.0 * std::sinh(mean + law.intraday * dice.normal()));
  }
  return prices;
}

}  // namespace hashlease::testing
