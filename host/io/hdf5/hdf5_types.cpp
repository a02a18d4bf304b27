// The parts of hdf5_file.hpp that need no file: errors, types, shapes.

#include <fmt/format.h>

#include <algorithm>

#include "io/hdf5/hdf5_file.hpp"

namespace hashlease {

namespace {

herr_t keep_innermost(unsigned, const H5E_error2_t* error, void* text) {
  auto& innermost = *static_cast<std::string*>(text);
  if (innermost.empty() && error->desc != nullptr) innermost = error->desc;
  return 0;
}

constexpr std::uint64_t kChunkBytes = std::uint64_t{1} << 20;

}  // namespace

Hdf5Error::Hdf5Error(const std::string& file, const std::string& object, const std::string& problem)
    : RunError(fmt::format("{}: {}: {}", file, object, problem)), file_(file), object_(object) {}

std::string hdf5_problem() {
  std::string innermost;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &innermost);
  return innermost;
}

std::string hdf5_library_version() {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned release = 0;
  H5get_libversion(&major, &minor, &release);
  return fmt::format("{}.{}.{}", major, minor, release);
}

hid_t file_type(ElementType type) {
  switch (type) {
    case ElementType::int8: return H5T_STD_I8LE;
    case ElementType::int32: return H5T_STD_I32LE;
    case ElementType::int64: return H5T_STD_I64LE;
    case ElementType::uint64: return H5T_STD_U64LE;
    case ElementType::float32: return H5T_IEEE_F32LE;
    case ElementType::float64: return H5T_IEEE_F64LE;
  }
  return H5I_INVALID_HID;
}

std::size_t element_bytes(ElementType type) { return H5Tget_size(file_type(type)); }

std::uint64_t element_count(const Shape& shape) {
  std::uint64_t count = 1;
  for (const std::uint64_t length : shape) {
    if (length != 0 && count > (std::uint64_t{1} << 62) / length) throw RunError("a dataset has too many elements");
    count *= length;
  }
  return count;
}

Shape chunk_shape(const Shape& shape, std::size_t bytes_per_element) {
  Shape chunk = shape;
  for (std::size_t axis = 0; axis < chunk.size(); ++axis) {
    chunk[axis] = 1;
    // Bytes of one step along this axis.
    const std::uint64_t rest = std::max<std::uint64_t>(1, element_count(chunk) * bytes_per_element);
    const std::uint64_t fit = std::max<std::uint64_t>(1, kChunkBytes / rest);
    // Chunks of one length rather than full ones and a short one: the last is stored whole.
    const std::uint64_t pieces = (shape[axis] + fit - 1) / fit;
    if (fit > 1 || axis + 1 == chunk.size()) {
      chunk[axis] = std::max<std::uint64_t>(1, (shape[axis] + pieces - 1) / std::max<std::uint64_t>(1, pieces));
      break;
    }
  }
  return chunk;
}

}  // namespace hashlease
