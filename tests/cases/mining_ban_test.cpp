/// mining-ban: the hazard takes the mining share for good, at both sites of the jurisdiction, and leaves AI alone.

#include <gtest/gtest.h>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

constexpr int kMiningOnly = 0, kHalfAi = 1;

/// Ends by month 36 with probability 1 - exp(-0.1 * 3) = 0.259.
TEST(MiningBanTest, FrequencyOfTheBan) {
  const CaseStudy study("mining-ban");
  const CaseFigure banned = mean_of(on_each(
      study.replays(4'000), [](const PathLedger& path) { return last(path, kMiningOnly, LedgerItem::mining_banned); }));
  EXPECT_LT(std::abs(banned.value - (1.0 - std::exp(-0.3))), 4.0 * banned.standard_error);
  EXPECT_LT(banned.standard_error, 0.01);
}

TEST(MiningBanTest, TheBanTakesMiningAndLeavesAi) {
  const CaseStudy study("mining-ban");
  const CaseStudy free("mining-ban",
                       {"site.half-ai.hazard.mining_ban_hazard=0", "site.half-ai.hazard.policy_jump_hazard=0"});
  int seen = 0;
  for (std::uint64_t number = 0; number < 200; ++number) {
    const PathLedger path = study.replay(number), twin = free.replay(number);
    for (int month = 0; month < 36; ++month) {
      const bool before = month > 0 && item(path, kMiningOnly, LedgerItem::mining_banned, month - 1) > 0.0;
      EXPECT_EQ(item(path, kMiningOnly, LedgerItem::mining_banned, month),
                item(path, kHalfAi, LedgerItem::mining_banned, month));
      EXPECT_EQ(item(path, kHalfAi, LedgerItem::ai_revenue, month), item(twin, kHalfAi, LedgerItem::ai_revenue, month));
      if (!before) continue;
      ++seen;
      EXPECT_EQ(item(path, kMiningOnly, LedgerItem::revenue, month), 0.0);
      EXPECT_EQ(item(path, kHalfAi, LedgerItem::revenue, month), item(path, kHalfAi, LedgerItem::ai_revenue, month));
      EXPECT_EQ(item(path, kHalfAi, LedgerItem::mining_megawatts, month), 0.0);
    }
  }
  EXPECT_GT(seen, 200);
}

/// The levy: 12 USD on each megawatt-hour of mining, from some month on, on more paths than not.
TEST(MiningBanTest, TheLevyRaisesTheCostOfPower) {
  const std::string no_ban = "site.mining-only.hazard.mining_ban_hazard=0";
  CaseStudy with("mining-ban", {no_ban}),
      without("mining-ban", {no_ban, "site.mining-only.hazard.policy_jump_hazard=0"});
  with.run(4'096);
  without.run(4'096);
  const CaseFigure taxed = with.mean("mining-only", Outcome::cash_flow, with.year(2));
  const CaseFigure untaxed = without.mean("mining-only", Outcome::cash_flow, without.year(2));
  // At most 12 USD on 100 MW at an uptime of 0.96 all year, with the chance that the levy has come: about a third.
  EXPECT_LT(taxed.value, untaxed.value);
  expect_today(taxed, {2.7934e+07, 4.03e+05});
  EXPECT_GT(taxed.value, untaxed.value - 12.0 * 96.0 * 8766.0 * (1.0 - std::exp(-0.45)));
}

/// What the ban costs the site that only mines, it costs half of that where half serves AI.
TEST(MiningBanTest, HalfOfTheLoss) {
  CaseStudy study("mining-ban");
  study.run(8'192);
  CaseStudy free("mining-ban",
                 {"site.mining-only.hazard.mining_ban_hazard=0", "site.half-ai.hazard.mining_ban_hazard=0"});
  free.run(8'192);
  const auto loss = [&](const char* site) {
    return free.mean(site, Outcome::mining_revenue, free.horizon()).value -
           study.mean(site, Outcome::mining_revenue, study.horizon()).value;
  };
  EXPECT_NEAR(loss("half-ai") / loss("mining-only"), 0.5, 1e-4);  // on common random numbers
  EXPECT_GT(loss("mining-only"), 0.05 * free.mean("mining-only", Outcome::mining_revenue, free.horizon()).value);
}

}  // namespace
}  // namespace hashlease::testing
