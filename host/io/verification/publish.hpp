#pragma once

/// How an HDF5 file of ours comes to stand under its name: whole and verified, or not at all.

#include <functional>
#include <string>

#include "io/files/output_file.hpp"

namespace hashlease {

class Hdf5Writer;

/// Writes the file under its temporary name, checks what arrived on the disk, and only then gives it its name. Throws
/// what `write` throws, RunError, and InputError as require_free; then no file of that name is left or changed.
void publish(const std::string& output, ExistingFile existing, const std::function<void(Hdf5Writer&)>& write);

}  // namespace hashlease
