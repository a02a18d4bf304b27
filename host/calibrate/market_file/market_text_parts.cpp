#include "calibrate/market_file/market_text_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hashlease {

namespace {

/// What lease markets are assumed to be where list prices do not tell.
constexpr double kPriceClearing = 0.9;

/// A rate that the model wants at 0 or above: the estimate where it is, else 0.
void write_at_least_zero(const std::string& key, const Fit& fit, TomlLines& lines) {
  if (fit.value(key) >= 0.0) return lines.figure(key, fit, key);
  lines.figure(key, fit, key, 0.0, "the model's bound");
}

void write_steps(const Calibration& calibration, TomlLines& lines) {
  const Fit& steps = *calibration.difficulty_steps;
  if (!steps.has("mean_step")) return;
  lines.comment(
      fmt::format("Log change of difficulty at a retarget: mean {}, deviation {}, correlation with the next {}; {}.",
                  estimate_text(steps.parameter("mean_step")), estimate_text(steps.parameter("step_deviation")),
                  estimate_text(steps.parameter("step_correlation")), source_text(steps)));
}

/// With a half-life of its own where the panel identifies one, else with the assumed one.
const Fit& chosen(const LeaseCalibration& lease) {
  return lease.free.parameter("half_life_months").is_identified ? lease.free : lease.given;
}

void write_half_life(const std::string& key, const LeaseCalibration& lease, TomlLines& lines) {
  const bool is_own = lease.free.parameter("half_life_months").is_identified;
  lines.figure(key, lease.free, "half_life_months", is_own ? kNoFigure : kAssumedHalfLife, "assumption, to be swept");
}

/// @param common  volatility of the demand that all classes share [1/sqrt(year)]
void write_class(const LeaseCalibration& lease, double common, TomlLines& lines) {
  const Fit& fit = chosen(lease);
  const double own = fit.value("annual_volatility") / kPriceClearing;
  lines.header("[[gpu]]");
  lines.sample(fit);
  lines.value("class", '"' + lease.name + '"', "");
  lines.value("lease_rate", toml_number(lease.rate), "USD/GPU-hour; the last month of the sample");
  const bool is_falling = fit.value("annual_obsolescence") >= 0.0;
  lines.figure("annual_obsolescence", fit, "annual_obsolescence", is_falling ? kNoFigure : 0.0,
               "assumption, to be swept: no rise goes on");
  lines.figure("own_annual_volatility", fit, "annual_volatility", std::sqrt(std::max(own * own - common * common, 0.0)),
               "what is left beside the common one");
  write_half_life("own_half_life_months", lease, lines);
  lines.value("price_clearing", toml_number(kPriceClearing),
              "assumption, to be swept: list prices say nothing of idle machines");
  lines.value("floor_rate", toml_number(std::min(1.0, 0.3 * lease.rate)),
              "USD/GPU-hour; assumption, to be swept: owners refuse below book cost");
  lines.value("base_occupancy", "0.7", "assumption, to be swept");
  lines.value("occupancy_response", "2.0", "assumption, to be swept");
  if (!std::isfinite(lease.tenor_slope)) return;
  lines.value(
      "tenor_slope", toml_number(lease.tenor_slope),
      fmt::format("1/year; median of ln(on-demand / reserved) / 3 years, reserved taken as 3 years, n = {} months",
                  lease.tenor_months));
}

/// Where hashprice settles by the network's law at a constant price: where the response takes up what growth has more
/// than the reference falls. The growth of a sample is that of its price.
std::string level_without_drift(const Fit& network) {
  const double excess = network.value("annual_hashrate_growth") - network.value("annual_efficiency_gain");
  const double response = std::max(0.0, network.value(excess > 0.0 ? "response_down" : "response_up"));
  const double level = std::exp(-excess / response);
  if (!(level > 0.01 && level < 100.0)) return "";
  return fmt::format(
      " The growth is that of the sample's price: at a price without drift hashprice goes to {:.0f} % of the line.",
      100.0 * level);
}

}  // namespace

void write_network(const Calibration& calibration, TomlLines& lines) {
  const Fit& network = *calibration.network;
  const Fit& fees = *calibration.fees;
  lines.header("[network]");
  lines.sample(network);
  lines.sample(fees);
  write_steps(calibration, lines);
  lines.comment(
      "Reference and efficiency gain are the line through ln hashprice of the sample. Growth and reference cannot be "
      "told apart: only growth - response x ln(reference) shows in the data." +
      level_without_drift(network));
  lines.figure("hashrate", network, "hashrate");
  lines.value("difficulty", toml_number(calibration.difficulty, 6), "of " + day_text(calibration.last_day));
  lines.value("block_height", std::to_string(calibration.block_height),
              "blocks counted from the last halving to the close of the start day");
  lines.figure("annual_hashrate_growth", network, "annual_hashrate_growth");
  lines.figure("annual_hashrate_volatility", network, "annual_hashrate_volatility");
  write_at_least_zero("response_up", network, lines);
  write_at_least_zero("response_down", network, lines);
  lines.figure("hashprice_reference", network, "hashprice_reference");
  lines.figure("annual_efficiency_gain", network, "annual_efficiency_gain");
  const Fit& share = *calibration.fee_shares;
  lines.comment(fmt::format(
      "Fees as a share of the block reward: mean {:.4f}, median {:.4f}, 5 % {:.4f}, 95 % {:.4f}, 99 % {:.4f}; {}. The "
      "model below: {}.",
      share.value("mean"), share.value("median"), share.value("quantile_05"), share.value("quantile_95"),
      share.value("quantile_99"), source_text(share), fees.method));
  for (const FittedParameter& parameter : fees.parameters) lines.figure(parameter.key, fees, parameter.key);
}

