#pragma once

/// What the market models beyond geometric Brownian motion take.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "vocabulary/btc_models.hpp"
#include "vocabulary/date.hpp"
#include "vocabulary/factors.hpp"

namespace hashlease {

/// How the five correlated shocks hang together beyond their correlations.
enum class Copula { gaussian, student_t };
/// What an empirical distribution does beyond its sample.
enum class TailRule { none, pareto };

/// Daily GJR-GARCH(1,1) with unit-variance Student-t innovations; the unconditional variance is that of
/// annual_volatility.
struct GjrGarchConfiguration {
  GjrGarchConfiguration();
  double alpha{};               // weight of the last squared innovation
  double gamma{};               // added to alpha after a fall
  double beta{};                // weight of the last variance
  double degrees_of_freedom{};  // of the Student-t innovations
  double innovation_limit{};    // innovations are held within it [standard deviations]
};

/// Stochastic variance dv = kappa (theta - v) dt + xi sqrt(v) dW_v; theta is the square of annual_volatility.
struct BatesConfiguration {
  BatesConfiguration();
  double mean_reversion{};          // kappa [1/year]
  double volatility_of_variance{};  // xi [1/year]
  double correlation{};             // of dW_v with the BTC shock
};

/// Joint rows of history. The *_rows are what was read from `file`; where they are given the file is not read again.
struct BootstrapConfiguration {
  BootstrapConfiguration();
  std::string file;  // CSV or HDF5, relative to the file that names it
  double mean_block_days{};
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

  std::vector<double>& rows_of(Factor factor);
  const std::vector<double>& rows_of(Factor factor) const;
  const std::string& column_of(Factor factor) const;
};

/// Its members by factor, in the order of the enum.
inline constexpr std::array<std::vector<double> BootstrapConfiguration::*, kFactorCount> kBootstrapRows = {
    &BootstrapConfiguration::btc_rows, &BootstrapConfiguration::hashrate_rows, &BootstrapConfiguration::fee_rows,
    &BootstrapConfiguration::power_rows, &BootstrapConfiguration::gpu_demand_rows};
inline constexpr std::array<std::string BootstrapConfiguration::*, kFactorCount> kBootstrapColumns = {
    &BootstrapConfiguration::btc_column, &BootstrapConfiguration::hashrate_column, &BootstrapConfiguration::fee_column,
    &BootstrapConfiguration::power_column, &BootstrapConfiguration::gpu_demand_column};

inline std::vector<double>& BootstrapConfiguration::rows_of(Factor factor) {
  return this->*kBootstrapRows.at(static_cast<std::size_t>(factor));
}
inline const std::vector<double>& BootstrapConfiguration::rows_of(Factor factor) const {
  return this->*kBootstrapRows.at(static_cast<std::size_t>(factor));
}
inline const std::string& BootstrapConfiguration::column_of(Factor factor) const {
  return this->*kBootstrapColumns.at(static_cast<std::size_t>(factor));
}

struct BtcConfiguration {
  BtcConfiguration();
  BtcModel model{};
  double price{};               // [USD]
  double annual_drift{};        // drift of E[S] [1/year]
  double annual_volatility{};   // diffusive [1/sqrt(year)]
  double initial_volatility{};  // of gjr_garch and bates at the start [1/sqrt(year)]; 0: annual_volatility
  double jump_intensity{};      // [1/year]
  double jump_mean{};           // of the log jump
  double jump_deviation{};      // of the log jump
  GjrGarchConfiguration gjr_garch;
  BatesConfiguration bates;
  BootstrapConfiguration bootstrap;
};

/// A new generation of GPUs at a known date: what it does to the rate of the class.
struct GenerationConfiguration {
  GenerationConfiguration();
  std::string name;
  Date date;
  double log_change{};  // mean of the change of the log anchor
  double deviation{};   // its standard deviation
};

/// A shock whose marginal law is that of a sample.
struct EmpiricalConfiguration {
  EmpiricalConfiguration();
  std::string shock;  // see kEmpiricalShocks
  std::string file;   // CSV or HDF5, relative to the file that names it
  std::string column;
  TailRule tail{};
  double tail_quantile{};  // beyond it, and below 1 - it, a Pareto tail
  std::int64_t knots{};
  std::vector<double> table;  // filled from the file: the standardised sample's quantiles at even normal scores
};

}  // namespace hashlease
