// Files that are no configuration, and market files that a configuration includes.

#include <sys/stat.h>
#include <unistd.h>

#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

std::string errors_in_file(const std::filesystem::path& file) {
  try {
    read_configuration(file);
  } catch (const ConfigurationErrors& errors) {
    return errors.what();
  }
  return {};
}

TEST(Files, MissingFileAndFolder) {
  const TemporaryFolder folder;
  const std::string missing = (folder.path() / "none.toml").string();
  EXPECT_EQ(errors_in_file(missing), missing + ": no such file");
  EXPECT_EQ(errors_in_file(folder.path()), folder.path().string() + ": is a directory, not a configuration file");
}

TEST(Files, UnreadableFile) {
  if (::geteuid() == 0) GTEST_SKIP() << "root reads everything";
  const TemporaryFolder folder;
  const auto file = folder.write("study.toml", study_text());
  ::chmod(file.c_str(), 0);
  EXPECT_EQ(errors_in_file(file), file.string() + ": cannot be read: Permission denied");
}

TEST(Files, TooLargeFile) {
  const TemporaryFolder folder;
  const auto file = folder.write("study.toml", std::string(16 * 1024 * 1024 + 1, '\n'));
  EXPECT_EQ(errors_in_file(file), file.string() + ": is larger than 16 MB; no configuration comes near");
}

TEST(Files, ResultFileIsNoConfiguration) {
  const TemporaryFolder folder;
  const auto file = folder.write("hybrid.h5", std::string("\x89HDF\r\n\x1a\n\0\0", 10));
  EXPECT_EQ(errors_in_file(file),
            file.string() +
                ": is an HDF5 file, not a configuration; a result's own configuration stands in its group /config");
}

TEST(Files, SyntaxErrorsHaveAPlace) {
  // The column is the parser's own, and moves with its version.
  const auto is_syntax_error = [](const std::string& message, const std::string& line) {
    return message.rfind("study.toml:" + line + ":", 0) == 0 &&
           message.find(": not valid TOML: ") != std::string::npos && message.find('\n') == std::string::npos;
  };
  EXPECT_TRUE(is_syntax_error(errors_with("paths = 1000", "paths = "), "4"));
  EXPECT_TRUE(is_syntax_error(errors_with("a study", "\xff"), "2"));
  EXPECT_TRUE(is_syntax_error(errors_with("paths = 1000", "paths = 1000\npaths = 1000"), "5"));
  EXPECT_TRUE(is_syntax_error(errors_with("2024-11-23", "2024-02-30"), "5"));
  EXPECT_TRUE(is_syntax_error(errors_with("paths = 1000", "paths = [}"), "4"));
  EXPECT_FALSE(is_syntax_error(errors_with("paths = 1000", "paths = 0"), "4"));
  EXPECT_EQ(errors_of("a = " + std::string(20000, '1')), "study.toml:1:1: the line is longer than 16384 bytes");
}

TEST(Files, ByteOrderMarkAndCarriageReturnsAreFine) {
  std::string text;
  for (const char c : study_text()) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_EQ(errors_of("\xEF\xBB\xBF" + text), "");
}

const char* const kMarket = R"([btc]
price = 50_000
annual_volatility = 0.6
jump_intensity = 3
[network]
hashrate = 740.0
difficulty = 102.29e12
block_height = 871_688
hashprice_reference = 50.0
fee_ratio_median = 0.0145
[power]
hub = "ercot-west"
monthly_median = [22, 15, 18, 14, 23, 26, 27, 45, 32, 25, 25, 23]
[[gpu]]
class = "H100"
lease_rate = 2.93
floor_rate = 1.0
[[gpu]]
class = "A100"
lease_rate = 1.5
[dependence]
correlation = { "btc,hashrate" = 0.2, "btc,fee" = 0.1 }
)";

const char* const kStudy = R"([run]
paths = 10
start_date = 2024-11-23
[market]
include = "markets/some.toml"
[market.btc]
price = 60_000
[[market.gpu]]
class = "H100"
lease_rate = 4.0
[[market.gpu]]
class = "B200"
lease_rate = 6.0
[market.dependence]
correlation = { "btc,fee" = -0.1 }
[[site]]
name = "mine"
power_mw = 1
[[site.asic]]
model = "S21"
power_mw = 1
efficiency = 17.5
)";

