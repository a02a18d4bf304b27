#include "io/hdf5/hdf5_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hashlease {

namespace {

/// Elements of the one stored chunk of a dimension without values.
constexpr std::uint64_t kDimensionChunk = std::uint64_t{1} << 14;

}  // namespace

void Hdf5Writer::require(bool succeeded, const std::string& object, std::string_view what) {
  if (target_.error_number != 0) {
    throw RunError(fmt::format("{}: cannot be written: {}", target_.file->path(), errno_text(target_.error_number)));
  }
  if (!succeeded) throw Hdf5Error(target_.file->path(), object, fmt::format("{}: {}", what, hdf5_problem()));
}

namespace {

/// Objects keep the order of their creation, which netCDF readers show, and no times.
Hdf5Id ordered_list(hid_t kind) {
  Hdf5Id list(H5Pcreate(kind), H5Pclose);
  constexpr unsigned kOrdered = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  bool good = list.get() >= 0 && H5Pset_attr_creation_order(list.get(), kOrdered) >= 0 &&
              H5Pset_obj_track_times(list.get(), false) >= 0;
  if (kind == H5P_GROUP_CREATE || kind == H5P_FILE_CREATE) {
    good = good && H5Pset_link_creation_order(list.get(), kOrdered) >= 0;
  }
  if (!good) throw RunError("the HDF5 library cannot be set up: " + hdf5_problem());
  return list;
}

Hdf5Id string_type() {
  Hdf5Id type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type.get(), H5T_VARIABLE);
  H5Tset_cset(type.get(), H5T_CSET_UTF8);
  return type;
}

Hdf5Id make_space(const Shape& shape) {
  const std::vector<hsize_t> lengths(shape.begin(), shape.end());
  if (lengths.empty()) return {H5Screate(H5S_SCALAR), H5Sclose};
  return {H5Screate_simple(static_cast<int>(lengths.size()), lengths.data(), nullptr), H5Sclose};
}

std::vector<const char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<const char*> pointers;
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  return pointers;
}

}  // namespace

Hdf5Writer::Hdf5Writer(File& file) : target_{&file} {
  const Hdf5Id access = make_access_list(target_);
  const Hdf5Id creation = ordered_list(H5P_FILE_CREATE);
  file_ = Hdf5Id(H5Fcreate(file.path().c_str(), H5F_ACC_TRUNC, creation.get(), access.get()), H5Fclose);
  require(file_.get() >= 0, "/", "cannot be created");
}

Hdf5Writer::~Hdf5Writer() { target_.discard = true; }

void Hdf5Writer::close() {
  const bool closed = file_.close();
  require(closed, "/", "cannot be closed");
}

Hdf5Id Hdf5Writer::open(const std::string& path) {
  Hdf5Id object(H5Oopen(file_.get(), path.c_str(), H5P_DEFAULT), H5Oclose);
  require(object.get() >= 0, path, "cannot be opened");
  return object;
}

