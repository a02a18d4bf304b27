/// The shocks: correlation, independence of paths, steps and slots.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "market/btc_models.hpp"
#include "market/shock_source.hpp"
#include "market/support/every_shock.hpp"
#include "market/support/market_tapes.hpp"
#include "market/tape.hpp"
#include "support/moments.hpp"

namespace hashlease::testing {
namespace {

constexpr std::uint64_t kDraws = 1 << 17;

Configuration correlated() {
  Configuration configuration = calm_configuration();
  configuration.market.dependence.correlation = {{"btc,hashrate", 0.2},    {"hashrate,fee", -0.3},
                                                 {"power,btc", 0.5},       {"gpu_demand,power", -0.15},
                                                 {"btc,gpu_demand", 0.05}, {"fee, gpu_demand", 0.4}};
  return configuration;
}

/// The matrix that `correlated` asks for, written out.
constexpr double kMatrix[kFactorCount][kFactorCount] = {{1.0, 0.2, 0.0, 0.5, 0.05},
                                                        {0.2, 1.0, -0.3, 0.0, 0.0},
                                                        {0.0, -0.3, 1.0, 0.0, 0.4},
                                                        {0.5, 0.0, 0.0, 1.0, -0.15},
                                                        {0.05, 0.0, 0.4, -0.15, 1.0}};

/// Products of factors a and b over many paths, in one step.
Estimate product(const MarketPlan& plan, int a, int b) {
  std::vector<double> products;
  for (std::uint64_t path = 0; path < kDraws; ++path) {
    MarketShocks<float> shocks;
    draw_every_shock(plan, path, 3, shocks);
    correlate<float>(plan, shocks.factor);
    products.push_back(static_cast<double>(shocks.factor[a]) * static_cast<double>(shocks.factor[b]));
  }
  return estimate(products);
}

TEST(DependenceTest, SampleCovariancesAreTheMatrix) {
  const MarketPlan plan = MarketStudy(correlated()).plan;
  for (int a = 0; a < kFactorCount; ++a) {
    for (int b = a; b < kFactorCount; ++b) expect_agrees(product(plan, a, b), kMatrix[a][b], 0.004, "covariance");
  }
  expect_rejects(product(plan, 0, 1), 0.225, "0.2 passes for 0.225");
  expect_rejects(product(plan, 0, 0), 1.02, "1 passes for 1.02");
}

/// What a GPU does, which multiplies by rows of the identity too; equal but for the sign of zeros.
TEST(DependenceTest, RowsOfTheIdentityChangeNothing) {
  Configuration configuration = calm_configuration();
  configuration.market.dependence.correlation = {{"btc,hashrate", 0.3}};
  const MarketPlan plan = MarketStudy(configuration).plan;
  ASSERT_EQ(plan.cholesky[0][0], 1.0F);
  ASSERT_EQ(std::count(std::begin(plan.is_correlated), std::end(plan.is_correlated), 0), kFactorCount - 1);
  for (std::uint64_t path = 0; path < 10'000; ++path) {
    MarketShocks<float> skipped, multiplied;
    draw_every_shock(plan, path, 3, skipped);
    if (path < 4) skipped.factor[path % 2 + 2] = path < 2 ? 0.0F : -0.0F;
    multiplied = skipped;
    correlate<float, true>(plan, skipped.factor);
    correlate<float, false>(plan, multiplied.factor);
    for (int k = 0; k < kFactorCount; ++k) ASSERT_EQ(skipped.factor[k], multiplied.factor[k]) << path << " " << k;
  }
}

TEST(DependenceTest, TapesCarryTheCorrelation) {
  Configuration configuration = correlated();
  configuration.run.horizon_months = 1;
  configuration.market.btc.annual_volatility = 0.5;
  configuration.market.network.annual_hashrate_volatility = 0.2;
  const MarketTapes tapes(MarketStudy(configuration), kDraws);
  const std::vector<double> price = tapes.driver(0, driver_of(MarketDriver::btc_price_end));
  const std::vector<double> hashrate = tapes.driver(0, driver_of(MarketDriver::network_hashrate_end));
  const double years = 31.0 / 365.25;
  std::vector<double> products;
  for (std::size_t k = 0; k < price.size(); ++k) {
    const double btc = (std::log(price[k] / 1e5) + 0.125 * years) / (0.5 * std::sqrt(years));
    const double network = std::log(hashrate[k] / configuration.market.network.hashrate) / (0.2 * std::sqrt(years));
    products.push_back(btc * network);
  }
  expect_agrees(estimate(products), 0.2, 0.004, "correlation of month-end logs");
  expect_rejects(estimate(products), 0.225, "0.2 passes for 0.225");
}

/// Correlation of one slot's normal between path and path + 1, or step and step + 1.
TEST(DependenceTest, PathsAndStepsAreIndependent) {
  const MarketPlan plan = MarketStudy(calm_configuration()).plan;
  std::vector<double> paths, steps, squares;
  MarketShocks<float> here, next;
  for (std::uint64_t path = 0; path < kDraws; ++path) {
    draw_every_shock(plan, path, 0, here);
    draw_every_shock(plan, path + 1, 0, next);
    paths.push_back(static_cast<double>(here.factor[0]) * static_cast<double>(next.factor[0]));
    squares.push_back((static_cast<double>(here.factor[0] * here.factor[0]) - 1.0) *
                      (static_cast<double>(next.factor[0] * next.factor[0]) - 1.0));
    draw_every_shock(plan, path, 1, next);
    steps.push_back(static_cast<double>(here.factor[0]) * static_cast<double>(next.factor[0]));
  }
  expect_agrees(estimate(paths), 0.0, 0.004, "path and next path");
  expect_agrees(estimate(squares), 0.0, 0.01, "squares of path and next path");
  expect_agrees(estimate(steps), 0.0, 0.004, "step and next step");
  expect_rejects(estimate(squares, [](double x) { return x + 0.03; }), 0.0, "covariance of 0.03");
}

/// The steps of a group share blocks, and so pairs of normals: those of one use are independent all the same.
TEST(DependenceTest, StepsOfAGroupAreIndependent) {
  const MarketPlan plan = MarketStudy(calm_configuration()).plan;
  constexpr std::size_t kUses = 4;
  std::vector<double> products[kUses][kGroupSteps][kGroupSteps];
  for (std::uint64_t path = 0; path < (1 << 15); ++path) {
    double normal[kUses][kGroupSteps];
    for (std::uint32_t step = 0; step < kGroupSteps; ++step) {
      MarketShocks<float, 1> shocks;
      draw_every_shock(plan, path, 8 + step, shocks);
      const float drawn[kUses] = {shocks.factor[static_cast<int>(Factor::fee)], shocks.jump, shocks.fee_spike,
                                  shocks.own_demand[0]};
      for (std::size_t use = 0; use < kUses; ++use) normal[use][step] = static_cast<double>(drawn[use]);
    }
    for (std::size_t use = 0; use < kUses; ++use) {
      for (std::size_t a = 0; a < kGroupSteps; ++a) {
        for (std::size_t b = 0; b <= a; ++b) products[use][a][b].push_back(normal[use][a] * normal[use][b]);
      }
    }
  }
  for (const auto& use : products) {
    for (std::size_t a = 0; a < kGroupSteps; ++a) {
      for (std::size_t b = 0; b <= a; ++b) expect_agrees(estimate(use[a][b]), a == b ? 1.0 : 0.0, 0.01, "covariance");
    }
  }
  expect_rejects(estimate(products[0][1][0], [](double x) { return x + 0.03; }), 0.0, "covariance of 0.03");
}

std::vector<float> all_normals(const MarketShocks<float>& shocks, int classes) {
  std::vector<float> normals(shocks.factor, shocks.factor + kFactorCount);
  normals.insert(normals.end(), {shocks.jump, shocks.fee_spike});
  normals.insert(normals.end(), shocks.own_demand, shocks.own_demand + classes);
  return normals;
}

TEST(DependenceTest, AllNormalsOfAStepAreUncorrelatedAndStandard) {
  Configuration configuration = calm_configuration();
  configuration.market.gpu.assign(kMaxGpuClasses, configuration.market.gpu[0]);
  const MarketPlan plan = MarketStudy(configuration).plan;
  constexpr std::size_t kNormals = kFactorCount + 2 + kMaxGpuClasses;
  std::vector<std::vector<double>> columns(kNormals);
  for (std::uint64_t path = 0; path < (1 << 15); ++path) {
    MarketShocks<float> shocks;
    draw_every_shock(plan, path, 17, shocks);
    const std::vector<float> normals = all_normals(shocks, kMaxGpuClasses);
    for (std::size_t k = 0; k < kNormals; ++k) columns[k].push_back(static_cast<double>(normals[k]));
  }
  std::vector<double> products(columns[0].size());
  for (std::size_t a = 0; a < kNormals; ++a) {
    expect_agrees(estimate(columns[a]), 0.0, 0.006, "mean");
    expect_agrees(standard_moment(columns[a], 0.0, 1.0, 2), 1.0, 0.01, "variance");
    expect_agrees(standard_moment(columns[a], 0.0, 1.0, 4), 3.0, 0.08, "fourth moment");
    for (std::size_t b = a + 1; b < kNormals; ++b) {
      for (std::size_t k = 0; k < products.size(); ++k) products[k] = columns[a][k] * columns[b][k];
      expect_agrees(estimate(products), 0.0, 0.006, "covariance");
    }
  }
}

/// A study that uses less draws less, and the same; what it has no use for is 0.
TEST(DependenceTest, DrawsThatAStudyHasNoUseForMoveNoOther) {
  Configuration configuration = calm_configuration();
  configuration.market.btc.model = BtcModel::merton;
  configuration.market.btc.jump_intensity = 30.0;
  configuration.market.btc.jump_deviation = 0.1;
  const MarketStudy study(configuration);
  for (std::uint64_t path = 0; path < 256; ++path) {
    ShockSource<float, 1>::Held held;
    ShockSource<float, 1> source(study.plan, study.steps.data(), make_path_lanes<float>(path), held);
    for (int step = 0; step < 11; ++step) {
      MarketShocks<float, 1> all;
      draw_every_shock(study.plan, path, static_cast<std::uint32_t>(step), all);
      const MarketShocks<float, 1>& used = source.take(step);
      for (const Factor factor : {Factor::btc, Factor::hashrate, Factor::power, Factor::gpu_demand}) {
        EXPECT_EQ(used.factor[static_cast<int>(factor)], all.factor[static_cast<int>(factor)]);
      }
      EXPECT_EQ(used.factor[static_cast<int>(Factor::fee)], 0.0F);
      EXPECT_EQ(used.own_demand[0], 0.0F);
      EXPECT_EQ(used.fee_spike, 0.0F);
      EXPECT_EQ(used.fee_spike_word | used.power_spike_word, 0U);
      EXPECT_EQ(used.jump_word, all.jump_word);
      EXPECT_EQ(used.jump, all.jump);
      EXPECT_NE(all.factor[static_cast<int>(Factor::fee)], 0.0F);
      EXPECT_NE(all.fee_spike_word, all.power_spike_word);
    }
  }
}

/// Whatever makes a draw matter is noticed, and nothing else draws it.
TEST(DependenceTest, StudiesDrawWhatTheyUse) {
  const auto drawn = [](auto change) {
    Configuration configuration = calm_configuration();
    configuration.market.gpu.resize(2, configuration.market.gpu[0]);
    change(configuration.market);
    const DrawPlan draws = MarketStudy(configuration).plan.draws;
    std::set<GroupDraw> used;
    for (const DrawList* list :
         {&draws.normals, &draws.event_normals, &draws.words, &draws.model_normals, &draws.model_words}) {
      used.insert(list->draws, list->draws + list->count);
    }
    return used;
  };
  using Draws = std::set<GroupDraw>;
  EXPECT_EQ(drawn([](MarketConfiguration&) {}), Draws{});
  EXPECT_EQ(drawn([](MarketConfiguration& market) { market.network.fee_log_deviation = 0.1; }), Draws{GroupDraw::fee});
  EXPECT_EQ(drawn([](MarketConfiguration& market) { market.network.fee_spike_intensity = 1.0; }),
            Draws{GroupDraw::fee_spike});
  EXPECT_EQ(drawn([](MarketConfiguration& market) { market.power.spike_intensity = 1.0; }),
            Draws{GroupDraw::power_spike_word});
  for (int c = 0; c < 2; ++c) {
    EXPECT_EQ(drawn([c](MarketConfiguration& market) {
                market.gpu[static_cast<std::size_t>(c)].own_annual_volatility = 0.1;
              }),
              Draws{own_demand_draw(c)});
  }
  EXPECT_EQ(drawn([](MarketConfiguration& market) { market.dependence.correlation["fee,power"] = 0.2; }),
            Draws{GroupDraw::fee});
  EXPECT_EQ(drawn([](MarketConfiguration& market) { market.dependence.copula = Copula::student_t; }),
            Draws{GroupDraw::mixing});
  EXPECT_EQ(drawn([](MarketConfiguration& market) { market.btc.model = BtcModel::bates; }), Draws{GroupDraw::variance});
  EXPECT_EQ(drawn([](MarketConfiguration& market) {
              market.btc.model = BtcModel::merton;
              market.btc.jump_intensity = 3.0;
            }),
            Draws{GroupDraw::jump});
}

/// Blocks of a path: no two uses, steps or generations share one.
TEST(DependenceTest, EveryUseHasABlockOfItsOwn) {
  std::set<std::uint32_t> blocks;
  std::size_t uses = 0;
  for (std::uint32_t step = 0; step < 3 * kGroupSteps; ++step) {
    uses += blocks.insert(step_block(step)).second ? 1U : 0U;
    for (int c = 0; c < kMaxGpuClasses; ++c) uses += blocks.insert(generation_block(step, c)).second ? 1U : 0U;
  }
  for (std::uint32_t group = 0; group < 3; ++group) {
    for (std::uint32_t use = 0; use < kGroupDrawCount; ++use) {
      uses += blocks.insert(group_block(group, static_cast<GroupDraw>(use))).second ? 1U : 0U;
    }
  }
  EXPECT_EQ(uses, 3 * kGroupSteps * (1 + kMaxGpuClasses) + 3 * kGroupDrawCount);
}

TEST(DependenceTest, AnotherGpuClassMovesNoOtherDraw) {
  Configuration configuration = calm_configuration();
  for (int classes = 1; classes < kMaxGpuClasses; ++classes) {
    const MarketPlan few = MarketStudy(configuration).plan;
    configuration.market.gpu.push_back(configuration.market.gpu[0]);
    const MarketPlan more = MarketStudy(configuration).plan;
    for (std::uint64_t path = 0; path < 8; ++path) {
      MarketShocks<float> a, b;
      draw_every_shock(few, path, 5, a);
      draw_every_shock(more, path, 5, b);
      EXPECT_EQ(all_normals(a, classes), all_normals(b, classes));
      EXPECT_EQ(a.jump_word, b.jump_word);
      EXPECT_EQ(a.fee_spike_word, b.fee_spike_word);
      EXPECT_EQ(a.power_spike_word, b.power_spike_word);
      EXPECT_NE(b.own_demand[classes], b.own_demand[classes - 1]);
    }
  }
}

}  // namespace
}  // namespace hashlease::testing
