#include "cuda/cuda_error.hpp"

#include <gtest/gtest.h>

#include <string>

#include "backend/backend.hpp"
#include "cuda/devices.hpp"

namespace hashlease::cuda {
namespace {

std::string message_of(cudaError_t code) {
  try {
    HASHLEASE_CUDA_CHECK(code);
  } catch (const RunError& error) {
    return error.what();
  }
  return "";
}

TEST(CudaErrors, SuccessPasses) { EXPECT_NO_THROW(HASHLEASE_CUDA_CHECK(cudaSuccess)); }

TEST(CudaErrors, TheMessageQuotesCallPlaceNameAndText) {
  const std::string message = message_of(cudaErrorInvalidValue);
  for (const char* part : {"cudaErrorInvalidValue (1)", "invalid argument", "code at", "cuda/cuda_error_test.cpp:"}) {
    EXPECT_NE(message.find(part), std::string::npos) << message << " lacks " << part;
  }
}

TEST(CudaErrors, OutOfMemoryIsAKindOfItsOwn) {
  EXPECT_THROW(HASHLEASE_CUDA_CHECK(cudaErrorMemoryAllocation), OutOfDeviceMemory);
  try {
    HASHLEASE_CUDA_CHECK(cudaErrorIllegalAddress);
    FAIL() << "nothing was thrown";
  } catch (const OutOfDeviceMemory&) {
    FAIL() << "an illegal address is not a lack of memory";
  } catch (const CudaError& error) {
    EXPECT_EQ(error.code(), cudaErrorIllegalAddress);
  }
}

TEST(CudaRegistration, TheProgramKnowsTheBackendAndItsToolkit) {
  const CudaSupport& support = cuda_support();
  ASSERT_NE(support.make, nullptr);
  ASSERT_NE(support.devices, nullptr);
  EXPECT_EQ(support.version, toolkit_version());
  EXPECT_EQ(support.version, std::to_string(CUDART_VERSION / 1000) + "." + std::to_string(CUDART_VERSION % 1000 / 10));
}

TEST(CudaRegistration, WithoutADeviceTheReasonSaysWhy) {
  std::string reason;
  const std::vector<std::string> names = cuda_support().devices(reason);
  if (!names.empty()) {
    EXPECT_FALSE(names.front().empty());
    return;
  }
  EXPECT_NE(reason.find("GPU"), std::string::npos) << reason;
}

}  // namespace
}  // namespace hashlease::cuda
