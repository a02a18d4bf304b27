#pragma once

/// What fitting a model to a history yields.

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace hashlease {

inline constexpr double kNoFigure = std::numeric_limits<double>::quiet_NaN();

/// A figure of a model with what the data says of it.
struct FittedParameter {
  std::string key;  // of the market, or a name of its own where the market has none
  double value = kNoFigure;
  double standard_error = kNoFigure;  // NaN: there is none (set, or on a bound)
  double lower = kNoFigure;           // 95 % interval
  double upper = kNoFigure;
  std::string unit;
  bool is_identified = true;
  std::string note;  // why it is not identified, which bound holds it, ...
};

/// A test of the hypothesis that the data comes from the fitted model.
struct GoodnessOfFit {
  std::string test;  // "Kolmogorov-Smirnov of the standardised residuals"
  double statistic = kNoFigure;
  double p_value = kNoFigure;
};

/// A fitted model.
struct Fit {
  std::string model;   // value of the key it would be selected by, or the part of the market
  std::string method;  // "maximum likelihood, sandwich standard errors"
  std::vector<FittedParameter> parameters;
  double log_likelihood = kNoFigure;  // NaN where the method has none
  int free_parameter_count = 0;
  std::size_t sample_size = 0;
  std::string sample;  // "2018-01-01 to 2025-06-01, daily", filled in by who knows the dates
  std::string source;  // file
  std::vector<GoodnessOfFit> tests;
  std::vector<std::string> notes;

  /// -2 ln L + 2 k (Akaike 1974).
  double akaike() const;
  /// -2 ln L + k ln n (Schwarz 1978).
  double bayes() const;
  const FittedParameter& parameter(std::string_view key) const;
  double value(std::string_view key) const { return parameter(key).value; }
  bool has(std::string_view key) const;
};

/// The rule of what counts as identified: the 95 % interval is less than half as wide as the plausible range [lowest,
/// highest], on a log scale for parameters above 0. Marks the parameter and says why in its note. A parameter without
/// an interval is not identified.
void check_identified(FittedParameter& parameter, double lowest, double highest);

}  // namespace hashlease
