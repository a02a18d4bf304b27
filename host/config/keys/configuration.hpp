#pragma once

/// What a configuration file says, after parsing and checking and before any derived figure. Units are in brackets;
/// bounds and defaults stand in the parameter table (parameters.cpp), which is the only place that knows the key names.
/// The constructor of a struct with keys takes the defaults from their rows (defaults.cpp); keys without one are 0 or
/// empty.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "config/keys/configuration_colocation.hpp"
#include "config/keys/configuration_conversion.hpp"
#include "config/keys/configuration_finance.hpp"
#include "config/keys/configuration_gpu.hpp"
#include "config/keys/configuration_models.hpp"
#include "config/keys/configuration_regime.hpp"
#include "vocabulary/losses.hpp"

namespace hashlease {

enum class StepKind { daily, weekly };
enum class BackendKind { automatic, cpu, cuda };

/// What is simulated and kept: [run]. `backend` does not change results and is left out of the study's identity.
struct RunConfiguration {
  RunConfiguration();
  std::uint64_t seed{};
  std::uint64_t paths{};  // number of joint paths
  Date start_date;
  std::int64_t horizon_months{};
  StepKind step{};
  BackendKind backend{};
  std::vector<double> confidence_levels;          // each in (0.5, 1)
  std::vector<std::string> keep_paths;            // "annual_" + outcome name, e.g. annual_revenue
  std::vector<std::string> monthly_distribution;  // outcomes whose monthly distributions are kept
  std::vector<std::string> path_measures;         // further measures of whole paths
  bool market_distribution{};                     // distributions of the market's months are kept
  std::int64_t tail_paths{};                      // lowest and highest paths remembered per site and headline outcome
  LossReference loss_reference{};
  bool stop_on_non_finite{};  // a path that is not finite fails the run

