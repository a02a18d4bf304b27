#include "report/drawing/svg.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "report/drawing/html.hpp"

namespace hashlease {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Svg, CoordinatesAreShort) {
  EXPECT_EQ(coordinate_text(12.0), "12");
  EXPECT_EQ(coordinate_text(12.04), "12");
  EXPECT_EQ(coordinate_text(12.25), "12.3");
  EXPECT_EQ(coordinate_text(-0.04), "0");
  EXPECT_EQ(coordinate_text(-0.5), "-0.5");
}

TEST(Svg, LinesAreInterruptedWhereNothingIsKnown) {
  EXPECT_EQ(line_path({{0, 1}, {2, 3}, {4, -5.5}}), "M0 1L2 3L4-5.5");
  EXPECT_EQ(line_path({{0, 1}, {2, kNan}, {4, 5}, {6, 7}}), "M0 1M4 5L6 7");
  EXPECT_EQ(line_path({{0, kNan}}), "");
}

TEST(Svg, BandsAreClosed) {
  EXPECT_EQ(band_path({{0, 1}, {2, 1}}, {{0, 3}, {2, 4}}), "M0 1L2 1L2 4L0 3Z");
  EXPECT_EQ(band_path({{0, 1}, {1, kNan}, {2, 1}, {3, 1}}, {{0, 3}, {1, 3}, {2, 4}, {3, 4}}),
            "M0 1L0 3ZM2 1L3 1L3 4L2 4Z");
}

TEST(Svg, TextIsEscapedAndNamed) {
  Svg svg(100, 50);
  svg.text({1, 2}, "a<b", "label", Anchor::end);
  const std::string markup = svg.element("chart-1", "T & t", "D");
  EXPECT_NE(markup.find("a&lt;b</text>"), std::string::npos);
  EXPECT_NE(markup.find("text-anchor=\"end\""), std::string::npos);
  EXPECT_NE(markup.find("aria-labelledby=\"chart-1-title chart-1-text\""), std::string::npos);
  EXPECT_NE(markup.find("<title id=\"chart-1-title\">T &amp; t</title>"), std::string::npos);
  EXPECT_NE(markup.find("viewBox=\"0 0 100 50\""), std::string::npos);
}

TEST(Html, TablesEscapeAndAlign) {
  HtmlTable table;
  table.caption = "<c>";
  table.headings = {"site", "revenue"};
  table.rows = {{"a & b", "1.0"}};
  const std::string markup = table.text();
  EXPECT_NE(markup.find("<caption><span>&lt;c&gt;</span></caption>"), std::string::npos);
  EXPECT_NE(markup.find("<th scope=\"row\">a &amp; b</th>"), std::string::npos);
  EXPECT_NE(markup.find("<td class=\"number\">1.0</td>"), std::string::npos);
}

}  // namespace
}  // namespace hashlease
