#include "io/parts/part_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "io/support/random_study.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {
namespace {

using test::message_of;
using test::random_block;
using test::small_study;
using test::TemporaryFolder;

class PartStoreTest : public ::testing::Test {
 protected:
  PartStore open() const { return PartStore::open(result(), study_, {0, study_.run.paths}); }
  std::string result() const { return folder_.path("a.h5"); }
  std::string part(const std::string& name) const { return parts_folder(result()) + "/" + name; }
  /// Stores blocks of 1,024 paths from the beginning.
  void store_blocks(int count) const {
    PartStore store = open();
    for (int i = 0; i < count; ++i) {
      store.write_block(random_block(layout_, {static_cast<std::uint64_t>(i) * 1024, 1024}), layout_);
    }
  }
  static std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  static void set_text(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
  }

  TemporaryFolder folder_;
  Configuration study_ = small_study(10000);
  ColumnLayout layout_{study_};
};

TEST_F(PartStoreTest, ResumesWithTheBlocksThatWereStored) {
  {
    PartStore store = open();
    EXPECT_FALSE(store.resumed());
    EXPECT_EQ(store.missing_ranges(), (std::vector<PathRange>{{0, 10000}}));
    store.write_block(random_block(layout_, {2048, 1024}), layout_);
    store.write_block(random_block(layout_, {0, 1024}), layout_);
  }
  const PartStore store = open();
  EXPECT_TRUE(store.resumed());
  EXPECT_TRUE(store.notices().empty());
  EXPECT_EQ(store.paths_done(), 2048U);
  EXPECT_EQ(store.missing_ranges(), (std::vector<PathRange>{{1024, 1024}, {3072, 6928}}));
  const BlockResult block = random_block(layout_, {2048, 1024});
  EXPECT_EQ(state_hash(store.read_state(1, layout_), layout_), state_hash(block.state, layout_));
  std::vector<float> kept(10);
  SourceReader(store.sources()[1], layout_).read_kept(3, 2050, kept);
  EXPECT_EQ(kept, std::vector<float>(block.kept[3].begin() + 2, block.kept[3].begin() + 12));
}

TEST_F(PartStoreTest, DropsDamagedBlocksAndSaysSo) {
  store_blocks(3);
  const std::string damaged = part("block-000000000001024-1024.h5");
  test::flip_byte(damaged, std::filesystem::file_size(damaged) / 2, 0x10);
  std::filesystem::resize_file(part("block-000000000002048-1024.h5"), 1000);
  const PartStore store = open();
  ASSERT_EQ(store.notices().size(), 2U);
  EXPECT_NE(store.notices()[0].find(damaged), std::string::npos);
  EXPECT_NE(store.notices()[0].find("paths 1024 to 2047 are simulated again"), std::string::npos);
  EXPECT_EQ(store.missing_ranges(), (std::vector<PathRange>{{1024, 8976}}));
  EXPECT_FALSE(std::filesystem::exists(damaged));
}

TEST_F(PartStoreTest, DropsABlockThatIsGone) {
  store_blocks(2);
  std::filesystem::remove(part("block-000000000000000-1024.h5"));
  EXPECT_EQ(open().missing_ranges(), (std::vector<PathRange>{{0, 1024}, {2048, 7952}}));
}

TEST_F(PartStoreTest, ClearsLeftoversOfAKilledRun) {
  store_blocks(1);
  set_text(part("block-000000000001024-1024.h5.tmp"), "half");
  set_text(part("block-000000000001024-1024.h5"), "complete, but not in the manifest");
  set_text(part("manifest.json.tmp"), "{");
  const PartStore store = open();
  EXPECT_EQ(store.paths_done(), 1024U);
  EXPECT_FALSE(std::filesystem::exists(part("block-000000000001024-1024.h5.tmp")));
  EXPECT_FALSE(std::filesystem::exists(part("block-000000000001024-1024.h5")));
  EXPECT_FALSE(std::filesystem::exists(part("manifest.json.tmp")));
}

TEST_F(PartStoreTest, RefusesPartsOfAnotherStudy) {
  store_blocks(1);
  Configuration other = small_study(10000, {"run.seed=99"});
  other.title = "the other one";
  const std::string message = message_of<InputError>([&] { PartStore::open(result(), other, {0, other.run.paths}); });
  EXPECT_NE(message.find(study_.title), std::string::npos) << message;
  EXPECT_NE(message.find("the other one"), std::string::npos) << message;
  EXPECT_NE(message.find("remove the folder"), std::string::npos) << message;
  EXPECT_EQ(open().paths_done(), 1024U);
}

TEST_F(PartStoreTest, BackendIsNoPartOfTheStudy) {
  store_blocks(1);
  study_.run.backend = BackendKind::cpu;
  EXPECT_TRUE(open().resumed());
}

TEST_F(PartStoreTest, RefusesPartsOfOtherPaths) {
  store_blocks(1);
  const std::string message = message_of<InputError>([&] { PartStore::open(result(), study_, {0, 5056}); });
  EXPECT_NE(message.find("of paths 0 to 9999, not of 0 to 5055"), std::string::npos) << message;
}

TEST_F(PartStoreTest, RefusesEveryDamagedManifest) {
  store_blocks(2);
  const std::string sound = text_of(part("manifest.json"));
  ASSERT_EQ(open().paths_done(), 2048U);
  std::vector<std::string> damaged = {
      "",        "{", "[]", "null", "{\"format\": \"hashlease parts\"}", std::string(100, '\0'), std::string(5000, '['),
      "\xff\xfe"};
  for (std::size_t i = 0; i < sound.size(); i += 37) {
    std::string text = sound;
    text[i] = static_cast<char>(text[i] ^ 1);
    damaged.push_back(text);
    damaged.push_back(sound.substr(0, i));
  }
  int harmless = 0;
  for (const std::string& text : damaged) {
    set_text(part("manifest.json"), text);
    const std::string message = message_of<InputError>([&] { open(); });
    // White space between values may change without any harm.
    if (message.empty()) {
      ++harmless;
      EXPECT_EQ(open().paths_done(), 2048U);
    } else {
      EXPECT_NE(message.find(part("manifest.json")), std::string::npos) << message;
    }
    set_text(part("manifest.json"), sound);
  }
  EXPECT_LT(harmless, static_cast<int>(damaged.size()) / 10);
}

TEST_F(PartStoreTest, RefusesAManifestThatNestsDeeperThanAnyStack) {
  store_blocks(1);
  std::string text = text_of(part("manifest.json"));
  text.insert(text.find('{') + 1, "\"deep\": " + std::string(300'000, '[') + std::string(300'000, ']') + ",");
  set_text(part("manifest.json"), text);
  const std::string message = message_of<InputError>([&] { open(); });
  EXPECT_NE(message.find("manifest.json: is damaged (it is nested too deeply)"), std::string::npos) << message;
}

TEST_F(PartStoreTest, RefusesANewerFormat) {
  store_blocks(1);
  std::string text = text_of(part("manifest.json"));
  const std::string key = "\"format_version\": ";
  text.replace(text.find(key) + key.size(), 1, "7");
  set_text(part("manifest.json"), text);
  EXPECT_NE(message_of<InputError>([&] { open(); }).find("newer"), std::string::npos);
}

TEST_F(PartStoreTest, RefusesAFolderThatIsNotOurs) {
  std::filesystem::create_directory(parts_folder(result()));
  set_text(part("holiday.jpg"), "a picture");
  const std::string message = message_of<InputError>([&] { open(); });
  EXPECT_NE(message.find("holiday.jpg"), std::string::npos) << message;
  EXPECT_THROW(PartStore::discard(result()), InputError);
  EXPECT_EQ(text_of(part("holiday.jpg")), "a picture");
}

TEST_F(PartStoreTest, RefusesAFileInTheWay) {
  set_text(parts_folder(result()), "a file");
  EXPECT_NE(message_of<InputError>([&] { open(); }).find("is not a folder"), std::string::npos);
}

TEST_F(PartStoreTest, RefusesAnOutputFolderThatIsNotThere) {
  const std::string message = message_of<InputError>([&] {
    PartStore::open(folder_.path("absent/a.h5"), study_, {0, 10000});
  });
  EXPECT_NE(message.find("absent/a.h5.parts: cannot be created: No such file or directory"), std::string::npos)
      << message;
}

TEST_F(PartStoreTest, TwoRunsCannotWriteTheSameParts) {
  const PartStore store = open();
  EXPECT_NE(message_of<InputError>([&] { open(); }).find("another hashlease is writing to this folder"),
            std::string::npos);
  EXPECT_THROW(PartStore::discard(result()), InputError);
}

TEST_F(PartStoreTest, RemovesItsFolder) {
  store_blocks(2);
  open().remove();
  EXPECT_FALSE(std::filesystem::exists(parts_folder(result())));
  store_blocks(2);
  PartStore::discard(result());
  EXPECT_FALSE(std::filesystem::exists(parts_folder(result())));
  EXPECT_NO_THROW(PartStore::discard(result()));
}

}  // namespace
}  // namespace hashlease
