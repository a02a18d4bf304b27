#include "commands/run/block_writer.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/error.hpp"
#include "io/support/random_study.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {
namespace {

using test::random_block;

class BlockWriterTest : public ::testing::Test {
 protected:
  std::string result() const { return folder_.path("a.h5"); }
  PartStore open() const { return PartStore::open(result(), plan_.configuration, {0, 4096}); }
  BlockResult block(std::uint64_t first) const { return random_block(plan_.layout, {first, 1024}); }

  test::TemporaryFolder folder_;
  StudyPlan plan_ = make_study_plan(test::small_study(4096));
};

TEST_F(BlockWriterTest, StoresEveryBlockAndAddsThemUp) {
  {
    PartStore store = open();
    BlockWriter writer(store, plan_);
    EXPECT_TRUE(writer.estimates().empty());
    EXPECT_EQ(writer.storing_seconds(), 0.0);
    for (std::uint64_t first = 0; first < 4096; first += 1024) writer.store(block(first));
    writer.wait();
    EXPECT_EQ(store.paths_done(), 4096U);
    EXPECT_GT(writer.storing_seconds(), 0.0);
    EXPECT_EQ(writer.estimates().size(), plan_.configuration.site.size());
    const std::optional<StudyState> state = writer.take_state();
    ASSERT_TRUE(state);
    EXPECT_EQ(state_hash(*state, plan_.layout), state_hash(random_block(plan_.layout, {0, 4096}).state, plan_.layout));
  }
  EXPECT_EQ(open().paths_done(), 4096U) << "what was stored is there for the next run";
}

TEST_F(BlockWriterTest, WhatCannotBeStoredIsSaidAndDoesNotCount) {
  PartStore store = open();
  BlockWriter writer(store, plan_);
  writer.store(block(0));
  writer.wait();
  std::filesystem::rename(parts_folder(result()), folder_.path("elsewhere"));
  writer.store(block(1024));
  EXPECT_THROW(writer.store(block(2048)), RunError);
  EXPECT_EQ(store.paths_done(), 1024U);
  std::filesystem::rename(folder_.path("elsewhere"), parts_folder(result()));
  writer.store(block(2048));
  writer.wait();
  EXPECT_EQ(store.missing_ranges(), (std::vector<PathRange>{{1024, 1024}, {3072, 1024}}));
}

TEST_F(BlockWriterTest, ABlockInHandIsStoredBeforeTheWriterGoes) {
  PartStore store = open();
  { BlockWriter(store, plan_).store(block(0)); }
  EXPECT_EQ(store.paths_done(), 1024U);
}

}  // namespace
}  // namespace hashlease
