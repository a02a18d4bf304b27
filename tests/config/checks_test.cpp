// Checks that need more than one value.

#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

TEST(Checks, StartDateHasItsRange) {
  EXPECT_EQ(errors_with("2024-11-23", "2009-01-02"),
            "study.toml:5:14: run.start_date: 2009-01-02 is before 2009-01-03, the day of the first block");
  EXPECT_EQ(errors_with("2024-11-23", "2009-01-03"), "");
  EXPECT_EQ(errors_with("2024-11-23", "2098-01-02"),
            "study.toml:5:14: run.start_date: 2098-01-02 and 24 months end after 2100-01-01, the last day the calendar "
            "covers");
  EXPECT_EQ(errors_with("2024-11-23", "2098-01-01"), "");
}

TEST(Checks, ConfidenceLevelsIncrease) {
  EXPECT_EQ(errors_with("paths = 1000", "paths = 1000\nconfidence_levels = [0.95, 0.95]"),
            "study.toml:5:21: run.confidence_levels: 0.95 comes after 0.95; the levels have to increase strictly");
}

TEST(Checks, AnnualColumnsNeedAYear) {
  const std::string text =
      with(with(study_text(), "paths = 1000", "paths = 1000\nkeep_paths = [\"annual_revenue\"]"), "= 24", "= 11");
  EXPECT_EQ(errors_of(text),
            "study.toml:5:14: run.keep_paths: annual outcomes need a horizon of at least 12 months; it is 11");
  EXPECT_EQ(errors_of(with(text, "= 11", "= 12")), "");
}

TEST(Checks, PowerPricesLieBetweenFloorAndCap) {
  EXPECT_EQ(errors_with("hub =", "price_floor = 20\nprice_cap = 20\nhub ="),
            "study.toml:17:15: market.power.price_floor: 20 is not below price_cap, 20 USD/MWh");
  EXPECT_EQ(
      errors_with("hub =", "price_cap = 40\nhub ="),
      "study.toml:19:18: market.power.monthly_median: 45 (month 8) is not between price_floor and price_cap (-250 "
      "to 40 USD/MWh)");
}

TEST(Checks, CorrelationsNamePairsOfFactors) {
  const std::string pair = "\"btc,hashrate\" = 0.2";
  const std::string place = "study.toml:23:";
  const std::string path = " market.dependence.correlation.";
  EXPECT_EQ(errors_with(pair, "btc = 0.2"),
            place + "23:" + path + "btc: \"btc\" is not a pair \"a,b\" of btc, hashrate, fee, power, gpu_demand");
  EXPECT_EQ(errors_with(pair, "\"btc,hashrat\" = 0.2"),
            place + "33:" + path + "btc,hashrat: \"hashrat\" is not a factor; did you mean hashrate?");
  EXPECT_EQ(errors_with(pair, "\"btc,btc\" = 0.2"),
            place + "29:" + path + "btc,btc: btc is correlated with itself by 1; remove this pair");
  EXPECT_EQ(errors_with(pair, "\"btc,fee\" = 0.2, \"fee,btc\" = 0.2"),
            place + "46:" + path + "fee,btc: this pair is given twice");
  EXPECT_EQ(errors_with(pair, "\"btc, fee\" = 0.2"), "");
}

TEST(Checks, IndefiniteCorrelationsGetASuggestionThatIsAccepted) {
  const std::string bad = "\"btc,hashrate\" = 0.9, \"hashrate,power\" = 0.9, \"btc,power\" = -0.9";
  const std::string message = errors_with("\"btc,hashrate\" = 0.2", bad);
  // Eigenvalues of the 3 x 3 block: 1.9 twice and 1 - 2 x 0.9 = -0.8. By symmetry the nearest matrix has
  // |correlation| = (1 - least) / 2 = 0.49995, at distance sqrt(6) (0.9 - 0.49995) = 0.980.
  EXPECT_EQ(
      message,
      "study.toml:23:15: market.dependence.correlation: not positive definite: the smallest eigenvalue is -0.8; the "
      "nearest correlation matrix with eigenvalues from 0.0001 (Higham 2002), at Frobenius distance 0.98, is "
      "correlation = { \"btc,hashrate\" = 0.49995, \"btc,power\" = -0.49995, \"hashrate,power\" = 0.49995 }");
  const std::string suggested = message.substr(message.rfind("correlation = "));
  EXPECT_EQ(errors_with("correlation = { \"btc,hashrate\" = 0.2 }", suggested), "");
}

