/// Makes the CUDA backend known to the program that this object file is linked into.

#include "backend/backend.hpp"
#include "cuda/cuda_backend.hpp"
#include "cuda/devices.hpp"

namespace hashlease::cuda {

namespace {

std::unique_ptr<Backend> make(const StudyPlan& plan, const BackendOptions&) { return make_cuda_backend(plan, {}); }

std::vector<std::string> device_names(std::string& reason) {
  std::vector<std::string> names;
  for (const Device& device : find_devices(reason)) names.push_back(device.name);
  return names;
}

[[maybe_unused]] const bool registered = [] {
  cuda_support() = {make, device_names, toolkit_version()};
  return true;
}();

}  // namespace

}  // namespace hashlease::cuda
