/// own-ai-datacenter: what it costs, when it opens, and what it means to open without a customer.

#include <gtest/gtest.h>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

constexpr const char* kCase = "own-ai-datacenter";
constexpr int kMerchant = 0, kSigned = 1;
constexpr int kMonths = 48;

/// Money without end, so that no path is cut short: 560 million with an overrun of 10 %, open after 18 months.
const std::vector<std::string> kRich = {
    "site.merchant.treasury.opening_cash=1e10", "site.merchant.covenant.default_dscr=0",
    "site.merchant.covenant.lock_up_dscr=0",    "site.signed.treasury.opening_cash=1e10",
    "site.signed.covenant.default_dscr=0",      "site.signed.covenant.lock_up_dscr=0"};

TEST(OwnAiDatacenterTest, CostAndDateHaveTheirMeans) {
  std::vector<std::string> options = kRich;
  options.emplace_back("run.horizon_months=72");
  const CaseStudy study(kCase, options);
  const std::vector<PathLedger> paths = study.replays(2'000);
  const CaseFigure capex = mean_of(
      on_each(paths, [](const PathLedger& path) { return total(path, kMerchant, LedgerItem::capital_expenditure); }));
  EXPECT_LT(std::abs(capex.value - 616e6), 4.0 * capex.standard_error);
  EXPECT_LT(capex.standard_error, 4e6);
  // The months that the power was not there yet add up to the date of delivery.
  const CaseFigure opening = mean_of(on_each(paths, [](const PathLedger& path) {
    double missing = 0.0;
    for (const double megawatts : item_series(path, kMerchant, LedgerItem::gpu_megawatts))
      missing += 1.0 - megawatts / 20.0;
    return missing;
  }));
  EXPECT_LT(std::abs(opening.value - 18.0), 4.0 * opening.standard_error);
}

TEST(OwnAiDatacenterTest, NothingIsEarnedBeforeItOpens) {
  const CaseStudy study(kCase);
  for (const PathLedger& path : study.replays(200)) {
    for (int month = 0; month < kMonths; ++month) {
      const double megawatts = item(path, kMerchant, LedgerItem::gpu_megawatts, month);
      if (megawatts == 0.0) {
        EXPECT_EQ(item(path, kMerchant, LedgerItem::ai_revenue, month), 0.0);
      }
      EXPECT_LE(megawatts + item(path, kMerchant, LedgerItem::mining_megawatts, month), 100.0);
      EXPECT_LE(total(path, kMerchant, LedgerItem::debt_drawn), 400e6 * (1.0 + 1e-6));
    }
  }
}

/// AI revenue of the last year over what is spent at all, with and without a first customer; both with money without
/// end.
TEST(OwnAiDatacenterTest, MerchantRevenueIsTheMarkets) {
  CaseStudy study(kCase, kRich);
  study.run(8'192);
  const auto variation = [&](const char* site) {
    return study.deviation(site, Outcome::ai_revenue, study.year(3)).value /
           study.mean(site, Outcome::ai_revenue, study.year(3)).value;
  };
  EXPECT_GT(variation("merchant"), 1.2 * variation("signed"));
}

TEST(OwnAiDatacenterTest, MerchantFailsMoreOften) {
  const CaseStudy study(kCase);
  const std::vector<PathLedger> paths = study.replays(1'000);
  const auto failed = [&](int site) {
    return mean_of(on_each(paths, [&](const PathLedger& path) { return last(path, site, LedgerItem::insolvent); }));
  };
  EXPECT_GT(deviations(failed(kMerchant), failed(kSigned)), 4.0);
  EXPECT_LT(failed(kMerchant).value, 0.95);
  expect_today(failed(kMerchant), {0.705, 0.0144});
  expect_today(failed(kSigned), {0.131, 0.0107});
}

}  // namespace
}  // namespace hashlease::testing
