/// sentiment-bust: what is left of the hybrid's diversification when one regime hits BTC and AI demand together.

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

constexpr std::uint64_t kPaths = 16'384;
constexpr double kLevel = 0.95;

/// Revenue of the second year of each path in USD.
std::vector<double> revenue(const CaseStudy& study, const BlockResult& block, const std::string& site) {
  const int wanted = study.plan().layout.column(study.site(site), Outcome::revenue, study.year(1));
  const std::vector<int>& kept = study.plan().layout.kept_columns();
  const auto at = static_cast<std::size_t>(std::find(kept.begin(), kept.end(), wanted) - kept.begin());
  return {block.kept.at(at).begin(), block.kept.at(at).end()};
}

/// Expected shortfall of mean - x, and each path's influence on it.
struct Shortfall {
  double value = 0.0;
  std::vector<double> influence;
};

Shortfall expected_shortfall(const std::vector<double>& values) {
  const double count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const double cut = sorted[static_cast<std::size_t>((1.0 - kLevel) * count)];
  Shortfall result;
  for (const double value : values) result.value += std::max(cut - value, 0.0) / ((1.0 - kLevel) * count);
  const double excess = result.value;
  result.value += mean - cut;
  for (const double value : values) {
    result.influence.push_back(std::max(cut - value, 0.0) / (1.0 - kLevel) - excess + value - mean);
  }
  return result;
}

/// 1 - ES(hybrid) / (ES(mining) / 2 + ES(AI) / 2): 0 when the two halves fall together, with its standard error over
/// common paths.
CaseFigure diversification_benefit(const CaseStudy& study, const BlockResult& block) {
  const Shortfall mining = expected_shortfall(revenue(study, block, "mining-only"));
  const Shortfall ai = expected_shortfall(revenue(study, block, "ai-only"));
  const Shortfall hybrid = expected_shortfall(revenue(study, block, "hybrid"));
  const double apart = 0.5 * (mining.value + ai.value);
  const double ratio = hybrid.value / apart;
  double squares = 0.0;
  for (std::size_t k = 0; k < hybrid.influence.size(); ++k) {
    const double of_apart = 0.5 * (mining.influence[k] + ai.influence[k]);
    squares += std::pow((hybrid.influence[k] - ratio * of_apart) / apart, 2);
  }
  return {1.0 - ratio, std::sqrt(squares) / static_cast<double>(hybrid.influence.size())};
}

double deviation(const std::vector<double>& values) {
  const double count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / count);
}

BlockResult simulated(const CaseStudy& study) { return make_cpu_backend(study.plan(), {})->simulate({0, kPaths}, {}); }

TEST(SentimentBustTest, TheRegimeTakesMostOfTheBenefit) {
  const CaseStudy together("sentiment-bust"), apart("sentiment-bust-independent");
  const BlockResult with = simulated(together), without = simulated(apart);
  for (const char* site : {"mining-only", "ai-only"}) {
    EXPECT_NEAR(deviation(revenue(together, with, site)) / deviation(revenue(apart, without, site)), 1.0, 0.10) << site;
  }
  const CaseFigure benefit = diversification_benefit(together, with);
  const CaseFigure independent = diversification_benefit(apart, without);
  RecordProperty("benefit", std::to_string(benefit.value) + " +- " + std::to_string(benefit.standard_error));
  RecordProperty("independent",
                 std::to_string(independent.value) + " +- " + std::to_string(independent.standard_error));
  EXPECT_LT(benefit.standard_error, 0.01);
  EXPECT_GT(benefit.value / benefit.standard_error, 4.0);  // some is left
  EXPECT_GT(deviations(independent, benefit), 4.0);        // but less
  EXPECT_LT(benefit.value, 0.75 * independent.value);
  expect_today(benefit, {0.036411, 0.00125});
  expect_today(independent, {0.120257, 0.00276});
}

}  // namespace
}  // namespace hashlease::testing