void Hdf5Writer::create_group(const std::string& path) {
  const Hdf5Id creation = ordered_list(H5P_GROUP_CREATE);
  const Hdf5Id group(H5Gcreate2(file_.get(), path.c_str(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), H5Gclose);
  require(group.get() >= 0, path, "the group cannot be created");
}

void Hdf5Writer::create_dimension(const std::string& path, std::uint64_t length) {
  const Hdf5Id creation = ordered_list(H5P_DATASET_CREATE);
  const hsize_t chunk = std::min<hsize_t>(length, kDimensionChunk);
  require(H5Pset_chunk(creation.get(), 1, &chunk) >= 0, path, "cannot be laid out");
  // Type and name are those that netCDF-4 gives a dimension without a variable.
  const Hdf5Id dataset = create({path, {length}, {}}, H5T_IEEE_F32BE, creation);
  const std::string name = fmt::format("This is a netCDF dimension but not a netCDF variable.{:10d}", length);
  require(H5DSset_scale(dataset.get(), name.c_str()) >= 0, path, "cannot be made a dimension");
  // A single stored chunk: h5diff calls datasets without any incomparable, and what refers to them too.
  const Hdf5Id file_space(H5Dget_space(dataset.get()), H5Sclose);
  const hsize_t first = 0;
  const hsize_t one = 1;
  const float zero = 0.0F;
  const Hdf5Id memory_space(H5Screate_simple(1, &one, nullptr), H5Sclose);
  require(H5Sselect_hyperslab(file_space.get(), H5S_SELECT_SET, &first, nullptr, &one, nullptr) >= 0 &&
              H5Dwrite(dataset.get(), H5T_NATIVE_FLOAT, memory_space.get(), file_space.get(), H5P_DEFAULT, &zero) >= 0,
          path, "cannot be written");
}

Hdf5Id Hdf5Writer::create(const Variable& variable, hid_t type, const Hdf5Id& creation_list) {
  const Hdf5Id space = make_space(variable.shape);
  Hdf5Id dataset(
      H5Dcreate2(file_.get(), variable.path.c_str(), type, space.get(), H5P_DEFAULT, creation_list.get(), H5P_DEFAULT),
      H5Dclose);
  require(dataset.get() >= 0, variable.path, "cannot be created");
  return dataset;
}

void Hdf5Writer::attach_dimensions(const Variable& variable, const Hdf5Id& dataset) {
  if (variable.dimensions.size() == 1 && variable.dimensions[0] == variable.path) {
    require(H5DSset_scale(dataset.get(), name_of(variable.path).c_str()) >= 0, variable.path,
            "cannot be made a dimension");
    return;
  }
  for (std::size_t axis = 0; axis < variable.dimensions.size(); ++axis) {
    const Hdf5Id scale = open(variable.dimensions[axis]);
    require(H5DSattach_scale(dataset.get(), scale.get(), static_cast<unsigned>(axis)) >= 0, variable.path,
            "cannot be given its dimensions");
  }
}

void Hdf5Writer::create_dataset(const Variable& variable, ElementType type) {
  const Hdf5Id creation = ordered_list(H5P_DATASET_CREATE);
  const bool floating = type == ElementType::float32 || type == ElementType::float64;
  const double missing = std::numeric_limits<double>::quiet_NaN();
  bool good = !floating || H5Pset_fill_value(creation.get(), H5T_NATIVE_DOUBLE, &missing) >= 0;
  // Only chunks carry checksums; a dataset without elements cannot have chunks.
  if (!variable.shape.empty() && element_count(variable.shape) > 0) {
    const Shape chunk = chunk_shape(variable.shape, element_bytes(type));
    const std::vector<hsize_t> lengths(chunk.begin(), chunk.end());
    good = good && H5Pset_chunk(creation.get(), static_cast<int>(lengths.size()), lengths.data()) >= 0 &&
           H5Pset_fletcher32(creation.get()) >= 0;
  }
  require(good, variable.path, "cannot be laid out");
  const Hdf5Id dataset = create(variable, file_type(type), creation);
  attach_dimensions(variable, dataset);
  if (type == ElementType::float32) {
    attribute(variable.path, "_FillValue", std::vector<float>{std::numeric_limits<float>::quiet_NaN()});
  } else if (floating) {
    attribute(variable.path, "_FillValue", missing);
  }
}

void Hdf5Writer::write_slab(const std::string& path, const Shape& offset, const Shape& count, ElementType type,
                            const void* values, std::uint64_t value_count) {
  require(value_count == element_count(count), path, "the values do not fill their place");
  if (value_count == 0) return;
  const Hdf5Id dataset(H5Dopen2(file_.get(), path.c_str(), H5P_DEFAULT), H5Dclose);
  const Hdf5Id file_space(H5Dget_space(dataset.get()), H5Sclose);
  const std::vector<hsize_t> from(offset.begin(), offset.end());
  const std::vector<hsize_t> size(count.begin(), count.end());
  const bool selected = size.empty() || H5Sselect_hyperslab(file_space.get(), H5S_SELECT_SET, from.data(), nullptr,
                                                            size.data(), nullptr) >= 0;
  const Hdf5Id memory_space = make_space(count);
  require(selected &&
              H5Dwrite(dataset.get(), file_type(type), memory_space.get(), file_space.get(), H5P_DEFAULT, values) >= 0,
          path, "cannot be written");
}

void Hdf5Writer::write_strings(const Variable& variable, const std::vector<std::string>& values) {
  require(values.size() == element_count(variable.shape), variable.path, "the values do not fill their place");
  const Hdf5Id type = string_type();
  const Hdf5Id dataset = create(variable, type.get(), ordered_list(H5P_DATASET_CREATE));
  attach_dimensions(variable, dataset);
  const std::vector<const char*> pointers = pointers_to(values);
  if (pointers.empty()) return;
  require(H5Dwrite(dataset.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()) >= 0, variable.path,
          "cannot be written");
}

void Hdf5Writer::write_text(const std::string& path, const std::string& text) { write_strings({path, {}, {}}, {text}); }

void Hdf5Writer::write_attribute(const std::string& object, const std::string& name, hid_t type, const Hdf5Id& space,
                                 const void* values) {
  const Hdf5Id owner = open(object);
  const Hdf5Id created(H5Acreate2(owner.get(), name.c_str(), type, space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  require(created.get() >= 0 && H5Awrite(created.get(), type, values) >= 0, object,
          fmt::format("attribute {} cannot be written", name));
}

void Hdf5Writer::attribute(const std::string& object, const std::string& name, const std::string& text) {
  const char* pointer = text.c_str();
  write_attribute(object, name, string_type().get(), make_space({}), &pointer);
}

void Hdf5Writer::attribute(const std::string& object, const std::string& name, const std::vector<std::string>& texts) {
  const std::vector<const char*> pointers = pointers_to(texts);
  write_attribute(object, name, string_type().get(), make_space({texts.size()}), pointers.data());
}

void Hdf5Writer::attribute(const std::string& object, const std::string& name, ElementType type, const void* values,
                           std::size_t count) {
  write_attribute(object, name, file_type(type), make_space({count}), values);
}

}  // namespace hashlease
