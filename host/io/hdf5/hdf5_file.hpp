#pragma once

/// The only door to the HDF5 library: a writer and a reader that name every object by its path in the file, with every
/// failure an Hdf5Error. Files follow the netCDF-4 conventions that xarray's engines read. One thread at a time.
/// HDF5: https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
/// netCDF-4 in HDF5: https://docs.unidata.ucar.edu/netcdf-c/current/file_format_specifications.html

#include <hdf5.h>
#include <hdf5_hl.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "io/files/file.hpp"

namespace hashlease {

/// Something could not be written to or read from an HDF5 file. The text names the file, the object, what failed.
class Hdf5Error : public RunError {
 public:
  Hdf5Error(const std::string& file, const std::string& object, const std::string& problem);
  const std::string& file() const { return file_; }
  const std::string& object() const { return object_; }

 private:
  std::string file_;
  std::string object_;
};

/// An identifier of the library, closed when it goes.
class Hdf5Id {
 public:
  Hdf5Id() = default;
  Hdf5Id(hid_t id, herr_t (*closer)(hid_t)) : id_(id), closer_(closer) {}
  Hdf5Id(Hdf5Id&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), closer_(other.closer_) {}
  Hdf5Id& operator=(Hdf5Id&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(closer_, other.closer_);
    return *this;
  }
  ~Hdf5Id() {
    if (id_ >= 0) closer_(id_);
  }
  hid_t get() const { return id_; }
  /// Closes now and says whether that worked.
  bool close() { return id_ < 0 || closer_(std::exchange(id_, H5I_INVALID_HID)) >= 0; }

 private:
  hid_t id_ = H5I_INVALID_HID;
  herr_t (*closer_)(hid_t) = nullptr;
};

/// Where the library's bytes go. A write that fails is remembered in `error_number` and the following ones are dropped,
/// because the library cannot close a file whose writes fail; whoever owns the target looks at it and throws.
struct DriverTarget {
  File* file = nullptr;
  int error_number = 0;  // errno of the first failure
  bool discard = false;  // nothing more is to be written
};
/// A file access property list with our driver over `target`, which must outlive every file opened with it.
/// Throws RunError.
Hdf5Id make_access_list(DriverTarget& target);

/// The innermost message on the library's error stack, which is never printed; "" when it is empty.
std::string hdf5_problem();

/// "1.10.8": the library in use.
std::string hdf5_library_version();

/// Types of numbers in our files, all little-endian.
enum class ElementType { int8, int32, int64, uint64, float32, float64 };
template <class T>
constexpr ElementType element_type() {
  if constexpr (std::is_same_v<T, std::int8_t>) return ElementType::int8;
  if constexpr (std::is_same_v<T, std::int32_t>) return ElementType::int32;
  if constexpr (std::is_same_v<T, std::int64_t>) return ElementType::int64;
  if constexpr (std::is_same_v<T, std::uint64_t>) return ElementType::uint64;
  if constexpr (std::is_same_v<T, float>) return ElementType::float32;
  if constexpr (std::is_same_v<T, double>) return ElementType::float64;
}
hid_t file_type(ElementType type);
std::size_t element_bytes(ElementType type);

using Shape = std::vector<std::uint64_t>;
/// Number of elements; throws RunError beyond 2^63.
std::uint64_t element_count(const Shape& shape);
/// Shape of the chunks of a dataset: the whole of it up to 1 MiB, else between 0.5 and 1 MiB (where the shape allows),
/// cut along the first axes.
Shape chunk_shape(const Shape& shape, std::size_t bytes_per_element);

/// A dataset to be: its path, its shape, and the paths of the dimension scales of its axes. One that is its own
/// dimension becomes a coordinate.
struct Variable {
  std::string path;
  Shape shape;
  std::vector<std::string> dimensions;
};

/// Writes one HDF5 file from its beginning. Same calls, same bytes.
class Hdf5Writer {
 public:
  /// `file` is empty, and stays open when the writer goes.
  explicit Hdf5Writer(File& file);
  Hdf5Writer(const Hdf5Writer&) = delete;
  Hdf5Writer& operator=(const Hdf5Writer&) = delete;
  /// Without `close`, what is not yet written is dropped.
  ~Hdf5Writer();

  void create_group(const std::string& path);
  /// A dimension without coordinate values, of at least 1; takes at most 64 KiB and an index.
  void create_dimension(const std::string& path, std::uint64_t length);

  template <class T>
  void create_dataset(const Variable& variable) {
    create_dataset(variable, element_type<T>());
  }
  /// Writes the elements [offset, offset + count) of a dataset.
  template <class T>
  void write_slab(const std::string& path, const Shape& offset, const Shape& count, std::span<const T> values) {
    write_slab(path, offset, count, element_type<T>(), values.data(), values.size());
  }
  template <class T>
  void write(const Variable& variable, const std::vector<T>& values) {
    create_dataset<T>(variable);
    write_slab<T>(variable.path, Shape(variable.shape.size(), 0), variable.shape, values);
  }
  void write_strings(const Variable& variable, const std::vector<std::string>& values);
  /// A single string without axes.
  void write_text(const std::string& path, const std::string& text);

