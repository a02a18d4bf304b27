// Tables and keys: unknown, missing, of the wrong kind, too many; and all errors of a file at once.

#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

TEST(Sections, UnknownKeysNameTheNearest) {
  EXPECT_EQ(errors_with("paths = 1000", "paths = 1000\nhorizon_month = 3"),
            "study.toml:5:1: run.horizon_month: unknown key; did you mean horizon_months?");
  EXPECT_EQ(errors_with("annual_volatility = 0.52", "annual_volatility = 0.52\njump_maen = 0.1"),
            "study.toml:10:1: market.btc.jump_maen: unknown key; did you mean jump_mean?");
  EXPECT_EQ(errors_with("annual_volatility = 0.52", "annual_volatility = 0.52\nvolatility = 0.1"),
            "study.toml:10:1: market.btc.volatility: unknown key; did you mean annual_volatility?");
  EXPECT_EQ(errors_with("[market.dependence]", "[market.dependance]"),
            "study.toml:22:9: market.dependance: unknown key; did you mean dependence?");
}

TEST(Sections, UnknownKeysFarFromAllListThem) {
  EXPECT_EQ(errors_with("format = 1", "wibble = 1"),
            "study.toml:1:1: wibble: unknown key; known here: format, title, run, market, site");
}

TEST(Sections, MissingKeysNameTheirTable) {
  EXPECT_EQ(errors_with("annual_volatility = 0.52", ""),
            "study.toml:7:1: market.btc.annual_volatility: missing (0 to 10 1/sqrt(year))");
  EXPECT_EQ(errors_with("efficiency = 17.5", ""),
            "study.toml:27:1: site.mine.asic.S21.efficiency: missing (5 to 200 J/TH)");
  EXPECT_EQ(errors_with("start_date = 2024-11-23", ""), "study.toml:3:1: run.start_date: missing");
}

TEST(Sections, MissingTablesAreOneError) {
  EXPECT_EQ(errors_of("format = 1"),
            "study.toml:1:1: run: the table [run] is missing\n"
            "study.toml:1:1: market: the table [market] is missing\n"
            "study.toml:1:1: site: there are 0 tables [[site]]; 1 to 64 are allowed");
  EXPECT_EQ(errors_of("").substr(0, 47), "study.toml:1:1: run: the table [run] is missing");
}

TEST(Sections, TablesAreOfTheirKind) {
  EXPECT_EQ(errors_with("[market.dependence]\ncorrelation = { \"btc,hashrate\" = 0.2 }", "[market]\ndependence = 3"),
            "study.toml:23:14: market.dependence: expected a table, found the integer 3");
  EXPECT_EQ(errors_with("[[site.asic]]", "[site.asic]"),
            "study.toml:27:1: site.mine.asic: expected tables [[asic]], found a table");
  EXPECT_EQ(errors_of("format = 1\nrun = 1\nmarket = 2\nsite = [1]\n"),
            "study.toml:2:7: run: expected a table, found the integer 1\n"
            "study.toml:3:10: market: expected a table, found the integer 2\n"
            "study.toml:4:9: site[0]: expected a table, found the integer 1");
}

TEST(Sections, FormatIsTheOneThatIsKnown) {
  EXPECT_EQ(errors_with("format = 1", "format = 2"), "study.toml:1:10: format: 2 is above 1 (1 to 1)");
}

TEST(Sections, NamesAreUsableInPaths) {
  EXPECT_EQ(errors_with("name = \"cloud\"", "name = \"a/b\"").substr(0, 60),
            "study.toml:32:8: site[1].name: the name \"a/b\" contains '/'\ns");
  EXPECT_EQ(errors_with("model = \"S21\"", "model = \"\""),
            "study.toml:28:9: site.mine.asic[0].model: the name is empty");
  EXPECT_EQ(errors_with("model = \"S21\"", "model = \"S.21\""),
            "study.toml:28:9: site.mine.asic[0].model: the name \"S.21\" contains '.'");
  EXPECT_EQ(errors_with("model = \"S21\"", "model = \"" + std::string(65, 'x') + "\""),
            "study.toml:28:9: site.mine.asic[0].model: the name has 65 bytes; at most 64 are allowed");
  EXPECT_EQ(errors_with("model = \"S21\"", "model = \"" + std::string(64, 'x') + "\""), "");
  EXPECT_EQ(errors_with("model = \"S21\"", "model = 21"),
            "study.toml:28:9: site.mine.asic[0].model: expected a text in quotes, found the integer 21");
}

