/// The fitted hashrate response on real prices, out of sample: for each year the response is fitted to the days before
/// it, and the engine's network is driven through the year by the real price alone. How near hashprice comes is stated
/// here.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "calibrate/calibration.hpp"
#include "calibrate/fits/distributions.hpp"
#include "calibrate/fits/fit_network.hpp"
#include "calibrate/support/text_file.hpp"
#include "market/network.hpp"
#include "plan/build_market.hpp"
#include "plan/calendar.hpp"
#include "support/calm_configuration.hpp"

namespace hashlease::testing {
namespace {

/// Which part of the fit is put to use.
enum class Response { fitted, growth_alone, none };

NetworkConfiguration network_of(const BtcHistory& past, const Fit& fit, Response response) {
  NetworkConfiguration network;
  network.hashrate = fit.value("hashrate");
  network.difficulty = past.difficulty.back();
  network.block_height = block_height_of(past).value();
  const BtcHistory year = between(past, past.last_day() - 364, past.last_day());
  network.fee_ratio_median = mean_of(fee_ratios(year));
  network.hashprice_reference = fit.value("hashprice_reference");
  network.annual_efficiency_gain = fit.value("annual_efficiency_gain");
  if (response == Response::none) return network;
  network.annual_hashrate_growth = fit.value("annual_hashrate_growth");
  if (response == Response::growth_alone) return network;
  network.response_up = std::max(fit.value("response_up"), 0.0);
  network.response_down = std::max(fit.value("response_down"), 0.0);
  return network;
}

/// Hashprice by day [USD/PH/day] of the engine's network on given prices.
std::vector<double> driven(const NetworkConfiguration& network, const std::vector<double>& prices) {
  Configuration configuration = calm_configuration();
  configuration.market.network = network;
  configuration.market.btc.price = prices.front();
  const Calendar calendar(configuration.run.start_date, configuration.run.horizon_months);
  const MarketPlan plan = make_market_plan(configuration, make_schedule(calendar, StepKind::daily));
  const StepConstants& step = plan.steps[1];
  NetworkState<float> state = initial_network<float>(plan);
  std::vector<double> result;
  for (std::size_t k = 0; k < prices.size(); ++k) {
    step_hashrate(plan, step, static_cast<float>(static_cast<double>(k + 1) / 365.25), 0.0F, state);
    const float earned = mine_blocks(
        1.0F, static_cast<float>(std::exp(static_cast<double>(state.log_hashrate))) * plan.blocks_per_day, state);
    result.push_back(static_cast<double>(earned) * (1.0 + network.fee_ratio_median) *
                     static_cast<double>(plan.hashprice_per_price) * prices[k]);
    state.log_hashprice = static_cast<float>(std::log(result.back()));
  }
  return result;
}

struct YearError {
  double mean, end;  // ln(model / real) of the year's mean hashprice, and of that of its last 30 days
};

YearError year_error(const BtcHistory& history, int year, Response response) {
  const std::int64_t start = days_from_date({year, 1, 1});
  const BtcHistory past = between(history, history.first_day, start - 1);
  const BtcHistory sample = between(past, days_from_date({2016, 1, 1}), start - 1);
  const BtcHistory actual = between(history, start, days_from_date({year, 12, 31}));
  const std::vector<double> model = driven(network_of(past, fit_network(sample), response), actual.price);
  const std::vector<double> real = hashprices(actual);
  const auto last = static_cast<std::ptrdiff_t>(std::min<std::size_t>(30, real.size()));
  const double end = mean_of({model.end() - last, model.end()}) / mean_of({real.end() - last, real.end()});
  return {std::log(mean_of(model) / mean_of(real)), std::log(end)};
}

struct Errors {
  double all, without_2021, worst_without_2021;  // root mean squares and largest of the yearly means
};

Errors errors_of(const BtcHistory& history, Response response, const char* name) {
  double squares = 0.0, most = 0.0, other = 0.0;
  int years = 0;
  std::printf("  %-18s", name);
  for (int year = 2019; year <= 2025; ++year, ++years) {
    const YearError error = year_error(history, year, response);
    squares += error.mean * error.mean;
    if (year != 2021) {
      other += error.mean * error.mean;
      most = std::max(most, std::abs(error.mean));
    }
    std::printf(" %d %+.0f %% (%+.0f %%)", year, 100.0 * std::expm1(error.mean), 100.0 * std::expm1(error.end));
  }
  const Errors errors{std::sqrt(squares / years), std::sqrt(other / (years - 1)), most};
  std::printf("; rms %.3f, without 2021 %.3f\n", errors.all, errors.without_2021);
  return errors;
}

/// Mean hashprice of the year (of its last 30 days) against the real one, fitted from 2016 to the end of the year
/// before:
///   2019 +5 % (-7 %), 2020 -15 % (-28 %), 2021 -58 % (-79 %), 2022 -13 % (-33 %), 2023 -7 % (-29 %), 2024 -18 % (-27
///   %), 2025 to 06-01 -6 % (-14 %).
/// with the growth alone -29, -34, -37, -11, -9, -16 and -3 %; with a hashrate that stays +57, +16, 0, +28, +39, +17
/// and +9 %. Root mean squares of ln(model / real): 0.35, 0.28 and 0.25; without 2021 0.125, 0.24 and 0.27.
///
/// In 2021
/// China banned mining: half of all machines were switched off at a record price, which no response to the price
/// foresees, and which the response makes worse than no forecast at all. The other years are within 20 %, always but
/// once too low: growth has slowed from year to year.
TEST(NetworkForecastTest, HashpriceOfEachYearFromThePriceAlone) {
  if (data_file("btc_network_daily.csv").empty()) GTEST_SKIP() << "no data (set HASHLEASE_DATA to its folder)";
  const BtcHistory history = read_btc_history(data_file("btc_network_daily.csv"));
  const Errors fitted = errors_of(history, Response::fitted, "response");
  const Errors growth = errors_of(history, Response::growth_alone, "growth alone");
  const Errors constant = errors_of(history, Response::none, "constant hashrate");
  EXPECT_LT(fitted.without_2021, 0.14);
  EXPECT_LT(fitted.worst_without_2021, 0.22);
  EXPECT_LT(fitted.all, 0.37);
  // Twins: without the response, or standing still, it is further off in the years without a ban; with the ban nearer.
  EXPECT_GT(growth.without_2021, 1.3 * fitted.without_2021);
  EXPECT_GT(constant.without_2021, 1.3 * fitted.without_2021);
  EXPECT_LT(growth.all, fitted.all);
  EXPECT_LT(constant.all, fitted.all);
}

}  // namespace
}  // namespace hashlease::testing
