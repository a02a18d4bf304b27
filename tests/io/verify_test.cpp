#include "io/verification/verify.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>

#include "base/error.hpp"
#include "io/files/trailer.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/parts/part_store.hpp"
#include "io/runs/replay_source.hpp"
#include "io/runs/status.hpp"
#include "io/support/random_study.hpp"
#include "results/format.hpp"

namespace hashlease {
namespace {

using test::message_of;
using test::small_study;
using test::TemporaryFolder;

class VerifyTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    sample_ = std::make_unique<TemporaryFolder>();
    test::write_random_result(sample_->path("a.h5"), small_study(1000), {0, 1000}, 320);
  }
  static void TearDownTestSuite() { sample_.reset(); }
  void SetUp() override { std::filesystem::copy_file(sample_->path("a.h5"), path()); }
  std::string path() const { return folder_.path("a.h5"); }
  Verification verify() const { return verify_file(path(), 60.0); }

  inline static std::unique_ptr<TemporaryFolder> sample_;
  TemporaryFolder folder_;
  Configuration study_ = small_study(1000);
};

TEST_F(VerifyTest, ASoundFileIsSound) {
  const Verification verification = verify();
  EXPECT_EQ(verification.condition, FileCondition::sound) << verification.text;
  EXPECT_NE(verification.text.find("paths 0 to 999"), std::string::npos) << verification.text;
}

/// HASHLEASE_DAMAGES sets the number of trials; the reliability target is 10,000.
TEST_F(VerifyTest, NoDamagedByteGoesUnseen) {
  const char* wanted = std::getenv("HASHLEASE_DAMAGES");
  const int trials = wanted == nullptr ? 300 : std::atoi(wanted);
  ASSERT_GT(trials, 0);
  std::mt19937_64 random(20241123);
  const std::uint64_t size = std::filesystem::file_size(path());
  for (int trial = 0; trial < trials; ++trial) {
    // Every third damage is at the start or at the end, where the superblock and the checksum are.
    std::uint64_t offset = random() % size;
    if (trial % 6 == 0) offset = random() % 600;
    if (trial % 6 == 3) offset = size - 1 - random() % 120;
    const auto mask = static_cast<unsigned char>(trial % 2 == 0 ? 1U << (random() % 8) : 1 + random() % 255);
    test::flip_byte(path(), offset, mask);
    const Verification verification = verify();
    ASSERT_EQ(verification.condition, FileCondition::damaged)
        << "offset " << offset << " mask " << int{mask} << ": " << verification.text;
    ASSERT_EQ(verification.text.find("crash"), std::string::npos) << "offset " << offset << " mask " << int{mask};
    ASSERT_EQ(verification.text.find("within"), std::string::npos) << "offset " << offset << " mask " << int{mask};
    test::flip_byte(path(), offset, mask);
  }
  EXPECT_EQ(verify().condition, FileCondition::sound);
}

