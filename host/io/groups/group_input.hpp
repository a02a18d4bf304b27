#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "io/hdf5/hdf5_file.hpp"
#include "results/quantity.hpp"

namespace hashlease {

/// Reads groups of a result file into the struct that their rows stand for, whatever format version wrote it: what came
/// later than the file stays empty, and what was renamed has its former name there.
class GroupInput {
 public:
  explicit GroupInput(const Hdf5Reader& reader);
  std::int64_t format_version() const { return format_version_; }

  /// Axes and quantities of a group. An axis that another group has filled already has to agree. Returns whether the
  /// file has the group. Throws Hdf5Error for what is missing or of another type or shape than its row says.
  bool read(const ResultGroup& group, void* root) const;
  /// Only those that stand over one axis: the labels of ragged arrays.
  bool read_along(const ResultGroup& group, const std::string& axis, void* root) const;

  /// Path of a dataset as this file names it.
  std::string path(const ResultGroup& group, const QuantityRow& row) const;

 private:
  /// Lengths of the row's axes; none when the file lacks one of them.
  std::optional<Shape> lengths_of(const ResultGroup& group, const QuantityRow& row) const;
  void read_axis(const ResultGroup& group, const QuantityRow& row, void* root) const;
  void read_row(const ResultGroup& group, const QuantityRow& row, void* root) const;

  const Hdf5Reader& reader_;
  std::int64_t format_version_;
};

}  // namespace hashlease