TEST(Include, KeysOfTheIncludingFileOverrideTheMarket) {
  const TemporaryFolder folder;
  folder.write("markets/some.toml", kMarket);
  const MarketConfiguration market = read_configuration(folder.write("study.toml", kStudy)).market;
  EXPECT_EQ(market.btc.price, 60000.0);
  EXPECT_EQ(market.btc.annual_volatility, 0.6);
  EXPECT_EQ(market.btc.jump_intensity, 3.0);
  ASSERT_EQ(market.gpu.size(), 3U);
  EXPECT_EQ(market.gpu[0].name, "H100");
  EXPECT_EQ(market.gpu[0].lease_rate, 4.0);
  EXPECT_EQ(market.gpu[0].floor_rate, 1.0);
  EXPECT_EQ(market.gpu[1].lease_rate, 1.5);
  EXPECT_EQ(market.gpu[2].name, "B200");
  EXPECT_EQ(market.dependence.correlation, (std::map<std::string, double>{{"btc,hashrate", 0.2}, {"btc,fee", -0.1}}));
}

TEST(Include, OptionsOverrideBoth) {
  const TemporaryFolder folder;
  folder.write("markets/some.toml", kMarket);
  folder.write("markets/other.toml", with(kMarket, "jump_intensity = 3", "jump_intensity = 4"));
  const auto file = folder.write("study.toml", kStudy);
  const std::vector<std::string> options = {"market.gpu.A100.lease_rate=1.25", "market.btc.price=1",
                                            "market.include=markets/other.toml"};
  const MarketConfiguration market = read_configuration(file, options).market;
  EXPECT_EQ(market.gpu[1].lease_rate, 1.25);
  EXPECT_EQ(market.btc.price, 1.0);
  EXPECT_EQ(market.btc.jump_intensity, 4.0);
}

TEST(Include, ErrorsNameTheFileTheyStandIn) {
  const TemporaryFolder folder;
  folder.write("markets/some.toml",
               with(with(kMarket, "0.6", "-0.6"), "class = \"A100\"", "class = \"A100\"\nfoo = 1"));
  const std::string path = (folder.path() / "markets/some.toml").string();
  EXPECT_EQ(errors_of(with(kStudy, "60_000", "-1"), {}, folder.path()),
            "study.toml:7:9: market.btc.price: -1 is below 0 (above 0, at most 1000000000 USD)\n" + path +
                ":3:21: market.btc.annual_volatility: -0.6 is below 0 (0 to 10 1/sqrt(year))\n" + path +
                ":20:1: market.gpu.A100.foo: unknown key; known here: class, lease_rate, annual_obsolescence, "
                "own_annual_volatility, own_half_life_months, price_clearing, floor_rate, base_occupancy, "
                "occupancy_response, tenor_slope, generation_intensity, generation_mean, generation_deviation, "
                "generation");
  folder.write("markets/some.toml", "[btc\n");
  EXPECT_EQ(errors_of(kStudy, {}, folder.path()).substr(0, path.size() + 22), path + ":1:5: not valid TOML: ");
}

TEST(Include, FilesThatCannotBeIncluded) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "markets/some.toml").string();
  EXPECT_EQ(errors_of(kStudy, {}, folder.path()), "study.toml:5:11: market.include: " + path + ": no such file");
  folder.write("markets/some.toml", "[market.btc]\nprice = 1\n");
  EXPECT_EQ(errors_of(kStudy, {}, folder.path()),
            path + ":1:1: market: a market file has its tables at the top, [btc] instead of [market.btc]");
  folder.write("markets/some.toml", "include = \"x\"\n");
  EXPECT_EQ(errors_of(kStudy, {}, folder.path()),
            path + ":1:1: market.include: an included market cannot include another one");
  EXPECT_EQ(errors_of(with(kStudy, "\"markets/some.toml\"", "5")),
            "study.toml:5:11: market.include: expected the name of a market file, found the integer 5");
}

}  // namespace
}  // namespace hashlease::test