  /// Attributes of a group or dataset.
  void attribute(const std::string& object, const std::string& name, const std::string& text);
  void attribute(const std::string& object, const std::string& name, const std::vector<std::string>& texts);
  template <class T>
  void attribute(const std::string& object, const std::string& name, const std::vector<T>& values) {
    attribute(object, name, element_type<T>(), values.data(), values.size());
  }
  void attribute(const std::string& object, const std::string& name, std::int64_t value) {
    attribute(object, name, std::vector<std::int64_t>{value});
  }
  void attribute(const std::string& object, const std::string& name, double value) {
    attribute(object, name, std::vector<double>{value});
  }

  /// Hands everything to the file. Throws RunError; nothing can be written afterwards.
  void close();

 private:
  void create_dataset(const Variable& variable, ElementType type);
  void write_slab(const std::string& path, const Shape& offset, const Shape& count, ElementType type,
                  const void* values, std::uint64_t value_count);
  void attribute(const std::string& object, const std::string& name, ElementType type, const void* values,
                 std::size_t count);
  void write_attribute(const std::string& object, const std::string& name, hid_t type, const Hdf5Id& space,
                       const void* values);
  Hdf5Id create(const Variable& variable, hid_t type, const Hdf5Id& creation_list);
  void attach_dimensions(const Variable& variable, const Hdf5Id& dataset);
  Hdf5Id open(const std::string& path);
  /// Throws when a write has failed, else when `succeeded` is false.
  void require(bool succeeded, const std::string& object, std::string_view what);

  DriverTarget target_;
  Hdf5Id file_;
};

/// Reads one HDF5 file. Every read checks type and shape first, and that the file holds that many bytes.
class Hdf5Reader {
 public:
  explicit Hdf5Reader(const std::string& path);
  /// Reads through an open file, which must outlive the reader.
  explicit Hdf5Reader(File& file);
  Hdf5Reader(const Hdf5Reader&) = delete;
  Hdf5Reader& operator=(const Hdf5Reader&) = delete;

  const std::string& path() const { return target_.file->path(); }
  bool exists(const std::string& object) const;
  Shape shape(const std::string& dataset) const;
  /// Paths of all datasets, sorted; groups end in '/'.
  std::vector<std::string> objects() const;
  /// Names of what a group holds, in the order of its making.
  std::vector<std::string> members(const std::string& group) const;
  /// Type of a dataset's numbers; none when it is made of strings. Throws Hdf5Error for a type that is none of ours.
  std::optional<ElementType> number_type(const std::string& dataset) const;
  /// Names of the dimension scales of a dataset's axes; a scale is its own. Throws Hdf5Error when an axis has none.
  std::vector<std::string> axes(const std::string& dataset) const;
  /// Whether a dataset is a netCDF dimension without a variable: its values mean nothing.
  bool is_bare_dimension(const std::string& dataset) const;

  /// The whole of a dataset of this shape.
  template <class T>
  std::vector<T> read(const std::string& dataset, const Shape& shape_expected) const {
    check_shape(dataset, shape_expected);
    return read_slab<T>(dataset, Shape(shape_expected.size(), 0), shape_expected);
  }
  /// The whole of a dataset with one axis of any length.
  template <class T>
  std::vector<T> read(const std::string& dataset) const {
    return read<T>(dataset, shape_of_list(dataset));
  }
  template <class T>
  std::vector<T> read_slab(const std::string& dataset, const Shape& offset, const Shape& count) const {
    check_readable(dataset, element_type<T>());
    std::vector<T> values(element_count(count));
    read_slab(dataset, offset, count, element_type<T>(), values.data());
    return values;
  }
  std::vector<std::string> read_strings(const std::string& dataset) const;
  std::string read_text(const std::string& dataset) const;
  /// Reads a dataset of any type to find damage; keeps nothing.
  void read_through(const std::string& dataset) const;
  /// The same for the attributes of a group or dataset.
  void read_attributes_through(const std::string& object) const;

  bool has_attribute(const std::string& object, const std::string& name) const;
  std::string text_attribute(const std::string& object, const std::string& name) const;
  std::int64_t integer_attribute(const std::string& object, const std::string& name) const;
  double number_attribute(const std::string& object, const std::string& name) const;
  /// Names of the attributes of a group or dataset, in the order of their making.
  std::vector<std::string> attribute_names(const std::string& object) const;
  /// The elements of an attribute of strings or numbers as text, numbers so that they read back exactly.
  std::vector<std::string> attribute_texts(const std::string& object, const std::string& name) const;

 private:
  void open_file();
  void check_shape(const std::string& dataset, const Shape& expected) const;
  Shape shape_of_list(const std::string& dataset) const;
  void check_readable(const std::string& dataset, ElementType type) const;
  /// Bytes of the file that hold a dataset, never more than there are.
  /// The most bytes that what the file stores of a dataset can come to.
  std::uint64_t stored_bytes(const Hdf5Id& dataset) const;
  bool stores_all_chunks(const Hdf5Id& dataset, const Shape& whole) const;
  void read_slab(const std::string& dataset, const Shape& offset, const Shape& count, ElementType type,
                 void* values) const;
  Hdf5Id open(const std::string& dataset) const;
  void read_number_attribute(const std::string& object, const std::string& name, H5T_class_t kind, hid_t memory_type,
                             void* value) const;
  [[noreturn]] void fail(const std::string& object, std::string_view what) const;

  std::vector<File> own_file_;  // none or one
  mutable DriverTarget target_;
  Hdf5Id file_;
};

}  // namespace hashlease