TEST(Checks, EquipmentFitsTheSite) {
  EXPECT_EQ(errors_with("name = \"cloud\"\npower_mw = 50.0", "name = \"cloud\"\npower_mw = 49.0"),
            "study.toml:33:12: site.cloud.power_mw: the equipment uses 50 MW, 1 MW more than the site's 49 MW");
  const std::string fleet = "\n[[site.asic]]\nmodel = \"S19\"\npower_mw = 0.1\nefficiency = 30\n";
  EXPECT_EQ(errors_with("efficiency = 17.5\n", "efficiency = 17.5" + fleet),
            "study.toml:26:12: site.mine.power_mw: the equipment uses 100.1 MW, 0.1 MW more than the site's 100 MW");
  const std::string thirds =
      with(study_text(), "model = \"S21\"\npower_mw = 100.0", "model = \"S21\"\npower_mw = 99.9");
  EXPECT_EQ(errors_of(with(thirds, "efficiency = 17.5\n", "efficiency = 17.5" + fleet)), "");
}

TEST(Checks, ASiteHasEquipmentOrABlend) {
  EXPECT_EQ(errors_with("blend = { mine = 0.5, cloud = 0.5 }", ""),
            "study.toml:38:1: site.both: the site has neither equipment ([[site.asic]], [[site.gpu]], "
            "[[site.colocation]]) nor a blend");
  EXPECT_EQ(errors_with("name = \"cloud\"", "name = \"cloud\"\nblend = { mine = 1 }"),
            "study.toml:33:9: site.cloud.blend: a site has either equipment or a blend, not both\n"
            "study.toml:42:31: site.both.blend.cloud: cloud is a blend itself; blend the sites behind it");
}

TEST(Checks, BlendsAreOfOtherSites) {
  EXPECT_EQ(errors_with("{ mine = 0.5, cloud = 0.5 }", "{ mine = 0.5, clod = 0.5 }"),
            "study.toml:41:30: site.both.blend.clod: there is no site \"clod\"; did you mean cloud?");
  EXPECT_EQ(errors_with("{ mine = 0.5, cloud = 0.5 }", "{ both = 0.5 }"),
            "study.toml:41:18: site.both.blend.both: a site cannot blend itself");
  EXPECT_EQ(errors_with("{ mine = 0.5, cloud = 0.5 }", "{ mine = 0.6, cloud = 0.5 }"),
            "study.toml:41:9: site.both.blend: the shares add up to 1.1, which is above 1");
  EXPECT_EQ(errors_with("{ mine = 0.5, cloud = 0.5 }", "{ mine = -0.5 }"),
            "study.toml:41:18: site.both.blend.mine: -0.5 is below 0 (0 to 1)");
  EXPECT_EQ(errors_with("{ mine = 0.5, cloud = 0.5 }", "{ mine = 0.1, cloud = 0.2 }"), "");
}

TEST(Checks, ABlendHasNoCostsOfItsOwn) {
  EXPECT_EQ(
      errors_with("blend = {", "operating_cost_per_mw_month = 1\npower.fixed_share = 0.5\nblend = {"),
      "study.toml:41:31: site.both.operating_cost_per_mw_month: a blend costs what the sites it blends cost; remove "
      "this key\n"
      "study.toml:42:1: site.both.power: a blend buys its power like the sites it blends; remove this table");
}

TEST(Checks, FleetsAreOfKnownClasses) {
  EXPECT_EQ(
      errors_with("[[site.gpu]]\nclass = \"H100\"", "[[site.gpu]]\nclass = \"H200\""),
      "study.toml:35:9: site.cloud.gpu.H200.class: there is no [[market.gpu]] of class \"H200\"; did you mean H100?");
}

}  // namespace
}  // namespace hashlease::test
