#include "stats/sums/sum_forest.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace hashlease {
namespace {

TEST(SumForestTest, SiblingsJoinLeftPlusRight) {
  SumForest forest(1);
  forest.add({0, 3, {8.0}});
  forest.add({0, 0, {1.0}});
  forest.add({0, 2, {4.0}});
  ASSERT_EQ(forest.nodes().size(), 2U);
  EXPECT_EQ(forest.nodes()[1].level, 1);
  EXPECT_EQ(forest.nodes()[1].index, 1U);
  forest.add({0, 1, {2.0}});
  ASSERT_EQ(forest.nodes().size(), 1U);
  EXPECT_EQ(forest.nodes()[0].level, 2);
  EXPECT_EQ(forest.total(), std::vector<double>{15.0});
}

TEST(SumForestTest, NeighboursThatAreNotSiblingsStayApart) {
  SumForest forest(1);
  forest.add({0, 1, {1.0}});
  forest.add({0, 2, {1.0}});
  forest.add({1, 2, {1.0}});
  EXPECT_EQ(forest.nodes().size(), 3U);
}

TEST(SumForestTest, TheOrderOfAdditionIsThatOfTheTree) {
  // 1e16 + 1 = 1e16 in double, so the shape shows in the total.
  const std::vector<double> leaves = {1e16, 1.0, 1.0, 1.0};
  SumForest forest(1);
  for (const std::uint64_t leaf : {2U, 0U, 3U, 1U}) forest.add({0, leaf, {leaves[leaf]}});
  EXPECT_EQ(forest.total()[0], (1e16 + 1.0) + 2.0);
  EXPECT_NE(forest.total()[0], ((1e16 + 1.0) + 1.0) + 1.0);
}

TEST(SumForestTest, RefusesOverlap) {
  SumForest forest(1);
  forest.add({2, 1, {1.0}});  // leaves 4 to 7
  EXPECT_THROW(forest.add({2, 1, {1.0}}), RunError);
  EXPECT_THROW(forest.add({0, 7, {1.0}}), RunError);
  EXPECT_THROW(forest.add({3, 0, {1.0}}), RunError);
  EXPECT_THROW(forest.add({0, 4, {1.0}}), RunError);
  forest.add({0, 8, {1.0}});
  forest.add({0, 3, {1.0}});
  EXPECT_EQ(forest.nodes().size(), 3U);
}

TEST(SumForestTest, RefusesAnotherWidth) {
  SumForest forest(2);
  EXPECT_THROW(forest.add({0, 0, {1.0}}), RunError);
  EXPECT_EQ(forest.total(), (std::vector<double>{0.0, 0.0}));
}

}  // namespace
}  // namespace hashlease
