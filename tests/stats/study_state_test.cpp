#include "stats/state/study_state.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "base/error.hpp"
#include "stats/state/state_hash.hpp"
#include "stats/support/studies.hpp"

namespace hashlease {
namespace {

std::size_t columns_of(const ColumnLayout& layout) { return static_cast<std::size_t>(layout.column_count()); }

constexpr std::uint64_t kPaths = 1000 * kLeafPaths + 37;

Outcomes mixed_outcomes(const ColumnLayout& layout, std::uint64_t paths) {
  std::normal_distribution<double> normal;
  Outcomes outcomes =
      draw_outcomes(layout, paths, 11, [&](std::mt19937_64& words) { return 1e6 * std::exp(normal(words)) - 5e5; });
  // Columns that are constant, constant for a while, in few steps, and undefined now and then.
  std::fill(outcomes.columns[1].begin(), outcomes.columns[1].end(), 0.0F);
  std::fill(outcomes.columns[3].begin(), outcomes.columns[3].begin() + static_cast<std::ptrdiff_t>(paths / 2), 7.5F);
  for (float& value : outcomes.columns[5]) value = std::round(value / 1e6F);
  for (std::size_t i = 0; i < paths; i += 1001) outcomes.columns.back()[i] = std::numeric_limits<float>::quiet_NaN();
  return outcomes;
}

/// Random cut of the study into blocks at multiples of 64 paths.
std::vector<PathRange> random_blocks(std::mt19937_64& words, std::uint64_t paths, std::size_t count) {
  std::vector<std::uint64_t> cuts = {0, paths};
  for (std::size_t i = 1; i < count; ++i) cuts.push_back(words() % (paths / kLeafPaths) * kLeafPaths);
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::vector<PathRange> blocks;
  for (std::size_t i = 1; i < cuts.size(); ++i) blocks.push_back({cuts[i - 1], cuts[i] - cuts[i - 1]});
  return blocks;
}

TEST(StudyStateTest, EveryPartitionAndOrderOfMergesGivesTheSameBits) {
  const ColumnLayout layout = layout_of({.months = 1, .tail_paths = 100});
  const Outcomes outcomes = mixed_outcomes(layout, kPaths);
  const std::string whole = state_hash(simulate_study(layout, outcomes, kLeafPaths), layout);
  std::mt19937_64 words(12);
  for (int repetition = 0; repetition < 12; ++repetition) {
    std::vector<PathRange> blocks = random_blocks(words, kPaths, 1 + words() % 40);
    std::shuffle(blocks.begin(), blocks.end(), words);
    std::vector<StudyState> shards;
    for (int shard = 0; shard < 3; ++shard) shards.push_back(make_study_state(layout, shift_of(outcomes)));
    for (const PathRange& block : blocks) {
      merge_state(shards[words() % 3], layout, simulate_range(layout, outcomes, block, kLeafPaths << (words() % 8)));
    }
    StudyState merged = make_study_state(layout, shift_of(outcomes));
    for (const int shard : {2, 0, 1}) merge_state(merged, layout, shards[static_cast<std::size_t>(shard)]);
    ASSERT_EQ(merged.ranges, (std::vector<PathRange>{{0, kPaths}}));
    ASSERT_EQ(state_hash(merged, layout), whole);
  }
}

TEST(StudyStateTest, TheHashSeesEveryPart) {
  const ColumnLayout layout = layout_of({.months = 1});
  const Outcomes outcomes = mixed_outcomes(layout, 500);
  std::vector<std::string> hashes = {state_hash(simulate_study(layout, outcomes), layout)};
  const auto changed = [&](const std::function<void(StudyState&)>& change) {
    StudyState state = simulate_study(layout, outcomes);
    change(state);
    hashes.push_back(state_hash(state, layout));
  };
  changed([](StudyState& state) { state.ranges[0].count += 1; });
  changed([](StudyState& state) { state.shift[4] = std::nextafter(state.shift[4], 0.0); });
  changed([](StudyState& state) { state.undefined[4] += 1; });
  changed([](StudyState& state) { state.histograms[1].add(3.0F); });
  changed([](StudyState& state) { state.lowest[0][3].path += 1; });
  changed([](StudyState& state) { state.highest[1][3].value += 1.0F; });
  changed([](StudyState& state) { state.octaves[0][0].add(3.0F); });
  changed([](StudyState& state) { state.sums.set_prefix(4, std::vector<double>(state.sums.watched_count(), 1.0)); });
  changed([](StudyState& state) { state.joint.emplace_back().add(1.0F, 2.0F); });
  changed([](StudyState& state) { state.non_finite_count += 1; });
  changed([](StudyState& state) { state.non_finite_paths.push_back(9); });
  Outcomes other = outcomes;
  other.columns[0][77] = std::nextafter(other.columns[0][77], 0.0F);
  hashes.push_back(state_hash(simulate_study(layout, other), layout));
  std::sort(hashes.begin(), hashes.end());
  EXPECT_EQ(std::adjacent_find(hashes.begin(), hashes.end()), hashes.end());
}

TEST(StudyStateTest, FollowingInThreadsGivesTheSameState) {
  Configuration configuration = configuration_of({.sites = 5, .months = 12});
  for (SiteConfiguration& site : configuration.site) {
    site.asic.resize(1);
    site.gpu.resize(1);
  }
  const ColumnLayout layout(configuration);
  ASSERT_EQ(layout.joint_pairs().size(), 5U);
  const Outcomes outcomes = mixed_outcomes(layout, 1024);
  const auto followed = [&](int threads, std::size_t offset) {
    StudyState state = make_study_state(layout, shift_of(outcomes));
    for (const std::uint64_t first : {0U, 1024U, 2048U}) {  // two octaves
      follow_chunk(
          state, layout, {first, 1024},
          [&](int column) {
            const std::vector<float>& values =
                outcomes.columns[(static_cast<std::size_t>(column) + offset) % outcomes.columns.size()];
            return std::span<const float>(values);
          },
          threads);
    }
    return state_hash(state, layout);
  };
  for (const int threads : {2, 3, 64}) EXPECT_EQ(followed(threads, 0), followed(1, 0)) << threads;
  EXPECT_NE(followed(2, 1), followed(1, 0));
}

TEST(StudyStateTest, SumsAreThoseOfTheValues) {
  const ColumnLayout layout = layout_of({.months = 1});
  const Outcomes outcomes = mixed_outcomes(layout, 1000);
  const StudyState state = simulate_study(layout, outcomes);
  const std::vector<double> total = state.sums.total();
  for (std::size_t column = 0; column < outcomes.columns.size(); ++column) {
    for (int power = 1; power <= kPowerSums; ++power) {
      long double expected = 0.0L;
      long double size = 0.0L;
      for (const float value : outcomes.columns[column]) {
        if (!std::isfinite(value)) continue;
        const long double term = std::pow(static_cast<long double>(value) - state.shift[column], power);
        expected += term;
        size += std::fabs(term);
      }
      const double sum = total[column * kPowerSums + static_cast<std::size_t>(power - 1)];
      ASSERT_NEAR(sum, static_cast<double>(expected), static_cast<double>(size) * 1e-14) << column << ' ' << power;
    }
  }
}

TEST(StudyStateTest, CrossSumsAreThoseOfTheValues) {
  const ColumnLayout layout = layout_of({.sites = 3, .months = 1});
  const Outcomes outcomes = mixed_outcomes(layout, 777);
  const StudyState state = simulate_study(layout, outcomes);
  const std::vector<double> total = state.sums.total();
  ASSERT_EQ(layout.correlated_columns().size(), 6U);
  const double* sums = total.data() + static_cast<std::size_t>(layout.column_count()) * kPowerSums;
  for (const auto& [a, b] : layout.correlated_columns()) {
    constexpr int kPowers[kCrossSums][2] = {{1, 1}, {2, 1}, {1, 2}, {3, 1}, {2, 2}, {1, 3}};
    for (int i = 0; i < kCrossSums; ++i) {
      long double expected = 0.0L;
      long double size = 0.0L;
      for (std::size_t path = 0; path < outcomes.paths; ++path) {
        const long double x =
            outcomes.columns[static_cast<std::size_t>(a)][path] - state.shift[static_cast<std::size_t>(a)];
        const long double y =
            outcomes.columns[static_cast<std::size_t>(b)][path] - state.shift[static_cast<std::size_t>(b)];
        const long double term = std::pow(x, kPowers[i][0]) * std::pow(y, kPowers[i][1]);
        expected += term;
        size += std::fabs(term);
      }
      ASSERT_NEAR(sums[i], static_cast<double>(expected), static_cast<double>(size) * 1e-14) << i;
    }
    sums += kCrossSums;
  }
}

TEST(StudyStateTest, HistogramsCountDefinedValues) {
  const ColumnLayout layout = layout_of({.months = 1});
  const Outcomes outcomes = mixed_outcomes(layout, 4000);
  const StudyState state = simulate_study(layout, outcomes);
  for (int column = 0; column < layout.column_count(); ++column) {
    const auto index = static_cast<std::size_t>(column);
    ASSERT_EQ(state.histograms[index].empty(), !layout.has_distribution(column));
    FloatHistogram expected;
    std::uint64_t undefined = 0;
    for (const float value : outcomes.columns[index]) {
      if (!std::isfinite(value))
        ++undefined;
      else
        expected.add(value);
    }
    ASSERT_EQ(state.undefined[index], undefined);
    if (!layout.has_distribution(column)) continue;
    for (int key = 0; key < FloatHistogram::kKeyCount; ++key) {
      ASSERT_EQ(state.histograms[index].count(key), expected.count(key)) << column;
    }
  }
  EXPECT_EQ(state.undefined.back(), 4U);
}

TEST(StudyStateTest, TailsAreTheExtremePathsWithTiesByPath) {
  const ColumnLayout layout = layout_of({.months = 1, .tail_paths = 50});
  Outcomes outcomes = mixed_outcomes(layout, 5000);
  const auto headline = static_cast<std::size_t>(layout.headline_columns()[0]);
  std::vector<float>& values = outcomes.columns[headline];
  for (float& value : values) value = std::round(value / 3e5F);  // many ties
  values[17] = std::numeric_limits<float>::quiet_NaN();
  std::vector<TailEntry> entries;
  for (std::size_t path = 0; path < values.size(); ++path) {
    if (path != 17) entries.push_back({values[path], path});
  }
  const StudyState state = simulate_study(layout, outcomes, 256);
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
  EXPECT_EQ(state.lowest[0], std::vector<TailEntry>(entries.begin(), entries.begin() + 50));
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.value > b.value; });
  EXPECT_EQ(state.highest[0], std::vector<TailEntry>(entries.begin(), entries.begin() + 50));
}

