/// The accounting identities on random studies in which all mechanisms meet: contracts, halls, conversions, events,
/// treasury, loan against bitcoin, debt, covenants, insolvency, blends. A failure names its seed; RandomStudy(seed)
/// makes the study again.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/checks/checks.hpp"
#include "site/support/identities.hpp"
#include "site/support/ledger.hpp"
#include "site/support/random_study.hpp"

namespace hashlease::testing {
namespace {

constexpr std::uint32_t kStudies = 150;
constexpr std::uint64_t kPathsOfEach = 6;

Identities identities(const StudyPlan& plan, int site, const SiteLedgers& ledgers) {
  const auto at = static_cast<std::size_t>(site);
  return {plan.sites, site, plan.configuration.site[at].power_mw, ledgers[at]};
}

TEST(PropertyTest, GeneratedStudiesAreValid) {
  for (std::uint32_t seed = 0; seed < kStudies; ++seed) {
    const Configuration configuration = RandomStudy(seed).make();
    Findings findings;
    check_configuration(configuration, findings);
    EXPECT_NO_THROW(findings.throw_if_any()) << "seed " << seed;
  }
}

/// The measures of whole paths are those of the ledger's months, whatever mechanisms meet.
TEST(PropertyTest, PathMeasuresAreThoseOfTheLedger) {
  int needing = 0;
  for (std::uint32_t seed = 0; seed < kStudies; seed += 3) {
    Configuration configuration = RandomStudy(seed).make();
    configuration.run.path_measures = {"peak_funding_need", "lowest_monthly_cash_flow"};
    const StudyPlan plan = make_study_plan(configuration);
    SiteLedgers ledgers;
    const std::vector<float> tape = simulate_tape(plan.market, plan.steps, seed, plan.tables.data());
    const std::vector<float> columns = run_sites(plan, tape, seed, &ledgers);
    for (int site = 0; site < plan.sites.site_count; ++site) {
      float sum = 0.0F, lowest = 0.0F, worst = 0.0F;
      const std::vector<SiteLedger<float>>& months = ledgers[static_cast<std::size_t>(site)];
      for (const SiteLedger<float>& month : months) {
        const float cash_flow = month[LedgerItem::cash_flow];
        sum += cash_flow - (month[LedgerItem::capital_expenditure] - month[LedgerItem::tenant_funding] -
                            month[LedgerItem::salvage_proceeds]);
        lowest = std::min(lowest, sum);
        worst = &month == &months.front() ? cash_flow : std::min(worst, cash_flow);
      }
      const auto of = [&](PathMeasure measure) {
        return columns[static_cast<std::size_t>(plan.layout.path_measure_column(site, measure))];
      };
      EXPECT_EQ(of(PathMeasure::peak_funding_need), 0.0F - lowest) << "seed " << seed << " site " << site;
      EXPECT_EQ(of(PathMeasure::lowest_monthly_cash_flow), worst) << "seed " << seed << " site " << site;
      needing += lowest < 0.0F ? 1 : 0;
    }
  }
  EXPECT_GT(needing, 20);
}

/// Counts the items that were ever other than 0, so that no mechanism is left out.
TEST(PropertyTest, IdentitiesHoldOnEveryPath) {
  std::map<int, int> seen;
  for (std::uint32_t seed = 0; seed < kStudies; ++seed) {
    const StudyPlan plan = make_study_plan(RandomStudy(seed).make());
    for (std::uint64_t path = 0; path < kPathsOfEach; ++path) {
      const SiteLedgers ledgers = simulate_ledgers(plan, path);
      for (int site = 0; site < plan.sites.site_count; ++site) {
        for (const std::string& violation : identities(plan, site, ledgers).violations()) {
          ADD_FAILURE() << "seed " << seed << " path " << path << " site " << site << " " << violation;
        }
        for (const SiteLedger<float>& month : ledgers[static_cast<std::size_t>(site)]) {
          for (int k = 0; k < kLedgerItemCount; ++k) seen[k] += month.item[k] > 0.0F ? 1 : 0;
        }
      }
    }
    if (HasFailure()) FAIL() << "seed " << seed;
  }
  for (int k = 0; k < kLedgerItemCount; ++k) EXPECT_GT(seen[k], 20) << kLedgerRows[static_cast<std::size_t>(k)].name;
}

/// Where an item is largest against the stocks of its month; nullptr where it is less than a thousandth of them.
SiteLedger<float>* most_visible(std::vector<SiteLedger<float>>& months, LedgerItem item) {
  const bool is_btc = kLedgerRows[static_cast<std::size_t>(item)].unit == "BTC";
  SiteLedger<float>* found = nullptr;
  float largest = 1e-3F;
  for (SiteLedger<float>& month : months) {
    const float stocks = is_btc ? month[LedgerItem::btc_held]
                                : std::abs(month[LedgerItem::cash]) + month[LedgerItem::debt_balance] +
                                      month[LedgerItem::revenue] + month[LedgerItem::btc_sale_proceeds];
    const float weight = std::abs(month[item]) / (1.0F + stocks);
    if (weight > largest) found = &month;
    largest = std::max(largest, weight);
  }
  return found;
}

/// The twin: an imbalance of a fiftieth in any item that an identity speaks of is found, each time.
TEST(PropertyTest, AnInjectedImbalanceIsFound) {
  using Item = LedgerItem;
  const Item items[] = {Item::mining_revenue,
                        Item::contract_ai_revenue,
                        Item::spot_ai_revenue,
                        Item::colocation_revenue,
                        Item::power_cost,
                        Item::operating_cost,
                        Item::prepayment_received,
                        Item::prepayment_credited,
                        Item::recovery_received,
                        Item::rent_credit,
                        Item::capital_expenditure,
                        Item::tenant_funding,
                        Item::salvage_proceeds,
                        Item::btc_mined,
                        Item::btc_sold,
                        Item::btc_liquidated,
                        Item::btc_sale_proceeds,
                        Item::btc_loan_drawn,
                        Item::btc_loan_interest,
                        Item::btc_loan_repaid,
                        Item::btc_loan_penalty,
                        Item::debt_drawn,
                        Item::interest_accrued,
                        Item::interest_paid,
                        Item::interest_capitalised,
                        Item::principal_paid,
                        Item::sweep_paid,
                        Item::debt_converted,
                        Item::equity_injected,
                        Item::distribution,
                        Item::cash,
                        Item::debt_balance,
                        Item::btc_held,
                        Item::btc_loan_balance,
                        Item::demand_response_revenue};
  std::map<Item, int> injected;
  for (std::uint32_t seed = 0; seed < kStudies; ++seed) {
    const StudyPlan plan = make_study_plan(RandomStudy(seed).make());
    if (plan.sites.entity[0].is_kept == 0) continue;
    for (std::uint64_t path = 0; path < 2; ++path) {
      const SiteLedgers ledgers = simulate_ledgers(plan, path);
      for (const Item item : items) {
        SiteLedgers forged = ledgers;
        SiteLedger<float>* const month = most_visible(forged[0], item);
        if (month == nullptr) continue;
        (*month)[item] *= 1.02F;
        ++injected[item];
        EXPECT_FALSE(identities(plan, 0, forged).violations().empty())
            << "seed " << seed << " path " << path << " " << kLedgerRows[static_cast<std::size_t>(item)].name;
      }
    }
  }
  for (const Item item : items) EXPECT_GT(injected[item], 0) << kLedgerRows[static_cast<std::size_t>(item)].name;
}

/// The bounds of a study: 64 sites over 30 years, each with machines, GPUs under contract, treasury and debt.
TEST(PropertyTest, SixtyFourSitesOverThirtyYears) {
  Configuration configuration = calm_configuration();
  configuration.run.horizon_months = 360;
  configuration.run.step = StepKind::weekly;
  configuration.market.btc.annual_volatility = 0.6;
  configuration.market.gpu_demand.annual_volatility = 0.3;
  for (int k = 0; k < kMaxSites; ++k) {
    SiteConfiguration site = gpu_site();
    site.name = "site " + std::to_string(k);
    site.power_mw = 110.2;
    site.asic = mining_site().asic;
    site.gpu[0].contract.default_hazard = 0.05;
    site.treasury.opening_cash = 1e6 * k;
    site.treasury.btc_policy = static_cast<BtcPolicy>(k % 4);
    site.treasury.sold_share = 0.5;
    site.debt.resize(1);
    site.debt[0].name = "loan";
    site.debt[0].principal = 1e7 + 4e6 * k;
    site.debt[0].annual_coupon = 0.09;
    site.debt[0].maturity_months = 300;
    site.debt[0].amortisation = AmortisationKind::annuity;
    configuration.site.push_back(site);
  }
  const StudyPlan plan = make_study_plan(configuration);
  const SiteLedgers ledgers = simulate_ledgers(plan, 0);
  ASSERT_EQ(ledgers.size(), 64U);
  for (int site = 0; site < kMaxSites; ++site) {
    EXPECT_EQ(ledgers[static_cast<std::size_t>(site)].size(), 360U);
    for (const std::string& violation : identities(plan, site, ledgers).violations())
      ADD_FAILURE() << site << violation;
  }
}

/// A megawatt too many, a GPU-hour too many, and money that moves after the end are found.
TEST(PropertyTest, BrokenBoundsAreFound) {
  const StudyPlan plan = make_study_plan(RandomStudy(0).make());
  const SiteLedgers ledgers = simulate_ledgers(plan, 0);
  ASSERT_TRUE(identities(plan, 0, ledgers).violations().empty());
  SiteLedgers forged = ledgers;
  forged[0][3][LedgerItem::gpu_megawatts] += static_cast<float>(plan.configuration.site[0].power_mw);
  EXPECT_EQ(identities(plan, 0, forged).violations().size(), 1U);
  forged = ledgers;
  forged[0][3][LedgerItem::gpu_hours_sold] = forged[0][3][LedgerItem::gpu_hours_available] * 1.001F + 1.0F;
  EXPECT_EQ(identities(plan, 0, forged).violations().size(), 1U);
  for (std::uint32_t seed = 0; seed < kStudies; ++seed) {
    const StudyPlan other = make_study_plan(RandomStudy(seed).make());
    SiteLedgers late = simulate_ledgers(other, 0);
    if (other.sites.entity[0].is_kept == 0 || other.sites.entity[0].covenant.does_run_on != 0) continue;
    if (late[0].size() < 2 || late[0][late[0].size() - 2][LedgerItem::insolvent] == 0.0F) continue;
    late[0].back()[LedgerItem::tenants_defaulted] = 1.0F;
    EXPECT_FALSE(identities(other, 0, late).violations().empty()) << "seed " << seed;
    return;
  }
  FAIL() << "no study of the lot goes under";
}

}  // namespace
}  // namespace hashlease::testing
