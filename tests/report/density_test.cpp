#include "report/sections/density.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hashlease {
namespace {

Histogram histogram_of(std::vector<double> edges, std::vector<double> count) {
  Histogram histogram;
  histogram.lower.assign(edges.begin(), edges.end() - 1);
  histogram.upper.assign(edges.begin() + 1, edges.end());
  histogram.count = std::move(count);
  return histogram;
}

/// 100,000 paths of a standard normal in bins of a tenth.
Histogram normal_histogram() {
  std::vector<double> edges;
  std::vector<double> count;
  for (int k = -50; k <= 50; ++k) edges.push_back(0.1 * k);
  const auto below = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); };
  for (std::size_t k = 1; k < edges.size(); ++k) {
    count.push_back(std::round(1e5 * (below(edges[k]) - below(edges[k - 1]))));
  }
  return histogram_of(edges, count);
}

double integral_of(const std::vector<Point>& line) {
  double sum = 0.0;
  for (std::size_t k = 1; k < line.size(); ++k) {
    sum += 0.5 * (line[k].y + line[k - 1].y) * (line[k].x - line[k - 1].x);
  }
  return sum;
}

TEST(Density, IsThatOfTheHistogram) {
  const Histogram histogram = normal_histogram();
  const std::vector<Point> line = density_line(histogram, -4.0, 4.0);
  EXPECT_NEAR(integral_of(line), 1.0, 0.002);
  for (const Point& point : line) {
    EXPECT_NEAR(point.y, std::exp(-0.5 * point.x * point.x) / std::sqrt(2.0 * M_PI), 0.012) << point.x;
  }
}

TEST(Density, OfAPartHoldsItsShare) { EXPECT_NEAR(integral_of(density_line(normal_histogram(), 0.0, 4.0)), 0.5, 0.01); }

TEST(Density, OfOneValueIsFinite) {
  const Histogram histogram = histogram_of({10.0, 10.1}, {7.0});
  for (const Point& point : density_line(histogram, 10.0, 10.1)) EXPECT_TRUE(std::isfinite(point.y));
}

TEST(Quantile, IsLinearInABin) {
  const Histogram histogram = histogram_of({0.0, 1.0, 3.0}, {50.0, 50.0});
  EXPECT_DOUBLE_EQ(quantile_of(histogram, 0.25), 0.5);
  EXPECT_DOUBLE_EQ(quantile_of(histogram, 0.5), 1.0);
  EXPECT_DOUBLE_EQ(quantile_of(histogram, 0.75), 2.0);
  EXPECT_DOUBLE_EQ(quantile_of(histogram, 1.0), 3.0);
}

TEST(ShareBelowZero, IsExactWithABinomialError) {
  const Histogram histogram = histogram_of({-2.0, -1.0, 0.0, 1.0}, {10.0, 15.0, 75.0});
  const Estimate share = share_below_zero(histogram);
  EXPECT_DOUBLE_EQ(share.value, 0.25);
  EXPECT_DOUBLE_EQ(share.standard_error, std::sqrt(0.25 * 0.75 / 100.0));
}

}  // namespace
}  // namespace hashlease
