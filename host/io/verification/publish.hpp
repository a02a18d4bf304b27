#pragma once

/// How an HDF5 file of ours comes to stand under its name: whole and verified, or not at all.

#include <functional>
#include <string>

namespace hashlease {

class Hdf5Writer;

/// What to do with a result that is already there.
enum class ExistingFile { refuse, replace };

/// Throws InputError when a file is in the way and may not be replaced, or something that is no file.
void require_free(const std::string& output, ExistingFile existing);

/// Throws InputError when a result cannot be written there: a file is in the way and may not be replaced, something
/// else is in the way, or the folder does not exist or may not be written to. Leaves nothing behind.
void check_output(const std::string& output, ExistingFile existing);

/// Writes the file under its temporary name, checks what arrived on the disk, and only then gives it its name. Throws
/// what `write` throws, RunError, and InputError as require_free; then no file of that name is left or changed.
void publish(const std::string& output, ExistingFile existing, const std::function<void(Hdf5Writer&)>& write);

}  // namespace hashlease
