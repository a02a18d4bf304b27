/// Columns of history from HDF5 files.

#include "io/history_dataset.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>

#include "config/history_file.hpp"
#include "io/hdf5_file.hpp"

namespace hashlease {
namespace {

TEST(HistoryDataset, NumbersOfAnyTypeComeAsDoubles) {
  const std::string name = (std::filesystem::temp_directory_path() / ("history-" + std::to_string(::getpid()) + ".h5"));
  {
    File file = File::create(name);
    Hdf5Writer writer(file);
    writer.create_dimension("/day", 3);
    writer.write<double>({"/price", {3}, {"/day"}}, {1.5, 2.5, 3.5});
    writer.write<std::int32_t>({"/blocks", {3}, {"/day"}}, {144, 150, 139});
    writer.close();
  }
  dataset_reader() = read_history_dataset;
  EXPECT_EQ(read_history_column(name, "price"), (std::vector<double>{1.5, 2.5, 3.5}));
  EXPECT_EQ(read_history_column(name, "/blocks"), (std::vector<double>{144.0, 150.0, 139.0}));
  try {
    read_history_column(name, "fees");
    ADD_FAILURE() << "a dataset that is not there was read";
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()), name + ": /fees: there is no such dataset");
  }
  std::filesystem::remove(name);
}

/// The library of HDF5 1.10.8 crashes on this file, later ones may see what is wrong with it; this program refuses it.
TEST(HistoryDataset, AFileThatCrashesTheLibraryIsRefused) {
  const std::string name = HASHLEASE_SOURCE_DIR "/tests/io/damaged/crashes-hdf5-1.10.8.h5";
  ASSERT_TRUE(std::filesystem::exists(name));
  for (const char* dataset : {"price", "blocks"}) {
    try {
      read_history_dataset(name, dataset);
    } catch (const InputError& error) {
      EXPECT_EQ(std::string(error.what()).find(name + ": "), 0U) << error.what();
    }
  }
}

}  // namespace
}  // namespace hashlease
