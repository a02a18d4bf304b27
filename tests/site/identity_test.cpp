/// Identities that hold on every path, on the shipped studies with a renewal, a partial year and a second blend.

#include <gtest/gtest.h>

#include <cmath>

#include "config/reading/reader.hpp"
#include "site/support/ledger.hpp"

namespace hashlease::testing {
namespace {

/// Sums of a few fp32 numbers of this size may differ by this.
double rounding(double size) { return 1e-3 + 1e-6 * size; }

struct Path {
  const StudyPlan& plan;
  std::vector<float> tape;
  std::vector<float> columns;

  Path(const StudyPlan& study, std::uint64_t id)
      : plan(study), tape(simulate_tape(study.market, study.steps, id)), columns(run_sites(study, tape)) {}
  double at(int site, Outcome outcome, int period) const {
    return static_cast<double>(columns[static_cast<std::size_t>(plan.layout.column(site, outcome, period))]);
  }
  double driver(int month, int number) const {
    return static_cast<double>(tape[static_cast<std::size_t>(month * driver_count(plan.market) + number)]);
  }
};

void expect_streams_add_up(const Path& path, int site, int period) {
  const auto at = [&](Outcome outcome) { return path.at(site, outcome, period); };
  const double size = at(Outcome::revenue) + std::abs(at(Outcome::power_cost));
  EXPECT_NEAR(at(Outcome::contract_ai_revenue) + at(Outcome::spot_ai_revenue), at(Outcome::ai_revenue), rounding(size));
  EXPECT_NEAR(at(Outcome::mining_revenue) + at(Outcome::ai_revenue), at(Outcome::revenue), rounding(size));
  EXPECT_NEAR(at(Outcome::revenue) - at(Outcome::power_cost) - at(Outcome::operating_cost), at(Outcome::cash_flow),
              rounding(size));
}

void expect_periods_add_up(const Path& path, int site, Outcome outcome) {
  const int months = path.plan.layout.month_count();
  std::vector<double> years(static_cast<std::size_t>(path.plan.layout.year_count()));
  double all = 0.0, size = 0.0;
  for (int month = 0; month < months; ++month) {
    const double value = path.at(site, outcome, month);
    all += value;
    size += std::abs(value);
    if (month / 12 < static_cast<int>(years.size())) years[static_cast<std::size_t>(month / 12)] += value;
  }
  for (std::size_t year = 0; year < years.size(); ++year) {
    EXPECT_NEAR(path.at(site, outcome, months + static_cast<int>(year)), years[year], rounding(size));
  }
  EXPECT_NEAR(path.at(site, outcome, path.plan.layout.horizon_period()), all, rounding(size));
}

void expect_tape_within_bounds(const Path& path) {
  const MarketPlan& market = path.plan.market;
  for (int month = 0; month < market.month_count; ++month) {
    const double hours = static_cast<double>(path.plan.months[static_cast<std::size_t>(month)].hours);
    const double price = path.driver(month, driver_of(MarketDriver::power_price_mean));
    EXPECT_GE(price, static_cast<double>(market.floor.price));
    EXPECT_LE(price, static_cast<double>(market.cap.price));
    for (int k = 0; k < market.mining_profile_count; ++k) {
      const double run = path.driver(month, driver_of(k, MiningDriver::run_hours));
      EXPECT_GE(run, 0.0);
      EXPECT_LE(run, hours * (1.0 + 1e-6));  // energy is run hours times megawatts: within capacity
      EXPECT_LE(path.driver(month, driver_of(k, MiningDriver::spot_cost)), hours * price + 1e-5 * hours * 5000.0);
    }
    for (int c = 0; c < market.gpu_class_count; ++c) {
      const double occupied = path.driver(month, driver_of(market, c, GpuDriver::occupancy_mean));
      EXPECT_GE(occupied, 0.0);
      EXPECT_LE(occupied, 1.0 + 1e-6);
      EXPECT_GE(path.driver(month, driver_of(market, c, GpuDriver::lease_rate_end)),
                static_cast<double>(market.gpu[c].floor_rate));
    }
  }
}

/// The third site is half the first and half the second; the fourth has a quarter of each, at 40 MW.
void expect_blends_are_their_parts(const Path& path, int period) {
  for (int k = 0; k < kCommonOutcomeCount; ++k) {
    const Outcome outcome = static_cast<Outcome>(k);
    const double mining = path.at(0, outcome, period), ai = path.at(1, outcome, period);
    const double size = rounding(std::abs(mining) + std::abs(ai)) + 2e-6 * path.at(1, Outcome::revenue, period);
    EXPECT_NEAR(path.at(2, outcome, period), 0.5 * mining + 0.5 * ai, size);
    EXPECT_NEAR(path.at(3, outcome, period), 0.1 * mining + 0.1 * ai, size);
  }
}

TEST(IdentityTest, EveryPathOfARandomRun) {
  for (const char* step : {"run.step=daily", "run.step=weekly"}) {
    const std::vector<std::string> options = {step, "run.horizon_months=30"};
    Configuration configuration = read_configuration(HASHLEASE_SOURCE_DIR "/configs/hybrid.toml", options);
    configuration.site[1].gpu[0].contract.term_months = 7;
    SiteConfiguration quarter = configuration.site[2];
    quarter.name = "quarter";
    quarter.power_mw = 40.0;
    for (auto& [name, share] : quarter.blend) share = 0.25;
    configuration.site.push_back(quarter);
    const StudyPlan plan = make_study_plan(configuration);
    for (std::uint64_t id = 0; id < 200; ++id) {
      const Path path(plan, id);
      expect_tape_within_bounds(path);
      for (int site = 0; site < plan.layout.site_count(); ++site) {
        for (int k = 0; k < kCommonOutcomeCount; ++k) expect_periods_add_up(path, site, static_cast<Outcome>(k));
        for (int period = 0; period < plan.layout.period_count(); ++period) expect_streams_add_up(path, site, period);
      }
      for (int period = 0; period < plan.layout.period_count(); ++period) expect_blends_are_their_parts(path, period);
      if (HasFailure()) FAIL() << "path " << id;
    }
  }
}

}  // namespace
}  // namespace hashlease::testing
