// The rest of Hdf5Reader: what a file that this program did not lay out by heart holds.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "io/hdf5/hdf5_file.hpp"

namespace hashlease {

namespace {

/// Largest attribute that a file of ours may hold.
constexpr hssize_t kMaxAttributeElements = 1 << 16;

constexpr std::array kElementTypes = {ElementType::int8,   ElementType::int32,   ElementType::int64,
                                      ElementType::uint64, ElementType::float32, ElementType::float64};

herr_t take_scale_name(hid_t, unsigned, hid_t scale, void* name) {
  std::array<char, 256> buffer{};
  if (H5Iget_name(scale, buffer.data(), buffer.size()) <= 0) return -1;
  try {
    *static_cast<std::string*>(name) = name_of(buffer.data());
  } catch (const std::exception&) {  // no exception may pass through the library
    return -1;
  }
  return 1;  // the first one is enough
}

template <class T>
std::vector<std::string> number_texts(hid_t attribute, hid_t memory_type, std::size_t count) {
  std::vector<T> values(count);
  if (H5Aread(attribute, memory_type, values.data()) < 0) return {};
  std::vector<std::string> texts;
  for (const T value : values) texts.push_back(fmt::format("{}", value));
  return texts;
}

std::vector<std::string> string_texts(hid_t attribute, hid_t type, std::size_t count) {
  std::vector<char*> pointers(count, nullptr);
  if (H5Aread(attribute, type, pointers.data()) < 0) return {};
  std::vector<std::string> texts;
  for (char* pointer : pointers) {
    texts.emplace_back(pointer == nullptr ? "" : pointer);
    H5free_memory(pointer);
  }
  return texts;
}

herr_t add_attribute_name(hid_t, const char* name, const H5A_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

}  // namespace

std::vector<std::string> Hdf5Reader::members(const std::string& group) const {
  const Hdf5Id id(H5Gopen2(file_.get(), group.c_str(), H5P_DEFAULT), H5Gclose);
  H5G_info_t info;
  if (id.get() < 0 || H5Gget_info(id.get(), &info) < 0) fail(group, "cannot be opened as a group");
  std::vector<std::string> names;
  for (hsize_t k = 0; k < info.nlinks; ++k) {
    std::array<char, 256> buffer{};
    if (H5Lget_name_by_idx(id.get(), ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, k, buffer.data(), buffer.size(),
                           H5P_DEFAULT) < 0) {
      fail(group, "its contents cannot be listed");
    }
    names.emplace_back(buffer.data());
  }
  return names;
}

std::optional<ElementType> Hdf5Reader::number_type(const std::string& dataset) const {
  const Hdf5Id id = open(dataset);
  const Hdf5Id found(H5Dget_type(id.get()), H5Tclose);
  if (H5Tis_variable_str(found.get()) > 0) return std::nullopt;
  for (const ElementType type : kElementTypes) {
    if (H5Tequal(found.get(), file_type(type)) > 0) return type;
  }
  throw Hdf5Error(path(), dataset, "has a type that no result has");
}

std::vector<std::string> Hdf5Reader::axes(const std::string& dataset) const {
  const std::size_t rank = shape(dataset).size();
  const Hdf5Id id = open(dataset);
  if (rank == 1 && H5DSis_scale(id.get()) > 0) return {name_of(dataset)};
  std::vector<std::string> names(rank);
  for (std::size_t axis = 0; axis < rank; ++axis) {
    if (H5DSiterate_scales(id.get(), static_cast<unsigned>(axis), nullptr, take_scale_name, &names[axis]) <= 0) {
      fail(dataset, fmt::format("its axis {} has no name", axis));
    }
  }
  return names;
}

bool Hdf5Reader::is_bare_dimension(const std::string& dataset) const {
  const Hdf5Id id = open(dataset);
  std::array<char, 128> label{};
  if (H5DSis_scale(id.get()) <= 0 || H5DSget_scale_name(id.get(), label.data(), label.size()) <= 0) return false;
  return std::string_view(label.data()).starts_with("This is a netCDF dimension but not a netCDF variable");
}

std::vector<std::string> Hdf5Reader::attribute_names(const std::string& object) const {
  if (!exists(object) && object != "/") throw Hdf5Error(path(), object, "is missing");
  const Hdf5Id id(H5Oopen(file_.get(), object.c_str(), H5P_DEFAULT), H5Oclose);
  std::vector<std::string> names;
  // In one pass: asked for one by one, each would sort all of them, and a study of 64 sites has some thousand.
  if (H5Aiterate2(id.get(), H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, add_attribute_name, &names) < 0) {
    fail(object, "its attributes cannot be listed");
  }
  return names;
}

void Hdf5Reader::read_attributes_through(const std::string& object) const {
  for (const std::string& name : attribute_names(object)) {
    const Hdf5Id id(H5Aopen_by_name(file_.get(), object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    const Hdf5Id type(H5Aget_type(id.get()), H5Tclose);
    // Texts lie elsewhere in the file, and so do the dimensions of a dataset.
    if (H5Tis_variable_str(type.get()) > 0) attribute_texts(object, name);
    if (name == "DIMENSION_LIST") axes(object);
  }
}

std::vector<std::string> Hdf5Reader::attribute_texts(const std::string& object, const std::string& name) const {
  if (!has_attribute(object, name)) throw Hdf5Error(path(), object, fmt::format("attribute {} is missing", name));
  const Hdf5Id id(H5Aopen_by_name(file_.get(), object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  const Hdf5Id type(H5Aget_type(id.get()), H5Tclose);
  const Hdf5Id space(H5Aget_space(id.get()), H5Sclose);
  const hssize_t elements = H5Sget_simple_extent_npoints(space.get());
  if (elements < 0 || elements > kMaxAttributeElements) fail(object, fmt::format("attribute {} is too long", name));
  const auto count = static_cast<std::size_t>(elements);
  std::vector<std::string> texts;
  if (H5Tis_variable_str(type.get()) > 0) {
    texts = string_texts(id.get(), type.get(), count);
  } else if (H5Tget_class(type.get()) == H5T_FLOAT) {
    texts = number_texts<double>(id.get(), H5T_NATIVE_DOUBLE, count);
  } else if (H5Tget_class(type.get()) == H5T_INTEGER) {
    texts = number_texts<std::int64_t>(id.get(), H5T_NATIVE_INT64, count);
  }
  if (texts.size() != count) fail(object, fmt::format("attribute {} cannot be read", name));
  return texts;
}

}  // namespace hashlease
