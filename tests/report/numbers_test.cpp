#include "report/drawing/numbers.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace hashlease {
namespace {

TEST(Numbers, DigitsThatAnErrorLeavesOpenAreZero) {
  EXPECT_EQ(rounded_by_error(14004.0, 218.0), 14000.0);
  EXPECT_EQ(rounded_by_error(218.0, 218.0), 220.0);
  EXPECT_EQ(rounded_by_error(96'812.0, 95.0), 96'810.0);
  EXPECT_EQ(rounded_by_error(-14064.0, 2.1), -14064.0);  // decimals are decimals_for_error's
  EXPECT_EQ(rounded_by_error(14064.0, std::nan("")), 14064.0);
}

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Numbers, DecimalsAreGrouped) {
  EXPECT_EQ(decimal_text(1234567.891, 2), "1,234,567.89");
  EXPECT_EQ(decimal_text(999.0, 0), "999");
  EXPECT_EQ(decimal_text(1000.0, 0), "1,000");
  EXPECT_EQ(decimal_text(-1234.5, 1), "−1,234.5");
  EXPECT_EQ(decimal_text(-0.004, 2), "0.00");
  EXPECT_EQ(decimal_text(kNan, 2), kUndefinedText);
  EXPECT_EQ(decimal_text(std::numeric_limits<double>::infinity(), 2), kUndefinedText);
  EXPECT_EQ(count_text(1'000'000), "1,000,000");
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
}

TEST(Numbers, DigitsFollowTheStandardError) {
  EXPECT_EQ(estimate_text({81.163e6, 0.0284e6}, million_usd()), "81.163 ± 0.028");
  EXPECT_EQ(estimate_text({1133.157e6, 0.057e6}, million_usd()), "1,133.16 ± 0.06");
  EXPECT_EQ(estimate_text({0.49903, 0.00068}, percent_unit()), "49.90 ± 0.07");
  EXPECT_EQ(estimate_text({0.5, 0.0296}, plain_unit()), "0.50 ± 0.03");
  EXPECT_EQ(estimate_text({0.5, 0.0299}, plain_unit()), "0.50 ± 0.03");
  EXPECT_EQ(estimate_text({1234.0, 170.0}, plain_unit()), "1,234 ± 170");
  EXPECT_EQ(estimate_text({5e6, 0.0}, million_usd()), "5.00");
  EXPECT_EQ(estimate_text({5e6, kNan}, million_usd()), "5.00");
  EXPECT_EQ(estimate_text({kNan, kNan}, million_usd()), kUndefinedText);
  EXPECT_EQ(estimate_with_unit({-5e6, 0.3e6}, million_usd()), "−5.0 ± 0.3 million USD");
  EXPECT_EQ(estimate_with_unit({kNan, 1.0}, million_usd()), kUndefinedText);
  EXPECT_EQ(value_with_unit({81.163e6, 0.0284e6}, million_usd()), "81.163 million USD");
}

TEST(Numbers, SignificantDigits) {
  EXPECT_EQ(significant_text(97707.0, 6), "97,707");
  EXPECT_EQ(significant_text(0.0145, 6), "0.0145");
  EXPECT_EQ(significant_text(102.29e12, 15), "102,290,000,000,000");
  EXPECT_EQ(significant_text(-0.008, 6), "−0.008");
  EXPECT_EQ(significant_text(0.0, 6), "0");
  EXPECT_EQ(significant_text(0.5, 1), "0.5");
}

TEST(Numbers, Days) {
  EXPECT_EQ(day_text(0), "1970-01-01");
  EXPECT_EQ(day_text(20050), "2024-11-23");
  EXPECT_EQ(day_text(20050, true), "Nov 2024");
}

TEST(Numbers, MarkupIsEscaped) {
  EXPECT_EQ(escape_markup("<b>&\"'"), "&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(escape_markup("Zürich ± 5 𝛼"), "Zürich ± 5 𝛼");
  EXPECT_EQ(escape_markup(std::string("a\x01z\x7F")), "a\uFFFDz\uFFFD");
  EXPECT_EQ(escape_markup(std::string_view("a\0b", 3)), "a\uFFFDb");
}

TEST(Numbers, WhatIsNoUtf8IsReplaced) {
  EXPECT_EQ(escape_markup("\xFF<"), "\uFFFD&lt;");
  EXPECT_EQ(escape_markup("\xC3"), "\uFFFD");                      // cut off
  EXPECT_EQ(escape_markup("\xC0\x80"), "\uFFFD\uFFFD");            // overlong
  EXPECT_EQ(escape_markup("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(escape_markup("\xEF\xBF\xBE"), "\uFFFD\uFFFD\uFFFD");  // U+FFFE
  EXPECT_EQ(escape_markup("\xC2\x85"), "\uFFFD\uFFFD");            // a control character
}

}  // namespace
}  // namespace hashlease
