/// Errors of the elementary functions over the whole range of arguments, against double precision; every stated bound
/// holds and is not more than three times too wide. The bound is also the one in the function's documentation.
/// Dense by default; HASHLEASE_EXHAUSTIVE=1 takes every float (some ten minutes).

#include "random/elementary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "random/support/lane_table.hpp"

namespace hashlease::test {
namespace {

constexpr double kRootHalf = 0.70710678118654752440;

enum class Measure { ulp, relative, absolute };

struct Sweep {
  const char* function;
  const char* operation;
  std::uint32_t first;  // bits, both ends included
  std::uint32_t last;
  Measure measure;
  double bound;
  /// Exact value at an argument, given by its bits; the computed one may be used as a starting point.
  double (*exact)(std::uint32_t bits, double computed);
};

double unit_in_last_place(double exact) {
  const double magnitude = std::max(std::fabs(static_cast<double>(static_cast<float>(exact))), 0x1p-126);
  return std::ldexp(1.0, std::ilogb(magnitude) - 23);
}

double error_of(Measure measure, double computed, double exact) {
  const double difference = std::fabs(computed - exact);
  if (difference == 0.0) return 0.0;
  if (measure == Measure::absolute) return difference;
  return difference / (measure == Measure::ulp ? unit_in_last_place(exact) : std::fabs(exact));
}

struct Worst {
  double error = 0.0;
  std::uint32_t bits = 0;
};

/// The largest error of an operation over every `stride`-th argument of the sweep.
Worst largest_error(const Sweep& sweep, std::uint64_t stride) {
  const LaneOperation& operation = find_operation(*lane_tables_here().back(), sweep.operation);
  std::array<std::uint32_t, 4096> in;
  std::array<std::uint32_t, 4096> out;
  Worst worst;
  for (std::uint64_t next = sweep.first; next <= sweep.last;) {
    for (std::uint32_t& bits : in) {
      bits = static_cast<std::uint32_t>(std::min<std::uint64_t>(next, sweep.last));
      next += stride;
    }
    operation.run(in.data(), in.data(), in.data(), out.data(), in.size());
    for (std::size_t k = 0; k < in.size(); ++k) {
      const double computed = float_from_bits(out[k]);
      const double error = error_of(sweep.measure, computed, sweep.exact(in[k], computed));
      if (!(error <= worst.error)) worst = {error, in[k]};
    }
  }
  return worst;
}

std::uint64_t stride_of(const Sweep& sweep) {
  const char* exhaustive = std::getenv("HASHLEASE_EXHAUSTIVE");
  if (exhaustive != nullptr && std::string(exhaustive) == "1") return 1;
  constexpr std::uint64_t kArguments = 3'000'000;
  return ((std::uint64_t{sweep.last} - sweep.first) / kArguments) | 1;
}

/// The comment in front of a function in its header.
std::string documentation_of(const std::string& function) {
  std::string text;
  for (const char* header : {"transcendental.hpp", "normal.hpp"}) {
    std::ifstream file(std::string(HASHLEASE_SOURCE_DIR "/host/random/") + header);
    text += std::string(std::istreambuf_iterator<char>(file), {});
  }
  const std::size_t end = text.find(' ' + function + '(');
  if (end == std::string::npos) return {};
  const std::size_t blank = text.rfind("\n\n", end);
  return text.substr(blank, end - blank);
}

std::string stated(const Sweep& sweep) {
  char text[32];
  std::snprintf(text, sizeof text, sweep.measure == Measure::ulp ? "%.2f ulp" : "%.1e", sweep.bound);
  return text;
}

void check(const Sweep& sweep) {
  const Worst worst = largest_error(sweep, stride_of(sweep));
  std::printf("%-28s %.4g of %s at %.9g (0x%08x)\n", sweep.operation, worst.error, stated(sweep).c_str(),
              static_cast<double>(float_from_bits(worst.bits)), worst.bits);
  EXPECT_LE(worst.error, sweep.bound) << sweep.operation << " at " << float_from_bits(worst.bits);
  EXPECT_GT(worst.error, sweep.bound / 3) << sweep.operation << ": the stated bound is too wide";
  EXPECT_NE(documentation_of(sweep.function).find(stated(sweep)), std::string::npos)
      << sweep.function << " does not state " << stated(sweep);
}

double value(std::uint32_t bits) { return float_from_bits(bits); }

TEST(Elementary, NaturalLogarithm) {
  const auto exact = [](std::uint32_t bits, double) { return std::log(value(bits)); };
  check({"natural_logarithm", "natural_logarithm", 1, 0x7F7FFFFF, Measure::ulp, 1.22, exact});
}

TEST(Elementary, Exponential) {
  const auto exact = [](std::uint32_t bits, double) { return std::exp(value(bits)); };
  check({"exponential_in_range", "exponential", 0, bits_of(20.0F), Measure::ulp, 2.90, exact});
  check({"exponential_in_range", "exponential", 0x80000000, bits_of(-20.0F), Measure::ulp, 2.90, exact});
  check({"exponential", "exponential", 0, bits_of(kExponentialHighest), Measure::ulp, 5.60, exact});
  check({"exponential", "exponential", 0x80000000, bits_of(kExponentialLowest), Measure::ulp, 5.60, exact});
}

/// Angle of the direction of a word [radian].
double angle_of(std::uint32_t word) { return ((((word >> 12) & 0x7FFFFU) + 0.5) * 0x1p-18 - 1.0) * M_PI_2; }

TEST(Elementary, DirectionOfWord) {
  const auto sine = [](std::uint32_t word, double) { return std::sin(angle_of(word)); };
  const auto cosine = [](std::uint32_t word, double) { return std::cos(angle_of(word)); };
  check({"direction_of_word", "sine", 0, 0xFFFFFFFF, Measure::absolute, 7.1e-7, sine});
  check({"direction_of_word", "cosine", 0, 0xFFFFFFFF, Measure::absolute, 1.3e-7, cosine});
}

TEST(Elementary, SquaredRadius) {
  const auto exact = [](std::uint32_t bits, double) { return -2.0 * std::log(value(bits)); };
  check({"squared_radius", "squared_radius", bits_of(0x1p-33F), bits_of(1.0F), Measure::relative, 1.6e-6, exact});
}

TEST(Elementary, InverseHyperbolicSine) {
  const auto exact = [](std::uint32_t bits, double) { return std::asinh(value(bits)); };
  check({"inverse_hyperbolic_sine", "inverse_hyperbolic_sine", 0, 0x7F7FFFFF, Measure::ulp, 4.08, exact});
}

TEST(Elementary, HyperbolicSine) {
  const auto exact = [](std::uint32_t bits, double) { return std::sinh(value(bits)); };
  check({"hyperbolic_sine", "hyperbolic_sine", 0, bits_of(kExponentialHighest), Measure::ulp, 5.60, exact});
}

TEST(Elementary, NormalCdf) {
  const auto exact = [](std::uint32_t bits, double) { return 0.5 * std::erfc(-value(bits) * kRootHalf); };
  const auto band = [&](float above, float below, Measure measure, double bound) {
    check({"normal_cdf", "normal_cdf", bits_of(above), bits_of(below), measure, bound, exact});
  };
  band(0.0F, kInfinity, Measure::absolute, 2.6e-7);
  band(-0.0F, -1.0F, Measure::relative, 7.0e-7);
  band(-1.0F, -4.0F, Measure::relative, 7.0e-5);
  band(-4.0F, -8.99999905F, Measure::relative, 1.7e-4);
}

/// One Newton step from the computed value, on the side where the distribution function is small.
double inverse_normal(std::uint32_t bits, double computed) {
  const double u = value(bits);
  const double density = std::exp(-0.5 * computed * computed) * 0.39894228040143267794;
  double excess;
  if (u >= 0.25 && u <= 0.75) {
    excess = 0.5 * std::erf(computed * kRootHalf) - (u - 0.5);
  } else if (u < 0.5) {
    excess = 0.5 * std::erfc(-computed * kRootHalf) - u;
  } else {
    excess = (1.0 - u) - 0.5 * std::erfc(computed * kRootHalf);
  }
  return computed - excess / density;
}

TEST(Elementary, InverseNormalCdf) {
  check({"inverse_normal_cdf", "inverse_normal_cdf", 1, 0x3F7FFFFF, Measure::ulp, 6.55, inverse_normal});
}

TEST(Elementary, UniformFromWord) {
  const auto exact = [](std::uint32_t word, double) { return (word + 0.5) * 0x1p-32; };
  check({"uniform_from_word", "uniform_from_word", 0, 0xFFFFFFFF, Measure::ulp, 0.75, exact});
  EXPECT_EQ(uniform_from_word<float>(0), 0x1p-33F);
  EXPECT_LT(uniform_from_word<float>(0xFFFFFF7FU), 1.0F);
  EXPECT_EQ(uniform_from_word<float>(0xFFFFFF80U), 1.0F);
}

/// Twin: a coefficient that is off by one part in a million is found out by the bound.
TEST(Elementary, SweepsSeeASmallError) {
  const auto shifted = [](std::uint32_t bits, double) { return std::log(value(bits)) * (1 + 1e-6); };
  const Sweep sweep{"natural_logarithm", "natural_logarithm", 0x3F800001, 0x40000000, Measure::ulp, 2.0, shifted};
  EXPECT_GT(largest_error(sweep, 101).error, sweep.bound);
}

TEST(Elementary, EndsOfTheRanges) {
  EXPECT_EQ(natural_logarithm(0.0F), -kInfinity);
  EXPECT_EQ(natural_logarithm(-0.0F), -kInfinity);
  EXPECT_EQ(natural_logarithm(1.0F), 0.0F);
  EXPECT_EQ(natural_logarithm(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(natural_logarithm(-1.0F)) && std::isnan(natural_logarithm(kNotANumber)));
  EXPECT_EQ(exponential(0.0F), 1.0F);
  EXPECT_EQ(exponential(std::nextafter(kExponentialHighest, kInfinity)), kInfinity);
  EXPECT_TRUE(std::isfinite(exponential(kExponentialHighest)));
  EXPECT_EQ(exponential(std::nextafter(kExponentialLowest, -kInfinity)), 0.0F);
  EXPECT_GE(exponential(kExponentialLowest), kSmallestNormal);
  EXPECT_EQ(exponential(kInfinity), kInfinity);
  EXPECT_EQ(exponential(-kInfinity), 0.0F);
  EXPECT_TRUE(std::isnan(exponential(kNotANumber)));
  EXPECT_EQ(inverse_hyperbolic_sine(-kInfinity), -kInfinity);
  EXPECT_TRUE(std::isnan(inverse_hyperbolic_sine(kNotANumber)));
  EXPECT_EQ(hyperbolic_sine(-100.0F), -kInfinity);
  EXPECT_TRUE(std::isnan(hyperbolic_sine(kNotANumber)));
  EXPECT_EQ(inverse_normal_cdf(0.0F), -kInfinity);
  EXPECT_EQ(inverse_normal_cdf(1.0F), kInfinity);
  EXPECT_EQ(inverse_normal_cdf(0.5F), 0.0F);
  EXPECT_TRUE(std::isnan(inverse_normal_cdf(1.5F)) && std::isnan(inverse_normal_cdf(-0.5F)));
  EXPECT_TRUE(std::isnan(inverse_normal_cdf(kNotANumber)));
}

TEST(Elementary, NormalCdfIsExactlyZeroHalfAndOne) {
  for (const float x : {kNormalCdfZeroBelow, -10.0F, -1e30F, -kInfinity}) EXPECT_EQ(normal_cdf(x), 0.0F) << x;
  EXPECT_GT(normal_cdf(std::nextafter(kNormalCdfZeroBelow, 0.0F)), 0.0F);
  EXPECT_EQ(normal_cdf(0.0F), 0.5F);
  EXPECT_EQ(normal_cdf(-0.0F), 0.5F);
  for (std::uint32_t bits = bits_of(kNormalCdfOneAbove); bits < bits_of(20.0F); bits += 11) {
    ASSERT_EQ(normal_cdf(float_from_bits(bits)), 1.0F) << float_from_bits(bits);
  }
  EXPECT_EQ(normal_cdf(kInfinity), 1.0F);
  EXPECT_LT(normal_cdf(kNormalCdfOneAbove - 0.2F), 1.0F);
  EXPECT_TRUE(std::isnan(normal_cdf(kNotANumber)));
}

TEST(Elementary, SmallExponentialsKeepTheirBits) {
  for (std::uint32_t bits = bits_of(1e-10F); bits < bits_of(3.0F); bits += 1009) {
    for (const float x : {float_from_bits(bits), -float_from_bits(bits)}) {
      ASSERT_EQ(exponential_of_mostly_small(x), saturating_exponential(x)) << x;
    }
  }
}

/// Mirrored words give mirrored directions to the bit, and those bits that are left over change nothing.
TEST(Elementary, DirectionsAreSymmetric) {
  for (std::uint32_t fraction = 0; fraction < (1U << 19); fraction += 7) {
    float sine, cosine, mirrored_sine, mirrored_cosine;
    direction_of_word<float>(fraction << kUnusedDirectionBits, sine, cosine);
    direction_of_word<float>(~(fraction << kUnusedDirectionBits), mirrored_sine, mirrored_cosine);
    ASSERT_EQ(sine, -mirrored_sine) << fraction;
    ASSERT_EQ(cosine, mirrored_cosine) << fraction;
    ASSERT_GT(cosine, 0.0F) << fraction;
    ASSERT_NE(sine, 0.0F) << fraction;
  }
}

}  // namespace
}  // namespace hashlease::test
