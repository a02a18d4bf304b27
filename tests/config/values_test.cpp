// Each kind of value, and everything that can be wrong with one.

#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

TEST(Values, ValidStudyHasItsValuesAndDefaults) {
  const Configuration configuration = read_configuration_text(study_text());
  EXPECT_EQ(configuration.title, "a study");
  EXPECT_EQ(configuration.run.paths, 1000U);
  EXPECT_EQ(configuration.run.start_date, (Date{2024, 11, 23}));
  EXPECT_EQ(configuration.run.confidence_levels, (std::vector<double>{0.95, 0.99, 0.999}));
  EXPECT_EQ(configuration.run.monthly_distribution, (std::vector<std::string>{"revenue", "cash_flow"}));
  EXPECT_TRUE(configuration.run.keep_paths.empty());
  EXPECT_EQ(configuration.market.btc.price, 97707.0);
  EXPECT_EQ(configuration.market.power.price_cap, 5000.0);
  EXPECT_EQ(configuration.market.power.monthly_median.size(), 12U);
  ASSERT_EQ(configuration.market.gpu.size(), 1U);
  EXPECT_EQ(configuration.market.gpu[0].name, "H100");
  ASSERT_EQ(configuration.site.size(), 3U);
  EXPECT_EQ(configuration.site[0].asic.at(0).efficiency, 17.5);
  EXPECT_TRUE(configuration.site[0].asic.at(0).curtail);
  EXPECT_EQ(configuration.site[1].gpu.at(0).contract.share, 0.0);
  EXPECT_EQ(configuration.site[2].blend.at("cloud"), 0.5);
}

TEST(Values, EnumsTakeTheirWords) {
  const Configuration configuration = read_configuration_text(with(
      study_text(), "paths = 1000", "paths = 1000\nstep = \"weekly\"\nbackend = \"cuda\"\nloss_reference = \"zero\""));
  EXPECT_EQ(configuration.run.step, StepKind::weekly);
  EXPECT_EQ(configuration.run.backend, BackendKind::cuda);
  EXPECT_EQ(configuration.run.loss_reference, LossReference::zero);
  EXPECT_EQ(errors_with("paths = 1000", "paths = 1000\nstep = \"dayly\""),
            "study.toml:5:8: run.step: \"dayly\" is none of daily, weekly; did you mean daily?");
}

TEST(Values, IntegersMayBeWrittenAsWholeNumbers) {
  EXPECT_EQ(read_configuration_text(with(study_text(), "paths = 1000", "paths = 1e6")).run.paths, 1000000U);
  EXPECT_EQ(read_configuration_text(with(study_text(), "paths = 1000", "paths = 281_474_976_710_656")).run.paths,
            std::uint64_t{1} << 48);
  const auto seed = read_configuration_text(with(study_text(), "[run]", "[run]\nseed = 9223372036854775807")).run.seed;
  EXPECT_EQ(seed, 9223372036854775807U);
}

TEST(Values, PathsHaveLimits) {
  EXPECT_EQ(errors_with("paths = 1000", "paths = 0"), "study.toml:4:9: run.paths: 0 is below 1 (1 to 2^48)");
  EXPECT_EQ(errors_with("paths = 1000", "paths = 281474976710657"),
            "study.toml:4:9: run.paths: 281474976710657 is above 2^48 (1 to 2^48)");
  EXPECT_EQ(errors_with("paths = 1000", "paths = 1e30"), "study.toml:4:9: run.paths: 1e+30 is above 2^48 (1 to 2^48)");
  EXPECT_EQ(errors_with("paths = 1000", "paths = 10.5"),
            "study.toml:4:9: run.paths: 10.5 is not a whole number (1 to 2^48)");
}

TEST(Values, HorizonIsAWholeNumberOfMonths) {
  EXPECT_EQ(errors_with("horizon_months = 24", "horizon_months = 24.5"),
            "study.toml:6:18: run.horizon_months: 24.5 is not a whole number of months (1 to 360 months)");
  EXPECT_EQ(errors_with("horizon_months = 24", "horizon_months = 361"),
            "study.toml:6:18: run.horizon_months: 361 is above 360 (1 to 360 months)");
}

TEST(Values, NumbersHaveBoundsWithUnits) {
  EXPECT_EQ(errors_with("efficiency = 17.5", "efficiency = -2"),
            "study.toml:30:14: site.mine.asic.S21.efficiency: -2 is below 5 (5 to 200 J/TH)");
  EXPECT_EQ(errors_with("price = 97_707", "price = 0"),
            "study.toml:8:9: market.btc.price: 0 is not above 0 (above 0, at most 1000000000 USD)");
  EXPECT_EQ(errors_with("\"btc,hashrate\" = 0.2", "\"btc,hashrate\" = 1.0"),
            "study.toml:23:34: market.dependence.correlation.btc,hashrate: 1 is not below 1 (above -1, below 1)");
}

