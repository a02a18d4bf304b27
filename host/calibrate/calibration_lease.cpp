#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/error.hpp"
#include "calibrate/calibration_parts.hpp"
#include "calibrate/fits/distributions.hpp"
#include "config/keys/factor_correlation.hpp"
#include "vocabulary/date.hpp"

namespace hashlease {

namespace {

constexpr std::size_t kFewestMonths = 10;
/// Years that a reserved list price is taken to be for.
constexpr double kReservedYears = 3.0;

std::string month_text(std::int64_t month) { return fmt::format("{:04}-{:02}", 1970 + month / 12, month % 12 + 1); }

/// The rate of a class by month: the median of a panel where the file has one, else that of the providers listed.
MonthlyRates panel_of(const GpuHistory& history, const std::string& gpu, const std::string& market) {
  for (const char* provider : {"panel_median", "panel_raw_median"}) {
    MonthlyRates rates = monthly_rates(history, gpu, provider, market);
    if (rates.rate.size() >= kFewestMonths) return rates;
  }
  std::map<std::int64_t, std::vector<double>> months;
  for (const GpuRate& rate : history.rates) {
    if (rate.gpu != gpu || rate.market != market || rate.provider.starts_with("panel_")) continue;
    const Date date = date_from_days(rate.day);
    months[12 * (static_cast<std::int64_t>(date.year) - 1970) + date.month - 1].push_back(rate.rate);
  }
  MonthlyRates rates;
  for (const auto& [month, values] : months) {
    rates.month.push_back(month);
    rates.rate.push_back(median_of(values));
  }
  return rates;
}

/// ln(on-demand / reserved) / 3 years, the median over the months that have both.
void set_tenor(const GpuHistory& history, const std::string& gpu, LeaseCalibration& lease) {
  const MonthlyRates demand = monthly_rates(history, gpu, "panel_raw_median", "on-demand");
  const MonthlyRates reserved = monthly_rates(history, gpu, "panel_raw_median", "reserved");
  std::vector<double> slopes;
  for (std::size_t k = 0; k < demand.month.size(); ++k) {
    const auto found = std::find(reserved.month.begin(), reserved.month.end(), demand.month[k]);
    if (found == reserved.month.end()) continue;
    const double rate = reserved.rate[static_cast<std::size_t>(found - reserved.month.begin())];
    slopes.push_back(std::log(demand.rate[k] / rate) / kReservedYears);
  }
  lease.tenor_months = slopes.size();
  lease.tenor_slope = slopes.empty() ? kNoFigure : median_of(slopes);
}

}  // namespace

void fit_leases(const GpuHistory& history, Calibration& calibration) {
  calibration.gpu_source = history.source;
  std::set<std::string> names;
  for (const GpuRate& rate : history.rates) names.insert(rate.gpu);
  for (const std::string& gpu : names) {
    const MonthlyRates rates = without_early_months(panel_of(history, gpu, "on-demand"));
    if (rates.rate.size() < kFewestMonths || variance_of(rates.rate) < 1e-12) continue;
    LeaseCalibration lease;
    lease.name = gpu.substr(0, gpu.find('-'));
    const auto has_name = [&](const LeaseCalibration& other) { return other.name == lease.name; };
    if (std::any_of(calibration.lease.begin(), calibration.lease.end(), has_name)) lease.name = gpu;
    lease.free = fit_lease(rates);
    lease.given = fit_lease(rates, kAssumedHalfLife);
    lease.gpu = gpu;
    lease.rates = rates;
    lease.rate = rates.rate.back();
    for (Fit* fit : {&lease.free, &lease.given}) {
      fit->model = "lease " + lease.name;
      fit->source = history.source;
      fit->sample = fmt::format("{} to {}, monthly", month_text(rates.month.front()), month_text(rates.month.back()));
    }
    lease.given.model += fmt::format(", half-life of {:g} months", kAssumedHalfLife);
    set_tenor(history, gpu, lease);
    calibration.lease.push_back(lease);
  }
  if (calibration.lease.empty()) {
    throw InputError(
        fmt::format("{}: no GPU has on-demand rates that change, of {} months without a long gap, up to {}",
                    history.source, kFewestMonths, day_text(calibration.last_day)));
  }
  for (const std::string& wanted : calibration.options.gpu_classes) {
    const auto is_wanted = [&](const LeaseCalibration& lease) { return lease.name == wanted; };
    if (std::any_of(calibration.lease.begin(), calibration.lease.end(), is_wanted)) continue;
    std::string known;
    for (const LeaseCalibration& lease : calibration.lease) known += (known.empty() ? "" : ", ") + lease.name;
    throw InputError(fmt::format("{}: no GPU class {} with {} months of on-demand rates up to {}; there are {}",
                                 history.source, wanted, kFewestMonths, day_text(calibration.last_day), known));
  }
  std::vector<const LeaseCalibration*> longest;
  for (const LeaseCalibration& lease : calibration.lease) longest.push_back(&lease);
  std::sort(longest.begin(), longest.end(), [](const LeaseCalibration* a, const LeaseCalibration* b) {
    return a->rates.rate.size() > b->rates.rate.size();
  });
  calibration.lease_correlation = {kNoFigure, kNoFigure, kNoFigure, 0};
  if (longest.size() < 2) return;
  calibration.lease_pair = longest[0]->name + " and " + longest[1]->name;
  calibration.lease_correlation = rate_correlation(longest[0]->rates, longest[1]->rates);
}

namespace {

/// Changes over 30 days of the price and of the mean hashrate of 7 days, on every day: overlapping windows, so the
/// interval is that of as many as do not overlap.
PairCorrelation hashrate_correlation(const BtcHistory& btc) {
  constexpr std::size_t kWindow = 30, kMean = 7;
  std::vector<double> hashrates;
  for (std::size_t k = kMean; k <= btc.day_count(); ++k) {
    double mean = 0.0;
    for (std::size_t back = 1; back <= kMean; ++back) mean += btc.hashrate[k - back] / kMean;
    hashrates.push_back(std::log(mean));
  }
  std::vector<double> x, y;
  for (std::size_t k = kWindow; k < hashrates.size(); ++k) {
    x.push_back(std::log(btc.price[k + kMean - 1] / btc.price[k + kMean - 1 - kWindow]));
    y.push_back(hashrates[k] - hashrates[k - kWindow]);
  }
  RateCorrelation figure = correlation_of(x, y, x.size() / kWindow);
  return {pair_key(Factor::btc, Factor::hashrate), figure, "30-day changes, overlapping"};
}

/// The last price of each month.
MonthlyRates monthly_prices(const BtcHistory& btc) {
  MonthlyRates prices;
  for (std::size_t k = 0; k < btc.day_count(); ++k) {
    const Date date = date_from_days(btc.first_day + static_cast<std::int64_t>(k));
    const std::int64_t month = 12 * (static_cast<std::int64_t>(date.year) - 1970) + date.month - 1;
    if (prices.month.empty() || prices.month.back() != month) {
      prices.month.push_back(month);
      prices.rate.push_back(0.0);
    }
    prices.rate.back() = btc.price[k];
  }
  return prices;
}

MonthlyRates monthly_power(const PowerHistory& power, std::int64_t last_day) {
  std::map<std::int64_t, std::pair<double, double>> sums;
  for (std::size_t k = 0; k < power.price.size() && power.day_of_hour(k) <= last_day; ++k) {
    const Date date = date_from_days(power.day_of_hour(k));
    auto& [sum, count] = sums[12 * (static_cast<std::int64_t>(date.year) - 1970) + date.month - 1];
    sum += power.price[k];
    count += 1.0;
  }
  MonthlyRates means;
  for (const auto& [month, pair] : sums) {
    if (pair.first <= 0.0) continue;  // a mean below 0 has no log change
    means.month.push_back(month);
    means.rate.push_back(pair.first / pair.second);
  }
  return means;
}

}  // namespace

void add_correlations(const MarketHistory& history, const BtcHistory& btc, Calibration& calibration) {
  const CalibrationOptions& options = calibration.options;
  const BtcHistory window = between(btc, options.since.value_or(btc.first_day), calibration.last_day);
  if (calibration.has_network) calibration.correlations.push_back(hashrate_correlation(window));
  const MonthlyRates prices = monthly_prices(window);
  if (history.power) {
    calibration.correlations.push_back({pair_key(Factor::btc, Factor::power),
                                        rate_correlation(prices, monthly_power(*history.power, calibration.last_day)),
                                        "monthly changes"});
  }
  if (calibration.lease.empty()) return;
  const auto longest =
      std::max_element(calibration.lease.begin(), calibration.lease.end(),
                       [](const auto& a, const auto& b) { return a.rates.rate.size() < b.rates.rate.size(); });
  calibration.correlations.push_back({pair_key(Factor::btc, Factor::gpu_demand),
                                      rate_correlation(prices, longest->rates), "monthly changes, " + longest->name});
}

}  // namespace hashlease