  LossSettings losses() const { return {confidence_levels, loss_reference}; }
};

/// The Bitcoin network at the start and how it moves: [market.network].
struct NetworkConfiguration {
  NetworkConfiguration();
  double hashrate{};                    // [EH/s]
  double difficulty{};                  // dimensionless
  std::int64_t block_height{};          // of the last block before the start
  double annual_hashrate_growth{};      // of ln hashrate at reference hashprice [1/year]
  double annual_hashrate_volatility{};  // [1/sqrt(year)]
  double response_up{};                 // of ln hashrate to ln(hashprice / reference) above it [1/year]
  double response_down{};               // below it [1/year]
  double hashprice_reference{};         // [USD/PH/day] at the start
  double annual_efficiency_gain{};      // fall of the reference [1/year]
  double fee_ratio_median{};            // fees per block / subsidy
  double fee_log_deviation{};           // stationary deviation of the log fee ratio without spikes
  double fee_half_life_days{};          // [day]
  double fee_spike_intensity{};         // [1/year]
  double fee_spike_mean{};              // of the log spike
  double fee_spike_deviation{};         // of the log spike
  double fee_spike_half_life_days{};    // [day]
};

/// The spot price of power at one hub: [market.power].
struct PowerConfiguration {
  PowerConfiguration();
  std::string hub;
  std::vector<double> monthly_median;  // 12 values, January first: median hourly price outside spikes [USD/MWh]
  double ou_deviation{};               // stationary deviation of the daily mean in asinh(p / 10 USD/MWh)
  double ou_half_life_days{};          // [day]
  double intraday_deviation{};         // of hours about their daily mean, in asinh(p / 10 USD/MWh)
  double spike_intensity{};            // entries into the spike regime [1/year]
  double spike_duration_days{};        // mean stay [day]
  double spike_level{};                // added to the daily mean in asinh(p / 10 USD/MWh)
  double price_cap{};                  // [USD/MWh]
  double price_floor{};                // [USD/MWh]
};

/// The demand factor that all GPU classes share.
struct GpuDemandConfiguration {
  GpuDemandConfiguration();
  double annual_volatility{};  // [1/sqrt(year)]
  double half_life_months{};   // [month]
};

/// The lease market of a class of GPU: an entry of [[market.gpu]].
struct GpuClassConfiguration {
  GpuClassConfiguration();
  std::string name;                // key `class`
  double lease_rate{};             // [USD per GPU-hour] at the start
  double annual_obsolescence{};    // fall of the log anchor [1/year]
  double own_annual_volatility{};  // of the class's own demand [1/sqrt(year)]
  double own_half_life_months{};   // [month]
  double price_clearing{};         // 1 the price clears the market, 0 occupancy does
  double floor_rate{};             // [USD per GPU-hour]
  double base_occupancy{};         // of spot capacity at neutral demand, in (0, 1)
  double occupancy_response{};     // of the occupancy logit to demand that does not clear by price
  double tenor_slope{};            // fall of the log contract rate per year of term [1/year]
  double generation_intensity{};   // new generations at random dates [1/year]
  double generation_mean{};        // of the change of the log anchor that one makes
  double generation_deviation{};   // of that change
  std::vector<GenerationConfiguration> generation;
};

/// Correlations of the shocks of the factors; keys are "a,b" as the user wrote them (see factor_correlation.hpp).
struct DependenceConfiguration {
  DependenceConfiguration();
  std::map<std::string, double> correlation;
  double btc_to_power{};  // elasticity of the power price to the BTC price
  double btc_to_lease{};  // elasticity of lease rates to the BTC price
  Copula copula{};
  double degrees_of_freedom{};  // of the Student-t copula
};

/// The joint market that every site sees: [market], which a market file holds without its prefix.
struct MarketConfiguration {
  BtcConfiguration btc;
  NetworkConfiguration network;
  PowerConfiguration power;
  GpuDemandConfiguration gpu_demand;
  std::vector<GpuClassConfiguration> gpu;
  DependenceConfiguration dependence;
  RegimeConfiguration regime;
  std::vector<EmpiricalConfiguration> empirical;
};

/// How a site buys its power; what is not fixed is bought at spot: [site.power].
struct SitePowerConfiguration {
  SitePowerConfiguration();
  double fixed_share{};           // of the megawatts of the site's equipment bought at the fixed price
  double fixed_price{};           // [USD/MWh]
  bool sell_back{};               // the fixed block may be sold at spot, so spot is the marginal price
  double demand_response_rate{};  // paid for mining power that can be switched off [USD/MW-month]
};

/// A fleet of mining machines: an entry of [[site.asic]].
struct AsicConfiguration {
  AsicConfiguration();
  std::string model;
  double power_mw{};    // drawn at the meter when all run [MW]
  double efficiency{};  // [J/TH]
  double uptime{};      // share of hours in working order
  double pue{};         // power usage effectiveness
  double pool_fee{};    // share of revenue
  bool curtail{};       // switches off when power costs more than it earns
};

/// A site with equipment of its own, or a blend of others: an entry of [[site]].
struct SiteConfiguration {
  SiteConfiguration();
  std::string name;
  double power_mw{};                     // [MW] at the meter
  double operating_cost_per_mw_month{};  // [USD/MW-month]
  SitePowerConfiguration power;
  std::vector<AsicConfiguration> asic;
  std::vector<GpuConfiguration> gpu;
  std::vector<ColocationConfiguration> colocation;
  std::vector<ConversionConfiguration> conversion;
  HazardConfiguration hazard;
  TreasuryConfiguration treasury;
  std::vector<DebtConfiguration> debt;
  CovenantConfiguration covenant;
  std::map<std::string, double> blend;  // other site -> share of this site's megawatts; empty: a site of its own
};

/// A study as its file, its market file and its options say it. read_configuration (config/reading) makes one and
/// checks it, and reports all errors at once as an InputError; whoever changes a checked one (--paths, a backtest's
/// origin) owns its validity. Its identity text (canonical_text.hpp) identifies the study.
struct Configuration {
  Configuration();
  std::int64_t format{};
  std::string title;
  RunConfiguration run;
  MarketConfiguration market;
  std::vector<SiteConfiguration> site;
};

}  // namespace hashlease
