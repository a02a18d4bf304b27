/// Columns of history from HDF5 files.

#include "io/hdf5/history_dataset.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>

#include "config/reading/history_file.hpp"
#include "io/hdf5/hdf5_file.hpp"

namespace hashlease {
namespace {

void expect_refused(const std::string& file, const std::string& dataset, const std::string& why) {
  try {
    read_history_column(file, dataset);
    ADD_FAILURE() << dataset << " was read";
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()), file + ": " + why);
  }
}

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
  expect_refused(name, "fees", "/fees: there is no such dataset");
  std::filesystem::remove(name);
}

/// A compressed dataset of `size` values in chunks of 100, of which the first `written` are written, as other programs
/// make it.
void write_compressed(const std::string& name, hsize_t size, hsize_t written) {
  const Hdf5Id file(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), H5Fclose);
  const Hdf5Id space(H5Screate_simple(1, &size, nullptr), H5Sclose);
  const Hdf5Id creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  const hsize_t chunk = 100, start = 0;
  H5Pset_chunk(creation.get(), 1, &chunk);
  H5Pset_shuffle(creation.get());
  H5Pset_deflate(creation.get(), 9);
  const Hdf5Id dataset(
      H5Dcreate2(file.get(), "price", H5T_IEEE_F64LE, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), H5Dclose);
  const std::vector<double> values(written, 100.0);
  const Hdf5Id memory(H5Screate_simple(1, &written, nullptr), H5Sclose);
  H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, &start, nullptr, &written, nullptr);
  ASSERT_GE(H5Dwrite(dataset.get(), H5T_NATIVE_DOUBLE, memory.get(), space.get(), H5P_DEFAULT, values.data()), 0);
}

TEST(HistoryDataset, CompressedByAnotherProgram) {
  const std::string name = (std::filesystem::temp_directory_path() / ("packed-" + std::to_string(::getpid()) + ".h5"));
  dataset_reader() = read_history_dataset;
  write_compressed(name, 3950, 3950);
  EXPECT_EQ(read_history_column(name, "price"), std::vector<double>(3950, 100.0));
  write_compressed(name, 3950, 3800);  // HDF5 would fill in zeros
  expect_refused(name, "price", "/price: is not complete");
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
