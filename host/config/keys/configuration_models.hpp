#pragma once

/// What the market models beyond geometric Brownian motion take.

#include <cstdint>
#include <string>
#include <vector>

#include "vocabulary/date.hpp"

namespace hashlease {

enum class BtcModel { gbm, merton, gjr_garch, regime, bates, bootstrap };
/// How the five correlated shocks hang together beyond their correlations.
enum class Copula { gaussian, student_t };
/// What an empirical distribution does beyond its sample.
enum class TailRule { none, pareto };

/// Daily GJR-GARCH(1,1) with unit-variance Student-t innovations; the unconditional variance is that of
/// annual_volatility.
struct GjrGarchConfiguration {
  double alpha = 0.0;               // weight of the last squared innovation
  double gamma = 0.0;               // added to alpha after a fall
  double beta = 0.0;                // weight of the last variance
  double degrees_of_freedom = 4.0;  // of the Student-t innovations
  double innovation_limit = 20.0;   // innovations are held within it [standard deviations]
};

/// Stochastic variance dv = kappa (theta - v) dt + xi sqrt(v) dW_v; theta is the square of annual_volatility.
struct BatesConfiguration {
  double mean_reversion = 1.0;          // kappa [1/year]
  double volatility_of_variance = 0.0;  // xi [1/year]
  double correlation = 0.0;             // of dW_v with the BTC shock
};

/// Joint rows of history. The *_rows are what was read from `file`; where they are given the file is not read again.
struct BootstrapConfiguration {
  std::string file;  // CSV or HDF5, relative to the file that names it
  double mean_block_days = 30.0;
  std::string btc_column;  // daily levels; empty: this factor is simulated by its own model
  std::string hashrate_column;
  std::string fee_column;
  std::string power_column;
  std::string gpu_demand_column;
  std::vector<double> btc_rows;         // daily log returns
  std::vector<double> hashrate_rows;    // daily innovations of ln hashrate, standardised
  std::vector<double> fee_rows;         // of the log fee ratio, standardised
  std::vector<double> power_rows;       // of asinh(p / 10 USD/MWh), standardised
  std::vector<double> gpu_demand_rows;  // of log demand, standardised
};

struct BtcConfiguration {
  BtcModel model = BtcModel::merton;
  double price = 0.0;               // [USD]
  double annual_drift = 0.0;        // drift of E[S] [1/year]
  double annual_volatility = 0.0;   // diffusive [1/sqrt(year)]
  double initial_volatility = 0.0;  // of gjr_garch and bates at the start [1/sqrt(year)]; 0: annual_volatility
  double jump_intensity = 0.0;      // [1/year]
  double jump_mean = 0.0;           // of the log jump
  double jump_deviation = 0.0;      // of the log jump
  GjrGarchConfiguration gjr_garch;
  BatesConfiguration bates;
  BootstrapConfiguration bootstrap;
};

/// A new generation of GPUs at a known date: what it does to the rate of the class.
struct GenerationConfiguration {
  std::string name;
  Date date;
  double log_change = 0.0;  // mean of the change of the log anchor
  double deviation = 0.0;   // its standard deviation
};

/// A shock whose marginal law is that of a sample.
struct EmpiricalConfiguration {
  std::string shock;  // see kEmpiricalShocks
  std::string file;   // CSV or HDF5, relative to the file that names it
  std::string column;
  TailRule tail = TailRule::none;
  double tail_quantile = 0.95;  // beyond it, and below 1 - it, a Pareto tail
  std::int64_t knots = 1024;
  std::vector<double> table;  // filled from the file: the standardised sample's quantiles at even normal scores
};

}  // namespace hashlease
