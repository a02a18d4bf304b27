/// Histories from CSV files, and what is said of those that cannot be used.

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.hpp"
#include "calibrate/histories/history_btc.hpp"
#include "calibrate/histories/history_gpu.hpp"
#include "calibrate/histories/history_power.hpp"
#include "calibrate/support/text_file.hpp"

namespace hashlease::testing {
namespace {

template <class Read>
std::string error_of(const Read& read) {
  try {
    read();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::string btc_error(const std::string& text) {
  const TextFile file(text);
  const std::string error = error_of([&] { read_btc_history(file.path()); });
  // Without the folder, which depends on the machine.
  std::string shorter;
  for (std::size_t begin = 0; begin < error.size();) {
    const std::size_t end = std::min(error.find('\n', begin), error.size());
    std::string line = error.substr(begin, end - begin);
    if (line.starts_with(file.path())) line = line.substr(file.path().size());
    shorter += line + "\n";
    begin = end + 1;
  }
  return shorter;
}

TEST(BtcHistoryTest, CoinMetricsLayoutIsRead) {
  // No price on the first day, which is before there was a market; columns in any order; a byte order mark.
  const TextFile file(
      "\xEF\xBB\xBFtime,BlkCnt,PriceUSD,HashRate,FeeTotNtv,IssTotNtv,Other\r\n"
      "2024-11-20T00:00:00Z,140,,7.0e8,20,437.5,x\r\n"
      "2024-11-21T00:00:00Z,144,98000,7.2e8,25,450,x\r\n"
      "2024-11-22T00:00:00Z,150,99000,7.5e8,30,468.75,x\r\n");
  const BtcHistory history = read_btc_history(file.path());
  ASSERT_EQ(history.day_count(), 2u);
  EXPECT_EQ(history.first_day, 20048);
  EXPECT_EQ(history.last_day(), 20049);
  EXPECT_EQ(history.price[1], 99000.0);
  EXPECT_DOUBLE_EQ(history.hashrate[0], 720.0);
  ASSERT_TRUE(history.has_network());
  EXPECT_NEAR(history.difficulty[0], 720e18 * 86400.0 / (144.0 * 4294967296.0), 1e3);
  EXPECT_NEAR(hashprices(history)[0], (450.0 + 25.0) * 98000.0 / 720000.0, 1e-9);
  EXPECT_NEAR(fee_ratios(history)[1], 30.0 / 468.75, 1e-15);
}

TEST(BtcHistoryTest, EverythingWrongIsSaidAtOnceWithItsLine) {
  EXPECT_EQ(btc_error("date,price_usd\n2024-01-01,100\n2024-01-04,101\n2024-01-04,102\n2024-01-02,0\n"
                      "2024-01-03,-5\n2024-01-04,many\n2024-01-05\n01/06/2024,100\n2024-01-05,3\n2024-01-06,900\n"),
            ":8: has 1 fields where the header has 2\n");
  EXPECT_EQ(btc_error("date,price_usd\n2024-01-01,100\n2024-01-04,101\n2024-01-04,102\n2024-01-02,0\n"
                      "2024-01-03,-5\n2024-01-04,many\n01/06/2024,100\n2024-01-05,300\n2024-01-06,9\n"),
            ":5: price_usd is 0; it must be a number above 0\n"
            ":6: price_usd is -5; it must be a number above 0\n"
            ":7: price_usd is many; it must be a number above 0\n"
            ":8: \"01/06/2024\" is not a date; a date is like 2024-11-23\n"
            ":10: price_usd is 0.03 times that of the day before: is it in another unit?\n"
            ":3: 2 days are missing before it: 2024-01-02 to 2024-01-03\n"
            ":4: 2024-01-04 stands there again (before in line 3)\n"
            ":5: 2024-01-02 comes after 2024-01-04: rows go from the oldest to the newest\n");
  EXPECT_EQ(btc_error("date,price_usd\n2024-01-01,100\n2024-01-02,\n2024-01-03,101\n"), ":3: price_usd is missing\n");
  EXPECT_EQ(btc_error("date,price_usd,blocks_mined\n2024-01-01,100,144\n2024-01-02,100,1e300\n"),
            ":3: blocks_mined is 1e300, above 100000: is it in another unit?\n");
}

TEST(BtcHistoryTest, WrongUnitsAndStrangeFilesAreRefused) {
  // A hashrate in EH/s beside blocks and difficulty.
  EXPECT_EQ(btc_error("date,price_usd,network_hashrate_th_per_s,difficulty_implied,blocks_mined\n"
                      "2024-11-23,97707,733,102.29e12,145\n"),
            ":2: the hashrate is 9.94e-07 times what blocks and difficulty give: is it in TH/s?\n");
  EXPECT_EQ(btc_error(""), ": is empty\n");
  EXPECT_EQ(btc_error("date,price_usd\n"), ": has a header and no rows\n");
  EXPECT_EQ(btc_error("date,value\n2024-01-01,3\n"),
            ":1: its columns are none that are known: date (or time) and price_usd (or PriceUSD) are needed; for "
            "date,value write price_usd=FILE\n");
  EXPECT_EQ(error_of([] { read_btc_history("/no/such/file.csv"); }), "/no/such/file.csv: there is no such file");
}

TEST(BtcHistoryTest, DateAndValueAreReadWithTheNameOfTheSeries) {
  const TextFile file("date,value\n2024-11-22,98000\n2024-11-23,97707\n");
  const BtcHistory history = read_btc_history("price_usd=" + file.path());
  EXPECT_EQ(history.price, (std::vector<double>{98000, 97707}));
  EXPECT_EQ(history.source, file.path());
  const TextFile wide("date,value,other\n2024-11-22,98000,1\n");
  EXPECT_NE(error_of([&] { read_btc_history("price_usd=" + wide.path()); }).find("has two columns: date,value"),
            std::string::npos);
}

TEST(BtcHistoryTest, BetweenTakesDaysOfBothEnds) {
  BtcHistory history;
  history.first_day = 100;
  history.price = {1, 2, 3, 4, 5};
  const BtcHistory part = between(history, 101, 103);
  EXPECT_EQ(part.first_day, 101);
  EXPECT_EQ(part.price, (std::vector<double>{2, 3, 4}));
  EXPECT_EQ(between(history, 0, 1000).price, history.price);
  EXPECT_EQ(between(history, 200, 300).day_count(), 0u);
}

TEST(PowerHistoryTest, HoursAreReadAndChecked) {
  const TextFile file(
      "hour_start_utc,hb_west_usd_per_mwh,hb_north_usd_per_mwh\n"
      "2024-01-01T22:00Z,-3.5,20\n2024-01-01T23:00Z,0,21\n2024-01-02T00:00Z,30,22\n2024-01-02T01:00Z,5000,23\n");
  const PowerHistory west = read_power_history(file.path());
  EXPECT_EQ(west.hub, "ercot-west");
  EXPECT_EQ(west.price, (std::vector<double>{-3.5, 0, 30, 5000}));
  EXPECT_EQ(west.day_of_hour(1), 19723);
  EXPECT_EQ(west.day_of_hour(2), 19724);
  EXPECT_EQ(read_power_history(file.path(), "north").price[3], 23.0);
  EXPECT_EQ(between(west, 19724, 19724).price, (std::vector<double>{30, 5000}));
  EXPECT_NE(error_of([&] { read_power_history(file.path(), "south"); }).find("of the hub \"south\""),
            std::string::npos);
}

TEST(PowerHistoryTest, GapsAndUnitsAreTold) {
  const TextFile file("hour_start_utc,a_usd_per_mwh\n2024-01-01T22:00Z,0.03\n2024-01-02T00:00Z,0.04\n2024-01-02,1\n");
  const std::string error = error_of([&] { read_power_history(file.path()); });
  EXPECT_NE(error.find(":4: \"2024-01-02\" is no full hour"), std::string::npos) << error;
  EXPECT_NE(error.find(":3: 1 hour is missing before it: 2024-01-01T23:00Z"), std::string::npos) << error;
}

TEST(PowerHistoryTest, AnotherUnitIsTold) {
  const TextFile file("hour_start_utc,a_usd_per_mwh\n2024-01-01T22:00Z,0.03\n2024-01-01T23:00Z,0.04\n");
  EXPECT_NE(error_of([&] { read_power_history(file.path()); }).find("the median price is 0.04 USD/MWh"),
            std::string::npos);
}

TEST(GpuHistoryTest, PanelIsReadAndChecked) {
  const TextFile file(
      "date,gpu,provider,market,usd_per_gpu_hour,basis\n"
      "2024-01-01,H100-80GB,panel_median,on-demand,4.78,list\n2024-01-01,H100-80GB,a,on-demand,4.0,list\n"
      "2024-03-01,H100-80GB,panel_median,on-demand,4.5,list\n");
  const MonthlyRates rates = monthly_rates(read_gpu_history(file.path()), "H100-80GB", "panel_median", "on-demand");
  EXPECT_EQ(rates.month, (std::vector<std::int64_t>{648, 650}));
  EXPECT_EQ(rates.rate, (std::vector<double>{4.78, 4.5}));
}

TEST(GpuHistoryTest, ErrorsHaveTheirLines) {
  const TextFile file(
      "date,gpu,provider,market,usd_per_gpu_hour\n2024-02-01,H100,a,spot,4\n2024-01-01,H100,a,spot,238\n"
      "2024-02-01,H100,a,spot,4\n");
  const std::string error = error_of([&] { read_gpu_history(file.path()); });
  EXPECT_NE(error.find(":3: 2024-01-01 comes after 2024-02-01"), std::string::npos) << error;
  EXPECT_NE(error.find(":3: usd_per_gpu_hour is \"238\""), std::string::npos) << error;
  EXPECT_NE(error.find(":4: 2024-02-01 H100 a spot  stands there again (before in line 2)"), std::string::npos)
      << error;
}

TEST(SharedHistoryTest, FilesAreReadWhole) {
  if (data_file("btc_network_daily.csv").empty()) GTEST_SKIP() << "no data (set HASHLEASE_DATA to its folder)";
  const BtcHistory btc = read_btc_history(data_file("btc_network_daily.csv"));
  EXPECT_EQ(btc.day_count(), 4901u);
  EXPECT_EQ(day_text(btc.last_day()), "2025-06-01");
  EXPECT_NEAR(hashprices(btc).back(), 52.79, 0.01);
  EXPECT_EQ(read_power_history(data_file("ercot_rtm_hub_hourly.csv"), "west").price.size(), 131496u);
  EXPECT_EQ(read_gpu_history(data_file("gpu_rental_prices.csv")).rates.size(), 596u);
}

}  // namespace
}  // namespace hashlease::testing
