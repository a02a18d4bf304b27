// Checks of the market models, and the files of history they read.

#include <cmath>

#include "config/rendering/canonical_text.hpp"
#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

std::string errors_of_btc(const std::string& keys, const TemporaryFolder* folder = nullptr) {
  return errors_of(with(study_text(), "annual_volatility = 0.52", "annual_volatility = 0.52\n" + keys), {},
                   folder == nullptr ? std::filesystem::path() : folder->path());
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// `rows` days of prices and hashrates.
std::string history(int rows) {
  std::string text = "# synthetic\ndate,price,hashrate\n";
  for (int row = 0; row < rows; ++row) {
    text +=
        "day" + std::to_string(row) + "," + std::to_string(100 + row % 7) + "," + std::to_string(50 + row % 5) + "\n";
  }
  return text;
}

constexpr const char* kBootstrap =
    "model = \"bootstrap\"\nbootstrap = { file = \"history.csv\", btc_column = \"price\", "
    "hashrate_column = \"hashrate\" }";

TEST(ModelChecks, SoundOnesPass) {
  EXPECT_EQ(errors_of_btc("model = \"gjr_garch\"\ngjr_garch = { alpha = 0.06, gamma = 0.0, beta = 0.93 }"), "");
  EXPECT_EQ(errors_of_btc("model = \"bates\"\nbates = { mean_reversion = 3.0, volatility_of_variance = 1.0 }"), "");
  const TemporaryFolder folder;
  folder.write("history.csv", history(100));
  EXPECT_EQ(errors_of_btc(kBootstrap, &folder), "");
}

TEST(ModelChecks, GarchHasAnUnconditionalVariance) {
  const std::string text =
      errors_of_btc("model = \"gjr_garch\"\ngjr_garch = { alpha = 0.06, gamma = 0.1, beta = 0.9 }");
  EXPECT_TRUE(holds(text, "market.btc.gjr_garch: alpha + gamma / 2 + beta is 1.01; it has to stay below 1")) << text;
  const std::string negative =
      errors_of_btc("model = \"gjr_garch\"\ngjr_garch = { alpha = 0.06, gamma = -0.1, beta = 0.9 }");
  EXPECT_TRUE(holds(negative, "market.btc.gjr_garch.gamma: alpha + gamma is -0.04")) << negative;
}

TEST(ModelChecks, ModelsOfDaysRefuseWeeks) {
  const TemporaryFolder folder;
  folder.write("history.csv", history(100));
  for (const std::string& keys :
       {std::string("model = \"gjr_garch\""), std::string("model = \"bates\""), std::string(kBootstrap)}) {
    const std::string weekly = with(study_text(), "paths = 1000", "paths = 1000\nstep = \"weekly\"");
    const std::string text =
        errors_of(with(weekly, "annual_volatility = 0.52", "annual_volatility = 0.52\n" + keys), {}, folder.path());
    EXPECT_TRUE(holds(text, "market.btc.model: this model needs daily steps: set run.step = \"daily\"")) << text;
  }
}

TEST(ModelChecks, RegimeNeedsStates) {
  EXPECT_TRUE(holds(errors_of_btc("model = \"regime\""), "regime needs two or three tables [[market.regime.state]]"));
}

TEST(HistoryFiles, ErrorsNameFileColumnAndLine) {
  const TemporaryFolder folder;
  EXPECT_TRUE(holds(errors_of_btc(kBootstrap, &folder), "market.btc.bootstrap.btc_column: there is no file"));
  EXPECT_TRUE(holds(errors_of_btc("model = \"bootstrap\""), "the model bootstrap needs file and btc_column"));
  folder.write("history.csv", with(history(100), "price", "prcie"));
  EXPECT_TRUE(holds(errors_of_btc(kBootstrap, &folder), "has no column \"price\"; did you mean prcie?"));
  folder.write("history.csv", with(history(100), "day3,103,53", "day3,,53"));
  const std::string missing = errors_of_btc(kBootstrap, &folder);
  EXPECT_TRUE(holds(missing, "history.csv:6: column price holds \"\", which is not a finite number")) << missing;
  folder.write("history.csv", with(history(100), "day3,103,53", "day3,-1,53"));
  EXPECT_TRUE(holds(errors_of_btc(kBootstrap, &folder), "the level -1 is not above 0"));
  folder.write("history.csv", history(10));
  EXPECT_TRUE(holds(errors_of_btc(kBootstrap, &folder), "has 10 rows; 31 to 8001 are allowed"));
}

TEST(HistoryFiles, RowsAreKeptSoThatTheFileIsNotNeededAgain) {
  const TemporaryFolder folder;
  folder.write("history.csv", history(300));
  const std::string text =
      with(study_text(), "annual_volatility = 0.52", std::string("annual_volatility = 0.52\n") + kBootstrap);
  const Configuration read = read_configuration_text(text, "study.toml", folder.path());
  const BootstrapConfiguration& rows = read.market.btc.bootstrap;
  ASSERT_EQ(rows.btc_rows.size(), 299U);
  EXPECT_NEAR(rows.btc_rows[0], std::log(101.0 / 100.0), 1e-14);
  ASSERT_EQ(rows.hashrate_rows.size(), 299U);
  const Configuration again = read_configuration_text(canonical_text(read), "study.toml", "/nonexistent");
  EXPECT_EQ(again.market.btc.bootstrap.btc_rows, rows.btc_rows);
  EXPECT_EQ(canonical_text(again), canonical_text(read));
}

TEST(EmpiricalChecks, LawsAreSound) {
  const TemporaryFolder folder;
  folder.write("sample.csv", history(500));
  const auto errors = [&](const std::string& keys) {
    return errors_of(study_text() + "[[market.empirical]]\n" + keys, {}, folder.path());
  };
  EXPECT_EQ(errors("shock = \"power\"\nfile = \"sample.csv\"\ncolumn = \"price\""), "");
  EXPECT_TRUE(holds(errors("shock = \"powr\"\ntable = [-1.0, 1.0]"), "\"powr\" is not a shock; did you mean power?"));
  EXPECT_TRUE(
      holds(errors("shock = \"power\""), "market.empirical.power: an empirical law needs file and column, or table"));
  EXPECT_TRUE(holds(errors("shock = \"power\"\ntable = [1.0, -1.0]"), "at least 2 values in ascending order"));
  EXPECT_TRUE(holds(errors("shock = \"power\"\nfile = \"sample.csv\"\ncolumn = \"price\"\ntail = \"pareto\""),
                    "a Pareto tail needs 20 values beyond tail_quantile"));
}

}  // namespace
}  // namespace hashlease::test
