// The configurations that come with the program.

#include <set>
#include <sstream>

#include "config/canonical_text.hpp"
#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

const std::filesystem::path kConfigs = HASHLEASE_SOURCE_DIR "/configs";

Configuration shipped(const std::string& name, const std::vector<std::string>& options = {}) {
  return read_configuration(kConfigs / name, options);
}

std::string text_of(Configuration configuration) {
  configuration.title.clear();
  return canonical_text(configuration);
}

TEST(Shipped, AllAreValidAndReadBack) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kConfigs)) {
    if (entry.path().extension() != ".toml") continue;
    const Configuration configuration = read_configuration(entry.path());
    EXPECT_EQ(canonical_text(read_configuration_text(canonical_text(configuration))), canonical_text(configuration));
    ++count;
  }
  EXPECT_GE(count, 5);
}

/// Every model but gbm and merton, which the market files have, is reached by a study of its own.
TEST(Shipped, EveryModelHasAStudy) {
  std::set<BtcModel> models;
  for (const auto& entry : std::filesystem::directory_iterator(kConfigs / "models")) {
    if (entry.path().extension() != ".toml") continue;
    const Configuration configuration = read_configuration(entry.path());
    EXPECT_EQ(canonical_text(read_configuration_text(canonical_text(configuration))), canonical_text(configuration));
    models.insert(configuration.market.btc.model);
  }
  EXPECT_EQ(models, (std::set<BtcModel>{BtcModel::gjr_garch, BtcModel::regime, BtcModel::bates, BtcModel::bootstrap}));
}

TEST(Shipped, HeadlineStudyComparesThreeSitesOf100Megawatts) {
  const Configuration configuration = shipped("hybrid.toml");
  ASSERT_EQ(configuration.site.size(), 3U);
  for (const SiteConfiguration& site : configuration.site) EXPECT_EQ(site.power_mw, 100.0) << site.name;
  EXPECT_EQ(configuration.site[2].blend, (std::map<std::string, double>{{"ai-only", 0.5}, {"mining-only", 0.5}}));
  EXPECT_EQ(configuration.run.paths, 1000000U);
  EXPECT_EQ(configuration.market.btc.price, 97707.0);
}

TEST(Shipped, SingleSitesAreThoseOfTheHeadlineStudy) {
  Configuration ai = shipped("hybrid.toml");
  ai.site = {ai.site[1]};
  EXPECT_EQ(text_of(ai), text_of(shipped("ai-only.toml")));
  Configuration mining = shipped("mining-only.toml");  // the same but for a second, older fleet
  ASSERT_EQ(mining.site.at(0).asic.size(), 2U);
  EXPECT_EQ(mining.site[0].asic[0].power_mw + mining.site[0].asic[1].power_mw, 100.0);
  EXPECT_GT(mining.site[0].asic[1].efficiency, mining.site[0].asic[0].efficiency);
  mining.site[0].asic.pop_back();
  mining.site[0].asic[0].power_mw = 100.0;
  Configuration headline = shipped("hybrid.toml");
  headline.site = {headline.site[0]};
  EXPECT_EQ(text_of(headline), text_of(mining));
}

TEST(Shipped, SmokeAndOvernightDifferFromTheHeadlineInTheRunOnly) {
  const std::vector<std::string> as_headline = {"run.paths=1e6", "run.step=daily",
                                                "run.keep_paths=[\"annual_revenue\", \"annual_cash_flow\"]"};
  const std::string headline = text_of(shipped("hybrid.toml"));
  EXPECT_EQ(text_of(shipped("smoke.toml", as_headline)), headline);
  EXPECT_EQ(text_of(shipped("overnight.toml", as_headline)), headline);
  EXPECT_EQ(shipped("overnight.toml").run.paths, 300000000U);
  EXPECT_TRUE(shipped("overnight.toml").run.keep_paths.empty());
  EXPECT_LE(shipped("smoke.toml").run.paths, 10000U);
}

// A figure of the market names its source behind it on the same line.
TEST(Shipped, EveryFigureOfTheMarketNamesItsSource) {
  std::ifstream stream(kConfigs / "markets/2024-11-23.toml");
  int figures = 0;
  for (std::string line; std::getline(stream, line);) {
    const std::size_t equals = line.find(" = ");
    const bool figure = !line.empty() && line[0] != '#' && equals != std::string::npos && line[equals + 3] != '"';
    if (!figure) continue;
    ++figures;
    const std::size_t comment = line.find('#', equals);
    ASSERT_NE(comment, std::string::npos) << line;
    bool named = false;
    for (const char* source :
         {"facts", "data", "fit", "sample", "assumption", "Coin Metrics", "list prices", "ERCOT's"}) {
      named = named || line.find(source, comment) != std::string::npos;
    }
    EXPECT_TRUE(named) << line;
  }
  EXPECT_GT(figures, 40);
}

// The opening hashprice that the market file derives for its reference, from its own figures.
TEST(Shipped, OpeningHashpriceIsTheOneStated) {
  const MarketConfiguration market = shipped("hybrid.toml").market;
  const double hashes = 86400.0e15 / (market.network.difficulty * 4294967296.0);
  const double hashprice = hashes * 3.125 * (1.0 + 0.0178) * market.btc.price;
  EXPECT_NEAR(hashprice, 61.1, 0.05);
}

}  // namespace
}  // namespace hashlease::test
