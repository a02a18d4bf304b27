#include "backtest/backtest_file.hpp"

#include <fmt/format.h>

#include <limits>

#include "base/version.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/parts/study_identity.hpp"
#include "io/result/group_writer.hpp"
#include "io/result/result_groups.hpp"

namespace hashlease {

namespace {

constexpr const char* kLevels = "series level side";
constexpr const char* kTails = "series tail_share";

/// Tables over the series, gathered from what was worked out for each.
class BacktestWriter {
 public:
  BacktestWriter(Hdf5Writer& writer, const std::vector<ForecastSeries>& series,
                 const std::vector<SeriesEvaluation>& evaluations)
      : group_(writer, "backtest", "predicted quantiles against what happened"),
        series_(series),
        evaluations_(evaluations) {}

  void write() {
    write_axes();
    write_series();
    write_coverage();
    write_shortfall();
    write_uniformity();
    write_forecasts();
  }

 private:
  /// One number a series.
  template <class T, class Get>
  std::vector<T> of_series(Get get) const {
    std::vector<T> values;
    for (const SeriesEvaluation& evaluation : evaluations_) values.push_back(static_cast<T>(get(evaluation)));
    return values;
  }
  template <class T, class Get>
  std::vector<T> of_coverage(Get get) const {
    std::vector<T> values;
    for (const SeriesEvaluation& evaluation : evaluations_) {
      for (const CoverageResult& result : evaluation.coverage) values.push_back(static_cast<T>(get(result)));
    }
    return values;
  }
  template <class Get>
  std::vector<double> of_shortfall(Get get) const {
    std::vector<double> values;
    for (const SeriesEvaluation& evaluation : evaluations_) {
      for (const ShortfallResult& result : evaluation.shortfall) {
        values.push_back(result.test.is_defined ? get(result.test) : std::numeric_limits<double>::quiet_NaN());
      }
    }
    return values;
  }

  void write_axes() {
    std::vector<std::string> labels, sides;
    for (const SeriesEvaluation& e : evaluations_) {
      labels.push_back(fmt::format("{} {} months {}", e.variable, e.horizon_months, e.model));
    }
    for (const CoverageSide side : kCoverageSides) sides.push_back(side_name(side));
    group_.label_axis("series", labels, "variable, horizon and model of a series of forecasts");
    group_.number_axis("level", {kCoverageLevels.begin(), kCoverageLevels.end()}, {"1", "probability of being inside"});
    group_.label_axis("side", sides,
                      "where an outcome counts as outside: beyond the central interval, below the lower quantile, or "
                      "above the upper one");
    group_.number_axis("tail_share", {std::begin(kShortfallShares), std::end(kShortfallShares)},
                       {"1", "share of the lower tail"});
    group_.number_axis("probability", {std::begin(kForecastProbabilities), std::end(kForecastProbabilities)},
                       {"1", "probability below the quantile"});
    group_.bare_axis("bin", kTransformBins);
  }

  void write_series() {
    std::vector<std::string> variables, models, reasons;
    for (const SeriesEvaluation& e : evaluations_) {
      variables.push_back(e.variable);
      models.push_back(e.model);
      reasons.push_back(e.reason);
    }
    group_.write_labels("variable", "series", variables, "what is predicted, as its log change from the origin");
    group_.write_labels("model", "series", models, "model of the BTC price, or of a lease rate's demand");
    const auto count = [&](const char* name, auto get, const char* units, const char* meaning) {
      group_.write(name, "series", of_series<std::int64_t>(get), {units, meaning});
    };
    count(
        "horizon", [](const auto& e) { return e.horizon_months; }, "month", "from the origin to the outcome");
    count(
        "outcome_count", [](const auto& e) { return e.outcomes; }, "1", "number of outcomes, overlapping or not");
    count(
        "independent_outcome_count", [](const auto& e) { return e.independent_outcomes; }, "1",
        "outcomes of the largest subset that do not overlap");
    count(
        "subset_count", [](const auto& e) { return e.subset_count; }, "1",
        "subsets without overlap, by whose number p-values are multiplied");
    group_.write("mean_score", "series", of_series<double>([](const auto& e) { return e.mean_score; }),
                 {"1", "mean continuous ranked probability score of the log change, lower is better"});
    group_.write_flags("verdict", "series", of_series<std::int8_t>([](const auto& e) { return e.verdict; }),
                       "not_rejected rejected too_few", "verdict on coverage");
    group_.write_labels("reason", "series", reasons, "the verdict in words, and what else is rejected");
  }

