// --set key=value.

#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

Configuration with_options(const std::vector<std::string>& options) {
  return read_configuration_text(study_text(), "study.toml", {}, options);
}
std::string errors_of_option(const std::string& option) { return errors_of(study_text(), {option}); }

TEST(Options, ReachEveryKindOfValue) {
  const Configuration configuration = with_options(
      {"run.paths=1e6", "run.step=weekly", "run.start_date = 2025-01-01", "title=a b",
       "run.keep_paths=[\"annual_revenue\"]", "market.btc.annual_volatility=0.6", "market.gpu.H100.lease_rate=8",
       "market.dependence.correlation.btc,fee=-0.1", "site.both.blend.mine=0.3", "site.mine.asic.S21.efficiency=20",
       "site.mine.asic.S21.curtail=false", "site.cloud.gpu.H100.contract.share=0.7", "site.mine.power.fixed_share=0.5",
       "market.gpu_demand.annual_volatility=0.2"});
  EXPECT_EQ(configuration.run.paths, 1000000U);
  EXPECT_EQ(configuration.run.step, StepKind::weekly);
  EXPECT_EQ(configuration.run.start_date, (Date{2025, 1, 1}));
  EXPECT_EQ(configuration.title, "a b");
  EXPECT_EQ(configuration.run.keep_paths, std::vector<std::string>{"annual_revenue"});
  EXPECT_EQ(configuration.market.btc.annual_volatility, 0.6);
  EXPECT_EQ(configuration.market.gpu[0].lease_rate, 8.0);
  EXPECT_EQ(configuration.market.dependence.correlation.at("btc,fee"), -0.1);
  EXPECT_EQ(configuration.market.dependence.correlation.at("btc,hashrate"), 0.2);
  EXPECT_EQ(configuration.site[2].blend, (std::map<std::string, double>{{"cloud", 0.5}, {"mine", 0.3}}));
  EXPECT_EQ(configuration.site[0].asic[0].efficiency, 20.0);
  EXPECT_FALSE(configuration.site[0].asic[0].curtail);
  EXPECT_EQ(configuration.site[1].gpu[0].contract.share, 0.7);
  EXPECT_EQ(configuration.site[0].power.fixed_share, 0.5);
  EXPECT_EQ(configuration.market.gpu_demand.annual_volatility, 0.2);
}

TEST(Options, TheLastOneCounts) { EXPECT_EQ(with_options({"run.paths=5", "run.paths=7"}).run.paths, 7U); }

TEST(Options, TextsNeedNoQuotes) {
  EXPECT_EQ(with_options({"title=2024"}).title, "2024");
  EXPECT_EQ(with_options({"title=\"2024\""}).title, "2024");
  EXPECT_EQ(with_options({"title=a = b # c"}).title, "a = b # c");
  EXPECT_EQ(with_options({"title="}).title, "");
}

TEST(Options, ErrorsNameTheOption) {
  EXPECT_EQ(errors_of_option("run.paths=0"), "--set run.paths=0: run.paths: 0 is below 1 (1 to 2^48)");
  EXPECT_EQ(errors_of_option("run.paths=many"),
            "--set run.paths=many: run.paths: expected an integer, found the text \"many\" (1 to 2^48)");
  EXPECT_EQ(errors_of_option("run.path=3"), "--set run.path=3: run.path: unknown key; did you mean paths?");
  EXPECT_EQ(errors_of_option("market.btc.annual_volatilty=3"),
            "--set market.btc.annual_volatilty=3: market.btc.annual_volatilty: unknown key; did you mean "
            "annual_volatility?");
  EXPECT_EQ(errors_of_option("runs.paths=3"), "--set runs.paths=3: runs: unknown key; did you mean run?");
  EXPECT_EQ(errors_of_option("site.mine.asic.S21.power_mw=120"),
            "study.toml:26:12: site.mine.power_mw: the equipment uses 120 MW, 20 MW more than the site's 100 MW");
}

TEST(Options, PathsThatLeadNowhere) {
  EXPECT_EQ(
      errors_of_option("market.gpu.H10.lease_rate=1"),
      "--set market.gpu.H10.lease_rate=1: market.gpu.H10.lease_rate: there is no [[gpu]] with class = \"H10\"; did "
      "you mean H100?");
  EXPECT_EQ(
      errors_of_option("site.both.asic.S21.pue=1"),
      "--set site.both.asic.S21.pue=1: site.both.asic.S21.pue: there is no [[asic]] with model = \"S21\"; there are "
      "none");
  EXPECT_EQ(errors_of_option("site.mine=1"), "--set site.mine=1: site.mine: this is a table; set one of its keys");
  EXPECT_EQ(errors_of_option("run.paths.x=1"), "--set run.paths.x=1: run.paths.x: paths is a value, not a table");
  EXPECT_EQ(errors_of(study_text(), {"paths", "=3", "site.x.power_mw=1"}),
            "--set paths: expected key=value, as in run.paths=1000\n"
            "--set =3: expected key=value, as in run.paths=1000");
  std::string deep = "a";
  for (int i = 0; i < 100000; ++i) deep += ".a";
  EXPECT_NE(errors_of_option(deep + "=1").find("the key has too many parts"), std::string::npos);
}

TEST(Options, ErrorsOfFileAndOptionsComeTogether) {
  EXPECT_EQ(errors_of(with(study_text(), "horizon_months = 24", "horizon_months = 0"),
                      {"market.btc.price=-1", "run.paths=0"}),
            "study.toml:6:18: run.horizon_months: 0 is below 1 (1 to 360 months)\n"
            "--set market.btc.price=-1: market.btc.price: -1 is below 0 (above 0, at most 1000000000 USD)\n"
            "--set run.paths=0: run.paths: 0 is below 1 (1 to 2^48)");
}

}  // namespace
}  // namespace hashlease::test
