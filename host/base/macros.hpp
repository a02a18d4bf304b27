#pragma once

/// Marks a function that the CPU lanes and the GPU threads share. Forced inlining keeps a translation unit that is
/// compiled for one instruction set from lending its code to another one through the linker.
#if defined(__CUDACC__)
#define HASHLEASE_FUNCTION __host__ __device__ __forceinline__
#else
#define HASHLEASE_FUNCTION inline __attribute__((always_inline))
#endif

/// Before a loop of a constant number of turns over an array of a GPU thread: unrolled, its elements are registers.
#if defined(__CUDA_ARCH__)
#define HASHLEASE_UNROLL _Pragma("unroll")
#else
#define HASHLEASE_UNROLL
#endif
