#include "io/export/table_text.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <random>

namespace hashlease {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

template <class T>
std::string number(TableFormat format, T value) {
  std::string text;
  append_number(text, format, value);
  return text;
}

TEST(TableText, QuotesAsRfc4180AsksFor) {
  EXPECT_EQ(text_cell(TableFormat::csv, "plain text"), "plain text");
  EXPECT_EQ(text_cell(TableFormat::csv, ""), "\"\"");
  EXPECT_EQ(text_cell(TableFormat::csv, "a,b"), "\"a,b\"");
  EXPECT_EQ(text_cell(TableFormat::csv, "say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(text_cell(TableFormat::csv, "two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(text_cell(TableFormat::csv, "return\r"), "\"return\r\"");
  EXPECT_EQ(text_cell(TableFormat::csv, "Süd"), "Süd");
}

TEST(TableText, EscapesAsJsonAsksFor) {
  EXPECT_EQ(text_cell(TableFormat::json, "Süd, \"hi\"\n"), "\"Süd, \\\"hi\\\"\\n\"");
  EXPECT_EQ(text_cell(TableFormat::json, "\xff"), "\"\xEF\xBF\xBD\"");  // no valid UTF-8: the replacement character
}

TEST(TableText, HasNoNumberForWhatIsNone) {
  EXPECT_EQ(number(TableFormat::csv, kNaN), "");
  EXPECT_EQ(number(TableFormat::json, kNaN), "null");
  EXPECT_EQ(number(TableFormat::csv, -kInfinity), "-inf");
  EXPECT_EQ(number(TableFormat::json, kInfinity), "null");
}

TEST(TableText, NumbersReadBackExactly) {
  std::mt19937_64 dice(20241123);
  for (int k = 0; k < 20'000; ++k) {
    const auto value = std::bit_cast<double>(dice());
    if (!std::isfinite(value)) continue;
    ASSERT_EQ(std::strtod(number(TableFormat::csv, value).c_str(), nullptr), value);
    const auto single = std::bit_cast<float>(static_cast<std::uint32_t>(dice()));
    if (!std::isfinite(single)) continue;
    ASSERT_EQ(std::strtod(number(TableFormat::json, static_cast<double>(single)).c_str(), nullptr), single);
  }
  EXPECT_EQ(number(TableFormat::csv, 83949712.0), "83949712");
  EXPECT_EQ(number(TableFormat::csv, std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(number(TableFormat::csv, std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
}

TEST(TableText, DatesAreIso) {
  EXPECT_EQ(iso_date(0), "1970-01-01");
  EXPECT_EQ(iso_date(20050), "2024-11-23");
  EXPECT_EQ(iso_date(-1), "1969-12-31");
  EXPECT_EQ(iso_date(59 + 365 * 54 + 13), "2024-02-29");
}

class TableFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/hashlease-table-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string path() const { return folder_ + "/table"; }
  void write(TextOutput& output, TableFormat format) const {
    TableWriter writer(output, format, {"name", "a b"});
    for (const std::int64_t value : {1, 2}) {
      writer.begin_row();
      writer.cell(text_cell(format, "x"));
      writer.number(value);
      writer.end_row();
    }
    writer.finish();
  }
  std::string folder_;
};

TEST_F(TableFile, HoldsTheRows) {
  for (const auto& [format, expected] :
       {std::pair{TableFormat::csv, "name,a b\nx,1\nx,2\n"},
        std::pair{TableFormat::json, "[\n{\"name\":\"x\",\"a b\":1},\n{\"name\":\"x\",\"a b\":2}\n]\n"}}) {
    TextOutput output(path());
    write(output, format);
    output.finish();
    EXPECT_EQ(read_text(path(), 1000), expected);
  }
}

TEST_F(TableFile, AppearsOnlyWhenFinished) {
  {
    TextOutput output(path());
    write(output, TableFormat::csv);
    EXPECT_EQ(kind_of(path()), PathKind::absent);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

}  // namespace
}  // namespace hashlease
