// HDF5 files of history, which users bring: an input is such a file.

#include <hdf5.h>

#include <filesystem>

#include "config/reading/history_file.hpp"
#include "fuzz/support/fuzz_target.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/hdf5/history_dataset.hpp"

namespace hashlease::fuzz {

namespace {

std::string seed_of_this_program() {
  const std::string path = scratch_path("seed.h5");
  std::filesystem::remove(path);
  File file = File::create(path);
  Hdf5Writer writer(file);
  writer.create_dimension("/day", 4);
  writer.write<double>({"/price", {4}, {"/day"}}, {100.5, 101.0, 99.0, 102.0});
  writer.write<std::int32_t>({"/blocks", {4}, {"/day"}}, {144, 150, 139, 140});
  writer.write_strings({"/source", {2}, {}}, {"one", "another"});
  writer.close();
  file.close();
  return content_of_file(path);
}

/// In the oldest layout, which most programs write unless told otherwise: it has no checksums, so that damage gets far.
std::string seed_of_another_program(bool is_chunked) {
  const std::string path = scratch_path("seed.h5");
  std::filesystem::remove(path);
  const Hdf5Id file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), H5Fclose);
  const hsize_t length = 64;
  const hsize_t chunk = 16;
  const Hdf5Id space(H5Screate_simple(1, &length, nullptr), H5Sclose);
  const Hdf5Id creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  if (is_chunked) H5Pset_chunk(creation.get(), 1, &chunk);
  if (is_chunked) H5Pset_shuffle(creation.get());
  for (const char* name : {"price", "blocks"}) {
    const bool is_price = name[0] == 'p';
    const Hdf5Id dataset(H5Dcreate2(file.get(), name, is_price ? H5T_IEEE_F64LE : H5T_STD_I32LE, space.get(),
                                    H5P_DEFAULT, creation.get(), H5P_DEFAULT),
                         H5Dclose);
    const std::vector<double> values(length, 100.0);
    H5Dwrite(dataset.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  }
  H5Fflush(file.get(), H5F_SCOPE_GLOBAL);
  return content_of_file(path);
}

}  // namespace

FuzzTarget fuzz_target() {
  const std::string zeros(8, '\0');
  const std::string ones(8, '\xff');
  return {"history_hdf5",
          {seed_of_this_program(), seed_of_another_program(false), seed_of_another_program(true)},
          {zeros, ones, ones.substr(0, 4), std::string("\0\0\0\0\0\0\0\x10", 8), "TREE", "SNOD", "HEAP", "OHDR", "GCOL",
           "\x89HDF\r\n\x1A\n", "price", "blocks"}};
}

}  // namespace hashlease::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hashlease;
  dataset_reader() = read_history_dataset;
  const std::string path = fuzz::write_scratch("history.h5", std::span(data, size));
  for (const char* dataset : {"price", "/blocks"}) {
    fuzz::read_or_refuse(path, [&] { read_history_column(path, dataset); });
  }
  return 0;
}
