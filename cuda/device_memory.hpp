#pragma once

/// Owners of device memory and of page-locked host memory. Both are allocated at their full size before the work starts
/// and freed when the owner goes: cudaFree and cudaFreeHost wait for the device, so memory that a stream still uses is
/// never freed under it. Contents are not initialised.

#include <cuda_runtime_api.h>

#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

#include "cuda/cuda_error.hpp"

namespace hashlease::cuda {

struct DeviceMemory {
  static void* allocate(std::size_t bytes) {
    void* memory = nullptr;
    HASHLEASE_CUDA_CHECK(cudaMalloc(&memory, bytes));
    return memory;
  }
  static void free(void* memory) noexcept { static_cast<void>(cudaFree(memory)); }
};

struct PinnedMemory {
  static void* allocate(std::size_t bytes) {
    void* memory = nullptr;
    HASHLEASE_CUDA_CHECK(cudaMallocHost(&memory, bytes));
    return memory;
  }
  static void free(void* memory) noexcept { static_cast<void>(cudaFreeHost(memory)); }
};

/// `size` values of plain data in one kind of memory. Move-only; an empty one owns nothing.
template <class Value, class Memory>
class Buffer {
  static_assert(std::is_trivially_copyable_v<Value>);

 public:
  Buffer() = default;
  /// Throws OutOfDeviceMemory.
  explicit Buffer(std::size_t size)
      : values_(size == 0 ? nullptr : static_cast<Value*>(Memory::allocate(size * sizeof(Value)))), size_(size) {}
  Buffer(Buffer&& other) noexcept
      : values_(std::exchange(other.values_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(values_, other.values_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Buffer() {
    // The destructor of a moved-from owner has nothing to free; an error of freeing has nobody to tell.
    if (values_ != nullptr) Memory::free(values_);
  }

  Value* data() const { return values_; }
  std::size_t size() const { return size_; }
  std::size_t bytes() const { return size_ * sizeof(Value); }

 private:
  Value* values_ = nullptr;
  std::size_t size_ = 0;
};

template <class Value>
using DeviceBuffer = Buffer<Value, DeviceMemory>;
template <class Value>
using PinnedBuffer = Buffer<Value, PinnedMemory>;

/// Device copy of host data, complete when it returns.
template <class Value>
DeviceBuffer<Value> copy_to_device(std::span<const Value> values) {
  DeviceBuffer<Value> buffer(values.size());
  if (values.empty()) return buffer;
  HASHLEASE_CUDA_CHECK(cudaMemcpy(buffer.data(), values.data(), values.size_bytes(), cudaMemcpyHostToDevice));
  // A copy from pageable memory may return before its last part has arrived, and our streams wait for no other.
  HASHLEASE_CUDA_CHECK(cudaStreamSynchronize(nullptr));
  return buffer;
}

/// Starts a copy of `count` values to page-locked memory; it is done when the stream has come that far.
template <class Value>
void copy_to_host(const PinnedBuffer<Value>& to, const Value* from, std::size_t count, cudaStream_t stream,
                  std::size_t to_offset = 0) {
  if (count == 0) return;
  HASHLEASE_CUDA_CHECK(
      cudaMemcpyAsync(to.data() + to_offset, from, count * sizeof(Value), cudaMemcpyDeviceToHost, stream));
}

}  // namespace hashlease::cuda