TEST(StudyStateTest, NonFiniteOutcomesAreCountedByPath) {
  const ColumnLayout layout = layout_of({.months = 1});
  Outcomes outcomes = mixed_outcomes(layout, 20000);  // its undefined path measures do not count
  for (std::size_t i = 0; i < 150; ++i) outcomes.columns[i % 16][100 * i + 3] = std::numeric_limits<float>::infinity();
  outcomes.columns[2][203] = std::numeric_limits<float>::quiet_NaN();  // a path that counts already
  const StudyState state = simulate_study(layout, outcomes);
  EXPECT_EQ(state.non_finite_count, 150U);
  ASSERT_EQ(state.non_finite_paths.size(), kMaxNonFiniteIds);
  for (std::size_t i = 0; i < kMaxNonFiniteIds; ++i) EXPECT_EQ(state.non_finite_paths[i], 100 * i + 3);
}

TEST(StudyStateTest, RefusesPathsTwiceAndOtherStudies) {
  const ColumnLayout layout = layout_of({.months = 1});
  const Outcomes outcomes = mixed_outcomes(layout, 1000);
  StudyState state = simulate_range(layout, outcomes, {0, 512}, 256);
  const std::string before = state_hash(state, layout);
  EXPECT_THROW(merge_state(state, layout, simulate_range(layout, outcomes, {448, 128}, 256)), RunError);
  StudyState other = make_study_state(layout, std::vector<double>(columns_of(layout), 1.0));
  EXPECT_THROW(merge_state(state, layout, other), RunError);
  EXPECT_EQ(state_hash(state, layout), before);
  merge_state(state, layout, simulate_range(layout, outcomes, {512, 488}, 256));
  EXPECT_EQ(state_hash(state, layout), state_hash(simulate_study(layout, outcomes), layout));
}

