/// Closed forms over the hours of a step: mean price, run share, cost of the hours run.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "market/power.hpp"
#include "market/support/market_tapes.hpp"
#include "support/hourly_law.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

/// The model's hours with a given law, through a plan whose season and intraday deviation are just that.
struct ModelHours {
  MarketPlan plan;
  HourlyPrices<float> hours;
};

ModelHours model_hours(const HourlyLaw& law) {
  Configuration configuration = calm_configuration();
  PowerConfiguration& power = configuration.market.power;
  power.monthly_median.assign(12, 10.0 * std::sinh(law.mean));
  power.intraday_deviation = law.deviation;
  power.price_floor = law.floor;
  power.price_cap = law.cap;
  const MarketStudy study(configuration);
  PowerState<float> state = initial_power<float>();
  const MarketShocks<float> calm{};
  return {study.plan, step_power(study.plan, study.first_step(), 0, calm, state)};
}

const std::vector<HourlyLaw>& laws() {
  static const std::vector<HourlyLaw> list = {
      {1.6, 0.46, -250.0, 5000.0},   // a usual day
      {0.3, 1.20, -250.0, 5000.0},   // near zero, wide
      {-1.0, 0.80, -250.0, 5000.0},  // negative most of the time
      {5.1, 0.46, -250.0, 5000.0},   // a spike
      {6.5, 0.90, -250.0, 5000.0},   // at the cap
      {0.0, 0.80, -20.0, 30.0},      // floor and cap bind
      {1.6, 0.46, 20.0, 60.0},       // a floor above zero
      {2.0, 0.0, -250.0, 5000.0},    // all hours alike
  };
  return list;
}

std::vector<double> break_evens(const HourlyLaw& law) {
  const double median = 10.0 * std::sinh(law.mean);
  return {-1e4,         law.floor - 1.0, law.floor, 0.5 * law.floor, -5.0,          0.0,           15.0,
          median - 3.0, median + 5.0,    75.0,      139.0,           0.9 * law.cap, law.cap + 1.0, 1e6};
}

TEST(HourlyPriceTest, ClosedFormsAreTheIntegrals) {
  for (const HourlyLaw& law : laws()) {
    const ModelHours model = model_hours(law);
    const double scale = std::abs(static_cast<double>(model.hours.price_mean)) + 10.0;
    for (const double b : break_evens(law)) {
      const HourlyFigures exact = integrate_hours(law, b);
      const RunHours<float> run = run_below(model.plan, model.hours, static_cast<float>(b));
      const double share = static_cast<double>(run.share), cost = static_cast<double>(run.cost);
      SCOPED_TRACE(::testing::Message() << "mean " << law.mean << " deviation " << law.deviation << " b " << b);
      EXPECT_NEAR(static_cast<double>(model.hours.price_mean), exact.price_mean, 2e-5 * scale);
      EXPECT_NEAR(share, exact.run_share, 5e-5);
      EXPECT_NEAR(cost, exact.run_cost, 5e-5 * (scale + std::min(std::abs(b), law.cap)));
      if (std::abs(b) <= law.cap) {
        EXPECT_NEAR(b * share - cost, exact.margin, 5e-5 * (scale + std::abs(b)));
      }
    }
  }
}

/// Laws at the bounds of the configuration: deviations of 3, spikes of 10, weeks that add to the hours' deviation.
TEST(HourlyPriceTest, ExtremeLawsStayBetweenFloorAndCap) {
  for (const double mean : {-12.0, -6.0, -3.0, 0.0, 3.0, 8.0, 12.0, 20.0, 26.0}) {
    for (const double deviation : {0.0, 0.3, 1.0, 3.0, 4.2}) {
      const HourlyLaw law{mean, deviation, -250.0, 5000.0};
      Configuration configuration = calm_configuration();
      configuration.market.power.intraday_deviation = deviation;
      MarketStudy study(configuration);
      study.plan.season[0] = static_cast<float>(mean);
      PowerState<float> state = initial_power<float>();
      const MarketShocks<float> calm{};
      const HourlyPrices<float> hours = step_power(study.plan, study.first_step(), 0, calm, state);
      SCOPED_TRACE(::testing::Message() << "mean " << mean << " deviation " << deviation);
      const HourlyFigures exact = integrate_hours(law, 75.0);
      EXPECT_NEAR(static_cast<double>(hours.price_mean), exact.price_mean, 0.1);
      const RunHours<float> run = run_below(study.plan, hours, 75.0F);
      EXPECT_NEAR(static_cast<double>(run.share), exact.run_share, 5e-5);
      EXPECT_NEAR(static_cast<double>(run.cost), exact.run_cost, 0.05);
    }
  }
}

