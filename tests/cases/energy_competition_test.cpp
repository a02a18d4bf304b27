/// energy-competition: with the link, a year in which BTC is dear is one in which the AI side pays more for power.

#include <gtest/gtest.h>

#include <algorithm>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

constexpr std::uint64_t kPaths = 8'192;

std::vector<double> second_year(const CaseStudy& study, const BlockResult& block, const std::string& site,
                                Outcome outcome) {
  const int wanted = study.plan().layout.column(study.site(site), outcome, study.year(1));
  const std::vector<int>& kept = study.plan().layout.kept_columns();
  const auto at = static_cast<std::size_t>(std::find(kept.begin(), kept.end(), wanted) - kept.begin());
  return {block.kept.at(at).begin(), block.kept.at(at).end()};
}

/// Spearman's rank correlation, whose standard error is about 1 / sqrt(n) without dependence.
double rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto ranks = [](const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
    std::sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return values[x] < values[y]; });
    std::vector<double> rank(values.size());
    for (std::size_t k = 0; k < order.size(); ++k) rank[order[k]] = static_cast<double>(k);
    return rank;
  };
  const std::vector<double> x = ranks(a), y = ranks(b);
  const double count = static_cast<double>(x.size());
  double squares = 0.0;
  for (std::size_t k = 0; k < x.size(); ++k) squares += (x[k] - y[k]) * (x[k] - y[k]);
  return 1.0 - 6.0 * squares / (count * (count * count - 1.0));
}

/// Mining revenue, which BTC drives, against what AI pays for power and what is left for it.
struct Competition {
  double power_cost;
  double cash_flow;
};

Competition competition(const std::vector<std::string>& options) {
  const CaseStudy study("energy-competition", options);
  const BlockResult block = make_cpu_backend(study.plan(), {})->simulate({0, kPaths}, {});
  const std::vector<double> mining = second_year(study, block, "mining-only", Outcome::revenue);
  return {rank_correlation(mining, second_year(study, block, "ai-only", Outcome::power_cost)),
          rank_correlation(mining, second_year(study, block, "ai-only", Outcome::cash_flow))};
}

TEST(EnergyCompetitionTest, TheSignOfTheLinkIsTheSignOfTheDependence) {
  const double noise = 4.0 / std::sqrt(static_cast<double>(kPaths));
  const Competition positive = competition({});
  EXPECT_GT(positive.power_cost, 0.3);
  EXPECT_LT(positive.cash_flow, -0.3);
  const Competition negative = competition({"market.dependence.btc_to_power=-0.6"});
  EXPECT_LT(negative.power_cost, -0.3);
  EXPECT_GT(negative.cash_flow, 0.3);
  const Competition none = competition({"market.dependence.btc_to_power=0"});
  EXPECT_LT(std::abs(none.power_cost), noise + 0.05);  // dear power curtails mining: a little dependence is real
}

/// GPUs that become dearer with BTC raise what the AI side earns on the spot market.
TEST(EnergyCompetitionTest, LeaseRatesFollowWhenLinked) {
  const CaseStudy study("energy-competition", {"market.dependence.btc_to_lease=0.5", "market.dependence.btc_to_power=0",
                                               "site.ai-only.gpu.H100.contract.share=0"});
  const BlockResult block = make_cpu_backend(study.plan(), {})->simulate({0, kPaths}, {});
  EXPECT_GT(rank_correlation(second_year(study, block, "mining-only", Outcome::revenue),
                             second_year(study, block, "ai-only", Outcome::revenue)),
            0.2);
}

}  // namespace
}  // namespace hashlease::testing
