// The rest of Hdf5Reader: attributes, and reading a dataset only to see that it can be read.

#include <fmt/format.h>

#include <algorithm>

#include "io/hdf5/hdf5_file.hpp"

namespace hashlease {

namespace {

/// Steps `from` to the next chunk in row order; false behind the last.
bool next_chunk_of(const Shape& whole, const Shape& chunk, Shape& from) {
  for (std::size_t axis = whole.size(); axis-- > 0;) {
    from[axis] += chunk[axis];
    if (from[axis] < whole[axis]) return true;
    from[axis] = 0;
  }
  return false;
}

Shape chunk_of(const Hdf5Id& dataset, const Shape& whole) {
  const Hdf5Id creation(H5Dget_create_plist(dataset.get()), H5Pclose);
  std::vector<hsize_t> lengths(whole.begin(), whole.end());
  if (H5Pget_layout(creation.get()) == H5D_CHUNKED) {
    H5Pget_chunk(creation.get(), static_cast<int>(lengths.size()), lengths.data());
  }
  return Shape(lengths.begin(), lengths.end());
}

}  // namespace

void Hdf5Reader::read_through(const std::string& dataset) const {
  const Hdf5Id id = open(dataset);
  const Hdf5Id type(H5Dget_type(id.get()), H5Tclose);
  if (H5Tis_variable_str(type.get()) > 0) {
    read_strings(dataset);
    return;
  }
  const Shape whole = shape(dataset);
  const std::uint64_t stored = stored_bytes(id);
  // A dimension without values stores nothing, so there is nothing to damage.
  if (stored == 0 || whole.empty()) return;
  const Shape chunk = chunk_of(id, whole);
  const std::size_t bytes = H5Tget_size(type.get());
  if (bytes == 0) fail(dataset, "its type cannot be read");
  if (element_count(chunk) > stored / bytes) throw Hdf5Error(path(), dataset, "is not complete");
  std::vector<std::byte> buffer(element_count(chunk) * bytes);
  const Hdf5Id space(H5Dget_space(id.get()), H5Sclose);
  Shape from(whole.size(), 0);
  do {
    std::vector<hsize_t> size(whole.size());
    for (std::size_t axis = 0; axis < size.size(); ++axis) size[axis] = std::min(chunk[axis], whole[axis] - from[axis]);
    const std::vector<hsize_t> start(from.begin(), from.end());
    const Hdf5Id memory_space(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), H5Sclose);
    if (H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr) < 0 ||
        H5Dread(id.get(), type.get(), memory_space.get(), space.get(), H5P_DEFAULT, buffer.data()) < 0) {
      fail(dataset, "cannot be read");
    }
  } while (next_chunk_of(whole, chunk, from));
}

bool Hdf5Reader::has_attribute(const std::string& object, const std::string& name) const {
  return exists(object) && H5Aexists_by_name(file_.get(), object.c_str(), name.c_str(), H5P_DEFAULT) > 0;
}

std::string Hdf5Reader::text_attribute(const std::string& object, const std::string& name) const {
  if (!has_attribute(object, name)) throw Hdf5Error(path(), object, fmt::format("attribute {} is missing", name));
  const Hdf5Id id(H5Aopen_by_name(file_.get(), object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  const Hdf5Id type(H5Aget_type(id.get()), H5Tclose);
  const Hdf5Id space(H5Aget_space(id.get()), H5Sclose);
  if (H5Tis_variable_str(type.get()) <= 0 || H5Sget_simple_extent_npoints(space.get()) != 1) {
    throw Hdf5Error(path(), object, fmt::format("attribute {} is not a single string", name));
  }
  char* pointer = nullptr;
  if (H5Aread(id.get(), type.get(), &pointer) < 0) fail(object, fmt::format("attribute {} cannot be read", name));
  std::string text = pointer == nullptr ? "" : pointer;
  H5free_memory(pointer);
  return text;
}

void Hdf5Reader::read_number_attribute(const std::string& object, const std::string& name, H5T_class_t kind,
                                       hid_t memory_type, void* value) const {
  if (!has_attribute(object, name)) throw Hdf5Error(path(), object, fmt::format("attribute {} is missing", name));
  const Hdf5Id id(H5Aopen_by_name(file_.get(), object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  const Hdf5Id type(H5Aget_type(id.get()), H5Tclose);
  const Hdf5Id space(H5Aget_space(id.get()), H5Sclose);
  if (H5Tget_class(type.get()) != kind || H5Sget_simple_extent_npoints(space.get()) != 1) {
    throw Hdf5Error(path(), object, fmt::format("attribute {} is not a single number", name));
  }
  if (H5Aread(id.get(), memory_type, value) < 0) fail(object, fmt::format("attribute {} cannot be read", name));
}

std::int64_t Hdf5Reader::integer_attribute(const std::string& object, const std::string& name) const {
  std::int64_t value = 0;
  read_number_attribute(object, name, H5T_INTEGER, H5T_NATIVE_INT64, &value);
  return value;
}

double Hdf5Reader::number_attribute(const std::string& object, const std::string& name) const {
  double value = 0.0;
  read_number_attribute(object, name, H5T_FLOAT, H5T_NATIVE_DOUBLE, &value);
  return value;
}

}  // namespace hashlease
