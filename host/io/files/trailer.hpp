#pragma once

/// The last line of a result file, behind what HDF5 reads: the SHA-256 of every byte before it.

#include <cstdint>
#include <optional>
#include <string>

#include "io/files/file.hpp"

namespace hashlease {

struct Trailer {
  std::string sha256;               // as stated
  std::uint64_t content_bytes = 0;  // in front of the trailer
};

/// Appends the trailer to a file that is otherwise complete. Throws RunError.
void append_trailer(File& file);
/// The trailer of a file, if it ends in one. Throws RunError when the file cannot be read.
std::optional<Trailer> find_trailer(const File& file);

}  // namespace hashlease
