#include "io/hdf5/hdf5_file.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>

namespace hashlease {
namespace {

class Hdf5FileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "hashlease-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }

  /// A file with one of everything.
  void write_sample(const std::string& name) {
    File file = File::create(path(name));
    Hdf5Writer writer(file);
    writer.create_group("/group");
    writer.write_strings({"/group/site", {3}, {"/group/site"}}, {"a", "Zürich", ""});
    writer.create_dimension("/group/path", 1000000);
    writer.create_dataset<float>({"/group/value", {3, 1000000}, {"/group/site", "/group/path"}});
    writer.write_slab<float>("/group/value", {1, 5}, {1, 2}, std::vector<float>{1.5F, 2.5F});
    writer.write<std::uint64_t>({"/group/count", {3}, {"/group/site"}}, {1, 2, std::uint64_t{1} << 63});
    writer.write<std::int8_t>({"/group/empty", {0}, {}}, {});
    writer.write_text("/group/text", "some\ntext");
    writer.attribute("/group/value", "units", "USD");
    writer.attribute("/", "number", 2.5);
    writer.attribute("/", "integer", std::int64_t{-7});
    writer.attribute("/", "list", std::vector<std::string>{"x", "y"});
    writer.close();
    file.sync();
    file.close();
  }

  std::string folder_;
};

TEST_F(Hdf5FileTest, ReadsBackWhatWasWritten) {
  write_sample("a.h5");
  const Hdf5Reader reader(path("a.h5"));
  EXPECT_EQ(reader.read_strings("/group/site"), (std::vector<std::string>{"a", "Zürich", ""}));
  EXPECT_EQ(reader.read<std::uint64_t>("/group/count"), (std::vector<std::uint64_t>{1, 2, std::uint64_t{1} << 63}));
  EXPECT_TRUE(reader.read<std::int8_t>("/group/empty").empty());
  EXPECT_EQ(reader.read_text("/group/text"), "some\ntext");
  EXPECT_EQ(reader.text_attribute("/group/value", "units"), "USD");
  EXPECT_EQ(reader.number_attribute("/", "number"), 2.5);
  EXPECT_EQ(reader.integer_attribute("/", "integer"), -7);
  EXPECT_EQ(reader.shape("/group/value"), (Shape{3, 1000000}));
  EXPECT_EQ(reader.objects(), (std::vector<std::string>{"/", "/group/", "/group/count", "/group/empty", "/group/path",
                                                        "/group/site", "/group/text", "/group/value"}));
}

TEST_F(Hdf5FileTest, NamesFileObjectAndProblem) {
  write_sample("a.h5");
  const Hdf5Reader reader(path("a.h5"));
  const auto message_of = [](const auto& action) -> std::string {
    try {
      action();
    } catch (const Hdf5Error& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_EQ(message_of([&] { reader.read<double>("/group/absent"); }), path("a.h5") + ": /group/absent: is missing");
  EXPECT_EQ(message_of([&] { reader.read<double>("/group/count"); }),
            path("a.h5") + ": /group/count: has an unexpected type");
  EXPECT_EQ(message_of([&] {
              reader.read<float>("/group/value", {3, 2});
            }),
            path("a.h5") + ": /group/value: has shape [3, 1000000] instead of [3, 2]");
  // Two of its three rows were never written: that must not read as missing values.
  EXPECT_EQ(message_of([&] {
              reader.read<float>("/group/value", {3, 1000000});
            }),
            path("a.h5") + ": /group/value: is not complete");
  EXPECT_EQ(message_of([&] { reader.text_attribute("/group", "units"); }),
            path("a.h5") + ": /group: attribute units is missing");
  EXPECT_EQ(message_of([&] { Hdf5Reader(path("a.h5")).read_text("/group/site"); }),
            path("a.h5") + ": /group/site: is not a single string");
}

TEST_F(Hdf5FileTest, SameCallsGiveTheSameBytes) {
  write_sample("a.h5");
  write_sample("b.h5");
  const File a = File::open(path("a.h5"));
  const File b = File::open(path("b.h5"));
  ASSERT_EQ(a.size(), b.size());
  EXPECT_EQ(a.sha256(a.size()), b.sha256(b.size()));
}

TEST_F(Hdf5FileTest, FindsADamagedChunk) {
  {
    File file = File::create(path("a.h5"));
    Hdf5Writer writer(file);
    writer.write<double>({"/x", {1000}, {}}, std::vector<double>(1000, 1.0 / 3.0));
    writer.close();
    std::vector<std::byte> bytes(file.size());
    file.read_at(0, bytes);
    const double value = 1.0 / 3.0;
    const std::span<const std::byte> needle = std::as_bytes(std::span(&value, 1));
    const auto found = std::search(bytes.begin(), bytes.end(), needle.begin(), needle.end());
    ASSERT_NE(found, bytes.end());
    const std::byte flipped = *found ^ std::byte{1};
    file.write_at(static_cast<std::uint64_t>(found - bytes.begin()), std::span(&flipped, 1));
  }
  const Hdf5Reader reader(path("a.h5"));
  EXPECT_THROW(reader.read<double>("/x"), Hdf5Error);
  EXPECT_THROW(reader.read_through("/x"), Hdf5Error);
}

TEST_F(Hdf5FileTest, ReadsPastATrailer) {
  write_sample("a.h5");
  std::filesystem::copy_file(path("a.h5"), path("b.h5"));
  // Opened for reading and writing by name, as a File is only created or read.
  FILE* stream = std::fopen(path("b.h5").c_str(), "ab");
  ASSERT_NE(stream, nullptr);
  std::fputs("\ntrailer\n", stream);
  std::fclose(stream);
  EXPECT_EQ(Hdf5Reader(path("b.h5")).read_text("/group/text"), "some\ntext");
}

TEST_F(Hdf5FileTest, ChunksAreBetweenHalfAndOneMebibyte) {
  EXPECT_EQ(chunk_shape({3, 2, 10}, 4), (Shape{3, 2, 10}));
  EXPECT_EQ(chunk_shape({1}, 8), (Shape{1}));
  for (const std::uint64_t paths : {262145U, 1000000U, 300000000U}) {
    const Shape chunk = chunk_shape({3, 2, paths}, 4);
    ASSERT_EQ(chunk.size(), 3U);
    EXPECT_EQ(chunk[0], 1U);
    EXPECT_EQ(chunk[1], 1U);
    EXPECT_LE(chunk[2] * 4, 1U << 20) << paths;
    EXPECT_GE(chunk[2] * 4, 1U << 19) << paths;
  }
  const Shape long_table = chunk_shape({1000000, 3}, 8);
  EXPECT_EQ(long_table[1], 3U);
  EXPECT_LE(long_table[0] * 24, 1U << 20);
  EXPECT_GE(long_table[0] * 24, 1U << 19);
}

/// /config of a study of 64 sites has some thousand. Asked for one by one they took 84 s; a second is ample.
TEST_F(Hdf5FileTest, ManyAttributesAreListedInOnePass) {
  constexpr int kAttributes = 8000;
  {
    File file = File::create(path("many.h5"));
    Hdf5Writer writer(file);
    writer.create_group("/group");
    for (int k = 0; k < kAttributes; ++k) writer.attribute("/group", "key." + std::to_string(k), std::to_string(k));
    writer.close();
    file.close();
  }
  const Hdf5Reader reader(path("many.h5"));
  const auto start = std::chrono::steady_clock::now();
  const std::vector<std::string> names = reader.attribute_names("/group");
  reader.read_attributes_through("/group");
  EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), 10.0);
  ASSERT_EQ(names.size(), static_cast<std::size_t>(kAttributes));
  EXPECT_EQ(names.back(), "key.7999");
}

}  // namespace
}  // namespace hashlease