TEST(Sections, NamesAreUnique) {
  EXPECT_EQ(errors_with("name = \"cloud\"", "name = \"mine\"").substr(0, 74),
            "study.toml:32:8: site[1].name: \"mine\" is the name of an earlier [[site]]\ns");
  EXPECT_EQ(errors_with("[market.dependence]", "[[market.gpu]]\nclass = \"H100\"\nlease_rate = 1\n[market.dependence]"),
            "study.toml:23:9: market.gpu[1].class: \"H100\" is the name of an earlier [[gpu]]");
}

std::string many_sites(int count) {
  std::string text = study_text();
  for (int i = 3; i < count; ++i) {
    text += "[[site]]\nname = \"s" + std::to_string(i) + "\"\npower_mw = 1\nblend = { mine = 1 }\n";
  }
  return text;
}

TEST(Sections, ThereAreAtMost64Sites) {
  EXPECT_EQ(errors_of(many_sites(64)), "");
  EXPECT_EQ(errors_of(many_sites(65)), "study.toml:24:1: site: there are 65 tables [[site]]; 1 to 64 are allowed");
}

TEST(Sections, ThereAreAtMost8GpuClasses) {
  std::string more;
  for (int i = 0; i < 8; ++i) more += "[[market.gpu]]\nclass = \"g" + std::to_string(i) + "\"\nlease_rate = 1\n";
  EXPECT_EQ(errors_with("[market.dependence]", more + "[market.dependence]"),
            "study.toml:19:1: market.gpu: there are 9 tables [[gpu]]; 0 to 8 are allowed");
}

TEST(Sections, AllErrorsOfAFileComeTogetherInOrder) {
  const std::string text = R"(format = 1
[run]
paths = 0
start_date = 2008-11-23
horizon_months = 24.5
stepp = "daily"
confidence_levels = [0.99, 0.95]
[[site]]
name = "mine"
power_mw = 100
colour = "red"
[[site.asic]]
model = "S21"
power_mw = 120
efficiency = -2
[[site]]
name = "both"
power_mw = "100"
blend = { mien = 0.5 }
[market.power]
hub = "x"
monthly_median = [22, 15, 18, 14, 23, 26, 27, 45, 32, 25, 25, 6000]
[market.network]
hashrate = 740.0
difficulty = 102.29e12
block_height = -1
hashprice_reference = 50.0
fee_ratio_median = 0.0145
[market.btc]
price = "high"
)";
  EXPECT_EQ(
      errors_of(text),
      "study.toml:3:9: run.paths: 0 is below 1 (1 to 2^48)\n"
      "study.toml:5:18: run.horizon_months: 24.5 is not a whole number of months (1 to 360 months)\n"
      "study.toml:6:1: run.stepp: unknown key; did you mean step?\n"
      "study.toml:7:21: run.confidence_levels: 0.95 comes after 0.99; the levels have to increase strictly\n"
      "study.toml:10:12: site.mine.power_mw: the equipment uses 120 MW, 20 MW more than the site's 100 MW\n"
      "study.toml:11:1: site.mine.colour: unknown key; known here: name, power_mw, operating_cost_per_mw_month, "
      "blend, power, asic, gpu, colocation, conversion, hazard, treasury, debt, covenant\n"
      "study.toml:15:14: site.mine.asic.S21.efficiency: -2 is below 5 (5 to 200 J/TH)\n"
      "study.toml:18:12: site.both.power_mw: expected a number, found the text \"100\" (above 0, at most 100000 "
      "MW)\n"
      "study.toml:19:18: site.both.blend.mien: there is no site \"mien\"; did you mean mine?\n"
      "study.toml:22:18: market.power.monthly_median: 6000 (month 12) is not between price_floor and price_cap "
      "(-250 to 5000 USD/MWh)\n"
      "study.toml:26:16: market.network.block_height: -1 is below 0 (0 to 6929999)\n"
      "study.toml:29:1: market.btc.annual_volatility: missing (0 to 10 1/sqrt(year))\n"
      "study.toml:30:9: market.btc.price: expected a number, found the text \"high\" (above 0, at most 1000000000 "
      "USD)");
}

TEST(Sections, FindingsCanBeTakenOneByOne) {
  try {
    read_configuration_text(with(with(study_text(), "paths = 1000", "paths = 0"), "0.52", "-1"), "study.toml");
    FAIL() << "two errors went unnoticed";
  } catch (const ConfigurationErrors& errors) {
    ASSERT_EQ(errors.findings().size(), 2U);
    EXPECT_EQ(errors.findings()[0].place, (Place{"study.toml", 4, 9, 0}));
    EXPECT_EQ(errors.findings()[1].place, (Place{"study.toml", 9, 21, 0}));
    EXPECT_EQ(errors.findings()[1].text, "market.btc.annual_volatility: -1 is below 0 (0 to 10 1/sqrt(year))");
  }
}

}  // namespace
}  // namespace hashlease::test