/// At and beyond the highest cap that a configuration may have all hours run, at whatever price, and cost what all
/// cost.
TEST(HourlyPriceTest, BeyondTheHighestCapAllHoursRun) {
  Configuration configuration = calm_configuration();
  configuration.market.power.price_cap = 100'000.0;
  configuration.market.power.intraday_deviation = 0.5;
  const MarketStudy study(configuration);
  ASSERT_LT(study.plan.cap.price, kHighestPrice);
  PowerState<float> state = initial_power<float>();
  const MarketShocks<float> calm{};
  const HourlyPrices<float> hours = step_power(study.plan, study.first_step(), 0, calm, state);
  for (const float price : {100'000.0F, kHighestPrice, 1e12F, 3e38F, std::numeric_limits<float>::infinity()}) {
    const RunHours<float> run = run_below(study.plan, hours, price);
    EXPECT_EQ(run.share, 1.0F) << price;
    EXPECT_EQ(run.cost, hours.price_mean) << price;
  }
}

/// Two million hours, drawn one by one.
struct DrawnHours {
  std::vector<double> price;
  explicit DrawnHours(const HourlyLaw& law) {
    const PhiloxKeys keys = make_philox_keys(seed_of_test(5));
    for (std::uint32_t hour = 0; hour < (1U << 20); ++hour) {
      std::uint32_t words[4];
      philox_words<float>(make_path_lanes<float>(hour), 0, keys, words);
      const double radius = std::sqrt(-2.0 * std::log((words[0] + 0.5) * 0x1p-32));
      const double angle = 2.0 * M_PI * words[1] * 0x1p-32;
      price.push_back(law.price(radius * std::cos(angle)));
      price.push_back(law.price(radius * std::sin(angle)));
    }
  }
  Estimate mean() const { return estimate(price); }
  Estimate share(double b) const {
    return estimate(price, [b](double p) { return p < b ? 1.0 : 0.0; });
  }
  Estimate cost(double b) const {
    return estimate(price, [b](double p) { return p < b ? p : 0.0; });
  }
};

TEST(HourlyPriceTest, BruteForceHoursAgree) {
  for (const std::size_t which : {0U, 1U, 3U, 5U}) {
    const HourlyLaw law = laws()[which];
    const ModelHours model = model_hours(law);
    const DrawnHours drawn(law);
    const double scale = std::abs(static_cast<double>(model.hours.price_mean)) + 10.0;
    expect_agrees(drawn.mean(), static_cast<double>(model.hours.price_mean), 0.002 * scale, "mean price");
    const double median = 10.0 * std::sinh(law.mean);
    for (const double b : {-5.0, median - 3.0, median + 5.0, 0.8 * law.cap}) {
      const RunHours<float> run = run_below(model.plan, model.hours, static_cast<float>(b));
      if (run.share < 1e-4F || run.share > 0.9999F) continue;
      expect_agrees(drawn.share(b), static_cast<double>(run.share), 4e-4, "run share");
      expect_agrees(drawn.cost(b), static_cast<double>(run.cost), 0.002 * scale, "cost of the hours run");
    }
  }
}

/// Twins: a deviation 1 % off, and a floor or cap that is left out.
TEST(HourlyPriceTest, TwinsAreRejected) {
  HourlyLaw law = laws()[0];
  const DrawnHours drawn(law);
  law.deviation *= 1.01;
  const ModelHours wide = model_hours(law);
  expect_rejects(drawn.mean(), static_cast<double>(wide.hours.price_mean), "deviation 1 % high");
  const RunHours<float> run = run_below(wide.plan, wide.hours, 40.0F);
  expect_rejects(drawn.share(40.0), static_cast<double>(run.share), "deviation 1 % high, run share");
  law = laws()[5];
  const DrawnHours held(law);
  law.floor = -1e4;
  expect_rejects(held.mean(), static_cast<double>(model_hours(law).hours.price_mean), "no floor");
  law = laws()[5];
  law.cap = 1e4;
  expect_rejects(held.mean(), static_cast<double>(model_hours(law).hours.price_mean), "no cap");
}

}  // namespace
}  // namespace hashlease::testing
