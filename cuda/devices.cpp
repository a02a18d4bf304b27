#include "cuda/devices.hpp"

#include <cuda_runtime_api.h>
#include <fmt/format.h>

#include "cuda/cuda_error.hpp"
#include "cuda/market_kernel.hpp"

namespace hashlease::cuda {

namespace {

/// Makes the device current, asks for its name, and sees whether it runs our kernels.
cudaError_t try_device(int ordinal, std::string& name) {
  cudaDeviceProp properties{};
  cudaError_t code = cudaGetDeviceProperties(&properties, ordinal);
  if (code == cudaSuccess) name = properties.name;
  if (code == cudaSuccess) code = cudaSetDevice(ordinal);
  if (code == cudaSuccess) code = market_kernel_status();
  static_cast<void>(cudaGetLastError());
  return code;
}

}  // namespace

std::vector<Device> find_devices(std::string& reason) {
  int count = 0;
  const cudaError_t code = cudaGetDeviceCount(&count);
  static_cast<void>(cudaGetLastError());
  if (code != cudaSuccess || count == 0) {
    // With a toolkit and no driver this is error 35, without a GPU error 100: any error means no GPU.
    reason = code == cudaSuccess ? "no NVIDIA GPU is visible" : "no usable NVIDIA GPU: " + describe(code);
    return {};
  }
  std::vector<Device> devices;
  for (int ordinal = 0; ordinal < count; ++ordinal) {
    std::string name = "unnamed";
    const cudaError_t usable = try_device(ordinal, name);
    if (usable == cudaSuccess) {
      devices.push_back({ordinal, name});
    } else {
      reason = fmt::format("GPU {} ({}) cannot be used: {}", ordinal, name, describe(usable));
    }
  }
  return devices;
}

std::string toolkit_version() { return fmt::format("{}.{}", CUDART_VERSION / 1000, CUDART_VERSION % 1000 / 10); }

}  // namespace hashlease::cuda
