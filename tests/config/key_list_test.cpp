// Keys as completion and `describe --keys-of` list them.

#include "config/rendering/key_list.hpp"

#include <algorithm>
#include <set>

#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

TEST(KeyList, NamesEveryKeyOfAConfigurationOnce) {
  const std::vector<std::string> keys = keys_of(read_configuration_text(study_text()));
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size());
  for (const char* key : {"run.paths", "market.include", "market.gpu.H100.lease_rate", "site.mine.asic.S21.efficiency",
                          "site.both.blend", "site.cloud.gpu.H100.contract.share"}) {
    EXPECT_NE(std::find(keys.begin(), keys.end(), key), keys.end()) << key;
  }
}

std::vector<std::string> options_of(const Configuration& configuration) {
  std::vector<std::string> options;
  for_each_value(
      configuration,
      [&](const std::string& path, const Parameter&, const Value& value) {
        options.push_back(path + "=" + toml_text(value));
      },
      AbsentTables::at_defaults);
  return options;
}

// Setting every key to the value it has changes no value: each listed key is one that --set finds.
TEST(KeyList, IsWhatSetTakes) {
  const Configuration configuration = read_configuration_text(study_text());
  std::vector<std::string> options = options_of(configuration);
  options.emplace_back("market.include=");
  EXPECT_EQ(options.size(), keys_of(configuration).size());
  const Configuration again = read_configuration_text(study_text(), "study.toml", {}, options);
  EXPECT_EQ(options_of(again), options_of(configuration));
}

TEST(KeyList, RowsHaveAStarForTheNameOfAnEntry) {
  std::vector<std::string> paths;
  for_each_row([&](const std::string& path, const Parameter&) { paths.push_back(path); });
  EXPECT_NE(std::find(paths.begin(), paths.end(), "site.*.gpu.*.contract.share"), paths.end());
  EXPECT_NE(std::find(paths.begin(), paths.end(), "market.btc.price"), paths.end());
  const std::vector<std::string> sections = section_paths();
  EXPECT_NE(std::find(sections.begin(), sections.end(), "site.gpu.contract"), sections.end());
}

TEST(KeyList, ValuesAreListedWhereTheyAreFew) {
  for_each_row([&](const std::string& path, const Parameter& row) {
    if (path == "run.step") {
      EXPECT_EQ(values_of(row), (std::vector<std::string>{"daily", "weekly"}));
    }
    if (path == "site.*.power.sell_back") {
      EXPECT_EQ(values_of(row), (std::vector<std::string>{"true", "false"}));
    }
    if (path == "run.paths") {
      EXPECT_TRUE(values_of(row).empty());
    }
  });
}

}  // namespace
}  // namespace hashlease::test