TEST(Values, NumbersAreFinite) {
  EXPECT_EQ(errors_with("price = 97_707", "price = nan"),
            "study.toml:8:9: market.btc.price: nan is not a finite number (above 0, at most 1000000000 USD)");
  EXPECT_EQ(errors_with("price = 97_707", "price = inf"),
            "study.toml:8:9: market.btc.price: inf is not a finite number (above 0, at most 1000000000 USD)");
  EXPECT_EQ(errors_with("paths = 1000", "paths = -inf"),
            "study.toml:4:9: run.paths: -inf is not a finite number (1 to 2^48)");
}

TEST(Values, WrongTypesNameBothTypes) {
  EXPECT_EQ(errors_with("paths = 1000", "paths = \"many\""),
            "study.toml:4:9: run.paths: expected an integer, found the text \"many\" (1 to 2^48)");
  EXPECT_EQ(errors_with("price = 97_707", "price = [1]"),
            "study.toml:8:9: market.btc.price: expected a number, found an array (above 0, at most 1000000000 USD)");
  EXPECT_EQ(errors_with("hub = \"ercot-west\"", "hub = 3"),
            "study.toml:17:7: market.power.hub: expected a text in quotes, found the integer 3");
  EXPECT_EQ(errors_with("paths = 1000", "paths = 1000\nstop_on_non_finite = 1"),
            "study.toml:5:22: run.stop_on_non_finite: expected true or false, found the integer 1");
  EXPECT_EQ(errors_with("paths = 1000", "paths = 1000\nkeep_paths = true"),
            "study.toml:5:14: run.keep_paths: expected an array of texts, found true");
  EXPECT_EQ(errors_with("{ mine = 0.5, cloud = 0.5 }", "0.5"),
            "study.toml:41:9: site.both.blend: expected a table of name = number, found the number 0.5 (0 to 1)");
  EXPECT_EQ(errors_with("[run]", "[run]\nbackend = 07:32:00"),
            "study.toml:4:11: run.backend: expected a text in quotes, found a time of day");
}

TEST(Values, DatesAreDates) {
  EXPECT_EQ(
      errors_with("2024-11-23", "\"2024-11-23\""),
      "study.toml:5:14: run.start_date: expected a calendar date such as 2024-11-23, found the text \"2024-11-23\"");
  EXPECT_NE(errors_with("2024-11-23", "2024-02-30").find("study.toml:5:"), std::string::npos);
  EXPECT_EQ(errors_with("2024-11-23", "2024-02-29"), "");
  EXPECT_NE(errors_with("2024-11-23", "2023-02-29"), "");
}

TEST(Values, ListsHaveTheirLength) {
  EXPECT_EQ(errors_with("[22, 15, 18, 14, 23, 26, 27, 45, 32, 25, 25, 23]", "[22, 15]"),
            "study.toml:18:18: market.power.monthly_median: the list has 2 values; exactly 12 are needed");
  EXPECT_EQ(errors_with("paths = 1000", "paths = 1000\nconfidence_levels = []"),
            "study.toml:5:21: run.confidence_levels: the list has 0 values; 1 to 16 are needed");
  EXPECT_EQ(errors_with("paths = 1000", "paths = 1000\nconfidence_levels = [0.95, 1.0, \"x\"]"),
            "study.toml:5:28: run.confidence_levels: 1 is not below 1 (above 0.5, below 1)\n"
            "study.toml:5:33: run.confidence_levels: expected a number, found the text \"x\" (above 0.5, below 1)");
}

TEST(Values, ListedOutcomesAreKnownAndNamedOnce) {
  EXPECT_EQ(errors_with("paths = 1000", "paths = 1000\nmonthly_distribution = [\"revenue\", \"cashflow\"]"),
            "study.toml:5:36: run.monthly_distribution: \"cashflow\" is none of revenue, mining_revenue, ai_revenue, "
            "contract_ai_revenue, spot_ai_revenue, power_cost, operating_cost, cash_flow, colocation_revenue, "
            "demand_response_revenue, capital_expenditure, debt_service, distribution, cash; did you mean cash_flow?");
  EXPECT_EQ(errors_with("paths = 1000", "paths = 1000\nkeep_paths = [\"annual_revenue\", \"annual_revenue\"]"),
            "study.toml:5:33: run.keep_paths: \"annual_revenue\" is given twice");
}

}  // namespace
}  // namespace hashlease::test
