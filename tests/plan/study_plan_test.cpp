/// What a configuration becomes: profiles, limits, correlation factor, months and columns.

#include "plan/study_plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/error.hpp"
#include "plan/build_market.hpp"
#include "support/calm_configuration.hpp"

namespace hashlease::testing {
namespace {

AsicConfiguration fleet(double efficiency) {
  AsicConfiguration asic;
  asic.model = "ASIC";
  asic.power_mw = 1.0;
  asic.efficiency = efficiency;
  return asic;
}

SiteConfiguration site_of(std::vector<AsicConfiguration> fleets) {
  SiteConfiguration site;
  site.name = "site";
  site.power_mw = 100.0;
  site.asic = std::move(fleets);
  return site;
}

Configuration study_of(std::vector<SiteConfiguration> sites) {
  Configuration configuration = calm_configuration();
  configuration.site = std::move(sites);
  for (std::size_t k = 0; k < configuration.site.size(); ++k) configuration.site[k].name = "s" + std::to_string(k);
  return configuration;
}

std::string input_error_of(const Configuration& configuration) {
  try {
    make_study_plan(configuration);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(ProfileTest, FleetsThatDecideAlikeShareAProfile) {
  const SiteConfiguration site = site_of({fleet(17.5), fleet(17.5)});
  const StudyPlan plan = make_study_plan(study_of({site, site}));
  EXPECT_EQ(plan.market.mining_profile_count, 1);
  for (int k = 0; k < 4; ++k) EXPECT_EQ(plan.sites.fleet[k].profile, 0);
  // The size of a fleet and its uptime do not matter for the decision; efficiency, PUE and pool fee do.
  SiteConfiguration other = site_of({fleet(17.5), fleet(17.5), fleet(17.5), fleet(18.0), fleet(17.5)});
  other.asic[0].power_mw = 7.0;
  other.asic[1].uptime = 0.9;
  other.asic[2].pue = 1.1;
  other.asic[4].pool_fee = 0.02;
  const StudyPlan more = make_study_plan(study_of({site, other}));
  EXPECT_EQ(more.market.mining_profile_count, 4);
}

TEST(ProfileTest, MachinesThatNeverStopShareOne) {
  SiteConfiguration site = site_of({fleet(17.5), fleet(30.0)});
  for (AsicConfiguration& asic : site.asic) asic.curtail = false;
  site.power = fixed_power(0.5, 38.0, false);
  EXPECT_EQ(make_study_plan(study_of({site})).market.mining_profile_count, 1);
}

TEST(LimitsTest, SixtyFourSites) {
  const std::vector<SiteConfiguration> sites(64, site_of({fleet(17.5)}));
  const StudyPlan plan = make_study_plan(study_of(sites));
  EXPECT_EQ(plan.sites.site_count, 64);
  EXPECT_EQ(plan.layout.site_count(), 64);
  const std::vector<SiteConfiguration> more(65, site_of({fleet(17.5)}));
  EXPECT_NE(input_error_of(study_of(more)).find("more than 64 sites"), std::string::npos);
}

TEST(LimitsTest, TooManyWaysOfMining) {
  std::vector<SiteConfiguration> sites;
  for (int k = 0; k < kMaxMiningProfiles; ++k) sites.push_back(site_of({fleet(15.0 + k)}));
  EXPECT_EQ(make_study_plan(study_of(sites)).market.mining_profile_count, kMaxMiningProfiles);
  sites.push_back(site_of({fleet(99.0)}));
  const std::string message = input_error_of(study_of(sites));
  EXPECT_NE(message.find("more than 32 different ways of mining"), std::string::npos) << message;
  EXPECT_NE(message.find("efficiency"), std::string::npos) << message;
}

TEST(LimitsTest, TooManyFleets) {
  const std::vector<SiteConfiguration> sites(17, site_of(std::vector<AsicConfiguration>(16, fleet(17.5))));
  EXPECT_NE(input_error_of(study_of(sites)).find("more than 256 ASIC fleets"), std::string::npos);
}

TEST(LimitsTest, JumpsThatOneStepCannotTellApart) {
  EXPECT_EQ(poisson_thresholds(0.0).size, 0);
  EXPECT_LE(poisson_thresholds(7.0 * 366.0 / 365.25).size, kMaxEventCount);  // the most a configuration may ask for
  EXPECT_THROW(poisson_thresholds(40.0), InputError);
}

TEST(MonthsTest, HoursAndWholeYears) {
  Configuration configuration = study_of({site_of({fleet(17.5)})});
  configuration.run.start_date = {2024, 1, 1};
  configuration.run.horizon_months = 30;
  const StudyPlan plan = make_study_plan(configuration);
  ASSERT_EQ(plan.months.size(), 30U);
  EXPECT_EQ(plan.months[1].hours, 29.0F * 24.0F);
  EXPECT_EQ(plan.months[13].hours, 28.0F * 24.0F);
  EXPECT_EQ(plan.months[11].year, 0);
  EXPECT_EQ(plan.months[12].year, 1);
  EXPECT_EQ(plan.months[23].year, 1);
  EXPECT_EQ(plan.months[24].year, -1);
}

TEST(ColumnLayoutTest, EveryColumnHasOnePlace) {
  Configuration configuration = study_of({site_of({fleet(17.5)}), site_of({fleet(20.0)})});
  configuration.run.horizon_months = 30;
  configuration.market.gpu.resize(2);
  configuration.site[1].treasury.is_present = true;
  configuration.site[1].treasury.payout_share = 1.0;
  const ColumnLayout layout(configuration);
  EXPECT_EQ(layout.outcome_count(), kCommonOutcomeCount + 2);  // distribution and cash
  EXPECT_EQ(layout.quarter_count(), 10);
  EXPECT_EQ(layout.period_count(), 30 + 2 + 1);
  std::set<int> columns;
  for (int site = 0; site < 2; ++site) {
    for (const PathMeasure measure : layout.path_measures()) {
      columns.insert(layout.path_measure_column(site, measure));
    }
    for (const Outcome outcome : layout.outcomes()) {
      for (int period = 0; period < layout.period_count(); ++period) {
        const int column = layout.column(site, outcome, period);
        EXPECT_EQ(layout.outcome_of(column), outcome);
        EXPECT_EQ(layout.site_of(column), site);
        columns.insert(column);
      }
    }
  }
  for (int k = 0; k < kSurvivalMeasureCount; ++k) {
    columns.insert(layout.survival_column(0, static_cast<SurvivalMeasure>(k)));
  }
  for (int quarter = 0; quarter < 10; ++quarter) {
    for (int k = 0; k < kQuarterColumnCount; ++k) {
      columns.insert(layout.quarter_column(0, static_cast<QuarterColumn>(k), quarter));
    }
  }
  ASSERT_TRUE(layout.has_market_columns());
  for (int k = 0; k < kMarketVariableCount; ++k) {
    const auto variable = static_cast<MarketVariable>(k);
    for (int gpu_class = 0; gpu_class < (is_of_gpu_class(variable) ? 2 : 1); ++gpu_class) {
      for (int month = 0; month < 30; ++month) columns.insert(layout.market_column(variable, gpu_class, month));
    }
  }
  EXPECT_EQ(static_cast<int>(columns.size()), layout.column_count());
  EXPECT_EQ(*columns.begin(), 0);
  EXPECT_EQ(*columns.rbegin(), layout.column_count() - 1);
  EXPECT_EQ(layout.period_kind(29), PeriodKind::month);
  EXPECT_EQ(layout.period_kind(31), PeriodKind::year);
  EXPECT_EQ(layout.period_kind(32), PeriodKind::horizon);
}

TEST(ColumnLayoutTest, MarketColumnsAreLastAndCanBeLeftOut) {
  Configuration configuration = study_of({site_of({fleet(17.5)})});
  const ColumnLayout with(configuration);
  configuration.run.market_distribution = false;
  const ColumnLayout without(configuration);
  EXPECT_FALSE(without.has_market_columns());
  EXPECT_EQ(without.column_count(), with.first_market_column());
  EXPECT_EQ(make_study_plan(configuration).market_columns.series_count, 0);
  EXPECT_TRUE(with.has_distribution(with.market_column(MarketVariable::difficulty, 0, 3)));
}

TEST(ColumnLayoutTest, JointDistributionsOfSitesWithBothMachines) {
  Configuration configuration = study_of({site_of({fleet(17.5)}), site_of({}), site_of({})});
  configuration.site[0].name = "mine";
  configuration.site[1].name = "hall";
  configuration.site[1].gpu.resize(1);
  configuration.site[2].blend = {{"mine", 0.5}, {"hall", 0.5}};
  const ColumnLayout layout(configuration);
  ASSERT_EQ(layout.joint_pairs().size(), 1U);
  EXPECT_EQ(layout.joint_pairs()[0].site, 2);
  EXPECT_EQ(layout.followed_columns().size(), 5U);
  EXPECT_TRUE(std::is_sorted(layout.followed_columns().begin(), layout.followed_columns().end()));
  configuration.site[2].blend = {{"hall", 1.0}};
  EXPECT_TRUE(ColumnLayout(configuration).joint_pairs().empty());
}

/// Constants of the chain at the start, for a height inside a period and an era.
TEST(ChainConstantsTest, HeightFixesPeriodEraAndSubsidy) {
  Configuration configuration = study_of({site_of({fleet(17.5)})});
  struct Case {
    std::int64_t height;
    float epoch_blocks, blocks_to_halving, subsidy;
  };
  const Case cases[] = {{871'688, 871'689 % 2016, 178'311, 3.125F},
                        {839'999, 840'000 % 2016, 210'000, 3.125F},  // the next block is the first of its era
                        {839'998, 839'999 % 2016, 1, 6.25F},
                        {0, 1, 209'999, 50.0F},
                        {2015, 0, 207'984, 50.0F}};
  for (const Case& expected : cases) {
    configuration.market.network.block_height = expected.height;
    const MarketPlan plan = make_study_plan(configuration).market;
    EXPECT_EQ(plan.epoch_blocks, expected.epoch_blocks) << expected.height;
    EXPECT_EQ(plan.blocks_to_halving, expected.blocks_to_halving) << expected.height;
    EXPECT_EQ(plan.subsidy, expected.subsidy) << expected.height;
  }
  configuration.market.network.block_height = 6'929'999;  // subsidies are whole satoshis and end
  EXPECT_EQ(make_study_plan(configuration).market.subsidy, 0.0F);
}

}  // namespace
}  // namespace hashlease::testing
