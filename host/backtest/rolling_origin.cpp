#include "backtest/rolling_origin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/error.hpp"
#include "vocabulary/date.hpp"

namespace hashlease {

namespace {

/// Days before an origin that parameters are fitted on, and that the level of fees and hashrate takes besides.
std::int64_t days_needed(const RollingOrigin& rolling, bool has_network) {
  constexpr std::int64_t kLevelDays = 31;
  return std::max(rolling.windows.btc_days, has_network ? rolling.windows.network_days + kLevelDays : 0);
}

bool is_asked(const RollingOrigin& rolling, std::int64_t day) {
  return (!rolling.first || day >= days_from_date(*rolling.first)) &&
         (!rolling.last || day <= days_from_date(*rolling.last));
}

/// Firsts of months, every so many, within the limits and with an outcome at the shortest horizon.
std::vector<std::int64_t> origins_of(const DatedHistory& history, const RollingOrigin& rolling, bool has_network) {
  const std::int64_t earliest = history.daily.first_day + days_needed(rolling, has_network);
  Date month = date_from_days(earliest);
  month.day = 1;
  std::vector<std::int64_t> origins;
  int skip = 0;
  for (;; month = add_months(month, 1)) {
    const std::int64_t day = days_from_date(month);
    if (days_from_date(add_months(month, rolling.horizons.front())) > history.daily.last_day()) break;
    if (day < earliest || !is_asked(rolling, day)) continue;
    if (skip == 0) origins.push_back(day);
    skip = (skip + 1) % rolling.every_months;
  }
  return origins;
}

/// Forecasts that do not overlap are so many origins apart.
int subset_count(int horizon, int every_months) { return (horizon + every_months - 1) / every_months; }

std::vector<double> log_changes(const std::vector<float>& values, double start) {
  std::vector<double> changes;
  changes.reserve(values.size());
  for (const float value : values) changes.push_back(std::log(static_cast<double>(value) / start));
  return changes;
}

double mean_between(const std::vector<double>& values, std::int64_t first, std::int64_t end) {
  double sum = 0.0;
  for (std::int64_t k = first; k < end; ++k) sum += values[static_cast<std::size_t>(k)];
  return sum / static_cast<double>(end - first);
}

/// Forecasts of one origin by one model.
class NetworkForecaster {
 public:
  NetworkForecaster(const Configuration& configuration, const DatedHistory& history, const RollingOrigin& rolling)
      : configuration_(configuration),
        history_(history),
        rolling_(rolling),
        refit_(history, rolling.windows.btc_days) {}

  /// Adds to series[horizon] and series[horizons + horizon]: BTC price, then hashprice.
  void operator()(std::int64_t origin, ForecastSeries* series) {
    const std::size_t horizons = reachable(origin);
    const bool has_network = history_.daily.has_network();
    std::vector<PredictedMonth> wanted;
    for (std::size_t k = 0; k < horizons; ++k) {
      wanted.push_back({MarketVariable::btc_price, 0, rolling_.horizons[k]});
      if (has_network) wanted.push_back({MarketVariable::hashprice, 0, rolling_.horizons[k]});
    }
    const auto values = simulate_market(market_at(origin), wanted, rolling_.simulation);
    const auto day = static_cast<std::size_t>(origin - history_.daily.first_day);
    for (std::size_t k = 0, next = 0; k < horizons; ++k) {
      const double price = history_.daily.price[day];
      const double price_end = history_.daily.price[day_after(origin, rolling_.horizons[k])];
      series[k].forecasts.push_back(
          make_forecast(origin, log_changes(values[next++], price), std::log(price_end / price)));
      if (!has_network) continue;
      const double hashprice = history_.hashprice[day];
      const double change = std::log(last_month_hashprice(origin, rolling_.horizons[k]) / hashprice);
      series[rolling_.horizons.size() + k].forecasts.push_back(
          make_forecast(origin, log_changes(values[next++], hashprice), change));
    }
  }

 private:
  std::size_t day_after(std::int64_t origin, int months) const {
    return static_cast<std::size_t>(days_from_date(add_months(date_from_days(origin), months)) -
                                    history_.daily.first_day);
  }
  /// Number of horizons that end within the history.
  std::size_t reachable(std::int64_t origin) const {
    std::size_t count = 0;
    while (count < rolling_.horizons.size() && day_after(origin, rolling_.horizons[count]) < history_.daily.day_count())
      ++count;
    return count;
  }
  /// A step that starts at the close of a day is of the next day.
  double last_month_hashprice(std::int64_t origin, int months) const {
    return mean_between(history_.hashprice, static_cast<std::int64_t>(day_after(origin, months - 1)) + 1,
                        static_cast<std::int64_t>(day_after(origin, months)) + 1);
  }
  Configuration market_at(std::int64_t origin) {
    const auto day = static_cast<std::size_t>(origin - history_.daily.first_day);
    Configuration then = configuration_;
    then.run.start_date = date_from_days(origin);
    then.run.seed += static_cast<std::uint64_t>(origin);
    then.market.gpu.clear();
    refit_(day, then.market);
    if (history_.daily.has_network()) {
      then.market.network = refit_network(then.market.network, history_, day, rolling_.windows.network_days);
    }
    return then;
  }

