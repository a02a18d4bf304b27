#pragma once

/// From forecasts to a verdict. Forecasts at origins closer than the horizon overlap, so their outcomes share shocks
/// and no test of this kind holds for all of them together. Each test is therefore run on the subsets of forecasts that
/// do not overlap (every third origin for three months and monthly origins: three subsets), and its p-values are
/// combined as Bonferroni does, the number of subsets times the smallest, which holds whatever the dependence between
/// subsets.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "backtest/coverage_tests.hpp"
#include "backtest/forecast.hpp"
#include "backtest/uniformity_tests.hpp"

namespace hashlease {

inline constexpr std::array<double, 2> kCoverageLevels = {0.95, 0.99};
inline constexpr int kTransformBins = 10;
/// A verdict needs as many independent outcomes that one is expected outside the 95 % interval.
inline constexpr int kLeastOutcomes = 20;

/// Where an outcome counts as outside: beyond either end of the central interval, below the lower quantile of the same
/// probability (the value at risk of a seller of hashrate), or above the upper one.
enum class CoverageSide : std::int8_t { interval, below, above };
inline constexpr std::array<CoverageSide, 3> kCoverageSides = {CoverageSide::interval, CoverageSide::below,
                                                               CoverageSide::above};

/// Coverage at one level on one side. Statistics are those of the subset with the smallest exact p-value of each test.
struct CoverageResult {
  double level = 0.95;
  CoverageSide side = CoverageSide::interval;
  int outcomes = 0;  // all origins, overlapping or not
  int outside = 0;
  LikelihoodRatio failures;      // Kupiec; its exact p-value is the binomial one
  LikelihoodRatio independence;  // Christoffersen
  LikelihoodRatio conditional;
  BaselZone zone = BaselZone::green;  // the worst of the subsets
};

/// Expected shortfall of one tail; statistics of the subset with the smallest p-value.
struct ShortfallResult {
  double tail_share = 0.05;
  ShortfallTest test;
};

enum class Verdict : std::int8_t { not_rejected, rejected, too_few };

struct SeriesEvaluation {
  std::string variable;
  std::string model;
  int horizon_months = 1;
  int outcomes = 0;
  int independent_outcomes = 0;  // of the largest subset
  int subset_count = 1;
  double mean_score = 0.0;                 // of all origins: what tells models that are not rejected apart
  std::vector<CoverageResult> coverage;    // [level][side]
  std::vector<ShortfallResult> shortfall;  // by kShortfallShares
  UniformityTest kolmogorov_smirnov;
  UniformityTest anderson_darling;
  std::vector<int> transform_histogram;  // of all origins
  Verdict verdict = Verdict::not_rejected;
  std::string reason;  // in words

  const CoverageResult& at(double level, CoverageSide side) const;
};

/// @param significance  of each exact test of coverage: the forecast is rejected when one of them is below
/// @param simulations  of Z2
SeriesEvaluation evaluate(const ForecastSeries& series, double significance, int simulations);

std::string side_name(CoverageSide side);
std::string verdict_name(Verdict verdict);
std::string zone_name(BaselZone zone);

}  // namespace hashlease
