// The table of BTC models and what is read from it.

#include <set>

#include "config/keys/parameters.hpp"
#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

const Section* section_at(const std::string& path) {
  const Section* section = configuration_section().find_section("market");
  std::string rest = path;
  while (section != nullptr && !rest.empty()) {
    const std::size_t dot = rest.find('.');
    section = section->find_section(rest.substr(0, dot));
    rest = dot == std::string::npos ? std::string() : rest.substr(dot + 1);
  }
  return section;
}

TEST(BtcModels, RowsAreInTheOrderOfTheEnum) {
  EXPECT_EQ(name_of(BtcModel::gbm), "gbm");
  EXPECT_EQ(name_of(BtcModel::merton), "merton");
  EXPECT_EQ(name_of(BtcModel::gjr_garch), "gjr_garch");
  EXPECT_EQ(name_of(BtcModel::regime), "regime");
  EXPECT_EQ(name_of(BtcModel::bates), "bates");
  EXPECT_EQ(name_of(BtcModel::bootstrap), "bootstrap");
  for (std::size_t k = 0; k < kBtcModels.size(); ++k) {
    EXPECT_EQ(btc_model_named(kBtcModels[k].name), static_cast<BtcModel>(k));
  }
  EXPECT_EQ(btc_model_named("heston"), std::nullopt);
}

TEST(BtcModels, AreTheWordsOfTheKey) {
  const Parameter* row = section_at("btc")->find_parameter("model");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->words, std::vector<std::string_view>(kBtcModelNames.begin(), kBtcModelNames.end()));
}

TEST(BtcModels, EachSayWhatTheyLeaveOutAndNameASectionThereIs) {
  std::set<std::string_view> omissions;
  for (const BtcModelRow& model : kBtcModels) {
    EXPECT_TRUE(omissions.insert(model.omission).second) << model.name;
    EXPECT_GT(model.omission.size(), 40U) << model.name;
    EXPECT_NE(section_at(std::string(model.section)), nullptr) << model.name << ": " << model.section;
  }
}

/// Weekly steps are refused for those models alone whose returns are a day's.
TEST(BtcModels, ThoseOfDailyReturnsNeedDailySteps) {
  std::set<std::string> refused;
  for (const BtcModelRow& model : kBtcModels) {
    const std::string key = "price = 97_707\n";
    const std::string text = with(study_text(), key, key + "model = \"" + std::string(model.name) + "\"\n");
    const std::string errors = errors_of(with(text, "paths = 1000\n", "paths = 1000\nstep = \"weekly\"\n"));
    const bool says_so =
        errors.find("market.btc.model: this model needs daily steps: set run.step = \"daily\"") != std::string::npos;
    if (says_so) refused.insert(std::string(model.name));
  }
  EXPECT_EQ(refused, (std::set<std::string>{"gjr_garch", "bates", "bootstrap"}));
}

}  // namespace
}  // namespace hashlease::test
