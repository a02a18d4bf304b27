#include "calibrate/market_file/calibration_report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "calibrate/market_file/toml_lines.hpp"

namespace hashlease {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json parameter_json(const FittedParameter& parameter) {
  return {{"key", parameter.key},
          {"value", number(parameter.value)},
          {"unit", parameter.unit},
          {"standard_error", number(parameter.standard_error)},
          {"interval_95", {number(parameter.lower), number(parameter.upper)}},
          {"is_identified", parameter.is_identified},
          {"note", parameter.note}};
}

Json fit_json(const Fit& fit) {
  Json json = {{"model", fit.model},
               {"method", fit.method},
               {"source", fit.source},
               {"sample", fit.sample},
               {"sample_size", fit.sample_size},
               {"log_likelihood", number(fit.log_likelihood)},
               {"free_parameters", fit.free_parameter_count},
               {"aic", number(fit.akaike())},
               {"bic", number(fit.bayes())},
               {"parameters", Json::array()},
               {"tests", Json::array()},
               {"notes", fit.notes}};
  for (const FittedParameter& parameter : fit.parameters) json["parameters"].push_back(parameter_json(parameter));
  for (const GoodnessOfFit& test : fit.tests) {
    json["tests"].push_back(
        {{"test", test.test}, {"statistic", number(test.statistic)}, {"p_value", number(test.p_value)}});
  }
  return json;
}

std::string or_dash(double value, const char* format) {
  return std::isfinite(value) ? fmt::format(fmt::runtime(format), value) : "-";
}

std::string model_row(const Fit& fit) {
  const auto p_value = [&](std::size_t k) {
    return k < fit.tests.size() ? or_dash(fit.tests[k].p_value, "{:.2g}") : "-";
  };
  return fmt::format("  {:<17} {:>6} {:>11} {:>4} {:>11} {:>11} {:>9} {:>9}\n", fit.model, fit.sample_size,
                     or_dash(fit.log_likelihood, "{:.1f}"), fit.free_parameter_count, or_dash(fit.akaike(), "{:.1f}"),
                     or_dash(fit.bayes(), "{:.1f}"), p_value(0), p_value(1));
}

std::string part_text(const Fit& fit) {
  std::string text = fmt::format("{} ({}; {})\n", fit.model, fit.method, source_text(fit));
  for (const FittedParameter& parameter : fit.parameters) {
    text += fmt::format(
        "  {:<28} {:>12.5g} {:>10} {:>26}  {}{}\n", parameter.key, parameter.value,
        or_dash(parameter.standard_error, "{:.2g}"),
        std::isfinite(parameter.lower) ? fmt::format("{:.4g} to {:.4g}", parameter.lower, parameter.upper) : "-",
        parameter.unit, parameter.is_identified ? "" : "  not identified");
  }
  for (const GoodnessOfFit& test : fit.tests) {
    text += fmt::format("  {}: {:.4g}, p = {:.2g}\n", test.test, test.statistic, test.p_value);
  }
  return text + "\n";
}

}  // namespace

nlohmann::ordered_json calibration_json(const Calibration& calibration) {
  Json json = {{"last_day", day_text(calibration.last_day)},
               {"model", name_of(calibration.options.model)},
               {"btc_price", calibration.price},
               {"identification_rule",
                "not identified: the 95 % interval is at least half as wide as the plausible range, on a log scale for "
                "parameters above 0"},
               {"fits", Json::array()}};
  if (calibration.has_network) {
    json["difficulty"] = calibration.difficulty;
    json["block_height"] = calibration.block_height;
  }
  for (const Fit* fit : all_fits(calibration)) json["fits"].push_back(fit_json(*fit));
  for (const auto& [price, runs] : calibration.run_below) {
    json["run_below"].push_back({{"price", price},
                                 {"sample_share", runs.first.share},
                                 {"sample_mean_price", runs.first.mean_price},
                                 {"model_share", runs.second.share},
                                 {"model_mean_price", runs.second.mean_price}});
  }
  for (const PairCorrelation& pair : calibration.correlations) {
    json["correlations"].push_back({{"pair", pair.pair},
                                    {"sample", pair.sample},
                                    {"value", number(pair.figure.value)},
                                    {"interval_95", {number(pair.figure.lower), number(pair.figure.upper)}},
                                    {"sample_size", pair.figure.months}});
  }
  return json;
}

std::string calibration_table(const Calibration& calibration) {
  std::string text =
      fmt::format("Models of BTC, {}\n  {:<17} {:>6} {:>11} {:>4} {:>11} {:>11} {:>9} {:>9}\n",
                  calibration.models.front().sample, "model", "n", "log-lik", "k", "AIC", "BIC", "p law", "p clusters");
  for (const Fit& fit : calibration.models) text += model_row(fit);
  text +=
      "  k: fitted parameters; p law: Kolmogorov-Smirnov of the days; p clusters: Ljung-Box of squared residuals\n\n";
  text += fmt::format("{:<30} {:>12} {:>10} {:>26}  {}\n", "", "value", "std error", "95 % interval", "unit");
  for (const Fit* fit : all_fits(calibration)) text += part_text(*fit);
  for (const auto& [price, runs] : calibration.run_below) {
    text += fmt::format(
        "Power at or below {:g} USD/MWh: sample {:.1f} % of hours at {:.1f}, model {:.1f} % at {:.1f}\n", price,
        100.0 * runs.first.share, runs.first.mean_price, 100.0 * runs.second.share, runs.second.mean_price);
  }
  text += "\nWhat the data cannot tell:\n";
  for (const Fit* fit : all_fits(calibration)) {
    for (const FittedParameter& parameter : fit->parameters) {
      if (parameter.is_identified) continue;
      text += fmt::format("  {} {}: {}\n", fit->model, parameter.key, parameter.note);
    }
  }
  return text;
}

}  // namespace hashlease
