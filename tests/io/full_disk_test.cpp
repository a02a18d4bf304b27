// A disk that is full at any moment of a run: the error names the file and the reason, nothing half-written has a name
// that counts, every block that was stored stays, and the run ends as if nothing had been once there is room.

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <filesystem>
#include <memory>

#include "base/error.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/parts/part_store.hpp"
#include "io/result/result_file.hpp"
#include "io/support/random_study.hpp"
#include "io/verification/verify.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {
namespace {

using test::small_study;
using test::TemporaryFolder;

constexpr std::uint64_t kPaths = 256;

class FullDiskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const PathRange& range : test::cut({0, kPaths}, 128)) blocks_.push_back(test::random_block(layout_, range));
    expected_hash_ = state_hash(test::random_block(layout_, {0, kPaths}).state, layout_);
  }

  /// Simulates what is missing and writes the result. Counts the blocks that were acknowledged. Returns the error, or
  /// "".
  std::string run(const std::string& result, std::uint64_t& acknowledged) const {
    try {
      PartStore store = PartStore::open(result, study_, {0, kPaths});
      EXPECT_EQ(store.paths_done(), acknowledged * 128) << "a block that was stored is lost";
      EXPECT_TRUE(store.notices().empty());
      for (const BlockResult& block : blocks_) {
        if (block.range.first < acknowledged * 128) continue;
        store.write_block(block, layout_);
        ++acknowledged;
      }
      assemble(study_, store.sources(), result, ExistingFile::refuse, {});
      store.remove();
    } catch (const RunError& error) {
      return error.what();
    }
    return "";
  }

  void expect_finished(const std::string& result) const {
    EXPECT_FALSE(std::filesystem::exists(parts_folder(result)));
    const Verification verification = verify_file(result, 60.0);
    EXPECT_EQ(verification.condition, FileCondition::sound) << verification.text;
    const PathSource source{SourceKind::result, result, {0, kPaths}};
    EXPECT_EQ(state_hash(SourceReader(source, layout_).state(), layout_), expected_hash_);
  }

  static void expect_nothing_published(const std::string& result) {
    EXPECT_FALSE(std::filesystem::exists(result));
    EXPECT_FALSE(std::filesystem::exists(result + ".tmp"));
    EXPECT_EQ(H5Fget_obj_count(static_cast<hid_t>(H5F_OBJ_ALL), H5F_OBJ_ALL), 0) << "the library holds something open";
  }

  Configuration study_ = small_study(kPaths);
  ColumnLayout layout_{study_};
  std::vector<BlockResult> blocks_;
  std::string expected_hash_;
};

/// A file system of its own in memory.
class SmallDisk {
 public:
  explicit SmallDisk(const std::string& folder) : folder_(folder) {}
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mount(std::uint64_t kibibytes) {
    const std::string options = "size=" + std::to_string(kibibytes) + "k";
    const unsigned long flags = mounted_ ? MS_REMOUNT : 0;
    const bool done = ::mount("hashlease-test", folder_.c_str(), "tmpfs", flags, options.c_str()) == 0;
    mounted_ = mounted_ || done;
    return done;
  }

 private:
  std::string folder_;
  bool mounted_ = false;
};

TEST_F(FullDiskTest, NothingIsLostOrHalfPublished) {
  int failures = 0;
  int failures_after_a_block = 0;
  int failures_after_all_blocks = 0;
  std::string last_error;
  for (std::uint64_t kibibytes = 8; kibibytes < 20000; kibibytes = kibibytes * 6 / 5 + 8) {
    const TemporaryFolder folder;
    SmallDisk disk(folder.folder());
    if (!disk.mount(kibibytes)) GTEST_SKIP() << "a file system can be mounted by root only";
    const std::string result = folder.path("a.h5");
    std::uint64_t acknowledged = 0;
    const std::string error = run(result, acknowledged);
    if (error.empty()) {
      expect_finished(result);
      break;
    }
    ++failures;
    failures_after_a_block += acknowledged == 1 ? 1 : 0;
    failures_after_all_blocks += acknowledged == 2 ? 1 : 0;
    EXPECT_EQ(error.rfind(folder.folder() + "/a.h5", 0), 0U) << kibibytes << " KiB: " << error;
    EXPECT_NE(error.find("No space left on device"), std::string::npos) << kibibytes << " KiB: " << error;
    expect_nothing_published(result);
    ASSERT_TRUE(disk.mount(64 * 1024));
    EXPECT_EQ(run(result, acknowledged), "") << kibibytes << " KiB";
    expect_finished(result);
  }
  EXPECT_GT(failures, 5);
  EXPECT_GT(failures_after_a_block, 0);
  EXPECT_GT(failures_after_all_blocks, 0);
}

/// The largest file that the process may write, for as long as this lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    struct rlimit limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  struct rlimit before_ {};
};

TEST_F(FullDiskTest, AWriteThatFailsAnywhereIsAnErrorThatNamesTheFile) {
  const TemporaryFolder whole;
  std::uint64_t acknowledged = 0;
  ASSERT_EQ(run(whole.path("a.h5"), acknowledged), "");
  const std::uint64_t size = std::filesystem::file_size(whole.path("a.h5"));
  int failures = 0;
  for (std::uint64_t limit = 1; limit < size; limit = limit * 3 / 2 + 997) {
    const TemporaryFolder folder;
    acknowledged = 0;
    {
      const FileSizeLimit file_size_limit(limit);
      const std::string error = run(folder.path("a.h5"), acknowledged);
      EXPECT_EQ(error.rfind(folder.path("a.h5"), 0), 0U) << limit << ": " << error;
      EXPECT_NE(error.find("File too large"), std::string::npos) << limit << ": " << error;
      ++failures;
    }
    expect_nothing_published(folder.path("a.h5"));
    EXPECT_EQ(run(folder.path("a.h5"), acknowledged), "") << limit;
    expect_finished(folder.path("a.h5"));
  }
  EXPECT_GT(failures, 8);
  // One byte too little: the trailer is what does not fit.
  const TemporaryFolder folder;
  acknowledged = 0;
  const FileSizeLimit file_size_limit(size - 1);
  EXPECT_NE(run(folder.path("a.h5"), acknowledged).find("a.h5.tmp: cannot be written: File too large"),
            std::string::npos);
  expect_nothing_published(folder.path("a.h5"));
}

}  // namespace
}  // namespace hashlease
