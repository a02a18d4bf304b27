#include "report/sections/history.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "base/error.hpp"

namespace hashlease {
namespace {

/// A file with some text, removed at the end of the test.
class HistoryFile {
 public:
  explicit HistoryFile(const std::string& text)
      : path_(testing::TempDir() + "hashlease-history-" +
              testing::UnitTest::GetInstance()->current_test_info()->name() + ".csv") {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~HistoryFile() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string error_of(const std::string& source) {
  Histories histories;
  try {
    read_history(source, histories);
  } catch (const InputError& error) {
    EXPECT_TRUE(histories.empty());
    return error.what();
  }
  return "";
}

std::string error_of(const HistoryFile& file) { return error_of(file.path()); }

TEST(History, ColumnsAreKnownByName) {
  const HistoryFile file(
      "date,price_usd,network_hashrate_th_per_s,unknown\n2024-11-22,98000,7.4e8,x\n2024-11-23,97707.5,,\n");
  Histories histories;
  read_history(file.path(), histories);
  ASSERT_EQ(histories.size(), 2u);
  ASSERT_EQ(histories["btc_price"].size(), 2u);
  EXPECT_EQ(histories["btc_price"][1].x, 20050.0);
  EXPECT_EQ(histories["btc_price"][1].y, 97707.5);
  ASSERT_EQ(histories["network_hashrate"].size(), 1u);
  EXPECT_DOUBLE_EQ(histories["network_hashrate"][0].y, 740.0);  // EH/s
}

TEST(History, CoinMetricsLayoutIsRead) {
  const HistoryFile file("\xEF\xBB\xBFtime,\"PriceUSD\",HashRate\r\n2024-11-22T00:00:00Z,\"98000\",7e8\r\n");
  Histories histories;
  read_history(file.path(), histories);
  EXPECT_EQ(histories["btc_price"].at(0).y, 98000.0);
  EXPECT_DOUBLE_EQ(histories["network_hashrate"].at(0).y, 700.0);
}

TEST(History, OneVariableTakesDateAndValue) {
  const HistoryFile file("date,value\n2024-11-22,2.5\n");
  Histories histories;
  read_history("lease_rate.H100=" + file.path(), histories);
  EXPECT_EQ(histories["lease_rate.H100"].at(0).y, 2.5);
  EXPECT_NE(error_of("lease=" + file.path()).find("there is no market variable \"lease\""), std::string::npos);
  EXPECT_NE(error_of(file.path()).find("VARIABLE="), std::string::npos);
}

TEST(History, ErrorsNameTheirLines) {
  const HistoryFile file(
      "date,btc_price\n2024-11-22,1\n2024-13-01,2\n2024-11-23,abc\n2024-11-24\n2024-11-20,5\n2024-11-25,inf\n");
  const std::string errors = error_of(file.path());
  for (const char* expected :
       {":3: \"2024-13-01\" is not a date", ":4: \"abc\" is no number (column 2)",
        ":5: has 1 fields where the header has 2", ":6: its date is not after", ":7: \"inf\" is no number"}) {
    EXPECT_NE(errors.find(expected), std::string::npos) << expected << " in\n" << errors;
  }
  EXPECT_EQ(errors.find(":2:"), std::string::npos);
}

TEST(History, FilesWithoutRowsAreRefused) {
  EXPECT_NE(error_of(HistoryFile("")).find("is empty"), std::string::npos);
  EXPECT_NE(error_of(HistoryFile("date,btc_price\n")).find("no rows"), std::string::npos);
  EXPECT_NE(error_of(HistoryFile("day,btc_price\n")).find(":1: the first column is \"day\""), std::string::npos);
  EXPECT_NE(error_of("nowhere.csv").find("there is no file nowhere.csv"), std::string::npos);
}

TEST(History, ManyErrorsAreCutShort) {
  std::string text = "date,btc_price\n";
  for (int k = 0; k < 1000; ++k) text += "x,1\n";
  const HistoryFile file(text);
  const std::string errors = error_of(file.path());
  EXPECT_NE(errors.find(":11:"), std::string::npos);
  EXPECT_EQ(errors.find(":12:"), std::string::npos);
}

}  // namespace
}  // namespace hashlease
