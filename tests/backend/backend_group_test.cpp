/// Several backends as one: how a block is shared, and that sharing changes nothing.

#include "backend/backend_group.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "backend/support/studies.hpp"
#include "base/error.hpp"

namespace hashlease::testing {
namespace {

/// Says what it was given; fails when told to.
class Watched : public Backend {
 public:
  Watched(std::unique_ptr<Backend> inner, std::vector<PathRange>& given) : inner_(std::move(inner)), given_(given) {}
  BlockResult simulate(const PathRange& range, const BlockProgress& progress) override {
    given_.push_back(range);
    if (inner_ == nullptr) throw RunError("a member fell over");
    return inner_->simulate(range, progress);
  }
  std::string description() const override { return "watched"; }

 private:
  std::unique_ptr<Backend> inner_;
  std::vector<PathRange>& given_;
};

struct Group {
  Group(const StudyPlan& plan, std::size_t members) : given(members) {
    std::vector<std::unique_ptr<Backend>> watched;
    for (std::vector<PathRange>& ranges : given) {
      watched.push_back(std::make_unique<Watched>(make_cpu_backend(plan, options_of(1)), ranges));
    }
    backend = make_backend_group(std::move(watched), plan, "a group");
  }
  std::vector<std::vector<PathRange>> given;
  std::unique_ptr<Backend> backend;
};

TEST(SplitByRate, PartsAreNeighboursInProportionAndStartAtLeaves) {
  for (const PathRange block : {PathRange{0, 1'000'000}, PathRange{64 * 77, 300'000'001}, PathRange{128, 4096}}) {
    const std::vector<double> rates = {3.0, 1.0, 2.0};
    const std::vector<PathRange> parts = split_by_rate(block, rates);
    ASSERT_EQ(parts.size(), 3U);
    std::uint64_t next = block.first;
    for (std::size_t k = 0; k < parts.size(); ++k) {
      EXPECT_EQ(parts[k].first, next);
      EXPECT_EQ(parts[k].first % kLeafPaths, 0U);
      EXPECT_NEAR(static_cast<double>(parts[k].count) / static_cast<double>(block.count), rates[k] / 6.0, 0.02);
      next = parts[k].end();
    }
    EXPECT_EQ(next, block.end());
  }
}

TEST(SplitByRate, FewPathsLeaveSomeWithNone) {
  std::uint64_t count = 0;
  for (const PathRange& part : split_by_rate({640, 65}, {1.0, 1.0, 1.0, 1.0})) {
    EXPECT_TRUE(part.count == 0 || part.first % kLeafPaths == 0);
    count += part.count;
  }
  EXPECT_EQ(count, 65U);
}

TEST(BackendGroup, SharesPathsAndKeepsTheBits) {
  const StudyPlan plan = make_study_plan(weekly_hybrid());
  Group group(plan, 3);
  for (const PathRange range : {PathRange{0, 0}, {0, 1}, {0, 64}, {64, 5000}, {0, 20'001}}) {
    const BlockResult alone = simulate(plan, range);
    const BlockResult shared = group.backend->simulate(range, nullptr);
    EXPECT_EQ(shared.range, range);
    EXPECT_EQ(state_hash(shared.state, plan.layout), state_hash(alone.state, plan.layout)) << range.count;
    EXPECT_TRUE(same_kept(shared, alone)) << range.count;
  }
  for (const std::vector<PathRange>& given : group.given) EXPECT_GT(given.back().count, 20'001U / 12);
}

TEST(BackendGroup, ProgressRisesToTheEndOfTheBlock) {
  const StudyPlan plan = make_study_plan(weekly_hybrid());
  Group group(plan, 2);
  std::uint64_t last = 0;
  group.backend->simulate({0, 30'000}, [&](std::uint64_t done, const StudyState&) {
    EXPECT_GT(done, last);
    last = done;
  });
  EXPECT_EQ(last, 30'000U);
}

TEST(BackendGroup, TheFailureOfAMemberIsThatOfTheBlock) {
  const StudyPlan plan = make_study_plan(weekly_hybrid());
  std::vector<PathRange> given;
  for (const bool first_fails : {true, false}) {
    std::vector<std::unique_ptr<Backend>> members;
    members.push_back(std::make_unique<Watched>(first_fails ? nullptr : make_cpu_backend(plan, options_of(1)), given));
    std::vector<PathRange> of_second;
    members.push_back(
        std::make_unique<Watched>(first_fails ? make_cpu_backend(plan, options_of(1)) : nullptr, of_second));
    const auto group = make_backend_group(std::move(members), plan, "a group");
    try {
      group->simulate({0, 10'000}, [](std::uint64_t, const StudyState&) {});
      FAIL() << "no failure";
    } catch (const RunError& error) {
      EXPECT_STREQ(error.what(), "a member fell over");
    }
  }
  EXPECT_THROW(make_backend_group({}, plan, "nobody"), RunError);
}

}  // namespace
}  // namespace hashlease::testing
