#pragma once

/// Writes a group of a result file as the table of results describes it: axes, then quantities, each with its meaning,
/// units, attributes and the coordinates of its axes.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "io/hdf5/hdf5_file.hpp"
#include "results/quantity.hpp"

namespace hashlease {

class GroupOutput {
 public:
  /// Creates "/name". `group` must outlive it.
  GroupOutput(Hdf5Writer& writer, const ResultGroup& group);

  /// Axes and quantities that a struct holds; axes without entries are left out, and what stands over them.
  void write_all(const void* root);
  void write_axes(const void* root);

  // What the group's own code holds; each has a row, whose axes have been given before.
  /// An axis without values; left out when it has no entries.
  void dimension(const std::string& name, std::uint64_t length);
  /// Left out when it is empty.
  template <class T>
  void write(const std::string& name, const std::vector<T>& values) {
    const QuantityRow& row = row_of_type(name, element_type<T>());
    if (values.empty()) return;
    writer_.write<T>(variable(row), values);
    describe(row);
  }
  /// A dataset to be written in slabs; returns its shape.
  template <class T>
  Shape create(const std::string& name) {
    const QuantityRow& row = row_of_type(name, element_type<T>());
    writer_.create_dataset<T>(variable(row));
    describe(row);
    return variable(row).shape;
  }
  void write_text(const std::string& name, const std::string& text);

  std::string path(const std::string& name) const { return "/" + group_.name + "/" + name; }

 private:
  /// Throws std::logic_error when the row says another type.
  const QuantityRow& row_of_type(const std::string& name, ElementType type) const;
  bool has_axes(const QuantityRow& row) const;
  Variable variable(const QuantityRow& row) const;
  void write_row(const QuantityRow& row, const DataPointer& data);
  void describe(const QuantityRow& row);

  Hdf5Writer& writer_;
  const ResultGroup& group_;
  std::map<std::string, std::uint64_t> lengths_;
};

/// Writes a group whose struct is in `root`; nothing when the group says that it is not present.
void write_group(Hdf5Writer& writer, const ResultGroup& group, const void* root);

}  // namespace hashlease
