/// stress-2022: debt that a gross profit of 2 million cannot serve, insolvencies, and what the shake-out gives those
/// who survive it.

#include <gtest/gtest.h>

#include "cases/support/case_study.hpp"
#include "site/support/entity_ledger.hpp"

namespace hashlease::testing {
namespace {

constexpr const char* kCase = "stress-2022";
constexpr int kLeveraged = 0, kEfficient = 1;

/// The debt of the case on a gross profit of 2 million USD a month: 2 / 7 = 0.29.
TEST(Stress2022Test, CoverRatioOf029) {
  const CaseStudy study(kCase);
  EntityLedger ledger([&](SiteConfiguration& site) {
    site.treasury.opening_cash = 1e9;
    site.debt = study.plan().configuration.site[kLeveraged].debt;
  });
  ledger.months(12, {.margin = 2e6});
  EXPECT_NEAR(ledger.sum(LedgerItem::debt_service), 12.0 * 7e6, 12.0 * 0.05e6);
  EXPECT_NEAR(ledger.last(LedgerItem::dscr), 0.29, 0.005);
}

TEST(Stress2022Test, BitcoinIsDownByThreeQuarters) {
  const CaseStudy study(kCase);
  const CaseFigure price = mean_of(on_each(study.replays(4'000), [](const PathLedger& path) {
    return market_series(path, "btc_price_end")[11] / 67'096.0F;
  }));
  EXPECT_LT(std::abs(price.value - 0.25), 4.0 * price.standard_error);
  EXPECT_LT(price.standard_error, 0.01);
}

CaseFigure insolvency(const std::vector<std::string>& options) {
  return mean_of(on_each(CaseStudy(kCase, options).replays(1'000),
                         [](const PathLedger& path) { return last(path, kLeveraged, LedgerItem::insolvent); }));
}

/// Price, power and debt each have their part in it.
TEST(Stress2022Test, InsolvencyRises) {
  const CaseFigure stressed = insolvency({});
  const std::string medians =
      "market.power.monthly_median=[22.3,14.6,17.9,14.0,23.0,26.1,27.1,45.4,32.4,25.5,25.0,22.8]";
  const CaseFigure cheap_power = insolvency({medians});
  const CaseFigure flat_price = insolvency({"market.btc.annual_drift=0"});
  const CaseFigure light_debt = insolvency({"site.leveraged.debt.machine loans.principal=50e6"});
  RecordProperty("insolvent", std::to_string(stressed.value) + " +- " + std::to_string(stressed.standard_error));
  EXPECT_GT(stressed.value, 0.3);
  expect_today(stressed, {0.606, 0.0155});
  expect_today(cheap_power, {0.402, 0.0155});
  EXPECT_EQ(light_debt.value, 0.0);
  EXPECT_GT(deviations(stressed, cheap_power), 2.0);
  EXPECT_GT(deviations(stressed, flat_price), 10.0);
  EXPECT_GT(deviations(stressed, light_debt), 10.0);
  EXPECT_LT(flat_price.value, 0.1);
  expect_today(flat_price, {0.055, 0.00721});
}

/// Revenue of the efficient fleet per PH/s over the last quarter, with machines that are switched off when they earn
/// too little and with machines that never are, on common paths.
TEST(Stress2022Test, SurvivorsGainByTheShakeOut) {
  const CaseStudy with(kCase), without(kCase, {"market.network.response_down=0"});
  std::vector<double> gain;
  for (std::uint64_t number = 0; number < 1'000; ++number) {
    const PathLedger left = with.replay(number), stayed = without.replay(number);
    double more = 0.0, base = 0.0;
    for (int month = 9; month < 12; ++month) {
      more += item(left, kEfficient, LedgerItem::mining_revenue, month);
      base += item(stayed, kEfficient, LedgerItem::mining_revenue, month);
    }
    gain.push_back(more / base - 1.0);
  }
  const CaseFigure mean = mean_of(gain);
  RecordProperty("gain", std::to_string(mean.value) + " +- " + std::to_string(mean.standard_error));
  EXPECT_GT(mean.value, 0.05);
  expect_today(mean, {0.254036, 0.0142});
  EXPECT_GT(mean.value, 4.0 * mean.standard_error);
}

}  // namespace
}  // namespace hashlease::testing
