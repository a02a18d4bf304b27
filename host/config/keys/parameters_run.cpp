#include "config/keys/parameter_rows.hpp"
#include "vocabulary/outcomes.hpp"
#include "vocabulary/path_measures.hpp"

namespace hashlease {
namespace {

/// "annual_" + every outcome.
const std::vector<std::string>& annual_outcome_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> annual;
    for (const std::string_view outcome : kOutcomeNames) annual.push_back("annual_" + std::string(outcome));
    return annual;
  }();
  return names;
}

Parameter keep_paths_row() {
  auto parameter = row<&RunConfiguration::keep_paths>(
      "keep_paths", "", kNoBounds, std::vector<std::string>{},
      "Outcome columns kept for every path, which makes quantiles exact and costs 4 bytes per path, year and site; [] "
      "keeps none. An outcome that no site of the study has cannot be kept.");
  for (const std::string& name : annual_outcome_names()) parameter.words.emplace_back(name);
  parameter.length = {0, kOutcomeNames.size()};
  return parameter;
}

Parameter monthly_distribution_row() {
  auto parameter = row<&RunConfiguration::monthly_distribution>("monthly_distribution", "", kNoBounds,
                                                                std::vector<std::string>{"revenue", "cash_flow"},
                                                                "Outcomes whose distribution is kept month by month.");
  parameter.words.assign(kOutcomeNames.begin(), kOutcomeNames.end());
  parameter.length = {0, kOutcomeNames.size()};
  return parameter;
}

Parameter path_measures_row() {
  auto parameter = row<&RunConfiguration::path_measures>(
      "path_measures", "", kNoBounds, std::vector<std::string>{},
      "Further measures of each site's whole path: peak_funding_need, the most that cash flow less capital "
      "expenditure, "
      "before debt, falls below 0 since the start; lowest_monthly_cash_flow, that of the worst month.");
  for (std::size_t k = kCommonPathMeasureCount; k < kPathMeasures.size(); ++k) {
    parameter.words.push_back(kPathMeasures[k].name);
  }
  parameter.length = {0, parameter.words.size()};
  return parameter;
}

Parameter confidence_levels_row() {
  auto parameter = row<&RunConfiguration::confidence_levels>(
      "confidence_levels", "", inside(0.5, 1.0), std::vector<double>{0.95, 0.99, 0.999},
      "Levels of value at risk, expected shortfall and cash flow at risk, strictly increasing.");
  parameter.length = {1, 16};
  return parameter;
}

}  // namespace

Section run_section() {
  using Run = RunConfiguration;
  return table<&Configuration::run>(
      "run", "What is simulated, how often and with which random numbers.",
      {
          row<&Run::seed>("seed", "", between(0, 0x1p63), 0,
                          "Key of the random numbers: the same seed gives the same paths on every machine."),
          row<&Run::paths>("paths", "", between(1, 0x1p48), kRequired, "Number of joint paths."),
          row<&Run::start_date>("start_date", "", kNoBounds, kRequired,
                                "First simulated day, from 2009-01-03 on; the simulation must end before 2100-01-01."),
          row<&Run::horizon_months>("horizon_months", "month", between(1, 360), 24,
                                    "Length of the simulation from the start date."),
          row<&Run::step>(
              "step", "", kNoBounds, "daily",
              "Time step of the market; weekly makes a whole run about 2.3 times as fast and resolves less."),
          row<&Run::backend>(
              "backend", "", kNoBounds, "auto",
              "Where the paths run: auto takes a GPU where one is present; cuda without a GPU is an error."),
          confidence_levels_row(),
          keep_paths_row(),
          monthly_distribution_row(),
          path_measures_row(),
          row<&Run::market_distribution>("market_distribution", "", kNoBounds, true,
                                         "Keep the distribution of the market month by month: BTC price, hashprice, "
                                         "network, power price, lease rates."),
          row<&Run::tail_paths>("tail_paths", "", between(0, 100'000), 1000,
                                "Lowest and highest paths remembered per site and headline outcome."),
          row<&Run::loss_reference>("loss_reference", "", kNoBounds, "mean",
                                    "What the loss of a period is counted from: the mean outcome, or zero."),
          row<&Run::stop_on_non_finite>("stop_on_non_finite", "", kNoBounds, true,
                                        "Fail the run at the first path that is not finite instead of counting it."),
      });
}

}  // namespace hashlease
