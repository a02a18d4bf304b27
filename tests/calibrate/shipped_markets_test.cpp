/// The market files that come with the program are ones that studies take, and the calibrated one is what `calibrate`
/// makes of its data.

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "calibrate/market_file/market_text.hpp"
#include "calibrate/support/text_file.hpp"
#include "config/reading/reader.hpp"

namespace hashlease::testing {
namespace {

const std::filesystem::path kConfigs = HASHLEASE_SOURCE_DIR "/configs";

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// The headline study on another market.
Configuration headline_on(const std::string& market) {
  std::string study = text_of(kConfigs / "hybrid.toml");
  const std::string shipped = "markets/2024-11-23.toml";
  study.replace(study.find(shipped), shipped.size(), "markets/" + market);
  return read_configuration_text(study, market, kConfigs);
}

TEST(ShippedMarketsTest, StudiesTakeThem) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kConfigs / "markets")) {
    const Configuration configuration = headline_on(entry.path().filename().string());
    EXPECT_GT(configuration.market.btc.price, 0.0) << entry.path();
    ++count;
  }
  EXPECT_GE(count, 4);
}

TEST(ShippedMarketsTest, ScenariosAreWhatTheySay) {
  const MarketConfiguration calibrated = headline_on("2025-06-01.toml").market;
  const MarketConfiguration sticky = headline_on("sticky-china.toml").market;
  const MarketConfiguration bust = headline_on("bust.toml").market;
  for (const GpuClassConfiguration& gpu : sticky.gpu) EXPECT_LE(gpu.price_clearing, 0.2) << gpu.name;
  EXPECT_EQ(bust.regime.initial, "bust");
  for (const MarketConfiguration* scenario : {&sticky, &bust}) {
    EXPECT_EQ(scenario->btc.annual_volatility, calibrated.btc.annual_volatility);
    EXPECT_EQ(scenario->network.difficulty, calibrated.network.difficulty);
    EXPECT_EQ(scenario->power.monthly_median, calibrated.power.monthly_median);
  }
}

/// Key and value of each line, without comments.
std::vector<std::pair<std::string, std::string>> values_of(const std::string& text) {
  std::istringstream lines(text);
  std::vector<std::pair<std::string, std::string>> values;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t equals = line.find(" = ");
    if (line.starts_with('#') || equals == std::string::npos) continue;
    const std::string value = line.substr(equals + 3, line.find("  ", equals) - equals - 3);
    values.emplace_back(line.substr(0, equals), value);
  }
  return values;
}

/// Numbers within 1 %: an optimum is found to a few digits, and the last one may be another with another compiler.
void expect_alike(const std::string& key, const std::string& made, const std::string& shipped) {
  const auto a = number_of(made), b = number_of(shipped);
  if (a && b) {
    EXPECT_NEAR(*a, *b, 0.01 * std::abs(*b) + 1e-4) << key;
  } else {
    EXPECT_EQ(made, shipped) << key;
  }
}

/// Compares a market of `day` with what is made of the data up to it and of BTC's since `since`.
void expect_made(const std::string& day, const std::string& since, const std::vector<std::string>& gpu_classes) {
  CalibrationOptions options;
  options.since = day_of(since);
  options.network_since = day_of("2018-01-01");
  options.power_since = day_of("2022-01-01");
  options.until = day_of(day);
  options.gpu_classes = gpu_classes;
  const MarketHistory history = read_market_history(
      {data_file("btc_network_daily.csv"), data_file("gpu_rental_prices.csv"), data_file("ercot_rtm_hub_hourly.csv")},
      "west");
  const auto shipped = values_of(text_of(kConfigs / "markets" / (day + ".toml")));
  ASSERT_EQ(shipped.at(0).first, "model");
  options.model = btc_model_named(shipped[0].second.substr(1, shipped[0].second.size() - 2)).value();
  const auto made = values_of(market_text(calibrate(history, options), "", "", day + ".toml"));
  ASSERT_EQ(made.size(), shipped.size());
  for (std::size_t k = 0; k < made.size(); ++k) {
    EXPECT_EQ(made[k].first, shipped[k].first);
    expect_alike(made[k].first, made[k].second, shipped[k].second);
  }
}

TEST(ShippedMarketsTest, CalibratedMarketsAreWhatCalibrateMakes) {
  if (data_file("btc_network_daily.csv").empty()) GTEST_SKIP() << "no data (set HASHLEASE_DATA to its folder)";
  expect_made("2024-11-23", "2020-11-23", {"H100"});
  expect_made("2025-06-01", "2021-06-01", {});
}

TEST(ShippedMarketsTest, GpuClassesAreThoseOfTheRates) {
  if (data_file("gpu_rental_prices.csv").empty()) GTEST_SKIP() << "no data (set HASHLEASE_DATA to its folder)";
  const MarketHistory history = read_market_history(
      {data_file("btc_network_daily.csv"), data_file("gpu_rental_prices.csv"), data_file("ercot_rtm_hub_hourly.csv")},
      "west");
  CalibrationOptions options;
  options.since = day_of("2022-06-01");
  options.gpu_classes = {"A100", "RTX 4090"};
  try {
    calibrate(history, options);
    FAIL() << "an unknown class passed";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("no GPU class RTX 4090"), std::string::npos) << error.what();
  }
  options.gpu_classes = {"A100"};
  const std::string market = market_text(calibrate(history, options), "", "", "a100.toml");
  EXPECT_NE(market.find("class = \"A100\""), std::string::npos);
  EXPECT_EQ(market.find("class = \"H100\""), std::string::npos);
}

}  // namespace
}  // namespace hashlease::testing
