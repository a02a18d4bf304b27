#include "config/rendering/describe.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "config/findings/nearest.hpp"

namespace hashlease {
namespace {

std::string refusal(std::string_view key) {
  try {
    describe_parameters(key);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(Describe, OneKeyInItsSeveralSpellings) {
  const std::string lease_rate =
      "  market.gpu.lease_rate: number, above 0, at most 1000 USD/GPU-hour, required\n"
      "      Spot lease rate at the start.\n";
  EXPECT_EQ(describe_parameters("market.gpu.lease_rate"), lease_rate);
  EXPECT_EQ(describe_parameters("market.gpu.H100.lease_rate"), lease_rate);
  EXPECT_EQ(describe_parameters("market.gpu[].lease_rate"), lease_rate);
  EXPECT_EQ(describe_parameters("lease_rate"), lease_rate);
  EXPECT_EQ(describe_parameters("site.some.gpu.H100.contract.term_months"),
            "  site.gpu.contract.term_months: integer, 1 to 360 months, default 12\n      Term of a contract.\n");
}

TEST(Describe, ALastWordGivesAllKeysThatEndSo) {
  const std::string text = describe_parameters("annual_volatility");
  EXPECT_NE(text.find("market.btc.annual_volatility"), std::string::npos);
  EXPECT_NE(text.find("market.gpu_demand.annual_volatility"), std::string::npos);
  EXPECT_EQ(text.find("own_annual_volatility"), std::string::npos);
}

TEST(Describe, SectionsHoldTheirKeys) {
  const std::string text = describe_parameters("market.power");
  EXPECT_EQ(text.rfind("[market.power]  The spot price", 0), 0U);
  EXPECT_NE(text.find("market.power.spike_level"), std::string::npos);
  EXPECT_EQ(text.find("market.btc"), std::string::npos);
  EXPECT_EQ(text.find("market.gpu"), std::string::npos);
}

TEST(Describe, EverythingIsThere) {
  const std::string text = describe_parameters("");
  for (const char* key : {"format", "run.paths", "market.include", "market.btc.price", "[[market.gpu]]", "site.blend",
                          "site.asic.efficiency", "site.gpu.contract.rate"}) {
    EXPECT_NE(text.find(key), std::string::npos) << key;
  }
}

TEST(Describe, UnknownKeysNameTheNearest) {
  EXPECT_EQ(refusal("market.btc.volatilty"),
            "market.btc.volatilty: no such configuration key; did you mean market.btc.annual_volatility?");
  EXPECT_EQ(refusal("efficency"), "efficency: no such configuration key; did you mean efficiency?");
  EXPECT_EQ(refusal("xyzzy"), "xyzzy: no such configuration key; `hashlease describe` lists all keys");
  EXPECT_NE(refusal("."), "");
  EXPECT_NE(refusal("market..price"), "");
}

TEST(Describe, ReferencePageIsTheShippedOne) {
  std::ifstream stream(HASHLEASE_SOURCE_DIR "/configs/README.md", std::ios::binary);
  std::ostringstream page;
  page << stream.rdbuf();
  EXPECT_EQ(page.str(), parameter_reference_markdown()) << "write the page anew: it has to equal the table";
}

TEST(Nearest, DistanceCountsEdits) {
  EXPECT_EQ(edit_distance("", "abc"), 3);
  EXPECT_EQ(edit_distance("paths", "paths"), 0);
  EXPECT_EQ(edit_distance("path", "paths"), 1);
  EXPECT_EQ(edit_distance("mena", "mean"), 1);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("ca", "abc"), 3);  // optimal string alignment; the unrestricted distance is 2
}

TEST(Nearest, OnlyWhatIsNearIsNamed) {
  const std::vector<std::string> known = {"annual_volatility", "paths", "step"};
  EXPECT_EQ(nearest_word("pahts", known), "paths");
  EXPECT_EQ(nearest_word("volatilty", known), "annual_volatility");
  EXPECT_EQ(nearest_word("banana", known), "");
  EXPECT_EQ(nearest_word("", known), "");
  EXPECT_EQ(nearest_word(std::string(100000, 'a'), known), "");
}

}  // namespace
}  // namespace hashlease