  const Configuration& configuration_;
  const DatedHistory& history_;
  const RollingOrigin& rolling_;
  BtcRefitter refit_;
};

ForecastSeries empty_series(std::string variable, std::string model, int horizon, int every_months) {
  return {std::move(variable), std::move(model), horizon, subset_count(horizon, every_months), {}};
}

/// The panel median of a class: of the GPUs whose name starts with it, the one with the most months.
MonthlyRates panel_of(const GpuHistory& history, const std::string& gpu_class) {
  MonthlyRates longest;
  std::vector<std::string> names;
  for (const GpuRate& rate : history.rates) {
    if (rate.gpu.starts_with(gpu_class) && std::find(names.begin(), names.end(), rate.gpu) == names.end()) {
      names.push_back(rate.gpu);
    }
  }
  for (const std::string& name : names) {
    MonthlyRates rates = monthly_rates(history, name, "panel_median", "on-demand");
    if (rates.month.size() > longest.month.size()) longest = std::move(rates);
  }
  return longest;
}

void forecast_class(const Configuration& configuration, std::size_t gpu_class,
                    const std::map<std::int64_t, double>& rates, const RollingOrigin& rolling,
                    const ForecastProgress& progress, std::vector<ForecastSeries>& all) {
  std::vector<ForecastSeries> series;
  for (const int horizon : rolling.horizons) {
    series.push_back(empty_series("lease_rate " + configuration.market.gpu[gpu_class].name, "ou", horizon, 1));
  }
  std::size_t done = 0;
  for (const auto& [month, rate] : rates) {
    progress(done++, rates.size());
    const Date first = add_months(Date{1970, 1, 1}, month + 1);
    if (!is_asked(rolling, days_from_date(first))) continue;
    std::vector<PredictedMonth> wanted;
    std::vector<std::size_t> horizons;
    for (std::size_t k = 0; k < rolling.horizons.size(); ++k) {
      if (rates.count(month + rolling.horizons[k]) == 0) continue;
      wanted.push_back({MarketVariable::lease_rate, 0, rolling.horizons[k]});
      horizons.push_back(k);
    }
    if (wanted.empty()) continue;
    Configuration then = configuration;
    then.run.start_date = first;
    then.run.seed += static_cast<std::uint64_t>(days_from_date(first));
    then.market.gpu = {configuration.market.gpu[gpu_class]};
    then.market.gpu.front().lease_rate = rate;
    const auto values = simulate_market(then, wanted, rolling.simulation);
    for (std::size_t k = 0; k < wanted.size(); ++k) {
      const double outcome = std::log(rates.at(month + rolling.horizons[horizons[k]]) / rate);
      series[horizons[k]].forecasts.push_back(
          make_forecast(days_from_date(first), log_changes(values[k], rate), outcome));
    }
  }
  std::erase_if(series, [](const ForecastSeries& each) { return each.forecasts.empty(); });
  all.insert(all.end(), series.begin(), series.end());
}

}  // namespace

std::vector<ForecastSeries> forecast_network(const Configuration& configuration, const std::string& model,
                                             const DatedHistory& history, const RollingOrigin& rolling,
                                             const ForecastProgress& progress) {
  const bool has_network = history.daily.has_network();
  const std::vector<std::int64_t> origins = origins_of(history, rolling, has_network);
  if (origins.empty()) {
    throw InputError(fmt::format(
        "{}: its days {} to {} leave no origin: {} days are needed before the first, and {} month(s) after the last",
        history.daily.source, day_text(history.daily.first_day), day_text(history.daily.last_day()),
        days_needed(rolling, has_network), rolling.horizons.front()));
  }
  std::vector<ForecastSeries> series;
  for (const char* variable : {"btc_price", "hashprice"}) {
    for (const int horizon : rolling.horizons) {
      series.push_back(empty_series(variable, model, horizon, rolling.every_months));
    }
  }
  NetworkForecaster forecast(configuration, history, rolling);
  for (std::size_t done = 0; done < origins.size(); ++done) {
    progress(done, origins.size());
    forecast(origins[done], series.data());
  }
  std::erase_if(series, [](const ForecastSeries& each) { return each.forecasts.empty(); });
  return series;
}

std::vector<ForecastSeries> forecast_lease_rates(const Configuration& configuration, const GpuHistory& history,
                                                 const RollingOrigin& rolling, const ForecastProgress& progress) {
  std::vector<ForecastSeries> all;
  for (std::size_t gpu_class = 0; gpu_class < configuration.market.gpu.size(); ++gpu_class) {
    const MonthlyRates panel = panel_of(history, configuration.market.gpu[gpu_class].name);
    std::map<std::int64_t, double> rates;
    for (std::size_t k = 0; k < panel.month.size(); ++k) rates[panel.month[k]] = panel.rate[k];
    forecast_class(configuration, gpu_class, rates, rolling, progress, all);
  }
  return all;
}

}  // namespace hashlease
