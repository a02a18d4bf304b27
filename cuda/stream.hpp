#pragma once

/// Owners of a stream and of an event. Move-only; destructors do not throw. Destroying a stream does not wait for the
/// work in it, so whoever owns buffers that it uses waits first (see Lane).

#include <cuda_runtime_api.h>

#include <utility>

#include "cuda/cuda_error.hpp"

namespace hashlease::cuda {

/// A stream of the current device that does not wait for the default stream.
class Stream {
 public:
  Stream() { HASHLEASE_CUDA_CHECK(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking)); }
  Stream(Stream&& other) noexcept : stream_(std::exchange(other.stream_, nullptr)) {}
  Stream& operator=(Stream&& other) noexcept {
    std::swap(stream_, other.stream_);
    return *this;
  }
  ~Stream() {
    if (stream_ != nullptr) static_cast<void>(cudaStreamDestroy(stream_));
  }
  cudaStream_t get() const { return stream_; }
  /// Waits until everything in it is done. Throws the errors of that work.
  void synchronize() const { HASHLEASE_CUDA_CHECK(cudaStreamSynchronize(stream_)); }

 private:
  cudaStream_t stream_ = nullptr;
};

/// A mark in a stream that the host can wait for without spinning.
class Event {
 public:
  Event() { HASHLEASE_CUDA_CHECK(cudaEventCreateWithFlags(&event_, cudaEventDisableTiming | cudaEventBlockingSync)); }
  Event(Event&& other) noexcept : event_(std::exchange(other.event_, nullptr)) {}
  Event& operator=(Event&& other) noexcept {
    std::swap(event_, other.event_);
    return *this;
  }
  ~Event() {
    if (event_ != nullptr) static_cast<void>(cudaEventDestroy(event_));
  }
  void record(const Stream& stream) const { HASHLEASE_CUDA_CHECK(cudaEventRecord(event_, stream.get())); }
  void synchronize() const { HASHLEASE_CUDA_CHECK(cudaEventSynchronize(event_)); }

 private:
  cudaEvent_t event_ = nullptr;
};

}  // namespace hashlease::cuda
