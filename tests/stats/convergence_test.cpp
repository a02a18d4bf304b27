#include "stats/measures/convergence.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/measures/measures.hpp"
#include "stats/state/state_hash.hpp"
#include "stats/support/samples.hpp"
#include "stats/support/studies.hpp"

namespace hashlease {
namespace {

constexpr std::uint64_t kPaths = 9000;

class ConvergenceTest : public testing::Test {
 protected:
  ConvergenceTest()
      : configuration_(configuration_of({.sites = 2, .months = 1, .tail_paths = 30})),
        layout_(configuration_),
        outcomes_(draw_outcomes(layout_, kPaths, 81, [](auto& words) { return 1e6 * draw_lognormal(words); })) {
    outcomes_.columns[static_cast<std::size_t>(layout_.convergence_column(1))][700] =
        std::numeric_limits<float>::quiet_NaN();
  }
  ConvergenceTables tables(const StudyState& state) const {
    return compute_convergence(state, layout_, configuration_.run.losses());
  }
  /// The finite values of a column on the first paths.
  std::vector<float> first(int column, std::uint64_t count) const {
    std::vector<float> values;
    for (std::uint64_t path = 0; path < count; ++path) {
      const float value = outcomes_.columns[static_cast<std::size_t>(column)][path];
      if (std::isfinite(value)) values.push_back(value);
    }
    return values;
  }

  Configuration configuration_;
  ColumnLayout layout_;
  Outcomes outcomes_;
};

double mean_of(const std::vector<float>& values) {
  double sum = 0.0;
  for (const float value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

TEST_F(ConvergenceTest, EveryRowIsOfTheFirstPaths) {
  const ConvergenceTables found = tables(simulate_study(layout_, outcomes_));
  ASSERT_EQ(found.path_counts, (std::vector<std::uint64_t>{1024, 2048, 4096, 8192, 9000}));
  ASSERT_EQ(found.confidence_levels, (std::vector<double>{0.95, 0.99}));
  for (std::size_t row = 0; row < 5; ++row) {
    for (int site = 0; site < 2; ++site) {
      const std::size_t index = row * 2 + static_cast<std::size_t>(site);
      const std::vector<float> revenue =
          first(layout_.column(site, Outcome::revenue, layout_.horizon_period()), found.path_counts[row]);
      std::vector<float> cash_flow = first(layout_.convergence_column(site), found.path_counts[row]);
      const double mean = mean_of(cash_flow);
      EXPECT_NEAR(found.mean_revenue.value[index] / mean_of(revenue), 1.0, 1e-12);
      EXPECT_NEAR(found.mean_cash_flow.value[index] / mean, 1.0, 1e-12);
      double squares = 0.0;
      for (const float value : cash_flow) squares += (value - mean) * (value - mean);
      const auto n = static_cast<double>(cash_flow.size());
      EXPECT_NEAR(found.mean_cash_flow.standard_error[index] / std::sqrt(squares / (n - 1.0) / n), 1.0, 1e-9);
      std::sort(cash_flow.begin(), cash_flow.end());
      for (std::size_t level = 0; level < 2; ++level) {
        const double a = found.confidence_levels[level];
        const auto rank = cash_flow.size() - static_cast<std::size_t>(std::ceil(n * a - 1e-9)) + 1;
        const double exact = mean - static_cast<double>(cash_flow[rank - 1]);
        EXPECT_NEAR(found.value_at_risk.value[index * 2 + level], exact, 0x1p-9 * cash_flow[rank - 1] + 1e-6);
        EXPECT_GT(found.expected_shortfall.value[index * 2 + level], found.value_at_risk.value[index * 2 + level]);
      }
    }
  }
}

TEST_F(ConvergenceTest, TheLastRowIsThatOfRisk) {
  const StudyState state = simulate_study(layout_, outcomes_);
  const ConvergenceTables found = tables(state);
  const RiskTables risk = compute_risk_tables(state, layout_, configuration_.run.losses(), {});
  for (int site = 0; site < 2; ++site) {
    const auto column = static_cast<std::size_t>(layout_.convergence_column(site));
    const std::size_t row = 4 * 2 + static_cast<std::size_t>(site);
    EXPECT_EQ(found.mean_cash_flow.value[row], risk.mean.value[column]);
    EXPECT_EQ(found.value_at_risk.value[row * 2], risk.value_at_risk.value[column * 2]);
    EXPECT_EQ(found.expected_shortfall.standard_error[row * 2 + 1],
              risk.expected_shortfall.standard_error[column * 2 + 1]);
  }
}

/// Nodes from path 0 are formed in other forests when the study is cut, joined in any order; the state is the same.
TEST_F(ConvergenceTest, CutsDoNotMatter) {
  const StudyState whole = simulate_study(layout_, outcomes_);
  const std::vector<std::vector<std::uint64_t>> cuts = {
      {0, 64, 9000}, {0, 512, 1088, 4096, 9000}, {0, 8192, 9000}, {0, 832, 3136, 6400, 8960, 9000}};
  for (const std::vector<std::uint64_t>& cut : cuts) {
    for (const std::uint64_t chunk_paths : {std::uint64_t{64}, std::uint64_t{4096}}) {
      StudyState merged = make_study_state(layout_, shift_of(outcomes_));
      for (std::size_t k = cut.size() - 1; k > 0; --k) {
        const PathRange range{cut[k - 1], cut[k] - cut[k - 1]};
        merge_state(merged, layout_, simulate_range(layout_, outcomes_, range, chunk_paths));
      }
      EXPECT_EQ(merged.sums.prefixes(), whole.sums.prefixes());
      EXPECT_EQ(state_hash(merged, layout_), state_hash(whole, layout_));
    }
  }
}

TEST_F(ConvergenceTest, NothingWithoutTheFirstPath) {
  EXPECT_TRUE(tables(simulate_range(layout_, outcomes_, {64, 4096}, 256)).path_counts.empty());
  EXPECT_EQ(tables(simulate_range(layout_, outcomes_, {0, 100}, 256)).path_counts, (std::vector<std::uint64_t>{100}));
}

}  // namespace
}  // namespace hashlease
