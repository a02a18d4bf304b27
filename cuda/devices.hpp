#pragma once

#include <string>
#include <vector>

namespace hashlease::cuda {

/// A GPU that this program can use.
struct Device {
  int ordinal = 0;   // as the runtime numbers them
  std::string name;  // "NVIDIA H200"
};

/// The usable GPUs of this machine. `reason` says why one or all are not, and is left alone when there is nothing to
/// say. Never throws a CudaError: whatever the runtime says, it means that a GPU cannot be used.
std::vector<Device> find_devices(std::string& reason);

/// Version of the toolkit that this program was built with: "13.0".
std::string toolkit_version();

}  // namespace hashlease::cuda
