#include "io/state/state_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "io/hdf5/hdf5_file.hpp"
#include "io/support/random_study.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {
namespace {

using test::message_of;
using test::random_block;
using test::TemporaryFolder;

void write_file(const std::string& path, const StudyState& state, const ColumnLayout& layout) {
  File file = File::create(path);
  Hdf5Writer writer(file);
  write_state(writer, state, layout);
  writer.close();
}

TEST(StateFileTest, ReadsBackTheSameBits) {
  const TemporaryFolder folder;
  for (const std::uint64_t paths : {1U, 63U, 64U, 65U, 1000U, 3333U}) {
    const ColumnLayout layout(test::small_study(paths));
    const StudyState state = random_block(layout, {0, paths}).state;
    const std::string path = folder.path(std::to_string(paths));
    write_file(path, state, layout);
    const StudyState back = read_state(Hdf5Reader(path), layout);
    EXPECT_EQ(state_hash(back, layout), state_hash(state, layout));
    ASSERT_EQ(back.sums.nodes().size(), state.sums.nodes().size());
    for (std::size_t i = 0; i < state.sums.nodes().size(); ++i) {
      EXPECT_EQ(back.sums.nodes()[i].level, state.sums.nodes()[i].level);
      EXPECT_EQ(back.sums.nodes()[i].index, state.sums.nodes()[i].index);
      EXPECT_EQ(back.sums.nodes()[i].sums, state.sums.nodes()[i].sums);
    }
    EXPECT_EQ(back.sums.prefixes(), state.sums.prefixes());
    ASSERT_EQ(back.joint.size(), 1U);
    EXPECT_EQ(back.joint[0].occupied(), state.joint[0].occupied());
    EXPECT_EQ(back.octaves.size(), 3U);
    EXPECT_EQ(back.lowest, state.lowest);
    EXPECT_EQ(back.highest, state.highest);
    EXPECT_EQ(back.ranges, state.ranges);
  }
}

TEST(StateFileTest, StatesOfBlocksMergeToTheStateOfAllPaths) {
  const TemporaryFolder folder;
  const ColumnLayout layout(test::small_study(5000));
  const StudyState whole = random_block(layout, {0, 5000}).state;
  EXPECT_GT(whole.non_finite_count, 0U);
  StudyState merged = make_study_state(layout, whole.shift);
  for (const PathRange& range : test::cut({0, 5000}, 64 * 17)) {
    const std::string path = folder.path(std::to_string(range.first));
    write_file(path, random_block(layout, range).state, layout);
    merge_state(merged, layout, read_state(Hdf5Reader(path), layout));
  }
  EXPECT_EQ(state_hash(merged, layout), state_hash(whole, layout));
}

TEST(StateFileTest, RefusesTheStateOfAnotherLayout) {
  const TemporaryFolder folder;
  const ColumnLayout layout(test::small_study(100));
  const ColumnLayout longer(test::small_study(100, {"run.horizon_months=18"}));
  write_file(folder.path("a"), random_block(layout, {0, 100}).state, layout);
  const Hdf5Reader reader(folder.path("a"));
  EXPECT_NE(message_of<Hdf5Error>([&] { read_state(reader, longer); }).find(folder.path("a") + ": /state/"),
            std::string::npos);
}

/// Every way to break a state is found when it is read, with the file and the group in the message.
TEST(StateFileTest, RefusesAStateThatNoRunCouldLeave) {
  const ColumnLayout layout(test::small_study(5000));
  const StudyState sound = random_block(layout, {0, 5000}).state;
  ASSERT_GE(sound.non_finite_paths.size(), 2U);
  const std::vector<std::pair<std::string, std::function<void(StudyState&)>>> damages = {
      {"range moved", [](StudyState& s) { s.ranges[0].first = 64; }},
      {"range longer", [](StudyState& s) { s.ranges[0].count += 64; }},
      {"range beyond any study", [](StudyState& s) { s.ranges[0].count = ~std::uint64_t{0}; }},
      {"empty range",
       [](StudyState& s) {
         s.ranges.push_back({1 << 20, 0});
       }},
      {"shift not finite", [](StudyState& s) { s.shift[3] = std::numeric_limits<double>::infinity(); }},
      {"undefined too often", [](StudyState& s) { s.undefined[0] = 5001; }},
      {"histogram misses a path", [](StudyState& s) { s.undefined.back() += 1; }},
      {"tail out of order", [](StudyState& s) { std::swap(s.lowest[0][0], s.lowest[0][1]); }},
      {"highest tail out of order", [](StudyState& s) { std::swap(s.highest[1][0], s.highest[1][1]); }},
      {"tail of a path elsewhere", [](StudyState& s) { s.highest[0][0].path = 5000; }},
      {"tail not finite", [](StudyState& s) { s.lowest[0][0].value = -std::numeric_limits<float>::infinity(); }},
      {"tail too long",
       [](StudyState& s) {
         s.lowest[0].push_back({1e30F, 5});
       }},
      {"paths not finite out of order", [](StudyState& s) { std::swap(s.non_finite_paths[0], s.non_finite_paths[1]); }},
      {"prefix too many", [](StudyState& s) { s.sums.set_prefix(7, s.sums.prefixes()[4]); }},
      {"octave too many", [](StudyState& s) { s.octaves[1].emplace_back(); }},
      {"octave misses a path", [](StudyState& s) { s.octaves[2][1].add(1e6F); }},
      {"joint distribution has a path too many",
       [](StudyState& s) {
         s.joint[0].add({77, 5000});
       }},
      {"paths not finite miscounted", [](StudyState& s) { s.non_finite_count += 1; }},
  };
  const TemporaryFolder sound_folder;
  write_file(sound_folder.path("sound"), sound, layout);
  const Hdf5Reader sound_file(sound_folder.path("sound"));
  for (const auto& [name, damage] : damages) {
    const TemporaryFolder folder;
    StudyState state = read_state(sound_file, layout);
    damage(state);
    EXPECT_THROW(check_state(state, layout), RunError) << name;
    write_file(folder.path("a"), state, layout);
    const std::string message = message_of<Hdf5Error>([&] { read_state(Hdf5Reader(folder.path("a")), layout); });
    EXPECT_EQ(message.rfind(folder.path("a") + ": /state", 0), 0U) << name << ": " << message;
  }
  EXPECT_NO_THROW(check_state(sound, layout));
}

TEST(StateFileTest, RefusesAHashThatIsNotTheContents) {
  const TemporaryFolder folder;
  const ColumnLayout layout(test::small_study(100));
  StudyState state = random_block(layout, {0, 100}).state;
  write_file(folder.path("a"), state, layout);
  // A plausible state with another sum: only the hash can tell. It is written with the hash of the first.
  const std::string stated = state_hash(state, layout);
  state.shift[0] += 1.0;
  File file = File::create(folder.path("b"));
  Hdf5Writer writer(file);
  write_state(writer, state, layout);
  writer.close();
  std::vector<std::byte> bytes(file.size());
  file.read_at(0, bytes);
  const std::string hash = state_hash(state, layout);
  const std::span<const std::byte> needle = std::as_bytes(std::span(hash.data(), hash.size()));
  const auto found = std::search(bytes.begin(), bytes.end(), needle.begin(), needle.end());
  ASSERT_NE(found, bytes.end());
  file.write_at(static_cast<std::uint64_t>(found - bytes.begin()),
                std::as_bytes(std::span(stated.data(), stated.size())));
  const std::string message = message_of<Hdf5Error>([&] { read_state(Hdf5Reader(folder.path("b")), layout); });
  EXPECT_NE(message.find("hash"), std::string::npos) << message;
}

}  // namespace
}  // namespace hashlease