/// Texts lie in heaps without a checksum; on a length of one that is damaged HDF5 1.10.8 copies beyond its memory.
TEST_F(VerifyTest, StatusAndReplaySurviveDamagedTexts) {
  std::vector<std::byte> bytes(std::filesystem::file_size(path()));
  File::open(path()).read_at(0, bytes);
  const std::string content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::string hash = Hdf5Reader(path()).text_attribute("/", "state_hash");
  const std::string configuration = Hdf5Reader(path()).read_text("/config/toml");
  int refused = 0;
  for (const std::string& text : {hash, configuration}) {
    for (std::size_t at = content.find(text); at != std::string::npos; at = content.find(text, at + 1)) {
      for (int byte = 1; byte <= 8; ++byte) {  // the length stands right before the text
        test::flip_byte(path(), at - static_cast<std::size_t>(byte), 0x7F);
        const std::string status = message_of<RunError>([&] { read_status(path()); });
        const std::string replay = message_of<RunError>([&] { study_of_result(path()); });
        for (const std::string& message : {status, replay}) {
          EXPECT_TRUE(message.empty() || message.find(path()) != std::string::npos) << message;
          refused += message.empty() ? 0 : 1;
        }
        test::flip_byte(path(), at - static_cast<std::size_t>(byte), 0x7F);
      }
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_EQ(verify().condition, FileCondition::sound);
}

TEST_F(VerifyTest, NoTruncationGoesUnseen) {
  const std::uint64_t size = std::filesystem::file_size(path());
  for (std::uint64_t length = size - 1; length > 100; length = length > size - 90 ? length - 7 : length * 2 / 3) {
    std::filesystem::resize_file(path(), length);
    EXPECT_EQ(verify().condition, FileCondition::damaged) << length;
  }
  std::filesystem::resize_file(path(), 0);
  EXPECT_EQ(verify().condition, FileCondition::foreign);
}

TEST_F(VerifyTest, SeesBytesThatWereAdded) {
  std::ofstream(path(), std::ios::app | std::ios::binary) << "x";
  EXPECT_EQ(verify().condition, FileCondition::damaged);
}

TEST_F(VerifyTest, TellsForeignFiles) {
  const std::string other = folder_.path("b");
  std::ofstream(other) << "[run]\nseed = 1\n";
  EXPECT_EQ(verify_file(other, 60.0).condition, FileCondition::foreign);
  {
    File file = File::create(folder_.path("c"));
    Hdf5Writer writer(file);
    writer.write<double>({"/x", {2}, {}}, {1.0, 2.0});
    writer.close();
  }
  EXPECT_EQ(verify_file(folder_.path("c"), 60.0).condition, FileCondition::foreign);
  EXPECT_EQ(verify_file(folder_.folder(), 60.0).condition, FileCondition::foreign);
}

TEST_F(VerifyTest, TellsUnfinishedRuns) {
  const ColumnLayout layout(study_);
  PartStore store = PartStore::open(folder_.path("d.h5"), study_, {0, 1000});
  store.write_block(test::random_block(layout, {0, 128}), layout);
  const Verification verification = verify_file(folder_.path("d.h5"), 60.0);
  EXPECT_EQ(verification.condition, FileCondition::unfinished);
  EXPECT_NE(verification.text.find("128 of 1000 paths"), std::string::npos) << verification.text;
  EXPECT_EQ(verify_file(store.sources()[0].file, 60.0).condition, FileCondition::foreign);
  EXPECT_THROW(verify_file(folder_.path("absent.h5"), 60.0), InputError);
}

TEST_F(VerifyTest, TellsANewerFormat) {
  File file = File::create(folder_.path("b.h5"));
  Hdf5Writer writer(file);
  writer.attribute("/", "hashlease_content", "result");
  writer.attribute("/", "hashlease_format_version", kFormatVersion + 1);
  writer.close();
  append_trailer(file);
  file.close();
  EXPECT_EQ(verify_file(folder_.path("b.h5"), 60.0).condition, FileCondition::newer_format);
}

TEST_F(VerifyTest, ADamageUnderAValidChecksumIsSeenToo) {
  // A file whose bytes hold but whose content does not: the state's hash was not that of the state.
  std::vector<std::byte> bytes(std::filesystem::file_size(path()));
  File::open(path()).read_at(0, bytes);
  const std::optional<Trailer> trailer = find_trailer(File::open(path()));
  ASSERT_TRUE(trailer.has_value());
  bytes.resize(trailer->content_bytes);
  const std::string hash = Hdf5Reader(path()).text_attribute("/", "state_hash");
  std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  int changed = 0;
  for (std::size_t at = text.find(hash); at != std::string::npos; at = text.find(hash, at + 1)) {
    text[at] = text[at] == '0' ? '1' : '0';
    ++changed;
  }
  ASSERT_GT(changed, 0);
  File file = File::create(folder_.path("b.h5"));
  file.append(text);
  append_trailer(file);
  file.close();
  const Verification verification = verify_file(folder_.path("b.h5"), 60.0);
  EXPECT_EQ(verification.condition, FileCondition::damaged);
  EXPECT_NE(verification.text.find("hash"), std::string::npos) << verification.text;
}

TEST_F(VerifyTest, NeverHangs) {
  // A pipe nobody writes to would be read for ever.
  const std::string pipe = folder_.path("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(verify_file(pipe, 1.0).condition, FileCondition::foreign);
  // A limit that is over before anything can be read.
  const auto start = std::chrono::steady_clock::now();
  const Verification verification = verify_file(path(), 1e-9);
  EXPECT_EQ(verification.condition, FileCondition::damaged);
  EXPECT_NE(verification.text.find("could not be checked within"), std::string::npos) << verification.text;
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

}  // namespace
}  // namespace hashlease
