#pragma once

/// Kernels timed by random_bench.cpp, one table per instruction set.

#include <cstddef>
#include <cstdint>
#include <span>

namespace hashlease::bench {

/// Works on `count` lanes' worth of values (a multiple of 64): reads from `in`, writes to `out`, both that long.
struct RandomKernel {
  const char* name;
  int values_per_lane;
  void (*run)(const float* in, float* out, std::size_t count);
};

struct RandomKernelTable {
  const char* instruction_set;
  std::span<const RandomKernel> kernels;
  bool (*runs_here)();
};

extern const RandomKernelTable kBaselineRandomKernels;
extern const RandomKernelTable kAvx2RandomKernels;
extern const RandomKernelTable kAvx512RandomKernels;

}  // namespace hashlease::bench
