#include "backtest/evaluation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hashlease {

namespace {

constexpr std::uint64_t kSimulationSeed = 20141201;  // of the critical values of Z2; any would do

using Subset = std::vector<const Forecast*>;

std::vector<Subset> subsets_of(const ForecastSeries& series) {
  std::vector<Subset> subsets(
      std::min(static_cast<std::size_t>(series.subset_count), std::max<std::size_t>(series.forecasts.size(), 1)));
  for (std::size_t k = 0; k < series.forecasts.size(); ++k) {
    subsets[k % subsets.size()].push_back(&series.forecasts[k]);
  }
  return subsets;
}

bool is_outside(double transform, double level, CoverageSide side) {
  const double beyond = 1.0 - level;
  switch (side) {
    case CoverageSide::below: return transform < beyond;
    case CoverageSide::above: return transform > 1.0 - beyond;
    case CoverageSide::interval: break;
  }
  return transform < 0.5 * beyond || transform > 1.0 - 0.5 * beyond;
}

/// Bonferroni's: number of subsets times the smallest p-value.
double combined(double smallest, std::size_t subset_count) {
  return std::min(1.0, smallest * static_cast<double>(subset_count));
}

/// The likelihood ratio of the subset with the smallest exact p-value, with p-values for all subsets together.
LikelihoodRatio combine(const std::vector<LikelihoodRatio>& ratios) {
  LikelihoodRatio worst = *std::min_element(
      ratios.begin(), ratios.end(), [](const auto& a, const auto& b) { return a.exact_p_value < b.exact_p_value; });
  double smallest = 1.0;
  for (const LikelihoodRatio& ratio : ratios) smallest = std::min(smallest, ratio.p_value);
  worst.p_value = combined(smallest, ratios.size());
  worst.exact_p_value = combined(worst.exact_p_value, ratios.size());
  return worst;
}

UniformityTest combine(const std::vector<UniformityTest>& tests) {
  UniformityTest worst =
      *std::min_element(tests.begin(), tests.end(), [](const auto& a, const auto& b) { return a.p_value < b.p_value; });
  worst.p_value = combined(worst.p_value, tests.size());
  return worst;
}

CoverageResult coverage_of(const std::vector<Subset>& subsets, double level, CoverageSide side) {
  CoverageResult result;
  result.level = level;
  result.side = side;
  std::vector<LikelihoodRatio> failures, order, conditional;
  for (const Subset& subset : subsets) {
    std::vector<std::int8_t> exceeds;
    for (const Forecast* forecast : subset) exceeds.push_back(is_outside(forecast->transform, level, side) ? 1 : 0);
    const ExceedanceCounts counts = count_exceedances(exceeds);
    result.outcomes += counts.outcomes;
    result.outside += counts.exceedances;
    failures.push_back(proportion_of_failures(counts, 1.0 - level));
    order.push_back(independence(counts));
    conditional.push_back(conditional_coverage(counts, 1.0 - level));
    result.zone = std::max(result.zone, basel_zone(counts.outcomes, counts.exceedances, 1.0 - level));
  }
  result.failures = combine(failures);
  result.independence = combine(order);
  result.conditional = combine(conditional);
  return result;
}

ShortfallResult shortfall_of(const std::vector<Subset>& subsets, std::size_t share, int simulations) {
  ShortfallResult result{kShortfallShares[share], {}};
  for (const Subset& subset : subsets) {
    std::vector<ShortfallForecast> forecasts;
    for (const Forecast* forecast : subset) forecasts.push_back(forecast->tails[share]);
    const ShortfallTest test = acerbi_szekely_z2(forecasts, result.tail_share, simulations, kSimulationSeed);
    if (test.is_defined && (!result.test.is_defined || test.p_value < result.test.p_value)) result.test = test;
  }
  result.test.p_value = combined(result.test.p_value, subsets.size());
  return result;
}

void test_uniformity(const std::vector<Subset>& subsets, SeriesEvaluation& evaluation) {
  std::vector<UniformityTest> distance, weighted;
  std::vector<double> all;
  for (const Subset& subset : subsets) {
    std::vector<double> transforms;
    for (const Forecast* forecast : subset) transforms.push_back(forecast->transform);
    distance.push_back(kolmogorov_smirnov(transforms));
    weighted.push_back(anderson_darling(transforms));
    all.insert(all.end(), transforms.begin(), transforms.end());
  }
  evaluation.kolmogorov_smirnov = combine(distance);
  evaluation.anderson_darling = combine(weighted);
  evaluation.transform_histogram = uniform_histogram(all, kTransformBins);
}

std::string words_of(const CoverageResult& result) {
  const double expected = (1.0 - result.level) * result.outcomes;
  const char* much = result.outside > expected ? "too many" : "too few";
  const double percent = 100.0 * (result.side == CoverageSide::below ? 1.0 - result.level : result.level);
  const std::string where = result.side == CoverageSide::interval
                                ? fmt::format("outside the {:.0f} % interval", percent)
                            : result.side == CoverageSide::below ? fmt::format("below the {:.0f} % quantile", percent)
                                                                 : fmt::format("above the {:.0f} % quantile", percent);
  return fmt::format("{} {}", much, where);
}

/// Coverage decides; what else is rejected is told.
void judge(double significance, SeriesEvaluation& evaluation) {
  const CoverageResult* worst = nullptr;
  for (const CoverageResult& result : evaluation.coverage) {
    if (result.failures.exact_p_value >= significance) continue;
    if (worst == nullptr || result.failures.exact_p_value < worst->failures.exact_p_value) worst = &result;
  }
  if (worst != nullptr) {
    evaluation.verdict = Verdict::rejected;
    evaluation.reason = fmt::format("rejected: {}", words_of(*worst));
  } else if (evaluation.independent_outcomes < kLeastOutcomes) {
    evaluation.verdict = Verdict::too_few;
    evaluation.reason = fmt::format("not rejected, but too few outcomes to tell ({})", evaluation.independent_outcomes);
  } else {
    evaluation.verdict = Verdict::not_rejected;
    evaluation.reason = "not rejected";
  }
  const auto note = [&](double p_value, const char* what) {
    if (p_value < significance) evaluation.reason += std::string("; ") + what;
  };
  double order = 1.0;
  for (const CoverageResult& result : evaluation.coverage) order = std::min(order, result.independence.exact_p_value);
  note(order, "in clusters");
  note(std::min(evaluation.kolmogorov_smirnov.p_value, evaluation.anderson_darling.p_value), "shape rejected");
  double shortfall = 1.0;
  for (const ShortfallResult& result : evaluation.shortfall) shortfall = std::min(shortfall, result.test.p_value);
  note(shortfall, "shortfall rejected");
}

}  // namespace