TEST(StudyStateTest, AShiftThatIsNotFiniteBecomesZero) {
  const ColumnLayout layout = layout_of({.months = 1});
  std::vector<double> shift(columns_of(layout), 2.0);
  shift[16] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(make_study_state(layout, shift).shift[16], 0.0);
  shift.pop_back();
  EXPECT_THROW(make_study_state(layout, shift), RunError);
}

TEST(NextChunkTest, GivesWholeNodesOfTheTree) {
  EXPECT_EQ(next_chunk({0, 1000}, 4096), (PathRange{0, 1000}));    // 16 leaves, the last of 40 paths
  EXPECT_EQ(next_chunk({0, 960}, 4096), (PathRange{0, 512}));      // 15 leaves
  EXPECT_EQ(next_chunk({0, 100000}, 4096), (PathRange{0, 1024}));  // the first prefix
  EXPECT_EQ(next_chunk({1024, 98976}, 4096), (PathRange{1024, 1024}));
  EXPECT_EQ(next_chunk({4096, 95904}, 5000), (PathRange{4096, 4096}));
  EXPECT_EQ(next_chunk({64, 100000}, 4096), (PathRange{64, 64}));
  EXPECT_EQ(next_chunk({6 * 64, 100000}, 4096), (PathRange{6 * 64, 128}));
  EXPECT_EQ(next_chunk({128, 1}, 4096), (PathRange{128, 1}));
  EXPECT_EQ(next_chunk({0, 1000}, 1), (PathRange{0, 64}));
  const std::uint64_t far = (std::uint64_t{1} << 32) * kLeafPaths;
  EXPECT_EQ(next_chunk({far, 1000000}, 1 << 16), (PathRange{far, 1 << 16}));
  EXPECT_THROW(next_chunk({1, 1000}, 64), RunError);
  EXPECT_THROW(next_chunk({64, 0}, 64), RunError);
}

TEST(NextChunkTest, ChunksThatAreNotNodesAreRefused) {
  const ColumnLayout layout = layout_of({.months = 1});
  StudyState state = make_study_state(layout, std::vector<double>(columns_of(layout), 0.0));
  ChunkSums sums = make_chunk_sums(layout);
  const std::vector<float> values(columns_of(layout) * 256);
  for (const PathRange range : {PathRange{0, 192}, PathRange{64, 128}, PathRange{1, 64}, PathRange{0, 0}}) {
    EXPECT_THROW(accumulate_columns(state, layout, {range, values.data(), 256}, 0, 17, sums), RunError);
    EXPECT_THROW(finish_chunk(state, layout, {range, values.data(), 256}, sums), RunError);
  }
  ChunkSums small;
  EXPECT_THROW(accumulate_columns(state, layout, {{0, 64}, values.data(), 256}, 0, 17, small), RunError);
}

}  // namespace
}  // namespace hashlease
