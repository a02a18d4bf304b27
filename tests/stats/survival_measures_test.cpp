/// Survival by quarter and its measures, from columns written by hand.

#include "stats/measures/survival_measures.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "stats/support/studies.hpp"

namespace hashlease {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

/// Two sites over 7 months, of which the second has a treasury or debt: three quarters, the last of one month.
class SurvivalMeasuresTest : public ::testing::Test {
 protected:
  SurvivalMeasuresTest()
      : layout_(configuration()), outcomes_(draw_outcomes(layout_, kPaths, 1, [](auto& random) {
          return std::uniform_real_distribution<double>(0.0, 1.0)(random);
        })) {}

  static constexpr std::uint64_t kPaths = 200;

  static Configuration configuration() {
    Configuration configuration = configuration_of({.sites = 2, .months = 7});
    DebtConfiguration loan;
    loan.name = "loan";
    loan.principal = 1e6;
    configuration.site[1].debt.push_back(loan);
    return configuration;
  }
  std::vector<float>& column(int number) { return outcomes_.columns[static_cast<std::size_t>(number)]; }
  std::vector<float>& measure(SurvivalMeasure which) { return column(layout_.survival_column(0, which)); }
  std::vector<float>& standing(int quarter) {
    return column(layout_.quarter_column(0, QuarterColumn::standing, quarter));
  }
  SurvivalTables tables() const { return compute_survival(simulate_study(layout_, outcomes_), layout_); }

  ColumnLayout layout_;
  Outcomes outcomes_;
};

TEST_F(SurvivalMeasuresTest, ColumnsAreOfSitesWithAEntityAlone) {
  EXPECT_EQ(layout_.entity_sites(), std::vector<int>{1});
  EXPECT_EQ(layout_.quarter_count(), 3);
  EXPECT_EQ(layout_.survival_column_count(), kSurvivalMeasureCount + 3 * kQuarterColumnCount);
  EXPECT_EQ(layout_.outcome_index(Outcome::debt_service), kCommonOutcomeCount);
  EXPECT_EQ(layout_.outcome_index(Outcome::cash), kCommonOutcomeCount + 1);
  EXPECT_EQ(layout_.outcome_index(Outcome::colocation_revenue), -1);
  const ColumnLayout without(configuration_of({.sites = 2, .months = 7}));
  EXPECT_EQ(without.survival_column_count(), 0);
  EXPECT_EQ(without.outcome_count(), kCommonOutcomeCount);
  EXPECT_TRUE(
      compute_survival(make_study_state(without, std::vector<double>(static_cast<std::size_t>(without.column_count()))),
                       without)
          .sites.empty());
}

/// 10 paths below lock-up, 4 of them in default and 1 of those insolvent; 3 others without debt service; 6 not tested.
TEST_F(SurvivalMeasuresTest, FlagsOfAQuarterAreCounted) {
  std::vector<float>& flags = standing(1);
  for (std::size_t path = 0; path < kPaths; ++path) {
    int sum = path < 6 ? kInsolvent : kTested;
    if (path >= 6 && path < 16) sum += kBelowLockUp;
    if (path >= 6 && path < 10) sum += kInDefault;
    if (path == 6) sum += kInsolvent;
    if (path >= 20 && path < 23) sum += kUndefinedDscr;
    flags[path] = static_cast<float>(sum);
  }
  const SurvivalTables found = tables();
  EXPECT_EQ(found.sites, std::vector<int>{1});
  EXPECT_EQ(found.tested[1], kPaths - 6);
  EXPECT_EQ(found.undefined_dscr[1], 3U);
  EXPECT_EQ(found.below_lock_up.share.value[1], 10.0 / 200.0);
  EXPECT_EQ(found.in_default.share.value[1], 4.0 / 200.0);
  EXPECT_EQ(found.insolvent.share.value[1], 7.0 / 200.0);
  EXPECT_DOUBLE_EQ(found.insolvent.share.standard_error[1], std::sqrt(0.035 * 0.965 / 199.0));
}

/// Events of months 3, 4, 6 and 7 are in quarters 1, 2, 2 and 3.
TEST_F(SurvivalMeasuresTest, EventsAddUpByQuarter) {
  for (const SurvivalMeasure which : {SurvivalMeasure::default_month, SurvivalMeasure::payback_month}) {
    std::vector<float>& months = measure(which);
    months.assign(kPaths, kNone);
    months[0] = 3.0F;
    months[1] = months[2] = 4.0F;
    months[3] = 6.0F;
    months[4] = 7.0F;
  }
  std::vector<float>& quarters = measure(SurvivalMeasure::minimum_dscr_quarter);
  quarters.assign(kPaths, 2.0F);
  quarters[5] = 1.0F;
  quarters[6] = kNone;
  const SurvivalTables found = tables();
  for (const ProbabilityArray* array : {&found.defaulted, &found.paid_back}) {
    EXPECT_EQ(array->share.value, (std::vector<double>{1.0 / 200.0, 4.0 / 200.0, 5.0 / 200.0}));
  }
  EXPECT_EQ(found.minimum_dscr_here.share.value, (std::vector<double>{1.0 / 200.0, 198.0 / 200.0, 0.0}));
  EXPECT_EQ(found.measure(SurvivalMeasure::default_month).undefined, std::vector<std::uint64_t>{195});
  EXPECT_DOUBLE_EQ(found.measure(SurvivalMeasure::default_month).mean.value[0], 24.0 / 5.0);
}

/// Of 1 to 200 months the median is the 100th; money is 0 where most paths have none.
TEST_F(SurvivalMeasuresTest, WholeNumbersAndZerosAreExact) {
  for (std::size_t path = 0; path < kPaths; ++path) {
    measure(SurvivalMeasure::insolvency_month)[path] = static_cast<float>(path + 1);
    measure(SurvivalMeasure::cure_total)[path] = path < 150 ? 0.0F : 1e6F;
    measure(SurvivalMeasure::equity_lost)[path] = path < 30 ? 1.0F : 0.0F;
  }
  const SurvivalTables found = tables();
  constexpr std::size_t kMedian = 5;
  EXPECT_EQ(found.measure(SurvivalMeasure::insolvency_month).quantile.value[kMedian], 100.0);
  EXPECT_EQ(found.measure(SurvivalMeasure::cure_total).quantile.value[kMedian], 0.0);
  EXPECT_EQ(found.measure(SurvivalMeasure::cure_total).mean.value[0], 250'000.0);
  EXPECT_EQ(found.equity_lost.share.value[0], 0.15);
}

/// Wilson (1927), as tabulated for 0, 5 and 10 of 10: Newcombe (1998), method 3.
TEST(ProbabilityTest, IntervalOfWilson) {
  ProbabilityArray array;
  array.resize({3});
  array.put(0, 0, 10);
  array.put(1, 5, 10);
  array.put(2, 10, 10);
  EXPECT_EQ(array.ci_low[0], 0.0);
  EXPECT_NEAR(array.ci_high[0], 0.2775, 5e-5);
  EXPECT_NEAR(array.ci_low[1], 0.2366, 5e-5);
  EXPECT_NEAR(array.ci_high[1], 0.7634, 5e-5);
  EXPECT_NEAR(array.ci_low[2], 0.7225, 5e-5);
  EXPECT_EQ(array.ci_high[2], 1.0);
  EXPECT_EQ(array.share.standard_error[0], 0.0);
  EXPECT_DOUBLE_EQ(array.share.standard_error[1], std::sqrt(0.25 / 9.0));
}

}  // namespace
}  // namespace hashlease
