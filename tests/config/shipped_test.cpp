// The configurations that come with the program.

#include <set>
#include <sstream>

#include "config/rendering/canonical_text.hpp"
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
  EXPECT_NEAR(configuration.market.btc.price, 97707.0, 1.0);
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

// A figure of a calibrated market names its sample, its standard error or that it is assumed: behind it or, where the
// line is full, on the lines before and after it.
TEST(Shipped, EveryFigureOfACalibratedMarketNamesItsSource) {
  for (const char* name : {"markets/2024-11-23.toml", "markets/2025-06-01.toml"}) {
    std::ifstream stream(kConfigs / name);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    int figures = 0;
    for (std::size_t k = 1; k + 1 < lines.size(); ++k) {
      const std::string& line = lines[k];
      const std::size_t equals = line.find(" = ");
      if (line.empty() || line[0] == '#' || equals == std::string::npos || line[equals + 3] == '"') continue;
      ++figures;
      bool named = false;
      for (const char* source : {"n = ", "standard error", "assumption", "close of", "last month of the sample",
                                 "difficulty at", "of 20", "counted from", "interval"}) {
        for (const std::string& near : {lines[k - 1], line, lines[k + 1]}) {
          named = named || near.find(source, near == line ? line.find('#') : 0) != std::string::npos;
        }
      }
      EXPECT_TRUE(named) << name << ": " << line;
    }
    EXPECT_GT(figures, 35) << name;
  }
}

// Simulated with its own figures the network stays in step with what miners earn: growth, answer and reference are one
// fit.
TEST(Shipped, OpeningHashpriceIsNearItsReference) {
  const MarketConfiguration market = shipped("hybrid.toml").market;
  const double hashes = 86400.0e15 / (market.network.difficulty * 4294967296.0);
  const double hashprice = hashes * 3.125 * (1.0 + market.network.fee_ratio_median) * market.btc.price;
  EXPECT_NEAR(hashprice, 61.5, 1.0);
  EXPECT_NEAR(hashprice / market.network.hashprice_reference, 1.0, 0.25);
}

}  // namespace
}  // namespace hashlease::test
