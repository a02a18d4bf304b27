/// What a path needs memory for, packed as a GPU thread has it: as much as the study needs, in one row of floats.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

#include "config/reading/reader.hpp"
#include "market/market_forms.hpp"
#include "site/market_columns.hpp"
#include "site/site_states.hpp"
#include "support/study_paths.hpp"

namespace hashlease::testing {
namespace {

constexpr float kUntouched = 12345.0F;

/// A row of floats, and more behind them that nothing may touch.
struct Row {
  std::size_t size;
  std::vector<float> floats;
  explicit Row(int count) : size(static_cast<std::size_t>(count)), floats(size + 64, kUntouched) {}
  bool is_kept_within() const {
    return std::all_of(floats.begin() + static_cast<std::ptrdiff_t>(size), floats.end(),
                       [](float value) { return value == kUntouched; });
  }
};

/// The tape of a path whose sums lie in a row.
template <Conditions kConditions>
std::vector<float> packed_tape_as(const StudyPlan& plan, std::uint64_t path) {
  using Simulator = MarketPathSimulator<float, kMaxMiningProfiles, kMaxGpuClasses, kConditions>;
  const int drivers = driver_count(plan.market);
  std::vector<float> tape(static_cast<std::size_t>(plan.market.month_count * drivers));
  Row row(month_sums_floats(plan.market));
  auto sums = month_sums_at(row.floats.data(), plan.market);
  typename Simulator::Held held;
  const Simulator simulate{plan.market, plan.steps.data(), plan.tables.data()};
  simulate.run(make_path_lanes<float>(path), TapeWriter{tape.data(), 1, drivers}, held, sums);
  EXPECT_TRUE(row.is_kept_within());
  return tape;
}

std::vector<float> packed_tape(const StudyPlan& plan, std::uint64_t path) {
  return with_market_conditions(plan.market,
                                [&]<Conditions kConditions>() { return packed_tape_as<kConditions>(plan, path); });
}

/// The columns of a path, its sites run kind by kind as the kernels of a GPU do, their states in a row.
std::vector<float> packed_columns(const StudyPlan& plan, std::uint64_t path) {
  const std::vector<float> tape = simulate_tape(plan.market, plan.steps, path, plan.tables.data());
  const SiteStateCounts counts = count_site_states(plan.sites);
  Row row(site_state_floats(counts));
  std::vector<float> columns(static_cast<std::size_t>(plan.layout.column_count()));
  const TapeReader reader{tape.data(), 1, driver_count(plan.market)};
  const ColumnWriter writer{columns.data(), 1};
  const MarketView<float> view{plan.market, plan.months.data(), reader, make_path_lanes<float>(path)};
  const SitePathSimulator<float> simulate{plan.sites, view};
  simulate.run<SiteKind::without_entity>(site_states_at(row.floats.data(), counts), writer);
  simulate.run<SiteKind::with_entity>(site_states_at(row.floats.data(), counts), writer);
  write_market_columns<float>(plan.market_columns, reader, writer);
  EXPECT_TRUE(row.is_kept_within());
  return columns;
}

/// Every shipped study.
std::vector<StudyPlan> studies() {
  std::vector<std::string> files;
  for (const char* folder : {"/configs", "/configs/cases", "/configs/models"}) {
    for (const auto& entry : std::filesystem::directory_iterator(HASHLEASE_SOURCE_DIR + std::string(folder))) {
      if (entry.path().extension() == ".toml") files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<StudyPlan> plans;
  for (const std::string& file : files) plans.push_back(make_study_plan(read_configuration(file, {})));
  return plans;
}

void expect_same_bits(const std::vector<float>& a, const std::vector<float>& b, const StudyPlan& plan) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t k = 0; k < a.size(); ++k) {
    ASSERT_EQ(bits_of(a[k]), bits_of(b[k])) << plan.configuration.title << ", number " << k;
  }
}

TEST(PathMemoryTest, PackedSumsGiveTheSameBits) {
  int conditions[3] = {};
  for (const StudyPlan& plan : studies()) {
    ++conditions[static_cast<int>(conditions_of(plan.market))];
    for (std::uint64_t path = 0; path < 4; ++path) {
      expect_same_bits(packed_tape(plan, path), simulate_tape(plan.market, plan.steps, path, plan.tables.data()), plan);
    }
  }
  EXPECT_GT(*std::min_element(std::begin(conditions), std::end(conditions)), 0) << "no shipped study of each kind";
}

TEST(PathMemoryTest, PackedSiteStatesGiveTheSameBits) {
  int with_entity = 0, with_conversion = 0, with_hall = 0, with_debt = 0;
  for (const StudyPlan& plan : studies()) {
    const SiteStateCounts counts = count_site_states(plan.sites);
    with_entity += static_cast<int>(!plan.layout.entity_sites().empty());
    with_conversion += static_cast<int>(counts.conversions > 0);
    with_hall += static_cast<int>(counts.colocations > 0);
    with_debt += static_cast<int>(counts.instruments > 0);
    EXPECT_EQ(site_state_floats(counts) % 2, 1);
    for (std::uint64_t path = 0; path < 8; ++path) {
      expect_same_bits(packed_columns(plan, path), simulate_path(plan, path), plan);
    }
  }
  EXPECT_GT(std::min({with_entity, with_conversion, with_hall, with_debt}), 0) << "no shipped study has them all";
}

/// The most that a configuration can ask of one site has room in a row.
TEST(PathMemoryTest, TheLargestSiteFits) {
  const SiteStateCounts most{kMaxPlantsPerSite, kMaxConversionsPerSite, kMaxColocationsPerSite, kMaxTranchesPerSite,
                             kMaxInstrumentsPerSite};
  EXPECT_EQ(site_state_floats(most), static_cast<int>(sizeof(SiteStateArrays<float>) / sizeof(float)) | 1);
  std::vector<float> floats(static_cast<std::size_t>(site_state_floats(most)));
  const SiteStates<float> states = site_states_at(floats.data(), most);
  const auto* end = reinterpret_cast<const float*>(states.instrument + kMaxInstrumentsPerSite);
  EXPECT_LE(end, floats.data() + floats.size());
}

}  // namespace
}  // namespace hashlease::testing
