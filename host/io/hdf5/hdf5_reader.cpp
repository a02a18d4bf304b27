#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "io/hdf5/hdf5_file.hpp"

namespace hashlease {

namespace {

/// Largest string and attribute that a file of ours may hold.
constexpr std::uint64_t kMaxStrings = std::uint64_t{1} << 24;

std::string shape_text(const Shape& shape) { return fmt::format("[{}]", fmt::join(shape, ", ")); }

Hdf5Id memory_string_type() {
  Hdf5Id type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type.get(), H5T_VARIABLE);
  H5Tset_cset(type.get(), H5T_CSET_UTF8);
  return type;
}

/// Strings that the library allocated, copied and freed.
std::vector<std::string> take_strings(const std::vector<char*>& pointers) {
  std::vector<std::string> texts;
  for (char* pointer : pointers) {
    texts.emplace_back(pointer == nullptr ? "" : pointer);
    H5free_memory(pointer);
  }
  return texts;
}

struct Listing {
  std::vector<std::string> names;
};

herr_t list_object(hid_t, const char* name, const H5O_info_t* info, void* listing) {
  if (info->type != H5O_TYPE_GROUP && info->type != H5O_TYPE_DATASET) return 0;
  try {
    const std::string path = name[0] == '.' ? "/" : fmt::format("/{}", name);
    const bool group_below_root = info->type == H5O_TYPE_GROUP && path != "/";
    static_cast<Listing*>(listing)->names.push_back(group_below_root ? path + "/" : path);
  } catch (const std::exception&) {  // no exception may pass through the library
    return -1;
  }
  return 0;
}

}  // namespace

Hdf5Reader::Hdf5Reader(const std::string& path) {
  own_file_.push_back(File::open(path));
  target_.file = own_file_.data();
  open_file();
}

Hdf5Reader::Hdf5Reader(File& file) : target_{&file} { open_file(); }