  void write_coverage() {
    group_.write("outside_count", kLevels, of_coverage<std::int64_t>([](const auto& r) { return r.outside; }),
                 {"1", "number of outcomes outside, of all origins"});
    group_.write("coverage", kLevels,
                 of_coverage<double>([](const auto& r) { return 1.0 - static_cast<double>(r.outside) / r.outcomes; }),
                 {"1", "share of outcomes inside, of all origins"});
    group_.write("binomial_p_value", kLevels,
                 of_coverage<double>([](const auto& r) { return r.failures.exact_p_value; }),
                 {"1", "exact two-sided binomial p-value of the number outside"});
    write_ratio("proportion_of_failures", "Kupiec's proportion of failures", &CoverageResult::failures, false);
    write_ratio("independence", "Christoffersen's independence", &CoverageResult::independence, true);
    write_ratio("conditional_coverage", "Christoffersen's conditional coverage", &CoverageResult::conditional, true);
    group_.write_flags("basel_zone", kLevels, of_coverage<std::int8_t>([](const auto& r) { return r.zone; }),
                       "green yellow red", "traffic light of the Basel Committee, the worst of the subsets");
  }

  void write_ratio(const std::string& name, const std::string& meaning, LikelihoodRatio CoverageResult::*ratio,
                   bool with_exact) {
    group_.write(name, kLevels, of_coverage<double>([&](const auto& r) { return (r.*ratio).statistic; }),
                 {"1", "likelihood ratio of " + meaning + ", of the subset with the smallest exact p-value"});
    group_.write(name + "_p_value", kLevels, of_coverage<double>([&](const auto& r) { return (r.*ratio).p_value; }),
                 {"1", "asymptotic p-value of " + meaning});
    if (!with_exact) return;
    group_.write(name + "_exact_p_value", kLevels,
                 of_coverage<double>([&](const auto& r) { return (r.*ratio).exact_p_value; }),
                 {"1", "exact p-value of " + meaning});
  }

  void write_shortfall() {
    group_.write("z2", kTails, of_shortfall([](const auto& test) { return test.statistic; }),
                 {"1", "second statistic of Acerbi and Szekely; negative where losses exceed the expected shortfall"});
    group_.write("z2_p_value", kTails, of_shortfall([](const auto& test) { return test.p_value; }),
                 {"1", "one-sided p-value of z2, by simulation"});
    group_.write("z2_critical_value_5", kTails, of_shortfall([](const auto& test) { return test.critical_value_5; }),
                 {"1", "value that z2 is below with a probability of 5 %"});
    group_.write("z2_critical_value_1", kTails, of_shortfall([](const auto& test) { return test.critical_value_1; }),
                 {"1", "value that z2 is below with a probability of 1 %"});
  }

  void write_uniformity() {
    const auto test = [&](const std::string& name, const std::string& meaning,
                          UniformityTest SeriesEvaluation::*field) {
      group_.write(name, "series", of_series<double>([&](const auto& e) { return (e.*field).statistic; }),
                   {"1", meaning});
      group_.write(name + "_p_value", "series", of_series<double>([&](const auto& e) { return (e.*field).p_value; }),
                   {"1", "p-value of it"});
    };
    test("kolmogorov_smirnov", "largest distance of the transforms' distribution from uniform",
         &SeriesEvaluation::kolmogorov_smirnov);
    test("anderson_darling", "distance of the transforms from uniform, weighted in the tails",
         &SeriesEvaluation::anderson_darling);
    std::vector<std::int64_t> counts;
    for (const SeriesEvaluation& e : evaluations_) {
      counts.insert(counts.end(), e.transform_histogram.begin(), e.transform_histogram.end());
    }
    group_.write("transform_count", "series bin", counts, {"1", "number of transforms in each tenth of (0, 1)"});
  }

