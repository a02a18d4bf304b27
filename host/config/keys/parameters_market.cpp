#include "config/keys/parameter_rows.hpp"

namespace hashlease {
namespace {

constexpr std::string_view kPerYear = "1/year";
constexpr std::string_view kPerRootYear = "1/sqrt(year)";

Section network_section() {
  using Network = NetworkConfiguration;
  return table<&MarketConfiguration::network>(
      "network", "The Bitcoin network: hashrate, difficulty, block subsidy and fees.",
      {
          row<&Network::hashrate>("hashrate", "EH/s", above(0, 1e6), kRequired, "Network hashrate at the start."),
          row<&Network::difficulty>("difficulty", "", between(1, 1e18), kRequired, "Difficulty at the start."),
          row<&Network::block_height>("block_height", "", between(0, 6'929'999), kRequired,
                                      "Height of the last block before the start; fixes retargets and halvings."),
          row<&Network::annual_hashrate_growth>("annual_hashrate_growth", kPerYear, between(-5, 5), 0.0,
                                                "Growth of ln hashrate at the reference hashprice."),
          row<&Network::annual_hashrate_volatility>("annual_hashrate_volatility", kPerRootYear, between(0, 5), 0.0,
                                                    "Volatility of hashrate that no other factor explains."),
          row<&Network::response_up>(
              "response_up", kPerYear, between(0, 20), 0.0,
              "Growth of ln hashrate per unit of ln(hashprice / reference) above the reference."),
          row<&Network::response_down>(
              "response_down", kPerYear, between(0, 20), 0.0,
              "Fall of ln hashrate per unit of ln(reference / hashprice) below the reference."),
          row<&Network::hashprice_reference>(
              "hashprice_reference", "USD/PH/day", above(0, 1e7), kRequired,
              "Reference hashprice at the start: the hashprice at which the network grows by annual_hashrate_growth."),
          row<&Network::annual_efficiency_gain>("annual_efficiency_gain", kPerYear, between(0, 2), 0.0,
                                                "Fall of ln reference hashprice as machines become more efficient."),
          row<&Network::fee_ratio_median>("fee_ratio_median", "", above(0, 10), kRequired,
                                          "Median of fees per block over the block subsidy, outside spikes."),
          row<&Network::fee_log_deviation>("fee_log_deviation", "", between(0, 3), 0.0,
                                           "Stationary standard deviation of the log fee ratio without spikes."),
          row<&Network::fee_half_life_days>("fee_half_life_days", "day", above(0, 3650), 7.0,
                                            "Half-life of deviations of the log fee ratio from the median."),
          row<&Network::fee_spike_intensity>("fee_spike_intensity", kPerYear, between(0, 366), 0.0,
                                             "Expected number of fee spikes."),
          row<&Network::fee_spike_mean>("fee_spike_mean", "", between(-5, 10), 0.0,
                                        "Mean of what a spike adds to the log fee ratio."),
          row<&Network::fee_spike_deviation>("fee_spike_deviation", "", between(0, 3), 0.0,
                                             "Standard deviation of what a spike adds to the log fee ratio."),
          row<&Network::fee_spike_half_life_days>("fee_spike_half_life_days", "day", above(0, 365), 3.0,
                                                  "Half-life of a fee spike."),
      });
}

Parameter monthly_median_row() {
  auto parameter = row<&PowerConfiguration::monthly_median>(
      "monthly_median", "USD/MWh", between(-1000, 10'000), kRequired,
      "Median hourly price outside spikes of the twelve months, January first.");
  parameter.length = {12, 12};
  return parameter;
}

Section power_section() {
  using Power = PowerConfiguration;
  return table<&MarketConfiguration::power>(
      "power", "The spot price of power p, modelled in asinh(p / 10 USD/MWh).",
      {
          row<&Power::hub>("hub", "", kNoBounds, kRequired, "Name of the price hub, for the reader."),
          monthly_median_row(),
          row<&Power::ou_deviation>("ou_deviation", "", between(0, 3), 0.0,
                                    "Stationary standard deviation of the daily mean about the season, in asinh."),
          row<&Power::ou_half_life_days>("ou_half_life_days", "day", above(0, 365), 1.0,
                                         "Half-life of deviations of the daily mean from the season, in asinh."),
          row<&Power::intraday_deviation>("intraday_deviation", "", between(0, 3), 0.0,
                                          "Standard deviation of hourly prices about the mean of the day, in asinh."),
          row<&Power::spike_intensity>("spike_intensity", kPerYear, between(0, 366), 0.0,
                                       "Rate at which power prices enter the spike regime."),
          row<&Power::spike_duration_days>("spike_duration_days", "day", above(0, 90), 1.0,
                                           "Mean stay in the spike regime."),
          row<&Power::spike_level>("spike_level", "", between(0, 10), 0.0,
                                   "Added to the daily mean in the spike regime, in asinh."),
          row<&Power::price_cap>("price_cap", "USD/MWh", above(0, 100'000), 5000.0, "Highest hourly price of power."),
          row<&Power::price_floor>("price_floor", "USD/MWh", between(-10'000, 10'000), -250.0,
                                   "Lowest hourly price of power."),
      });
}

Section gpu_demand_section() {
  using Demand = GpuDemandConfiguration;
  return table<&MarketConfiguration::gpu_demand>(
      "gpu_demand", "The demand factor that all GPU classes share.",
      {
          row<&Demand::annual_volatility>("annual_volatility", kPerRootYear, between(0, 5), 0.0,
                                          "Volatility of common log demand."),
          row<&Demand::half_life_months>(
              "half_life_months", "month", above(0, 600), 6.0,
              "Half-life of deviations of common demand from neutral; history does not identify it."),
      });
}

Section gpu_class_section() {
  using Gpu = GpuClassConfiguration;
  return tables<&MarketConfiguration::gpu>(
      "gpu", "class", at_most(kMaxGpuClasses), "The lease market of one class of GPU.",
      {
          row<&Gpu::name>("class", "", kNoBounds, kRequired, "Name that sites refer to, e.g. H100."),
          row<&Gpu::lease_rate>("lease_rate", "USD/GPU-hour", above(0, 1000), kRequired,
                                "Spot lease rate at the start."),
          row<&Gpu::annual_obsolescence>("annual_obsolescence", kPerYear, between(-1, 5), 0.0,
                                         "Fall of the log rate that neutral demand would pay."),
          row<&Gpu::own_annual_volatility>("own_annual_volatility", kPerRootYear, between(0, 5), 0.0,
                                           "Volatility of the class's own log demand."),
          row<&Gpu::own_half_life_months>("own_half_life_months", "month", above(0, 600), 6.0,
                                          "Half-life of the class's own demand."),
          row<&Gpu::price_clearing>("price_clearing", "", between(0, 1), 1.0,
                                    "How a change of demand shows: 1 is all in the lease rate, 0 is all in idle GPUs."),
          row<&Gpu::floor_rate>("floor_rate", "USD/GPU-hour", between(0, 1000), 0.0,
                                "Rate below which owners refuse to lease."),
          row<&Gpu::base_occupancy>("base_occupancy", "", inside(0, 1), 0.8,
                                    "Occupied share of spot capacity at neutral demand."),
          row<&Gpu::occupancy_response>(
              "occupancy_response", "", between(0, 20), 0.0,
              "Change of the occupancy logit per unit of demand that does not clear by price."),
          row<&Gpu::tenor_slope>("tenor_slope", kPerYear, between(-1, 2), 0.0,
                                 "Fall of the log contract rate per year of term."),
          row<&Gpu::generation_intensity>("generation_intensity", kPerYear, between(0, 12), 0.0,
                                          "Expected number of new generations that reprice the class."),
          row<&Gpu::generation_mean>("generation_mean", "", between(-3, 1), 0.0,
                                     "Mean change of the log rate of the class when a new generation arrives."),
          row<&Gpu::generation_deviation>(
              "generation_deviation", "", between(0, 2), 0.0,
              "Standard deviation of the change of the log rate that a new generation makes."),
      },
      {generation_section()});
}

Section dependence_section() {
  return table<&MarketConfiguration::dependence>(
      "dependence", "How the shocks of the factors move together.",
      {
          row<&DependenceConfiguration::copula>(
              "copula", "", kNoBounds, "gaussian",
              "How the shocks meet in their tails; student_t makes extreme shocks of one step come together."),
          row<&DependenceConfiguration::degrees_of_freedom>("degrees_of_freedom", "", between(1, 1000), 4.0,
                                                            "Degrees of freedom of the Student-t copula."),
          row<&DependenceConfiguration::correlation>(
              "correlation", "", inside(-1, 1), std::map<std::string, double>{},
              "Correlations of the normal shocks of btc, hashrate, fee, power and gpu_demand as \"a,b\" = value; pairs "
              "left out are 0."),
          row<&DependenceConfiguration::btc_to_power>(
              "btc_to_power", "", between(-3, 3), 0.0,
              "Elasticity of the power price to the BTC price S: btc_to_power times ln(S / S(0)) is added to the daily "
              "mean in asinh(p / 10 USD/MWh)."),
          row<&DependenceConfiguration::btc_to_lease>(
              "btc_to_lease", "", between(-3, 3), 0.0,
              "Elasticity of lease rates to the BTC price S over its value at the start, before floor_rate applies."),
      });
}

Parameter include_row() {
  Parameter parameter;
  parameter.key = "include";
  parameter.kind = ValueKind::text;
  parameter.fallback = Fallback("").value;
  parameter.meaning =
      "Market file to start from, relative to the file that names it. It has tables [btc], [network], ...; every key "
      "of [market] in the including file overrides the one in the market file.";
  return parameter;
}

}  // namespace

Section market_section() {
  return table<&Configuration::market>(
      "market", "The joint market that every site sees.", {include_row()},
      {btc_section(), network_section(), power_section(), gpu_demand_section(), gpu_class_section(),
       dependence_section(), regime_section(), empirical_section()});
}

}  // namespace hashlease
