/// hodl-or-sell: the same bitcoin is mined under every policy; who sells late has the same mean and more risk.

#include <gtest/gtest.h>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

enum Site { sell_all, sell_half, sell_to_cover, hodl_capped, hodl_on_loan, site_count };

const std::vector<PathLedger>& paths() {
  static const std::vector<PathLedger> replayed = CaseStudy("hodl-or-sell").replays(2'000);
  return replayed;
}

TEST(HodlOrSellTest, BitcoinIsConserved) {
  for (const PathLedger& path : paths()) {
    for (int site = 0; site < site_count; ++site) {
      if (last(path, site, LedgerItem::insolvent) > 0.0) continue;
      EXPECT_EQ(item_series(path, site, LedgerItem::btc_mined), item_series(path, sell_all, LedgerItem::btc_mined));
      const double left = 200.0 + total(path, site, LedgerItem::btc_mined) - total(path, site, LedgerItem::btc_sold) -
                          total(path, site, LedgerItem::btc_liquidated);
      EXPECT_NEAR(last(path, site, LedgerItem::btc_held), left, 0.01) << site;
    }
  }
}

TEST(HodlOrSellTest, EachPolicyDoesWhatItSays) {
  for (std::size_t number = 0; number < 300; ++number) {
    const PathLedger& path = paths()[number];
    for (int month = 0; month < 24; ++month) {
      const double mined = item(path, sell_half, LedgerItem::btc_mined, month);
      EXPECT_LE(item(path, sell_all, LedgerItem::btc_held, month), 200.0);
      EXPECT_GE(item(path, sell_half, LedgerItem::btc_sold, month), 0.5 * mined * (1.0 - 1e-6));
      EXPECT_LE(item(path, hodl_capped, LedgerItem::btc_held, month), 600.0 * (1.0 + 1e-6));
      if (item(path, hodl_on_loan, LedgerItem::btc_sold, month) > 0.0) {  // borrowed first
        EXPECT_GT(path.sites[hodl_on_loan][static_cast<std::size_t>(month)][LedgerItem::btc_loan_balance] +
                      path.sites[hodl_on_loan][static_cast<std::size_t>(month)][LedgerItem::btc_loan_repaid],
                  0.0F);
      }
    }
  }
}

/// Cash and bitcoin less the loan at the end.
std::vector<double> wealth(int site) {
  return on_each(paths(), [&](const PathLedger& path) {
    const double price = static_cast<double>(market_series(path, "btc_price_end")[23]);
    return last(path, site, LedgerItem::cash) + price * last(path, site, LedgerItem::btc_held) -
           last(path, site, LedgerItem::btc_loan_balance);
  });
}

/// Mean of a - b on common paths.
CaseFigure difference(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> values;
  for (std::size_t k = 0; k < a.size(); ++k) values.push_back(a[k] - b[k]);
  return mean_of(values);
}

double spread(const std::vector<double>& values) {
  return mean_of(values).standard_error * std::sqrt(static_cast<double>(values.size()));
}

/// With a drift of 0 the price is a martingale: what is sold later fetches the same in the mean, and spreads more.
TEST(HodlOrSellTest, HoldingIsRiskWithoutReward) {
  const std::vector<double> sold = wealth(sell_all), half = wealth(sell_half), held = wealth(hodl_on_loan);
  const CaseFigure gain = difference(half, sold);
  EXPECT_LT(std::abs(gain.value), 4.0 * gain.standard_error);
  EXPECT_GT(spread(half), 1.1 * spread(sold));
  EXPECT_GT(spread(held), 1.1 * spread(half));
}

/// The loan is called and liquidated on some paths, and on those only where bitcoin has fallen.
TEST(HodlOrSellTest, MarginCallsComeWithTheFall) {
  std::vector<double> called, others;
  for (const PathLedger& path : paths()) {
    const double price = static_cast<double>(market_series(path, "btc_price_end")[23]);
    (total(path, hodl_on_loan, LedgerItem::btc_liquidated) > 0.0 ? called : others).push_back(price);
  }
  EXPECT_GT(called.size(), 20U);
  expect_today(share_of(called.size(), called.size() + others.size()), {0.124, 0.00737});
  EXPECT_GT(deviations(mean_of(others), mean_of(called)), 4.0);
}

}  // namespace
}  // namespace hashlease::testing
