// Checks of treasury, debt and covenants.

#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

/// Tables put behind the machines of the site "mine".
std::string errors(const std::string& tables) {
  return errors_with("efficiency = 17.5\n", "efficiency = 17.5\n" + tables);
}
bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr const char* kLoan =
    "[[site.debt]]\nname = \"loan\"\nprincipal = 1e6\nmaturity_months = 12\ngrace_months = 3\n";

TEST(FinanceChecks, SoundOnesPass) {
  EXPECT_EQ(errors(std::string("[site.treasury]\nopening_cash = 1e6\n") + kLoan +
                   "[site.covenant]\nlock_up_dscr = 1.2\ndefault_dscr = 1.05\n"),
            "");
  EXPECT_EQ(errors("[site.treasury]\nopening_btc = 20\n[site.treasury.loan]\nlimit = 1e6\nopening_balance = 5e5\n"),
            "");
}

TEST(FinanceChecks, BoundsAreStated) {
  const std::string text =
      errors("[site.treasury]\nopening_cash = -1\n[[site.debt]]\nname = \"loan\"\nprincipal = 0\n");
  EXPECT_TRUE(holds(text, "site.mine.treasury.opening_cash: -1 is below 0")) << text;
  EXPECT_TRUE(holds(text, "site.mine.debt.loan.principal: 0 is not above 0")) << text;
}

TEST(FinanceChecks, TargetIsNotBelowTheFloor) {
  const std::string text = errors("[site.treasury]\ncash_floor = 2e6\ntarget_cash = 1e6\n");
  EXPECT_TRUE(holds(text, "site.mine.treasury.target_cash: 1000000 is below cash_floor, 2000000 USD")) << text;
}

TEST(FinanceChecks, OutstandingDebtHasNoDrawMonth) {
  const std::string outstanding = std::string(kLoan) + "draw = \"outstanding\"\n";
  EXPECT_EQ(errors(outstanding), "");
  const std::string text = errors(outstanding + "draw_month = 2\n");
  EXPECT_TRUE(holds(
      text,
      "site.mine.debt.loan.draw_month: draw = \"outstanding\" is debt drawn before the start; leave draw_month at 0"))
      << text;
}

TEST(FinanceChecks, ShareToSellIsGiven) {
  const std::string text = errors("[site.treasury]\nbtc_policy = \"sell_share\"\n");
  EXPECT_TRUE(holds(text,
                    "site.mine.treasury.sold_share: btc_policy = \"sell_share\" needs sold_share above 0; to sell "
                    "nothing use \"hodl\""))
      << text;
}

TEST(FinanceChecks, LevelsOfTheBitcoinLoanAreInOrder) {
  const std::string text = errors(
      "[site.treasury.loan]\nlimit = 1e6\ndraw_ltv = 0.7\nmargin_call_ltv = 0.7\nliquidation_ltv = 0.6\n"
      "release_ltv = 0.8\nopening_balance = 2e6\n");
  EXPECT_TRUE(holds(text, "margin_call_ltv: 0.7 is not above draw_ltv, 0.7")) << text;
  EXPECT_TRUE(holds(text, "liquidation_ltv: 0.6 is below margin_call_ltv, 0.7")) << text;
  EXPECT_TRUE(holds(text, "release_ltv: 0.8 is above draw_ltv, 0.7")) << text;
  EXPECT_TRUE(holds(text, "opening_balance: 2000000 is above the limit, 1000000 USD")) << text;
  EXPECT_TRUE(holds(text, "opening_balance: 2000000 USD is above draw_ltv of the opening bitcoin")) << text;
}

TEST(FinanceChecks, GraceEndsBeforeMaturity) {
  const std::string text =
      errors("[[site.debt]]\nname = \"loan\"\nprincipal = 1\nmaturity_months = 12\ngrace_months = 12\n");
  EXPECT_TRUE(holds(text, "site.mine.debt.loan.grace_months: 12 is not below maturity_months, 12")) << text;
}

TEST(FinanceChecks, CovenantsNeedDebtAndOrder) {
  EXPECT_TRUE(holds(errors("[site.covenant]\ndefault_dscr = 1.0\n"),
                    "site.mine.covenant: the site has neither debt nor a loan to cover"));
  const std::string text = errors(std::string(kLoan) + "[site.covenant]\nlock_up_dscr = 1.0\ndefault_dscr = 1.1\n");
  EXPECT_TRUE(holds(text, "site.mine.covenant.lock_up_dscr: 1 is below default_dscr, 1.1")) << text;
  EXPECT_EQ(errors(std::string(kLoan) + "[site.covenant]\nlock_up_dscr = 1.1\ndefault_dscr = 1.1\n"), "");
}

TEST(FinanceChecks, PartsOfABlendAgreeOrItHasItsOwn) {
  const std::string mine = "efficiency = 17.5\n[site.treasury]\nopening_cash = 1e6\npayout_share = 0.5\n";
  const std::string cloud = "kilowatt_per_gpu = 1.275\n[site.treasury]\nopening_cash = 1e6\npayout_share = 0.4\n";
  const std::string text = with(with(study_text(), "efficiency = 17.5\n", mine), "kilowatt_per_gpu = 1.275\n", cloud);
  EXPECT_TRUE(
      holds(errors_of(text),
            "site.both.blend: the sites it blends differ in treasury.payout_share; give the blend a table of its own"))
      << errors_of(text);
  EXPECT_EQ(errors_of(text + "[site.treasury]\nopening_cash = 1e6\n"), "");
}

TEST(FinanceChecks, InstrumentsOfABlendFit) {
  std::string mine = "efficiency = 17.5\n", cloud = "kilowatt_per_gpu = 1.275\n";
  for (int k = 0; k < 5; ++k) {
    const std::string debt = "[[site.debt]]\nname = \"" + std::to_string(k) + "\"\nprincipal = 1e6\n";
    mine += debt;
    cloud += debt;
  }
  const std::string text = with(with(study_text(), "efficiency = 17.5\n", mine), "kilowatt_per_gpu = 1.275\n", cloud);
  EXPECT_TRUE(
      holds(errors_of(text), "site.both.blend: the sites it blends have 10 debt instruments together; at most 8"))
      << errors_of(text);
}

}  // namespace
}  // namespace hashlease::test
