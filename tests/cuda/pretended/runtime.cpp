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
using hashlease::testing::runtime_mutex;

using Lock = std::lock_guard<std::recursive_mutex>;

thread_local int current = 0;

struct PretendedStream {
  int device = current;
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

struct Allocation {
  std::size_t bytes;
  int device;
};

std::map<const void*, Allocation>& allocations() {
  static std::map<const void*, Allocation> all;
  return all;
}

/// The device that an address belongs to, or `otherwise` for memory of the host.
int device_of(const void* address, int otherwise) {
  auto behind = allocations().upper_bound(address);
  if (behind == allocations().begin()) return otherwise;
  const auto& [start, allocation] = *std::prev(behind);
  const bool is_within =
      static_cast<const std::byte*>(address) < static_cast<const std::byte*>(start) + allocation.bytes;
  return is_within ? allocation.device : otherwise;
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

std::recursive_mutex& runtime_mutex() {
  static std::recursive_mutex mutex;
  return mutex;
}

int current_device() { return current; }

void enqueue(cudaStream_t stream, std::function<void()> work) {
  const Lock lock(runtime_mutex());
  if (of(stream)->device != current) ++pretended_device().misuses;
  pretended_device().used.insert(current);
  of(stream)->work.push_back(std::move(work));
}

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
cudaError_t cudaSetDevice(int device) {
  if (device < 0 || device >= pretended_device().count) return cudaErrorInvalidDevice;
  current = device;
  return cudaSuccess;
}
cudaError_t cudaMemGetInfo(std::size_t* free_bytes, std::size_t* total_bytes) {
  *free_bytes = *total_bytes = pretended_device().memory_bytes;
  return cudaSuccess;
}

cudaError_t cudaMalloc(void** memory, std::size_t bytes) {
  const Lock lock(runtime_mutex());
  auto& device = pretended_device();
  if (bytes > device.capacity_bytes - std::min(device.capacity_bytes, device.allocated_bytes)) {
    ++device.refused_allocations;
    return cudaErrorMemoryAllocation;
  }
  *memory = filled_with_rubbish(bytes);
  allocations()[*memory] = {bytes, current};
  device.allocated_bytes += bytes;
  return cudaSuccess;
}
cudaError_t cudaFree(void* memory) {
  const Lock lock(runtime_mutex());
  run_everything();
  pretended_device().allocated_bytes -= allocations().at(memory).bytes;
  allocations().erase(memory);
  std::free(memory);
  return cudaSuccess;
}
cudaError_t cudaMallocHost(void** memory, std::size_t bytes) {
  *memory = filled_with_rubbish(bytes);
  return cudaSuccess;
}
cudaError_t cudaFreeHost(void* memory) {
  const Lock lock(runtime_mutex());
  run_everything();
  std::free(memory);
  return cudaSuccess;
}
cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind) {
  std::memcpy(to, from, bytes);
  return cudaSuccess;
}
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind, cudaStream_t stream) {
  const Lock lock(runtime_mutex());
  const int device = of(stream)->device;
  if (device_of(to, device) != device || device_of(from, device) != device) ++pretended_device().misuses;
  hashlease::testing::enqueue(stream, [=] { std::memcpy(to, from, bytes); });
  return cudaSuccess;
}
cudaError_t cudaMemsetAsync(void* to, int value, std::size_t bytes, cudaStream_t stream) {
  hashlease::testing::enqueue(stream, [=] { std::memset(to, value, bytes); });
  return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  const Lock lock(runtime_mutex());
  auto owned = std::make_unique<PretendedStream>();
  streams().insert(owned.get());
  *stream = reinterpret_cast<cudaStream_t>(owned.release());
  return cudaSuccess;
}
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  const Lock lock(runtime_mutex());
  streams().erase(of(stream));
  delete of(stream);
  return cudaSuccess;
}
cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  const Lock lock(runtime_mutex());
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
  const Lock lock(runtime_mutex());
  *of(event) = {of(stream), of(stream)->end()};
  return cudaSuccess;
}
cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  const Lock lock(runtime_mutex());
  if (of(event)->stream != nullptr) of(event)->stream->run_to(of(event)->end);
  return pretended_device().failure;
}

}  // extern "C"
