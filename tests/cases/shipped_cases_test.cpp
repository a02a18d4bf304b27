/// Every shipped case names its number and source in its first line, stands in the list, is valid, and runs.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "cases/support/case_study.hpp"

namespace hashlease::testing {
namespace {

const std::filesystem::path kFolder = std::string(HASHLEASE_SOURCE_DIR) + "/configs/cases";

std::set<std::string> names() {
  std::set<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".toml") found.insert(entry.path().stem().string());
  }
  return found;
}

std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// The headline studies are case 1; the rest of the sixteen are here.
TEST(ShippedCasesTest, AllSixteenAreThere) {
  std::set<int> numbers = {1};
  for (const std::string& name : names()) {
    const std::string text = text_of(kFolder / (name + ".toml"));
    std::smatch number;
    if (std::regex_search(text, number, std::regex("^# Case ([0-9]+)[.,]"))) numbers.insert(std::stoi(number[1]));
  }
  for (int number = 1; number <= 16; ++number) EXPECT_EQ(numbers.count(number), 1U) << "case " << number;
}

TEST(ShippedCasesTest, AllAreListed) {
  const std::string list = text_of(kFolder / "README.md");
  for (const std::string& name : names()) EXPECT_NE(list.find("`" + name + ".toml`"), std::string::npos) << name;
  std::set<std::string> listed;
  const std::regex row("`([a-z0-9-]+)\\.toml`");
  for (std::sregex_iterator match(list.begin(), list.end(), row), end; match != end; ++match)
    listed.insert((*match)[1]);
  for (const std::string& name : listed) EXPECT_EQ(names().count(name), 1U) << name << " is listed and not there";
}

TEST(ShippedCasesTest, AllRun) {
  for (const std::string& name : names()) {
    CaseStudy study(name);
    study.run(64);
    for (const SiteConfiguration& site : study.plan().configuration.site) {
      const CaseFigure revenue = study.mean(site.name, Outcome::revenue, study.horizon());
      EXPECT_GT(revenue.value, 0.0) << name << " " << site.name;
      EXPECT_TRUE(std::isfinite(study.mean(site.name, Outcome::cash_flow, study.horizon()).value)) << name;
    }
  }
}

}  // namespace
}  // namespace hashlease::testing