const CoverageResult& SeriesEvaluation::at(double level, CoverageSide side) const {
  return *std::find_if(coverage.begin(), coverage.end(), [&](const CoverageResult& result) {
    return std::abs(result.level - level) < 1e-9 && result.side == side;
  });
}

SeriesEvaluation evaluate(const ForecastSeries& series, double significance, int simulations) {
  const std::vector<Subset> subsets = subsets_of(series);
  SeriesEvaluation evaluation;
  evaluation.variable = series.variable;
  evaluation.model = series.model;
  evaluation.horizon_months = series.horizon_months;
  evaluation.outcomes = static_cast<int>(series.forecasts.size());
  evaluation.independent_outcomes = static_cast<int>(subsets.front().size());
  evaluation.subset_count = static_cast<int>(subsets.size());
  for (const Forecast& forecast : series.forecasts) {
    evaluation.mean_score += forecast.score / static_cast<double>(series.forecasts.size());
  }
  for (const double level : kCoverageLevels) {
    for (const CoverageSide side : kCoverageSides) evaluation.coverage.push_back(coverage_of(subsets, level, side));
  }
  for (std::size_t share = 0; share < std::size(kShortfallShares); ++share) {
    evaluation.shortfall.push_back(shortfall_of(subsets, share, simulations));
  }
  test_uniformity(subsets, evaluation);
  judge(significance, evaluation);
  return evaluation;
}

std::string side_name(CoverageSide side) {
  switch (side) {
    case CoverageSide::interval: return "interval";
    case CoverageSide::below: return "below";
    case CoverageSide::above: break;
  }
  return "above";
}

std::string verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::not_rejected: return "not_rejected";
    case Verdict::rejected: return "rejected";
    case Verdict::too_few: break;
  }
  return "too_few";
}

std::string zone_name(BaselZone zone) {
  switch (zone) {
    case BaselZone::green: return "green";
    case BaselZone::yellow: return "yellow";
    case BaselZone::red: break;
  }
  return "red";
}

}  // namespace hashlease
