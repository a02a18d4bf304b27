#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace hashlease {

/// A column of history cannot be read. The text says where in the file.
class HistoryError : public InputError {
 public:
  using InputError::InputError;
};

/// The numbers of a column of a data file, in its order. A file that ends in .h5, .hdf5 or .nc holds datasets of one
/// axis; any other one is CSV: a header line with the names of the columns, numbers with a decimal point, lines that
/// start with # are left out.
/// Throws HistoryError for an absent file or column, and for a cell that is not a finite number.
std::vector<double> read_history_column(const std::filesystem::path& file, const std::string& column);

/// Reads a dataset of one axis as doubles. Set by the program, because this folder stands below the one that knows
/// HDF5; empty: HDF5 files are refused.
using DatasetReader = std::function<std::vector<double>(const std::string& file, const std::string& dataset)>;
DatasetReader& dataset_reader();

}  // namespace hashlease
