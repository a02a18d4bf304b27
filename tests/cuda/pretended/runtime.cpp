#include "cuda/pretended/runtime.hpp"

#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <utility>

namespace {

using hashlease::testing::pretended_device;

struct PretendedStream {
  std::deque<std::function<void()>> work;
  std::size_t done = 0;  // pieces of work that ran so far

  void run_to(std::size_t end) {
    while (done < end && !work.empty()) {
      const std::function<void()> next = std::move(work.front());
      work.pop_front();
      next();
      ++done;
    }
  }
  std::size_t end() const { return done + work.size(); }
};

struct PretendedEvent {
  PretendedStream* stream = nullptr;
  std::size_t end = 0;
};

std::set<PretendedStream*>& streams() {
  static std::set<PretendedStream*> all;
  return all;
}

std::map<void*, std::size_t>& allocations() {
  static std::map<void*, std::size_t> all;
  return all;
}

PretendedStream* of(cudaStream_t stream) { return reinterpret_cast<PretendedStream*>(stream); }
PretendedEvent* of(cudaEvent_t event) { return reinterpret_cast<PretendedEvent*>(event); }

void run_everything() {
  for (PretendedStream* stream : streams()) stream->run_to(stream->end());
}

void* filled_with_rubbish(std::size_t bytes) {
  void* memory = std::malloc(bytes);
  if (memory != nullptr) std::memset(memory, 0xA5, bytes);
  return memory;
}

}  // namespace

namespace hashlease::testing {

void enqueue(cudaStream_t stream, std::function<void()> work) { of(stream)->work.push_back(std::move(work)); }

PretendedDevice& pretended_device() {
  static PretendedDevice device;
  return device;
}

}  // namespace hashlease::testing

// The part of the runtime's interface that the backend uses.
extern "C" {

cudaError_t cudaGetLastError() { return cudaSuccess; }
const char* cudaGetErrorName(cudaError_t) { return "cudaErrorPretended"; }
const char* cudaGetErrorString(cudaError_t) { return "pretended error"; }

cudaError_t cudaGetDeviceCount(int* count) {
  *count = pretended_device().count;
  return *count > 0 ? cudaSuccess : cudaErrorNoDevice;
}
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int) {
  std::strcpy(properties->name, "Pretended");
  return cudaSuccess;
}
cudaError_t cudaSetDevice(int) { return cudaSuccess; }
cudaError_t cudaMemGetInfo(std::size_t* free_bytes, std::size_t* total_bytes) {
  *free_bytes = *total_bytes = pretended_device().memory_bytes;
  return cudaSuccess;
}

cudaError_t cudaMalloc(void** memory, std::size_t bytes) {
  auto& device = pretended_device();
  if (bytes > device.capacity_bytes - std::min(device.capacity_bytes, device.allocated_bytes)) {
    ++device.refused_allocations;
    return cudaErrorMemoryAllocation;
  }
  *memory = filled_with_rubbish(bytes);
  allocations()[*memory] = bytes;
  device.allocated_bytes += bytes;
  return cudaSuccess;
}
cudaError_t cudaFree(void* memory) {
  run_everything();
  pretended_device().allocated_bytes -= allocations().at(memory);
  allocations().erase(memory);
  std::free(memory);
  return cudaSuccess;
}
cudaError_t cudaMallocHost(void** memory, std::size_t bytes) {
  *memory = filled_with_rubbish(bytes);
  return cudaSuccess;
}
cudaError_t cudaFreeHost(void* memory) {
  run_everything();
  std::free(memory);
  return cudaSuccess;
}
cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind) {
  std::memcpy(to, from, bytes);
  return cudaSuccess;
}
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind, cudaStream_t stream) {
  hashlease::testing::enqueue(stream, [=] { std::memcpy(to, from, bytes); });
  return cudaSuccess;
}
cudaError_t cudaMemsetAsync(void* to, int value, std::size_t bytes, cudaStream_t stream) {
  hashlease::testing::enqueue(stream, [=] { std::memset(to, value, bytes); });
  return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  auto owned = std::make_unique<PretendedStream>();
  streams().insert(owned.get());
  *stream = reinterpret_cast<cudaStream_t>(owned.release());
  return cudaSuccess;
}
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  streams().erase(of(stream));
  delete of(stream);
  return cudaSuccess;
}
cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  if (stream != nullptr) of(stream)->run_to(of(stream)->end());
  return pretended_device().failure;
}
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
  *event = reinterpret_cast<cudaEvent_t>(std::make_unique<PretendedEvent>().release());
  return cudaSuccess;
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
  delete of(event);
  return cudaSuccess;
}
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  *of(event) = {of(stream), of(stream)->end()};
  return cudaSuccess;
}
cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  if (of(event)->stream != nullptr) of(event)->stream->run_to(of(event)->end);
  return pretended_device().failure;
}

}  // extern "C"
