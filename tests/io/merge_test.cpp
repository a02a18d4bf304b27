#include "io/runs/merge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "base/error.hpp"
#include "io/parts/part_store.hpp"
#include "io/runs/status.hpp"
#include "io/support/random_study.hpp"
#include "io/verification/verify.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {
namespace {

using test::message_of;
using test::small_study;
using test::TemporaryFolder;
using test::write_random_result;

constexpr std::uint64_t kPaths = 2000;  // 32 leaves
/// As `run --shard k/3` cuts them: at leaves 10 and 21.
constexpr PathRange kShards[] = {{0, 640}, {640, 704}, {1344, 656}};

class MergeTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    sample_ = std::make_unique<TemporaryFolder>();
    for (int i = 0; i < 3; ++i) {
      write_random_result(sample_->path(shard_name(i)), small_study(kPaths), kShards[i], 256);
    }
  }
  static void TearDownTestSuite() { sample_.reset(); }
  void SetUp() override {
    for (int i = 0; i < 3; ++i) {
      std::filesystem::copy_file(sample_->path(shard_name(i)), shard(i));
      shards_.push_back(shard(i));
    }
  }
  static std::string shard_name(int i) { return "shard-" + std::to_string(i + 1) + ".h5"; }
  std::string shard(int i) const { return folder_.path(shard_name(i)); }
  std::string merge_error(const std::vector<std::string>& files) const {
    const std::string message =
        message_of<InputError>([&] { merge_results(files, folder_.path("error.h5"), ExistingFile::refuse, {}); });
    EXPECT_FALSE(std::filesystem::exists(folder_.path("error.h5")));
    EXPECT_FALSE(std::filesystem::exists(folder_.path("error.h5.tmp")));
    return message;
  }

  inline static std::unique_ptr<TemporaryFolder> sample_;
  TemporaryFolder folder_;
  Configuration study_ = small_study(kPaths);
  std::vector<std::string> shards_;
};

TEST_F(MergeTest, GivesTheFileOfOneRunInAnyOrder) {
  write_random_result(folder_.path("whole.h5"), study_, {0, kPaths}, 512);
  std::sort(shards_.begin(), shards_.end());
  int number = 0;
  do {
    const std::string merged = folder_.path("merged-" + std::to_string(number++) + ".h5");
    merge_results(shards_, merged, ExistingFile::refuse, {});
    EXPECT_EQ(verify_file(merged, 60.0).condition, FileCondition::sound);
    EXPECT_EQ(test::h5diff(folder_.path("whole.h5"), merged).value_or(""), "");
  } while (std::next_permutation(shards_.begin(), shards_.end()));
  EXPECT_EQ(number, 6);
}

TEST_F(MergeTest, StateIsThatOfOneRun) {
  const MergedResult merged = merge_results(shards_, folder_.path("merged.h5"), ExistingFile::refuse, {});
  const ColumnLayout layout(study_);
  EXPECT_EQ(state_hash(merged.result.state, layout), state_hash(test::random_block(layout, {0, kPaths}).state, layout));
  EXPECT_EQ(merged.configuration.run.paths, kPaths);
}

TEST_F(MergeTest, NamesMissingPathsAndTheShardThatHasThem) {
  std::string message = merge_error({shard(0), shard(2)});
  EXPECT_NE(message.find("paths 640 to 1343 of 2000 are missing"), std::string::npos) << message;
  EXPECT_NE(message.find("2/3"), std::string::npos) << message;
  message = merge_error({shard(1)});
  EXPECT_NE(message.find("paths 0 to 639, 1344 to 1999"), std::string::npos) << message;
  EXPECT_NE(message.find("1/3, 3/3"), std::string::npos) << message;
}

TEST_F(MergeTest, NamesOverlappingShards) {
  const std::string message = merge_error({shard(0), shard(1), shard(2), shard(1)});
  EXPECT_NE(message.find(shard(1)), std::string::npos) << message;
  EXPECT_NE(message.find("overlap"), std::string::npos) << message;
}

TEST_F(MergeTest, NamesADamagedShard) {
  test::flip_byte(shard(1), std::filesystem::file_size(shard(1)) / 2, 4);
  const std::string message = merge_error(shards_);
  EXPECT_EQ(message.rfind(shard(1) + ": cannot be merged", 0), 0U) << message;
}

TEST_F(MergeTest, NamesAMissingShard) {
  const std::string message = merge_error({shard(0), folder_.path("absent.h5")});
  EXPECT_NE(message.find("absent.h5: there is no such file"), std::string::npos) << message;
}

TEST_F(MergeTest, RefusesAShardOfAnotherStudy) {
  Configuration other = small_study(kPaths, {"run.seed=5"});
  other.title = "another study";
  write_random_result(folder_.path("other.h5"), other, kShards[1], 256);
  const std::string message = merge_error({shard(0), folder_.path("other.h5"), shard(2)});
  EXPECT_NE(message.find(study_.title), std::string::npos) << message;
  EXPECT_NE(message.find("another study"), std::string::npos) << message;
  EXPECT_NE(merge_error({}).find("no shard"), std::string::npos);
}

TEST_F(MergeTest, StatusOfResultsAndOfParts) {
  const StudyStatus shard_status = read_status(shard(1));
  EXPECT_EQ(shard_status.stage, StudyStage::finished);
  EXPECT_EQ(shard_status.range, kShards[1]);
  EXPECT_EQ(shard_status.paths_done, kShards[1].count);
  EXPECT_THROW(read_status(folder_.path("absent.h5")), InputError);

  const ColumnLayout layout(study_);
  const std::string path = folder_.path("running.h5");
  std::string damaged;
  {
    PartStore store = PartStore::open(path, study_, {0, kPaths});
    EXPECT_EQ(read_status(path).paths_done, 0U);
    store.write_block(test::random_block(layout, {512, 512}), layout);
    store.write_block(test::random_block(layout, {1024, 512}), layout);
    const StudyStatus running = read_status(path);
    EXPECT_EQ(running.stage, StudyStage::running);
    EXPECT_EQ(running.paths_done, 1024U);
    EXPECT_EQ(running.missing, (std::vector<PathRange>{{0, 512}, {1536, 464}}));
    const EstimateTable expected = current_estimates(test::random_block(layout, {512, 512}).state, layout);
    ASSERT_EQ(running.estimates.annual_revenue.value.size(), 3U);
    EXPECT_NEAR(running.estimates.annual_revenue.value[0], expected.annual_revenue.value[0],
                6.0 * expected.annual_revenue.standard_error[0]);
    damaged = store.sources()[0].file;
  }
  EXPECT_EQ(read_status(path).stage, StudyStage::interrupted);
  for (std::uint64_t i = 100; i < std::filesystem::file_size(damaged); i += 2000) test::flip_byte(damaged, i, 0xFF);
  const StudyStatus status = read_status(path);
  EXPECT_EQ(status.paths_done, 512U);
  ASSERT_EQ(status.notices.size(), 1U);
  EXPECT_NE(status.notices[0].find(damaged), std::string::npos);
}

}  // namespace
}  // namespace hashlease