void write_power(const Calibration& calibration, TomlLines& lines) {
  const Fit& power = *calibration.power;
  lines.header("[power]");
  lines.sample(power);
  lines.comment("Running only at or below a price, share of hours and mean price in USD/MWh:");
  for (const auto& [price, runs] : calibration.run_below) {
    lines.comment(fmt::format("<= {:g}: sample {:.3f} at {:.1f}, model {:.3f} at {:.1f}", price, runs.first.share,
                              runs.first.mean_price, runs.second.share, runs.second.mean_price));
  }
  lines.value("hub", '"' + calibration.hub + '"', "");
  std::string medians, errors;
  for (int month = 1; month <= 12; ++month) {
    const FittedParameter& median = power.parameter(fmt::format("monthly_median.{}", month));
    medians += fmt::format("{}{:.1f}", month == 1 ? "" : ", ", median.value);
    errors += std::isfinite(median.standard_error)
                  ? fmt::format("{}{:.1f}", month == 1 ? "" : ", ", median.standard_error)
                  : std::string(month == 1 ? "-" : ", -");
  }
  lines.value("monthly_median", "[" + medians + "]",
              "USD/MWh, January first; standard errors " + errors + " by the spread of years");
  for (const char* key : {"ou_deviation", "ou_half_life_days", "intraday_deviation", "spike_intensity",
                          "spike_duration_days", "spike_level"}) {
    lines.figure(key, power, key);
  }
  lines.value("price_cap", "5000.0", "USD/MWh; assumption: ERCOT's system-wide offer cap since 2022");
  lines.value("price_floor", "-250.0", "USD/MWh; assumption: ERCOT's system-wide offer floor");
}

void write_leases(const Calibration& calibration, TomlLines& lines) {
  const auto longest = std::max_element(
      calibration.lease.begin(), calibration.lease.end(),
      [](const LeaseCalibration& a, const LeaseCalibration& b) { return a.rates.rate.size() < b.rates.rate.size(); });
  const RateCorrelation& correlation = calibration.lease_correlation;
  const bool is_told = std::isfinite(correlation.value);
  const double common = is_told ? std::clamp(correlation.value, 0.0, 1.0) : 0.5;
  const std::string how =
      is_told ? fmt::format("correlation of monthly changes of {} {:.2f} (95 % interval {:.2f} to {:.2f}, n = {})",
                            calibration.lease_pair, correlation.value, correlation.lower, correlation.upper,
                            correlation.months)
              : std::string("assumption that half of the variance is common");
  lines.header("[gpu_demand]");
  lines.comment(fmt::format("Volatilities are those of log rates over price_clearing = {:g}, shared out by the {}.",
                            kPriceClearing, how));
  const Fit& fit = chosen(*longest);
  lines.sample(fit);
  const double volatility = fit.value("annual_volatility") / kPriceClearing * std::sqrt(common);
  lines.figure("annual_volatility", fit, "annual_volatility", volatility, "sqrt(common share) of the longest panel's");
  write_half_life("half_life_months", *longest, lines);
  const std::vector<std::string>& wanted = calibration.options.gpu_classes;
  for (const LeaseCalibration& lease : calibration.lease) {
    const bool is_wanted = wanted.empty() || std::find(wanted.begin(), wanted.end(), lease.name) != wanted.end();
    if (is_wanted) write_class(lease, volatility, lines);
  }
}

void write_dependence(const Calibration& calibration, TomlLines& lines) {
  if (calibration.correlations.empty()) return;
  lines.header("[dependence]");
  lines.comment(
      "Zero where the 95 % interval holds 0 and is wider than 0.5: such a correlation is not identified, and to be "
      "swept.");
  lines.header("[dependence.correlation]");
  for (const PairCorrelation& pair : calibration.correlations) {
    const RateCorrelation& figure = pair.figure;
    const bool is_told = figure.lower > 0.0 || figure.upper < 0.0 || figure.upper - figure.lower < 0.5;
    lines.value('"' + pair.pair + '"', is_told ? toml_number(figure.value, 2) : "0.0",
                std::isfinite(figure.value) ? fmt::format("{}{}: {:.2f} (95 % interval {:.2f} to {:.2f}, n = {})",
                                                          is_told ? "" : "assumption, to be swept; ", pair.sample,
                                                          figure.value, figure.lower, figure.upper, figure.months)
                                            : "assumption, to be swept; too few months to tell");
  }
}

}  // namespace hashlease
