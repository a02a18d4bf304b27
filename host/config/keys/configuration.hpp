#pragma once

/// What a configuration file says, after parsing and checking and before any derived figure. Units are in brackets;
/// bounds and defaults stand in the parameter table (parameters.cpp), which is the only place that knows the key names.

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
  std::uint64_t seed = 0;
  std::uint64_t paths = 0;  // number of joint paths
  Date start_date;
  std::int64_t horizon_months = 24;
  StepKind step = StepKind::daily;
  BackendKind backend = BackendKind::automatic;
  std::vector<double> confidence_levels;          // each in (0.5, 1)
  std::vector<std::string> keep_paths;            // "annual_" + outcome name, e.g. annual_revenue
  std::vector<std::string> monthly_distribution;  // outcomes whose monthly distributions are kept
  bool market_distribution = true;                // distributions of the market's months are kept
  std::int64_t tail_paths = 1000;                 // lowest and highest paths remembered per site and headline outcome
  LossReference loss_reference = LossReference::mean;
  bool stop_on_non_finite = true;  // a path that is not finite fails the run

  LossSettings losses() const { return {confidence_levels, loss_reference}; }
};

/// The Bitcoin network at the start and how it moves: [market.network].
struct NetworkConfiguration {
  double hashrate = 0.0;                    // [EH/s]
  double difficulty = 0.0;                  // dimensionless
  std::int64_t block_height = 0;            // of the last block before the start
  double annual_hashrate_growth = 0.0;      // of ln hashrate at reference hashprice [1/year]
  double annual_hashrate_volatility = 0.0;  // [1/sqrt(year)]
  double response_up = 0.0;                 // of ln hashrate to ln(hashprice / reference) above it [1/year]
  double response_down = 0.0;               // below it [1/year]
  double hashprice_reference = 0.0;         // [USD/PH/day] at the start
  double annual_efficiency_gain = 0.0;      // fall of the reference [1/year]
  double fee_ratio_median = 0.0;            // fees per block / subsidy
  double fee_log_deviation = 0.0;           // stationary deviation of the log fee ratio without spikes
  double fee_half_life_days = 0.0;          // [day]
  double fee_spike_intensity = 0.0;         // [1/year]
  double fee_spike_mean = 0.0;              // of the log spike
  double fee_spike_deviation = 0.0;         // of the log spike
  double fee_spike_half_life_days = 0.0;    // [day]
};

/// The spot price of power at one hub: [market.power].
struct PowerConfiguration {
  std::string hub;
  std::vector<double> monthly_median;  // 12 values, January first: median hourly price outside spikes [USD/MWh]
  double ou_deviation = 0.0;           // stationary deviation of the daily mean in asinh(p / 10 USD/MWh)
  double ou_half_life_days = 0.0;      // [day]
  double intraday_deviation = 0.0;     // of hours about their daily mean, in asinh(p / 10 USD/MWh)
  double spike_intensity = 0.0;        // entries into the spike regime [1/year]
  double spike_duration_days = 0.0;    // mean stay [day]
  double spike_level = 0.0;            // added to the daily mean in asinh(p / 10 USD/MWh)
  double price_cap = 0.0;              // [USD/MWh]
  double price_floor = 0.0;            // [USD/MWh]
};

/// The demand factor that all GPU classes share.
struct GpuDemandConfiguration {
  double annual_volatility = 0.0;  // [1/sqrt(year)]
  double half_life_months = 0.0;   // [month]
};

/// The lease market of a class of GPU: an entry of [[market.gpu]].
struct GpuClassConfiguration {
  std::string name;                    // key `class`
  double lease_rate = 0.0;             // [USD per GPU-hour] at the start
  double annual_obsolescence = 0.0;    // fall of the log anchor [1/year]
  double own_annual_volatility = 0.0;  // of the class's own demand [1/sqrt(year)]
  double own_half_life_months = 0.0;   // [month]
  double price_clearing = 1.0;         // 1 the price clears the market, 0 occupancy does
  double floor_rate = 0.0;             // [USD per GPU-hour]
  double base_occupancy = 0.8;         // of spot capacity at neutral demand, in (0, 1)
  double occupancy_response = 0.0;     // of the occupancy logit to demand that does not clear by price
  double tenor_slope = 0.0;            // fall of the log contract rate per year of term [1/year]
  double generation_intensity = 0.0;   // new generations at random dates [1/year]
  double generation_mean = 0.0;        // of the change of the log anchor that one makes
  double generation_deviation = 0.0;   // of that change
  std::vector<GenerationConfiguration> generation;
};

/// Correlations of the five shocks btc, hashrate, fee, power, gpu_demand; keys are "a,b" as the user wrote them.
struct DependenceConfiguration {
  std::map<std::string, double> correlation;
  double btc_to_power = 0.0;  // elasticity of the power price to the BTC price
  double btc_to_lease = 0.0;  // elasticity of lease rates to the BTC price
  Copula copula = Copula::gaussian;
  double degrees_of_freedom = 4.0;  // of the Student-t copula
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
  double fixed_share = 0.0;           // of the megawatts of the site's equipment bought at the fixed price
  double fixed_price = 0.0;           // [USD/MWh]
  bool sell_back = false;             // the fixed block may be sold at spot, so spot is the marginal price
  double demand_response_rate = 0.0;  // paid for mining power that can be switched off [USD/MW-month]
};

/// A fleet of mining machines: an entry of [[site.asic]].
struct AsicConfiguration {
  std::string model;
  double power_mw = 0.0;    // drawn at the meter when all run [MW]
  double efficiency = 0.0;  // [J/TH]
  double uptime = 1.0;      // share of hours in working order
  double pue = 1.0;         // power usage effectiveness
  double pool_fee = 0.0;    // share of revenue
  bool curtail = true;      // switches off when power costs more than it earns
};

/// A site with equipment of its own, or a blend of others: an entry of [[site]].
struct SiteConfiguration {
  std::string name;
  double power_mw = 0.0;                     // [MW] at the meter
  double operating_cost_per_mw_month = 0.0;  // [USD/MW-month]
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
  std::int64_t format = 1;
  std::string title;
  RunConfiguration run;
  MarketConfiguration market;
  std::vector<SiteConfiguration> site;
};

}  // namespace hashlease
