#include "backtest/chain_history.hpp"

#include <gtest/gtest.h>

#include "backtest/support/synthetic_history.hpp"

namespace hashlease {
namespace {

using testing::make_history;
using testing::SyntheticHistory;

/// The halving at block 420,000 comes in the middle of a day, with its first block, or with its last.
TEST(ChainHistoryTest, AHalvingTellsHeights) {
  for (const std::int64_t before : {400'050, 400'055, 420'000 - 144 * 3 - 1, 420'000 - 144 * 3}) {
    SyntheticHistory synthetic;
    synthetic.height_before = before;
    synthetic.days = 300;
    const BtcHistory history = make_history(synthetic);
    const auto known = height_from_halving(history);
    ASSERT_TRUE(known.has_value()) << before;
    const std::vector<std::int64_t> heights = block_heights(history, *known);
    EXPECT_EQ(heights.front(), before + 144) << before;
    EXPECT_EQ(heights.back(), before + 144 * 300) << before;
  }
}

TEST(ChainHistoryTest, WithoutAHalvingNoHeight) {
  SyntheticHistory synthetic;
  synthetic.days = 100;
  EXPECT_FALSE(height_from_halving(make_history(synthetic)).has_value());
}

TEST(ChainHistoryTest, DifficultyAtTheCloseOfARetargetDay) {
  SyntheticHistory synthetic;
  synthetic.days = 60;
  const BtcHistory history = make_history(synthetic);
  const std::vector<std::int64_t> heights = block_heights(history, {synthetic.first_day - 1, synthetic.height_before});
  int retargets = 0;
  for (std::size_t k = 1; k < heights.size(); ++k) {
    const double expected = testing::difficulty_of(synthetic, heights[k]);
    EXPECT_NEAR(difficulty_at_close(history, heights, k) / expected, 1.0, 1e-9) << k;
    if (heights[k] / 2016 != heights[k - 1] / 2016) ++retargets;
  }
  EXPECT_GE(retargets, 4);
}

}  // namespace
}  // namespace hashlease
