#include "commands/run/block_size.hpp"

#include <gtest/gtest.h>

namespace hashlease {
namespace {

constexpr PathRange kLarge{0, 300'000'000};

TEST(BlockSize, StartsWithTwoSecondsOfWorkAndAFewHundredBlocks) {
  EXPECT_EQ(BlockSize({0, 100'000}, 2e-5, 0).paths(), 131'072U);
  EXPECT_EQ(BlockSize(kLarge, 1e-4, 0).paths(), 2'097'152U);
  EXPECT_EQ(BlockSize({0, 10}, 10.0, 0).paths(), kLeafPaths);
}

TEST(BlockSize, DoublesWhileBlocksAreShort) {
  BlockSize size({0, 10}, 10.0, 0);
  size.learn(64, 0.1, 0.0);
  EXPECT_EQ(size.paths(), 128U);
  size.learn(64, 0.5, 0.0);  // half a block: 1 s for a whole one
  EXPECT_EQ(size.paths(), 256U);
  size.learn(64, 0.1, 0.0);  // a quarter says nothing
  EXPECT_EQ(size.paths(), 256U);
  size.learn(256, 2.5, 0.1);
  EXPECT_EQ(size.paths(), 256U);
}

TEST(BlockSize, ABlockThatIsSlowToStoreMakesTheNextLarger) {
  BlockSize size({0, 10}, 10.0, 0);
  size.learn(64, 3.0, 1.0);
  EXPECT_EQ(size.paths(), 128U);
  size.learn(128, 9.0, 1.0);
  EXPECT_EQ(size.paths(), 128U);
  size.learn(128, 31.0, 60.0);  // but a kill shall not lose minutes
  EXPECT_EQ(size.paths(), 128U);
}

TEST(BlockSize, KeptColumnsBoundIt) {
  BlockSize size({0, 10}, 10.0, std::uint64_t{1} << 20);
  for (int block = 0; block < 20; ++block) size.learn(size.paths(), 0.001, 0.0);
  EXPECT_EQ(size.paths(), 256U);  // of 256 MiB
  EXPECT_EQ(size.most_paths(), 256U);
}

TEST(BlockSize, BlocksEndAtMultiplesOfTheirSize) {
  BlockSize size({0, 10}, 10.0, 0);
  size.learn(64, 0.1, 0.0);
  EXPECT_EQ(size.next({64, 1000}), (PathRange{64, 64}));
  EXPECT_EQ(size.next({128, 1000}), (PathRange{128, 128}));
  EXPECT_EQ(size.next({128, 100}), (PathRange{128, 100}));
}

TEST(BlockSize, WhatTheUserSaysStays) {
  BlockSize size = BlockSize::fixed(1000);
  EXPECT_EQ(size.paths(), 1024U);
  size.learn(1024, 0.001, 10.0);
  EXPECT_EQ(size.paths(), 1024U);
  EXPECT_EQ(size.most_paths(), 1024U);
}

}  // namespace
}  // namespace hashlease
