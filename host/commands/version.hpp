#pragma once

#include <string>

namespace hashlease {

/// Version, compiler, CUDA, HDF5, instruction sets, devices; a line each.
std::string version_text();

}  // namespace hashlease
