#include "cuda/cuda_error.hpp"

#include <fmt/format.h>

#include <string_view>

namespace hashlease::cuda {

namespace {

/// The file as the repository knows it, without the folder it was built in.
std::string_view short_name(std::string_view file) {
  const std::size_t folder = file.rfind("cuda/");
  return folder == std::string_view::npos ? file : file.substr(folder);
}

}  // namespace

std::string describe(cudaError_t code) {
  return fmt::format("{} ({}): {}", cudaGetErrorName(code), static_cast<int>(code), cudaGetErrorString(code));
}

CudaError::CudaError(cudaError_t code, const char* expression, const char* file, int line)
    : RunError(fmt::format("CUDA: {}; {} at {}:{}", describe(code), expression, short_name(file), line)), code_(code) {}

void check(cudaError_t code, const char* expression, const char* file, int line) {
  if (code == cudaSuccess) return;
  // Clears the record of an error that is not sticky; a sticky one stays.
  static_cast<void>(cudaGetLastError());
  if (code == cudaErrorMemoryAllocation) throw OutOfDeviceMemory(code, expression, file, line);
  throw CudaError(code, expression, file, line);
}

}  // namespace hashlease::cuda
