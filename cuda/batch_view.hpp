#pragma once

/// Plain data that host code and kernels share.

#include <cstdint>

namespace hashlease::cuda {

/// Outcome columns of one batch in device memory: column c of path k is values[c * stride + k].
struct BatchColumns {
  const float* values;
  long stride;
  std::uint32_t path_count;
};

/// Two columns, by number.
struct ColumnPair {
  std::uint32_t a;
  std::uint32_t b;
};

/// A histogram bin that holds something, counted from the first bin of the columns in question.
struct BinCount {
  std::uint32_t bin;
  std::uint32_t count;
};

/// A path of the tail of a batch, counted from the batch's first path, and its value.
struct TailPick {
  float value;
  std::uint32_t path;
};

}  // namespace hashlease::cuda
