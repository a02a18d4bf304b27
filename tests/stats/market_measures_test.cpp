#include "stats/measures/market_measures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "stats/measures/quantiles.hpp"
#include "stats/support/samples.hpp"
#include "stats/support/studies.hpp"

namespace hashlease {
namespace {

constexpr std::uint64_t kPaths = 5000;

/// Three months and two GPU classes; the values of every column are worked out again from its sample.
class MarketMeasuresTest : public testing::Test {
 protected:
  MarketMeasuresTest() : configuration_(configuration_of({.months = 3})) {
    configuration_.market.gpu.resize(2);
    layout_ = ColumnLayout(configuration_);
    outcomes_ = draw_outcomes(layout_, kPaths, 71, [](auto& words) { return 100.0 * draw_lognormal(words); });
  }
  std::vector<float>& column(MarketVariable variable, int gpu_class, int month) {
    return outcomes_.columns[static_cast<std::size_t>(layout_.market_column(variable, gpu_class, month))];
  }
  std::vector<MarketTable> tables() { return compute_market_tables(simulate_study(layout_, outcomes_), layout_); }

  Configuration configuration_;
  ColumnLayout layout_{configuration_};
  Outcomes outcomes_;
};

TEST_F(MarketMeasuresTest, EveryCellIsThatOfItsColumn) {
  const std::vector<MarketTable> found = tables();
  ASSERT_EQ(found.size(), static_cast<std::size_t>(kMarketVariableCount));
  for (int k = 0; k < kMarketVariableCount; ++k) {
    const auto variable = static_cast<MarketVariable>(k);
    const MarketTable& table = found[static_cast<std::size_t>(k)];
    const int classes = is_of_gpu_class(variable) ? 2 : 1;
    ASSERT_EQ(table.mean.value.size(), static_cast<std::size_t>(3 * classes));
    std::size_t index = 0;
    for (int month = 0; month < 3; ++month) {
      for (int gpu_class = 0; gpu_class < classes; ++gpu_class, ++index) {
        std::vector<float> sample = column(variable, gpu_class, month);
        std::sort(sample.begin(), sample.end());
        const double mean = std::accumulate(sample.begin(), sample.end(), 0.0) / static_cast<double>(kPaths);
        double squares = 0.0;
        for (const float value : sample) squares += (value - mean) * (value - mean);
        const double deviation = std::sqrt(squares / static_cast<double>(kPaths - 1));
        EXPECT_NEAR(table.mean.value[index], mean, 1e-9 * mean);
        EXPECT_NEAR(table.mean.standard_error[index], deviation / std::sqrt(static_cast<double>(kPaths)), 1e-8 * mean);
        EXPECT_NEAR(table.standard_deviation.value[index], deviation, 1e-8 * mean);
        EXPECT_EQ(table.count[index], kPaths);
        for (std::size_t q = 0; q < kQuantileProbabilities.size(); ++q) {
          const auto rank = static_cast<std::size_t>(std::ceil(kQuantileProbabilities[q] * kPaths - 1e-9));
          const double exact = sample[rank - 1];
          EXPECT_NEAR(table.quantile.value[index * kQuantileProbabilities.size() + q], exact, 0x1p-9 * exact);
        }
      }
    }
  }
}

TEST_F(MarketMeasuresTest, PathsWithoutAValueAreCountedAndLeftOut) {
  column(MarketVariable::lease_rate, 1, 2)[7] = std::numeric_limits<float>::infinity();
  const MarketTable table = tables()[static_cast<std::size_t>(MarketVariable::lease_rate)];
  EXPECT_EQ(table.count, (std::vector<std::uint64_t>{kPaths, kPaths, kPaths, kPaths, kPaths, kPaths - 1}));
  EXPECT_TRUE(std::isfinite(table.mean.value[5]));
  EXPECT_EQ(simulate_study(layout_, outcomes_).non_finite_count, 0U) << "no outcome of a site is concerned";
}

TEST_F(MarketMeasuresTest, NothingWhenTurnedOff) {
  configuration_.run.market_distribution = false;
  layout_ = ColumnLayout(configuration_);
  outcomes_ = draw_outcomes(layout_, 100, 72, draw_normal);
  EXPECT_TRUE(tables().empty());
}

}  // namespace
}  // namespace hashlease
