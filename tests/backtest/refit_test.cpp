#include "backtest/refit.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "backtest/support/synthetic_history.hpp"
#include "base/error.hpp"
#include "vocabulary/date.hpp"

namespace hashlease {
namespace {

using testing::make_history;
using testing::SyntheticHistory;

Configuration configuration() {
  Configuration study;
  study.run.start_date = date_from_days(SyntheticHistory{}.first_day - 1);
  study.market.network.block_height = SyntheticHistory{}.height_before;
  study.market.btc.model = BtcModel::gbm;
  return study;
}

/// What comes after an origin changes nothing at it.
TEST(RefitTest, NothingLaterIsUsed) {
  const BtcHistory whole = make_history({});
  const BtcHistory cut = between(whole, whole.first_day, whole.first_day + 900);
  const DatedHistory later = dated_history(whole, configuration());
  const DatedHistory then = dated_history(cut, configuration());
  for (std::size_t model = 0; model < kBtcModelNames.size(); ++model) {
    if (static_cast<BtcModel>(model) == BtcModel::bates) continue;  // the same way, and slow
    MarketConfiguration a, b;
    a.btc.model = b.btc.model = static_cast<BtcModel>(model);
    refit_btc(later, 900, 730, a);
    refit_btc(then, 900, 730, b);
    EXPECT_EQ(a.btc.price, whole.price[900]);
    EXPECT_EQ(a.btc.annual_volatility, b.btc.annual_volatility) << kBtcModelNames[model];
    EXPECT_EQ(a.btc.initial_volatility, b.btc.initial_volatility) << kBtcModelNames[model];
    EXPECT_EQ(a.btc.jump_intensity, b.btc.jump_intensity) << kBtcModelNames[model];
    EXPECT_EQ(a.btc.gjr_garch.beta, b.btc.gjr_garch.beta) << kBtcModelNames[model];
    EXPECT_EQ(a.btc.bootstrap.btc_rows, b.btc.bootstrap.btc_rows) << kBtcModelNames[model];
    EXPECT_EQ(a.regime.initial, b.regime.initial) << kBtcModelNames[model];
  }
  const NetworkConfiguration a = refit_network({}, later, 900, 365);
  const NetworkConfiguration b = refit_network({}, then, 900, 365);
  EXPECT_EQ(a.difficulty, b.difficulty);
  EXPECT_EQ(a.block_height, b.block_height);
  EXPECT_EQ(a.annual_hashrate_growth, b.annual_hashrate_growth);
  EXPECT_EQ(a.annual_hashrate_volatility, b.annual_hashrate_volatility);
  EXPECT_EQ(a.hashprice_reference, b.hashprice_reference);
  EXPECT_EQ(a.fee_ratio_median, b.fee_ratio_median);
  EXPECT_EQ(a.fee_log_deviation, b.fee_log_deviation);
}

/// Within a year of a fit of bates its parameters stay, and its starting volatility follows the days since.
TEST(RefitTest, BatesKeepsItsParametersForAYear) {
  SyntheticHistory synthetic;
  synthetic.days = 500;
  BtcHistory price = make_history(synthetic);
  for (std::size_t day = 400; day + 1 < price.price.size(); ++day)
    price.price[day + 1] = price.price[day];  // all still
  price.hashrate.clear();
  const DatedHistory history = dated_history(price, configuration());
  BtcRefitter refit(history, 300);
  MarketConfiguration first, second, fresh;
  first.btc.model = second.btc.model = fresh.btc.model = BtcModel::bates;
  refit(390, first);
  refit(460, second);
  refit_btc(history, 390, 300, fresh);
  EXPECT_EQ(first.btc.initial_volatility, fresh.btc.initial_volatility);
  EXPECT_EQ(second.btc.bates.mean_reversion, first.btc.bates.mean_reversion);
  EXPECT_EQ(second.btc.price, price.price[460]);
  // 60 still days and 10 others: weights 2^-2.
  EXPECT_NEAR(second.btc.initial_volatility / first.btc.initial_volatility, 0.5, 0.15);
}

TEST(RefitTest, RecoversVolatilityAndGrowth) {
  const SyntheticHistory synthetic;
  const DatedHistory history = dated_history(make_history(synthetic), configuration());
  MarketConfiguration market;
  market.btc.model = BtcModel::gbm;
  market.btc.annual_drift = 0.17;
  refit_btc(history, 1100, 1000, market);
  // Four standard errors, volatility / sqrt(2 n).
  EXPECT_NEAR(market.btc.annual_volatility, 0.6, 4 * 0.6 / std::sqrt(2000.0));
  EXPECT_EQ(market.btc.annual_drift, 0.17);
  const NetworkConfiguration network = refit_network({}, history, 1100, 365);
  // Difficulty and, at 144 blocks a day, hashrate grow by 0.02 in 14 days, without answering to hashprice.
  EXPECT_NEAR(network.annual_hashrate_growth, 0.02 / 14 * 365.25, 1e-6);
  EXPECT_NEAR(network.annual_hashrate_volatility, 0.02, 1e-12) << "steps alike: the least that is allowed";
  EXPECT_EQ(network.block_height, synthetic.height_before + 144 * 1101);
  EXPECT_NEAR(network.difficulty / testing::difficulty_of(synthetic, network.block_height), 1.0, 1e-9);
  EXPECT_NEAR(network.fee_ratio_median, 0.02, 0.02 * 0.1 * 4 * 1.2533 / std::sqrt(30.0));
  EXPECT_NEAR(network.fee_log_deviation, 0.1, 0.02);
}

/// Growth is what the response to hashprice does not explain: the engine's expected growth over the window, growth and
/// response together, is the window's.
TEST(RefitTest, GrowthAndResponseTogetherAreTheWindows) {
  const DatedHistory history = dated_history(make_history({}), configuration());
  NetworkConfiguration configured;
  configured.response_up = 0.4;
  configured.response_down = 1.5;
  configured.annual_efficiency_gain = 0.2;
  const NetworkConfiguration network = refit_network(configured, history, 1100, 365);
  double response = 0.0;
  for (std::size_t k = 1100 - 351; k < 1100; ++k) {
    const double reference = std::log(network.hashprice_reference) + 0.2 * (1100.0 - static_cast<double>(k)) / 365.25;
    const double excess = std::log(history.hashprice[k]) - reference;
    response += (excess > 0.0 ? 0.4 : 1.5) * excess / 365.25;
  }
  EXPECT_NEAR(network.annual_hashrate_growth * 351 / 365.25 + response, 0.02 / 14 * 351, 0.02);
  EXPECT_EQ(network.response_down, 1.5);
}

TEST(RefitTest, HeightsMustBeKnown) {
  SyntheticHistory synthetic;
  synthetic.days = 100;
  Configuration study = configuration();
  study.run.start_date = {2024, 11, 23};
  EXPECT_THROW(dated_history(make_history(synthetic), study), InputError);
}

}  // namespace
}  // namespace hashlease
