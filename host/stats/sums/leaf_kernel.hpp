#pragma once

/// The inner loop of accumulate_columns, compiled once per instruction set (leaf_kernel_<name>.cpp); all versions give
/// the bits of leaf_powers.

#include <cstdint>
#include <vector>

namespace hashlease {

/// Writes the power sums of a full leaf of 64 paths to powers[0..7] and, unless `keys` is null, the histogram keys of
/// its values to keys[0..63]. Returns how many values are not finite; the keys of those mean nothing.
using LeafKernel = int (*)(const float* values, double shift, double* powers, std::uint32_t* keys);

int leaf_kernel_baseline(const float* values, double shift, double* powers, std::uint32_t* keys);
int leaf_kernel_avx2(const float* values, double shift, double* powers, std::uint32_t* keys);
int leaf_kernel_avx512(const float* values, double shift, double* powers, std::uint32_t* keys);

struct NamedLeafKernel {
  const char* name;  // of the instruction set
  LeafKernel kernel;
};

/// The versions that this machine runs, slowest first.
std::vector<NamedLeafKernel> available_leaf_kernels();

}  // namespace hashlease
