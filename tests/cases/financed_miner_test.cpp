/// financed-miner: debt against the same machines without. And survival as its paths replay it.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/instruction_sets.hpp"
#include "cases/support/case_study.hpp"
#include "stats/measures/survival_measures.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease::testing {
namespace {

using Item = LedgerItem;

constexpr std::uint64_t kRecountedPaths = 200;
constexpr int kQuarters = 13;

SurvivalTables survival_of(const CaseStudy& study) { return compute_survival(study.state(), study.plan().layout); }

TEST(FinancedMinerTest, MoreDebtFailsMoreOftenAndNoneNever) {
  CaseStudy study("financed-miner");
  study.run(4'096);
  const SurvivalTables survival = survival_of(study);
  ASSERT_EQ(survival.sites, (std::vector<int>{study.site("leveraged"), study.site("cautious")}));
  const std::size_t much = survival.last_quarter(0);
  const std::size_t little = survival.last_quarter(1);
  const auto figure = [](const Estimate& estimate) { return CaseFigure{estimate.value, estimate.standard_error}; };
  for (const ProbabilityArray* array : {&survival.insolvent, &survival.defaulted}) {
    EXPECT_GT(deviations(figure(array->at(much)), figure(array->at(little))), 10.0);
    EXPECT_GT(array->share.value[little], 0.02);
    EXPECT_LT(array->share.value[much], 0.9);
  }
  expect_today(figure(survival.insolvent.at(much)), {0.529297, 0.0078});
  expect_today(figure(survival.insolvent.at(little)), {0.0979004, 0.00464});
  expect_today(figure(survival.defaulted.at(much)), {0.59668, 0.00767});
  expect_today(figure(survival.defaulted.at(little)), {0.145752, 0.00551});
  // The twelve months' ratio is worst when the cheap months are behind and the difficulty is up.
  EXPECT_GT(survival.minimum_dscr_here.share.value[much], survival.minimum_dscr_here.share.value[2]);
  // Machines that stop paying stop earning: debt costs the site revenue that the others have.
  EXPECT_GT(deviations(study.mean("unlevered", Outcome::revenue, study.horizon()),
                       study.mean("leveraged", Outcome::revenue, study.horizon())),
            4.0);
  EXPECT_EQ(study.mean("unlevered", Outcome::debt_service, study.horizon()).value, 0.0);
  EXPECT_GT(study.mean("leveraged", Outcome::debt_service, study.year(0)).value,
            study.mean("cautious", Outcome::debt_service, study.year(0)).value);
}

/// Twin: with a tenth of the debt nearly nobody fails.
TEST(FinancedMinerTest, WithLittleDebtHardlyAnyoneFails) {
  CaseStudy study("financed-miner", {"site.leveraged.debt.equipment-loan.principal=4.5e6"});
  study.run(2'048);
  const SurvivalTables survival = survival_of(study);
  EXPECT_LT(survival.insolvent.share.value[survival.last_quarter(0)], 0.05);
}

/// What one path's ledger says of survival, worked out from its months alone.
class Recount {
 public:
  Recount(const std::vector<SiteLedger<float>>& months, const CovenantPlan& covenant)
      : months_(months), first_test_(covenant.first_test_month) {}

  bool insolvent(int month) const { return month >= 0 && at(month, Item::insolvent) > 0.0F; }
  bool tested(int quarter) const {
    const int month = 3 * quarter + 2;
    return month < count() && month >= first_test_ && !insolvent(month - 1);
  }
  bool flag(int quarter, Item item) const { return tested(quarter) && at(3 * quarter + 2, item) > 0.0F; }
  bool undefined(int quarter) const { return tested(quarter) && std::isnan(ratio(quarter)); }
  float ratio(int quarter) const { return at(3 * quarter + 2, Item::dscr); }
  bool insolvent_by(int quarter) const { return insolvent(std::min(3 * quarter + 2, count() - 1)); }
  bool defaulted_by(int quarter) const {
    for (int earlier = 0; earlier <= quarter; ++earlier) {
      if (flag(earlier, Item::covenant_default)) return true;
    }
    return false;
  }
  std::optional<int> lowest_quarter() const {
    std::optional<int> lowest;
    for (int quarter = 0; quarter < quarter_count(count()); ++quarter) {
      if (!tested(quarter) || undefined(quarter)) continue;
      if (!lowest || ratio(quarter) < ratio(*lowest)) lowest = quarter;
    }
    return lowest;
  }
  std::optional<int> insolvency_month() const {
    for (int month = 0; month < count(); ++month) {
      if (insolvent(month)) return month + 1;
    }
    return std::nullopt;
  }
  /// As the run adds it up.
  float sum(Item item) const {
    float total = 0.0F;
    for (int month = 0; month < count(); ++month) total += at(month, item);
    return total;
  }
  float last(Item item) const { return at(count() - 1, item); }

 private:
  int count() const { return static_cast<int>(months_.size()); }
  float at(int month, Item item) const { return months_[static_cast<std::size_t>(month)][item]; }

  const std::vector<SiteLedger<float>>& months_;
  int first_test_;
};

/// Counts over paths, by quarter.
struct Counts {
  std::vector<std::uint64_t> tested, undefined, below, in_default, defaulted, insolvent, lowest;
  explicit Counts(std::size_t quarters)
      : tested(quarters),
        undefined(quarters),
        below(quarters),
        in_default(quarters),
        defaulted(quarters),
        insolvent(quarters),
        lowest(quarters) {}
  void add(const Recount& path) {
    for (std::size_t k = 0; k < tested.size(); ++k) {
      const int quarter = static_cast<int>(k);
      tested[k] += path.tested(quarter) ? 1 : 0;
      undefined[k] += path.undefined(quarter) ? 1 : 0;
      below[k] += path.flag(quarter, Item::lock_up) ? 1 : 0;
      in_default[k] += path.flag(quarter, Item::covenant_default) ? 1 : 0;
      defaulted[k] += path.defaulted_by(quarter) ? 1 : 0;
      insolvent[k] += path.insolvent_by(quarter) ? 1 : 0;
      lowest[k] += path.lowest_quarter() == quarter ? 1 : 0;
    }
  }
};

void expect_shares(const ProbabilityArray& found, std::size_t site, const std::vector<std::uint64_t>& counts,
                   const char* what) {
  for (std::size_t quarter = 0; quarter < counts.size(); ++quarter) {
    EXPECT_EQ(found.share.value[site * counts.size() + quarter],
              static_cast<double>(counts[quarter]) / static_cast<double>(kRecountedPaths))
        << what << ", quarter " << quarter + 1;
  }
}

/// 38 months: the last quarter is short. Debt that bears no service for a year leaves ratios undefined.
const std::vector<std::string> kRecounted = {"run.horizon_months=38", "site.cautious.debt.equipment-loan.pik_share=1",
                                             "site.cautious.debt.equipment-loan.grace_months=12"};

std::vector<PathLedger> replayed(const CaseStudy& study) {
  std::vector<PathLedger> ledgers;
  for (std::uint64_t path = 0; path < kRecountedPaths; ++path) ledgers.push_back(study.replay(path));
  return ledgers;
}

Recount recount_of(const CaseStudy& study, const PathLedger& ledger, int site) {
  const auto number = static_cast<std::size_t>(site);
  return {ledger.sites[number], study.plan().sites.entity[number].covenant};
}

TEST(FinancedMinerTest, QuartersAreTheReplayedPathsCounted) {
  CaseStudy study("financed-miner", kRecounted);
  study.run(kRecountedPaths);
  const SurvivalTables survival = survival_of(study);
  ASSERT_EQ(survival.quarter_count, kQuarters);
  const std::vector<PathLedger> ledgers = replayed(study);
  for (std::size_t place = 0; place < survival.sites.size(); ++place) {
    const int site = survival.sites[place];
    Counts counts(kQuarters);
    for (const PathLedger& ledger : ledgers) counts.add(recount_of(study, ledger, site));
    const auto first = static_cast<std::ptrdiff_t>(kQuarters * place);
    EXPECT_TRUE(std::equal(counts.tested.begin(), counts.tested.end(), survival.tested.begin() + first));
    EXPECT_TRUE(std::equal(counts.undefined.begin(), counts.undefined.end(), survival.undefined_dscr.begin() + first));
    expect_shares(survival.below_lock_up, place, counts.below, "below lock-up");
    expect_shares(survival.in_default, place, counts.in_default, "in default");
    expect_shares(survival.defaulted, place, counts.defaulted, "defaulted");
    expect_shares(survival.insolvent, place, counts.insolvent, "insolvent");
    expect_shares(survival.minimum_dscr_here, place, counts.lowest, "lowest ratio");
    // There is something to count.
    const auto untroubled = std::count(counts.undefined.begin(), counts.undefined.end(), 0U);
    EXPECT_EQ(untroubled == kQuarters, site != study.site("cautious"));
    EXPECT_GT(counts.below[8], counts.in_default[8]);
    EXPECT_GT(counts.insolvent[12], 0U);
    EXPECT_EQ(counts.tested[12], 0U);
  }
}

TEST(FinancedMinerTest, MeasuresAndOutcomesAreThoseOfTheReplayedPaths) {
  CaseStudy study("financed-miner", kRecounted);
  study.run(kRecountedPaths);
  const SurvivalTables survival = survival_of(study);
  const std::vector<PathLedger> ledgers = replayed(study);
  for (std::size_t place = 0; place < survival.sites.size(); ++place) {
    const int site = survival.sites[place];
    double insolvent = 0.0, months = 0.0, cured = 0.0, lowest = 0.0, with_ratio = 0.0;
    for (const PathLedger& ledger : ledgers) {
      const Recount recount = recount_of(study, ledger, site);
      insolvent += recount.insolvency_month() ? 1.0 : 0.0;
      months += recount.insolvency_month().value_or(0);
      cured += static_cast<double>(recount.sum(Item::equity_injected));
      const std::optional<int> quarter = recount.lowest_quarter();
      lowest += quarter ? static_cast<double>(recount.ratio(*quarter)) : 0.0;
      with_ratio += quarter ? 1.0 : 0.0;
      const auto column = [&](Outcome outcome) {
        return ledger.columns[static_cast<std::size_t>(study.plan().layout.column(site, outcome, study.horizon()))];
      };
      EXPECT_EQ(column(Outcome::cash), recount.last(Item::cash));
      EXPECT_EQ(column(Outcome::distribution), recount.sum(Item::distribution));
      EXPECT_EQ(column(Outcome::debt_service), recount.sum(Item::debt_service));
    }
    const auto mean = [&](SurvivalMeasure which) { return survival.measure(which).mean.value[place]; };
    const auto paths = static_cast<double>(kRecountedPaths);
    EXPECT_EQ(survival.measure(SurvivalMeasure::insolvency_month).undefined[place],
              kRecountedPaths - static_cast<std::uint64_t>(insolvent));
    EXPECT_NEAR(mean(SurvivalMeasure::insolvency_month), months / insolvent, 1e-9);
    EXPECT_NEAR(mean(SurvivalMeasure::cure_total), cured / paths, 1.0);
    EXPECT_NEAR(mean(SurvivalMeasure::minimum_dscr), lowest / with_ratio, 1e-9);
  }
}

/// Instruction sets, threads and cuts change no bit of a study with entities.
TEST(FinancedMinerTest, SameBitsHoweverItIsRun) {
  const CaseStudy study("financed-miner", kRecounted);
  const StudyPlan& plan = study.plan();
  const PathRange range{0, 500};
  const std::string expected =
      state_hash(make_cpu_backend(plan, {1, "baseline"})->simulate(range, {}).state, plan.layout);
  for (const std::string& set : available_instruction_sets()) {
    const BlockResult whole = make_cpu_backend(plan, {3, set})->simulate(range, {});
    EXPECT_EQ(state_hash(whole.state, plan.layout), expected) << set;
  }
  const auto backend = make_cpu_backend(plan, {});
  StudyState merged = backend->simulate({320, 180}, {}).state;
  merge_state(merged, plan.layout, backend->simulate({0, 320}, {}).state);
  EXPECT_EQ(state_hash(merged, plan.layout), expected);
}

}  // namespace
}  // namespace hashlease::testing
