#pragma once

#include <string>
#include <vector>

namespace hashlease {

/// The numbers of a dataset of one axis, of any of our number types, as doubles: see dataset_reader().
/// Read in a process of its own, because the file comes from elsewhere and the HDF5 library crashes on some damaged
/// ones. Throws InputError when the file or the dataset cannot be read as one.
std::vector<double> read_history_dataset(const std::string& file, const std::string& dataset);

}  // namespace hashlease
