/// stress-halving-flat-price: the hashprice halves at the halving, hashrate leaves, difficulty follows, the new fleet
/// keeps a margin and the old one hardly any.

#include <gtest/gtest.h>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

constexpr int kHalvingMonth = 2;  // about 8,700 blocks at 144 a day from the start

TEST(StressHalvingTest, SubsidyHalvesAndThePriceStays) {
  const CaseStudy study("stress-halving-flat-price");
  for (const std::uint64_t path : {0, 7, 1999}) {
    const PathLedger ledger = study.replay(path);
    for (const float price : market_series(ledger, "btc_price_mean")) EXPECT_NEAR(price, 97'707.0, 1.0);
    const std::vector<float>& hashprice = market_series(ledger, "hashprice_mean");
    const std::vector<float>& difficulty = market_series(ledger, "difficulty_end");
    // Subsidy halves, and fees are a share of it; difficulty and fees move little within two months.
    const float ratio = hashprice[kHalvingMonth + 1] / hashprice[kHalvingMonth - 2];
    EXPECT_GT(ratio, 0.40F);
    EXPECT_LT(ratio, 0.68F);
    // Machines that no longer earn their power leave: difficulty falls, and hashprice recovers without any help of the
    // price, but not to where it was.
    EXPECT_LT(difficulty[23], difficulty[kHalvingMonth]);
    EXPECT_GT(hashprice[23], hashprice[kHalvingMonth + 1]);
    EXPECT_LT(hashprice[23], hashprice[0]);
  }
}

TEST(StressHalvingTest, TheNewFleetKeepsItsMarginTheOldOneHardly) {
  CaseStudy study("stress-halving-flat-price");
  study.run(4'096);
  const auto drop = [&](const std::string& site) {
    return study.mean(site, Outcome::cash_flow, study.month(kHalvingMonth + 1)).value /
           study.mean(site, Outcome::cash_flow, study.month(0)).value;
  };
  EXPECT_LT(drop("new-fleet"), 0.55);
  EXPECT_GT(drop("new-fleet"), 0.15);
  EXPECT_LT(drop("old-fleet"), drop("new-fleet"));
  expect_today(study.mean("new-fleet", Outcome::cash_flow, study.month(kHalvingMonth + 1)), {1.71386e+06, 3.94e+03});
  expect_today(study.mean("old-fleet", Outcome::cash_flow, study.month(kHalvingMonth + 1)), {479859.0, 2.18e+03});
  // Two years on, hashprice has recovered by the hashrate that left.
  const CaseFigure after = study.mean("new-fleet", Outcome::mining_revenue, study.month(kHalvingMonth + 1));
  const CaseFigure late = study.mean("new-fleet", Outcome::mining_revenue, study.month(23));
  EXPECT_GT(deviations(late, after), 4.0);
  expect_today(late, {3.72385e+06, 9.33e+03});
  expect_today(after, {2.60941e+06, 3.66e+03});
}

/// Without the halving nothing of it happens.
TEST(StressHalvingTest, TwinFarFromTheHalving) {
  CaseStudy study("stress-halving-flat-price", {"market.network.block_height=900000"});
  study.run(4'096);
  const double kept = study.mean("new-fleet", Outcome::mining_revenue, study.month(kHalvingMonth + 1)).value /
                      study.mean("new-fleet", Outcome::mining_revenue, study.month(0)).value;
  EXPECT_GT(kept, 0.85);
}

}  // namespace
}  // namespace hashlease::testing