void Hdf5Reader::open_file() {
  target_.discard = true;
  const Hdf5Id access = make_access_list(target_);
  file_ = Hdf5Id(H5Fopen(path().c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose);
  if (file_.get() < 0) fail("/", "is not an HDF5 file, or is damaged");
}

void Hdf5Reader::fail(const std::string& object, std::string_view what) const {
  const std::string problem = hdf5_problem();
  throw Hdf5Error(path(), object, problem.empty() ? std::string(what) : fmt::format("{} ({})", what, problem));
}

bool Hdf5Reader::exists(const std::string& object) const {
  for (std::size_t end = object.find('/', 1);; end = object.find('/', end + 1)) {
    const std::string prefix = object.substr(0, end);
    if (H5Lexists(file_.get(), prefix.c_str(), H5P_DEFAULT) <= 0) return false;
    if (end == std::string::npos) return H5Oexists_by_name(file_.get(), object.c_str(), H5P_DEFAULT) > 0;
  }
}

Hdf5Id Hdf5Reader::open(const std::string& dataset) const {
  if (!exists(dataset)) throw Hdf5Error(path(), dataset, "is missing");
  Hdf5Id id(H5Dopen2(file_.get(), dataset.c_str(), H5P_DEFAULT), H5Dclose);
  if (id.get() < 0) fail(dataset, "cannot be opened as a dataset");
  return id;
}

Shape Hdf5Reader::shape(const std::string& dataset) const {
  const Hdf5Id id = open(dataset);
  const Hdf5Id space(H5Dget_space(id.get()), H5Sclose);
  const int rank = H5Sget_simple_extent_ndims(space.get());
  if (rank < 0) fail(dataset, "its shape cannot be read");
  std::vector<hsize_t> lengths(static_cast<std::size_t>(rank));
  if (H5Sget_simple_extent_dims(space.get(), lengths.data(), nullptr) < 0) fail(dataset, "its shape cannot be read");
  const Shape found(lengths.begin(), lengths.end());
  try {
    element_count(found);
  } catch (const RunError& error) {  // of a damaged file
    throw Hdf5Error(path(), dataset, error.what());
  }
  return found;
}

std::uint64_t Hdf5Reader::stored_bytes(const Hdf5Id& dataset) const {
  // Other programs compress what they write; deflate makes at most 1,032 bytes of one.
  constexpr std::uint64_t kMostCompression = 1032;
  const std::uint64_t stored = std::min<std::uint64_t>(H5Dget_storage_size(dataset.get()), target_.file->size());
  const Hdf5Id creation(H5Dget_create_plist(dataset.get()), H5Pclose);
  return H5Pget_nfilters(creation.get()) > 0 ? stored * kMostCompression : stored;
}

bool Hdf5Reader::stores_all_chunks(const Hdf5Id& dataset, const Shape& whole) const {
  const Hdf5Id creation(H5Dget_create_plist(dataset.get()), H5Pclose);
  if (H5Pget_layout(creation.get()) != H5D_CHUNKED) return true;
  std::vector<hsize_t> lengths(whole.size());
  H5Pget_chunk(creation.get(), static_cast<int>(lengths.size()), lengths.data());
  std::uint64_t chunks = 1;
  for (std::size_t axis = 0; axis < whole.size(); ++axis) {
    if (lengths[axis] == 0) return false;
    chunks *= (whole[axis] + lengths[axis] - 1) / lengths[axis];
  }
  hsize_t stored = 0;
  const Hdf5Id space(H5Dget_space(dataset.get()), H5Sclose);
  return H5Dget_num_chunks(dataset.get(), space.get(), &stored) >= 0 && stored == chunks;
}

std::vector<std::string> Hdf5Reader::objects() const {
  Listing listing;
#if H5_VERSION_GE(1, 12, 0)
  const herr_t visited = H5Ovisit3(file_.get(), H5_INDEX_NAME, H5_ITER_INC, list_object, &listing, H5O_INFO_BASIC);
#else
  const herr_t visited = H5Ovisit2(file_.get(), H5_INDEX_NAME, H5_ITER_INC, list_object, &listing, H5O_INFO_BASIC);
#endif
  if (visited < 0) fail("/", "its objects cannot be listed");
  std::sort(listing.names.begin(), listing.names.end());
  return listing.names;
}

void Hdf5Reader::check_shape(const std::string& dataset, const Shape& expected) const {
  const Shape found = shape(dataset);
  if (found == expected) return;
  throw Hdf5Error(path(), dataset, fmt::format("has shape {} instead of {}", shape_text(found), shape_text(expected)));
}

Shape Hdf5Reader::shape_of_list(const std::string& dataset) const {
  Shape found = shape(dataset);
  if (found.size() != 1) throw Hdf5Error(path(), dataset, fmt::format("has {} axes instead of 1", found.size()));
  return found;
}

void Hdf5Reader::check_readable(const std::string& dataset, ElementType type) const {
  const Hdf5Id id = open(dataset);
  const Hdf5Id found(H5Dget_type(id.get()), H5Tclose);
  if (H5Tequal(found.get(), file_type(type)) <= 0) throw Hdf5Error(path(), dataset, "has an unexpected type");
  // A chunk that was never stored would read as fill values, and a shape that is damaged could ask for any memory.
  const Shape whole = shape(dataset);
  if (element_count(whole) > stored_bytes(id) / element_bytes(type) || !stores_all_chunks(id, whole)) {
    throw Hdf5Error(path(), dataset, "is not complete");
  }
}

void Hdf5Reader::read_slab(const std::string& dataset, const Shape& offset, const Shape& count, ElementType type,
                           void* values) const {
  if (element_count(count) == 0) return;
  const Hdf5Id id = open(dataset);
  const Hdf5Id file_space(H5Dget_space(id.get()), H5Sclose);
  const std::vector<hsize_t> from(offset.begin(), offset.end());
  const std::vector<hsize_t> size(count.begin(), count.end());
  if (from.size() != shape(dataset).size()) throw Hdf5Error(path(), dataset, "has an unexpected number of axes");
  if (!size.empty() &&
      H5Sselect_hyperslab(file_space.get(), H5S_SELECT_SET, from.data(), nullptr, size.data(), nullptr) < 0) {
    fail(dataset, "does not have the elements asked for");
  }
  const Hdf5Id memory_space(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), H5Sclose);
  if (H5Sselect_valid(file_space.get()) <= 0 ||
      H5Dread(id.get(), file_type(type), memory_space.get(), file_space.get(), H5P_DEFAULT, values) < 0) {
    fail(dataset, "cannot be read");
  }
}

std::vector<std::string> Hdf5Reader::read_strings(const std::string& dataset) const {
  const Hdf5Id id = open(dataset);
  const Hdf5Id found(H5Dget_type(id.get()), H5Tclose);
  if (H5Tis_variable_str(found.get()) <= 0) throw Hdf5Error(path(), dataset, "does not hold strings");
  const std::uint64_t count = element_count(shape(dataset));
  if (count > kMaxStrings) throw Hdf5Error(path(), dataset, "has too many strings");
  if (count > stored_bytes(id)) throw Hdf5Error(path(), dataset, "is not complete");
  std::vector<char*> pointers(count, nullptr);
  const Hdf5Id type = memory_string_type();
  if (count > 0 && H5Dread(id.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()) < 0) {
    fail(dataset, "cannot be read");
  }
  return take_strings(pointers);
}

std::string Hdf5Reader::read_text(const std::string& dataset) const {
  if (!shape(dataset).empty()) throw Hdf5Error(path(), dataset, "is not a single string");
  return read_strings(dataset).at(0);
}

}  // namespace hashlease