  /// Ragged: the forecasts of all series behind each other.
  void write_forecasts() {
    std::vector<std::int64_t> of, origins;
    std::vector<double> outcomes, transforms, scores, quantiles;
    for (std::size_t k = 0; k < series_.size(); ++k) {
      for (const Forecast& forecast : series_[k].forecasts) {
        of.push_back(static_cast<std::int64_t>(k));
        origins.push_back(forecast.origin);
        outcomes.push_back(forecast.outcome);
        transforms.push_back(forecast.transform);
        scores.push_back(forecast.score);
        quantiles.insert(quantiles.end(), forecast.quantiles.begin(), forecast.quantiles.end());
      }
    }
    group_.bare_axis("forecast", of.size());
    group_.write("forecast_series", "forecast", of, {"1", "position of the forecast's series on its axis"});
    group_.write("forecast_origin", "forecast", origins,
                 {"days since 1970-01-01", "day by whose close the forecast was made"});
    group_.attribute("forecast_origin", "calendar", "proleptic_gregorian");
    group_.write("forecast_outcome", "forecast", outcomes, {"1", "log change from the origin that came"});
    group_.write("forecast_transform", "forecast", transforms,
                 {"1", "probability integral transform: predicted probability of less than the outcome"});
    group_.write("forecast_score", "forecast", scores, {"1", "continuous ranked probability score of the log change"});
    group_.write("forecast_quantile", "forecast probability", quantiles,
                 {"1", "predicted quantile of the log change from the origin"});
  }

  GroupWriter group_;
  const std::vector<ForecastSeries>& series_;
  const std::vector<SeriesEvaluation>& evaluations_;
};

void write_backtest_root(Hdf5Writer& writer, const BacktestFacts& facts) {
  const std::string program = std::string("hashlease ") + kProgramVersion;
  writer.attribute("/", "Conventions", "CF-1.10");
  writer.attribute("/", "title", facts.title);
  writer.attribute("/", "source", program + ": backtest of a Monte Carlo simulation");
  writer.attribute("/", "history", "simulated by " + program);
  writer.attribute("/", "hashlease_content", "backtest");
  writer.attribute("/", "hashlease_format_version", kFormatVersion);
  writer.attribute("/", "hashlease_version", kProgramVersion);
  writer.attribute("/", "paths", facts.paths);
  writer.attribute("/", "every_months", std::int64_t{facts.every_months});
  writer.attribute("/", "btc_window_days", facts.btc_window_days);
  writer.attribute("/", "network_window_days", facts.network_window_days);
  writer.attribute("/", "significance", facts.significance);
}

void write_backtest_provenance(Hdf5Writer& writer, const BacktestFacts& facts) {
  writer.create_group("/provenance");
  writer.attribute("/provenance", "long_name",
                   "how this file came about; the only group that differs between equal backtests");
  writer.attribute("/provenance", "compiler", compiler_text());
  writer.attribute("/provenance", "hdf5_version", hdf5_library_version());
  writer.attribute("/provenance", "command_line", facts.command_line);
  writer.attribute("/provenance", "data", facts.sources);
  std::string notices;
  for (const std::string& notice : facts.notices) notices += (notices.empty() ? "" : "\n") + notice;
  writer.attribute("/provenance", "notices", notices);
  writer.attribute("/provenance", "wall_time_seconds", facts.seconds);
}

}  // namespace

void write_backtest(const std::string& output, ExistingFile existing, const Configuration& configuration,
                    const BacktestFacts& facts, const std::vector<ForecastSeries>& series,
                    const std::vector<SeriesEvaluation>& evaluations) {
  publish(output, existing, [&](Hdf5Writer& writer) {
    write_backtest_root(writer, facts);
    BacktestWriter(writer, series, evaluations).write();
    write_config(writer, configuration);
    write_backtest_provenance(writer, facts);
  });
}

}  // namespace hashlease
