#include "config/keys/parameter_rows.hpp"
#include "vocabulary/empirical_shocks.hpp"

namespace hashlease {
namespace {

constexpr std::string_view kPerYear = "1/year";
constexpr std::string_view kPerRootYear = "1/sqrt(year)";
/// More rows would not fit an attribute of the result file.
constexpr Length kRowCount{0, kMaxHistoryRows};

Section gjr_garch_section() {
  using Garch = GjrGarchConfiguration;
  return table<&BtcConfiguration::gjr_garch>(
      "gjr_garch", "Daily GJR-GARCH(1,1) with unit-variance Student-t innovations; needs daily steps.",
      {
          row<&Garch::alpha>("alpha", "", between(0, 1), 0.0, "Weight of yesterday's squared innovation."),
          row<&Garch::gamma>("gamma", "", between(-1, 1), 0.0,
                             "Added to the weight alpha of yesterday's squared innovation after a fall."),
          row<&Garch::beta>("beta", "", below(0, 1), 0.0,
                            "Weight of yesterday's variance; alpha + gamma / 2 + beta has to stay below 1."),
          row<&Garch::degrees_of_freedom>("degrees_of_freedom", "", between(2.05, 1000), 4.0,
                                          "Degrees of freedom of the Student-t innovations; 1000 is close to normal."),
          row<&Garch::innovation_limit>(
              "innovation_limit", "standard deviations", between(3, 1000), 20.0,
              "Largest innovation in either direction; larger ones are cut to it and all are scaled back to variance "
              "1. Without a limit the expected price would be infinite."),
      });
}

Section bates_section() {
  using Bates = BatesConfiguration;
  return table<&BtcConfiguration::bates>(
      "bates", "Stochastic variance of Bates (1996), by full-truncation Euler in daily steps.",
      {
          row<&Bates::mean_reversion>("mean_reversion", kPerYear, above(0, 100), 1.0,
                                      "Speed of the variance's way back to annual_volatility squared."),
          row<&Bates::volatility_of_variance>("volatility_of_variance", kPerYear, between(0, 20), 0.0,
                                              "Volatility of the variance per square root of the variance."),
          row<&Bates::correlation>("correlation", "", between(-1, 1), 0.0,
                                   "Correlation of the variance's shock with the price's."),
      });
}

template <auto kMember>
Parameter column_row(std::string_view key, std::string_view meaning) {
  return row<kMember>(key, "", kNoBounds, "", meaning);
}

template <auto kMember>
Parameter rows_row(std::string_view key, std::string_view meaning) {
  Parameter parameter = row<kMember>(key, "", between(-100, 100), std::vector<double>{}, meaning);
  parameter.length = kRowCount;
  return parameter;
}

Section bootstrap_section() {
  using Rows = BootstrapConfiguration;
  return table<&BtcConfiguration::bootstrap>(
      "bootstrap", "Stationary block bootstrap (Politis and Romano 1994) of joint daily rows; needs daily steps.",
      {
          row<&Rows::file>("file", "", kNoBounds, "",
                           "CSV or HDF5 file of daily history, oldest first, relative to the file that names it."),
          row<&Rows::mean_block_days>("mean_block_days", "day", between(1, 3650), 30.0,
                                      "Mean length of a block of consecutive days."),
          column_row<&Rows::btc_column>("btc_column", "Column or dataset of the BTC price [USD]."),
          column_row<&Rows::hashrate_column>("hashrate_column",
                                             "Column or dataset of the network hashrate in any unit; empty: hashrate "
                                             "follows [market.network] instead."),
          column_row<&Rows::fee_column>(
              "fee_column", "Column or dataset of fees over subsidy; empty: fees follow [market.network] instead."),
          column_row<&Rows::power_column>("power_column",
                                          "Column or dataset of the daily mean of spot power [USD/MWh]; empty: power "
                                          "follows [market.power] instead."),
          column_row<&Rows::gpu_demand_column>(
              "gpu_demand_column",
              "Column or dataset of a lease rate or demand index; empty: demand follows [market.gpu_demand] instead."),
          rows_row<&Rows::btc_rows>("btc_rows",
                                    "Daily log returns of BTC, as read; where given, the file is not read."),
          rows_row<&Rows::hashrate_rows>("hashrate_rows", "Standardised daily shocks of hashrate, as read."),
          rows_row<&Rows::fee_rows>("fee_rows", "Standardised daily shocks of the log fee ratio, as read."),
          rows_row<&Rows::power_rows>("power_rows", "Standardised daily shocks of power, as read."),
          rows_row<&Rows::gpu_demand_rows>("gpu_demand_rows", "Standardised daily shocks of demand, as read."),
      });
}

}  // namespace

Section btc_section() {
  using Btc = BtcConfiguration;
  return table<&MarketConfiguration::btc>(
      "btc", "The BTC price.",
      {
          row<&Btc::model>("model", "", kNoBounds, "merton",
                           "Model of the price: gbm; merton, regime and bates have jumps; gjr_garch, bates and "
                           "bootstrap have tables of "
                           "their own, regime takes [market.regime]."),
          row<&Btc::price>("price", "USD", above(0, 1e9), kRequired, "Price of one BTC at the start."),
          row<&Btc::annual_drift>("annual_drift", kPerYear, between(-5, 5), 0.0,
                                  "Drift of the expected price; jumps are compensated."),
          row<&Btc::annual_volatility>("annual_volatility", kPerRootYear, between(0, 10), kRequired,
                                       "Diffusive volatility, without jumps; with gjr_garch and bates the long-run "
                                       "volatility. Not used by bootstrap, which has the volatility of its history."),
          row<&Btc::initial_volatility>("initial_volatility", kPerRootYear, between(0, 10), 0.0,
                                        "Volatility of gjr_garch and bates at the start; 0 takes annual_volatility."),
          row<&Btc::jump_intensity>("jump_intensity", kPerYear, between(0, 366), 0.0, "Expected number of jumps."),
          row<&Btc::jump_mean>("jump_mean", "", between(-2, 2), 0.0, "Mean of the log jump."),
          row<&Btc::jump_deviation>("jump_deviation", "", between(0, 2), 0.0, "Standard deviation of the log jump."),
      },
      {gjr_garch_section(), bates_section(), bootstrap_section()});
}

Section generation_section() {
  using Generation = GenerationConfiguration;
  return tables<&GpuClassConfiguration::generation>(
      "generation", "name", at_most(kMaxGenerations),
      "A new generation of GPUs at a known date that reprices the class.",
      {
          row<&Generation::name>("name", "", kNoBounds, kRequired, "Name of the generation."),
          row<&Generation::date>("date", "", kNoBounds, kRequired, "Day on which the rate changes."),
          row<&Generation::log_change>("log_change", "", between(-3, 1), 0.0, "Mean change of the log rate."),
          row<&Generation::deviation>("deviation", "", between(0, 2), 0.0,
                                      "Standard deviation of the change of the log rate."),
      });
}

Section empirical_section() {
  using Empirical = EmpiricalConfiguration;
  Parameter table_row = row<&Empirical::table>("table", "", between(-1e6, 1e6), std::vector<double>{},
                                               "Quantiles of the standardised sample at even normal scores from -6.8 "
                                               "to 6.8, as read; where given, the file is not read.");
  table_row.length = {0, kMaxHistoryRows};
  return tables<&MarketConfiguration::empirical>(
      "empirical", "shock", Length{0, kEmpiricalShocks.size()},
      "A shock whose standardised law is that of a sample instead of the normal one.",
      {
          row<&Empirical::shock>(
              "shock", "", kNoBounds, kRequired,
              "Which shock: btc, hashrate, fee, power, gpu_demand, own_demand, btc_jump or fee_spike."),
          row<&Empirical::file>("file", "", kNoBounds, "",
                                "CSV or HDF5 file of the sample, relative to the file that names it."),
          row<&Empirical::column>("column", "", kNoBounds, "", "Column or dataset of the sample."),
          row<&Empirical::tail>("tail", "", kNoBounds, "none",
                                "Beyond the sample: none holds at its extremes; pareto fits the tails by Hill's "
                                "estimator."),
          row<&Empirical::tail_quantile>(
              "tail_quantile", "", inside(0.5, 1), 0.95,
              "Quantile q of the sample: values above q and below 1 - q follow Pareto tails."),
          row<&Empirical::knots>("knots", "", between(64, 4096), 1024, "Knots of the quantile function."),
          table_row,
      });
}

}  // namespace hashlease
