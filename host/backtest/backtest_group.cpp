#include "backtest/backtest_tables.hpp"
#include "results/rows.hpp"

namespace hashlease {

namespace {

using BacktestRows = Rows<BacktestResult, &BacktestResult::backtest>;
using Tables = BacktestTables;

constexpr const char* kLevels = "series level side";
constexpr const char* kTails = "series tail_share";

constexpr const char* kNotes =
    R"(In files of `hashlease backtest CONFIG DATA.csv -o FILE.h5` alone, whose root says `hashlease_content` = "backtest" and which
hold this group, `/config` (the configuration that each origin started from) and attributes in `/provenance`. A series is one
variable (`btc_price`, `hashprice`, `lease_rate CLASS`) at one horizon by one model. Values are log changes from the origin:
of the closing price, and of the mean hashprice or lease rate of the horizon's last month. Forecasts closer together than their
horizon overlap. Each test is run on each subset of forecasts without overlap; its statistic is that of the subset with the
smallest p-value, and its p-value that one times `subset_count` (Bonferroni). Counts of outcomes are of all origins. Losses of
`z2` are counted from the predicted median. Attributes of the root say how it was done: `paths`, `every_months`,
`btc_window_days`, `network_window_days`, `significance`.)";

void add_axes(BacktestRows& rows) {
  rows.label_axis<&Tables::series>("series", since(2), "variable, horizon and model of a series of forecasts");
  rows.number_axis<&Tables::level>("level", "1", since(2), "probability of being inside");
  rows.label_axis<&Tables::side>("side", since(2),
                                 "where an outcome counts as outside: beyond the central interval, below the lower "
                                 "quantile, or above the upper one");
  rows.number_axis<&Tables::tail_share>("tail_share", "1", since(2), "share of the lower tail");
  rows.number_axis<&Tables::probability>("probability", "1", since(2), "probability below the quantile");
  rows.bare_axis("bin", since(2), "tenths of (0, 1)", [](const void*) -> std::uint64_t { return kTransformBins; });
  rows.bare_axis("forecast", since(2), "forecasts of all series, series by series", [](const void* root) {
    return static_cast<std::uint64_t>(BacktestRows::group_of(root).forecast_origin.size());
  });
}

void add_series(BacktestRows& rows) {
  rows.labels<&Tables::variable>("variable", "series", since(2),
                                 "what is predicted, as its log change from the origin");
  rows.labels<&Tables::model>("model", "series", since(2), "model of the BTC price, or of a lease rate's demand");
  rows.numbers<&Tables::horizon>("horizon", "series", "month", since(2), "from the origin to the outcome");
  rows.counts<&Tables::outcome_count>("outcome_count", "series", since(2), "number of outcomes, overlapping or not");
  rows.counts<&Tables::independent_outcome_count>("independent_outcome_count", "series", since(2),
                                                  "outcomes of the largest subset that do not overlap");
  rows.counts<&Tables::subset_count>("subset_count", "series", since(2),
                                     "subsets without overlap, by whose number p-values are multiplied");
  rows.numbers<&Tables::mean_score>("mean_score", "series", "1", since(2),
                                    "mean continuous ranked probability score of the log change, lower is better");
  rows.flags<&Tables::verdict>("verdict", "series", "not_rejected rejected too_few", since(2), "verdict on coverage");
  rows.labels<&Tables::reason>("reason", "series", since(2), "the verdict in words, and what else is rejected");
}

void add_ratio(BacktestRows& rows, const std::string& name, const std::string& meaning,
               LikelihoodRatioTable Tables::*ratio, bool with_exact) {
  const auto column = [&](std::vector<double> LikelihoodRatioTable::*field) {
    return [ratio, field](void* root) -> DataPointer {
      return &(static_cast<BacktestResult*>(root)->backtest.*ratio.*field);
    };
  };
  rows.add({name, kLevels, "1", since(2),
            "likelihood ratio of " + meaning + ", of the subset with the smallest exact p-value"},
           StoredType::float64, column(&LikelihoodRatioTable::statistic));
  rows.add({name + "_p_value", kLevels, "1", since(2), "asymptotic p-value of " + meaning}, StoredType::float64,
           column(&LikelihoodRatioTable::p_value));
  if (!with_exact) return;
  rows.add({name + "_exact_p_value", kLevels, "1", since(2), "exact p-value of " + meaning}, StoredType::float64,
           column(&LikelihoodRatioTable::exact_p_value));
}

void add_coverage(BacktestRows& rows) {
  rows.counts<&Tables::outside_count>("outside_count", kLevels, since(2), "number of outcomes outside, of all origins");
  rows.numbers<&Tables::coverage>("coverage", kLevels, "1", since(2), "share of outcomes inside, of all origins");
  rows.numbers<&Tables::binomial_p_value>("binomial_p_value", kLevels, "1", since(2),
                                          "exact two-sided binomial p-value of the number outside");
  add_ratio(rows, "proportion_of_failures", "Kupiec's proportion of failures", &Tables::proportion_of_failures, false);
  add_ratio(rows, "independence", "Christoffersen's independence", &Tables::independence, true);
  add_ratio(rows, "conditional_coverage", "Christoffersen's conditional coverage", &Tables::conditional_coverage, true);
  rows.flags<&Tables::basel_zone>("basel_zone", kLevels, "green yellow red", since(2),
                                  "traffic light of the Basel Committee, the worst of the subsets");
}

void add_shortfall(BacktestRows& rows) {
  rows.numbers<&Tables::z2>(
      "z2", kTails, "1", since(2),
      "second statistic of Acerbi and Szekely; negative where losses exceed the expected shortfall");
  rows.numbers<&Tables::z2_p_value>("z2_p_value", kTails, "1", since(2), "one-sided p-value of z2, by simulation");
  rows.numbers<&Tables::z2_critical_value_5>("z2_critical_value_5", kTails, "1", since(2),
                                             "value that z2 is below with a probability of 5 %");
  rows.numbers<&Tables::z2_critical_value_1>("z2_critical_value_1", kTails, "1", since(2),
                                             "value that z2 is below with a probability of 1 %");
}

void add_uniformity(BacktestRows& rows, const std::string& name, const std::string& meaning,
                    UniformityTable Tables::*test) {
  const auto column = [&](std::vector<double> UniformityTable::*field) {
    return [test, field](void* root) -> DataPointer {
      return &(static_cast<BacktestResult*>(root)->backtest.*test.*field);
    };
  };
  rows.add({name, "series", "1", since(2), meaning}, StoredType::float64, column(&UniformityTable::statistic));
  rows.add({name + "_p_value", "series", "1", since(2), "p-value of the " + meaning}, StoredType::float64,
           column(&UniformityTable::p_value));
}

void add_forecasts(BacktestRows& rows) {
  rows.counts<&Tables::forecast_series>("forecast_series", "forecast", since(2),
                                        "position of the forecast's series on its axis");
  rows.numbers<&Tables::forecast_origin>("forecast_origin", "forecast", "days since 1970-01-01", since(2),
                                         "day by whose close the forecast was made");
  rows.numbers<&Tables::forecast_outcome>("forecast_outcome", "forecast", "1", since(2),
                                          "log change from the origin that came");
  rows.numbers<&Tables::forecast_transform>(
      "forecast_transform", "forecast", "1", since(2),
      "probability integral transform: predicted probability of less than the outcome");
  rows.numbers<&Tables::forecast_score>("forecast_score", "forecast", "1", since(2),
                                        "continuous ranked probability score of the log change");
  rows.numbers<&Tables::forecast_quantile>("forecast_quantile", "forecast probability", "1", since(2),
                                           "predicted quantile of the log change from the origin");
}

}  // namespace

ResultGroup backtest_group() {
  BacktestRows rows("backtest", "predicted quantiles against what happened");
  rows.page("predicted quantiles against what happened", kNotes);
  rows.group_presence("backtest");
  add_axes(rows);
  add_series(rows);
  add_coverage(rows);
  add_shortfall(rows);
  add_uniformity(rows, "kolmogorov_smirnov", "largest distance of the transforms' distribution from uniform",
                 &Tables::kolmogorov_smirnov);
  add_uniformity(rows, "anderson_darling", "distance of the transforms from uniform, weighted in the tails",
                 &Tables::anderson_darling);
  rows.counts<&Tables::transform_count>("transform_count", "series bin", since(2),
                                        "number of transforms in each tenth of (0, 1)");
  add_forecasts(rows);
  return rows.take();
}

}  // namespace hashlease
