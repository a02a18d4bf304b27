#include "report/drawing/scale.hpp"

#include <gtest/gtest.h>

namespace hashlease {
namespace {

std::vector<std::string> labels_of(const std::vector<Tick>& ticks) {
  std::vector<std::string> labels;
  for (const Tick& tick : ticks) labels.push_back(tick.label);
  return labels;
}
using Labels = std::vector<std::string>;

TEST(LinearTicks, AreRoundAndInside) {
  EXPECT_EQ(labels_of(linear_ticks(0.0, 1.0, 4)), (Labels{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}));
  EXPECT_EQ(labels_of(linear_ticks(0.0, 2400.0, 4)), (Labels{"0", "500", "1,000", "1,500", "2,000"}));
  EXPECT_EQ(labels_of(linear_ticks(-0.6, 0.6, 3)), (Labels{"−0.6", "−0.4", "−0.2", "0.0", "0.2", "0.4", "0.6"}));
  EXPECT_EQ(labels_of(linear_ticks(0.0, 0.1, 4)), (Labels{"0.00", "0.02", "0.04", "0.06", "0.08", "0.10"}));
}

TEST(LinearTicks, CountStaysReadable) {
  for (double low = -3.0; low < 3.0; low += 0.37) {
    for (double extent = 1e-4; extent < 1e7; extent *= 1.7) {
      const std::vector<Tick> ticks = linear_ticks(low, low + extent, 4);
      EXPECT_GE(ticks.size(), 4u) << low << " " << extent;
      EXPECT_LE(ticks.size(), 12u) << low << " " << extent;
      EXPECT_GE(ticks.front().value, low - 1e-6 * extent);
      EXPECT_LE(ticks.back().value, low + extent * (1.0 + 1e-6));
      for (std::size_t k = 1; k < ticks.size(); ++k) EXPECT_NE(ticks[k].label, ticks[k - 1].label);
    }
  }
}

TEST(LinearTicks, WithoutExtent) {
  EXPECT_EQ(labels_of(linear_ticks(5.0, 5.0, 4)), Labels{"5"});
  const Axis axis = make_axis("x", 5.0, 5.0);
  EXPECT_LT(axis.low, 5.0);
  EXPECT_GT(axis.high, 5.0);
  EXPECT_GE(axis.ticks.size(), 2u);
}

TEST(LogarithmicTicks, HaveOneTwoFive) {
  EXPECT_EQ(labels_of(logarithmic_ticks(10.0, 100.0)), (Labels{"10", "20", "50", "100"}));
  EXPECT_EQ(labels_of(logarithmic_ticks(1.0, 1e6)),
            (Labels{"1", "10", "100", "1,000", "10,000", "100,000", "1,000,000"}));
  EXPECT_GE(logarithmic_ticks(31.0, 45.0).size(), 2u);
  EXPECT_GE(logarithmic_ticks(5.5, 17.0).size(), 2u);
}

TEST(DateTicks, AreFirstsOfMonths) {
  const std::int64_t start = 20050;  // 2024-11-23
  EXPECT_EQ(labels_of(date_ticks(start, start + 730, 9)),
            (Labels{"2025", "Apr", "Jul", "Oct", "2026", "Apr", "Jul", "Oct"}));
  const std::vector<Tick> ticks = date_ticks(start, start + 10957, 8);
  EXPECT_EQ(labels_of(ticks), (Labels{"2025", "2030", "2035", "2040", "2045", "2050"}));
  EXPECT_EQ(ticks.front().value, 20089.0);  // 2025-01-01
  EXPECT_EQ(labels_of(date_ticks(start, start + 60, 8)), (Labels{"Dec", "2025"}));
}

TEST(Axis, PlacesValues) {
  const Axis linear = make_tight_axis("x", 10.0, 20.0);
  EXPECT_DOUBLE_EQ(linear.fraction(15.0), 0.5);
  const Axis logarithmic = make_positive_axis("x", 1.0, 100.0);
  EXPECT_EQ(logarithmic.kind, ScaleKind::logarithmic);
  EXPECT_DOUBLE_EQ(logarithmic.fraction(10.0), 0.5);
  EXPECT_DOUBLE_EQ(logarithmic.fraction(-1.0), 0.0);
  EXPECT_EQ(make_positive_axis("x", 2.0, 3.0).kind, ScaleKind::linear);
  EXPECT_EQ(make_positive_axis("x", 0.0, 100.0).kind, ScaleKind::linear);
}

TEST(Axis, HasRoundEnds) {
  const Axis axis = make_axis("x", 13.0, 97.0);
  EXPECT_EQ(axis.low, 0.0);
  EXPECT_EQ(axis.high, 100.0);
  const Axis far_from_zero = make_axis("x", 83.0, 97.0);
  EXPECT_GT(far_from_zero.low, 75.0);
  const Axis losses = make_axis("x", -47.0, 12.0);
  EXPECT_LE(losses.low, -47.0);
  EXPECT_GE(losses.high, 12.0);
}

}  // namespace
}  // namespace hashlease
