// What equal bits cost on a GPU: the same work with this project's arithmetic and with the fast intrinsics, as kernels
// without loops whose instructions arithmetic_cost.py counts. The step is a small one: six normals, two events, a 5 x 5
// Cholesky factor and three exponentials.

#include "random/elementary.hpp"
#include "random/philox.hpp"

namespace hashlease {

enum class Arithmetic { fast, exact };

__constant__ PhiloxKeys keys;
__constant__ float factor[15];

constexpr float kRadiansPerWord = 1.46291808e-9F;  // 2 pi / 2^32

template <Arithmetic kArithmetic>
__device__ void normal_pair(std::uint32_t radius_word, std::uint32_t direction_word, float& first, float& second) {
  if constexpr (kArithmetic == Arithmetic::exact) {
    box_muller<float>(radius_word, direction_word, first, second);
  } else {
    const float square = -2.0F * __logf(uniform_from_word<float>(radius_word));
    float radius;
    asm("sqrt.approx.f32 %0, %1;" : "=f"(radius) : "f"(square));
    __sincosf(static_cast<float>(direction_word) * kRadiansPerWord, &second, &first);
    first *= radius;
    second *= radius;
  }
}

template <Arithmetic kArithmetic>
__device__ float exponential_of(float x) {
  if constexpr (kArithmetic == Arithmetic::exact) return saturating_exponential(x);
  return __expf(x);
}

__device__ std::uint32_t thread_number() { return blockIdx.x * blockDim.x + threadIdx.x; }

template <Arithmetic kArithmetic>
__device__ void four_normals(std::uint64_t first_path, std::uint32_t block, float* out) {
  std::uint32_t words[4];
  float z[4];
  philox_words<float>(make_path_lanes<float>(first_path + thread_number()), block, keys, words);
  normal_pair<kArithmetic>(words[0], words[1], z[0], z[1]);
  normal_pair<kArithmetic>(words[2], words[3], z[2], z[3]);
  out[thread_number()] = (z[0] + z[1]) + (z[2] + z[3]);
}

template <Arithmetic kArithmetic>
__device__ void one_step(std::uint64_t first_path, std::uint32_t block, float* out) {
  std::uint32_t words[4];
  std::uint32_t more[4];
  const PathLanes<float> path = make_path_lanes<float>(first_path + thread_number());
  philox_words<float>(path, block, keys, words);
  philox_words<float>(path, block + 1, keys, more);
  float z[6];
  normal_pair<kArithmetic>(words[0], words[1], z[0], z[1]);
  normal_pair<kArithmetic>(words[2], words[3], z[2], z[3]);
  normal_pair<kArithmetic>(more[0], more[1], z[4], z[5]);
  float shock[5];
  for (int row = 0, at = 0; row < 5; ++row) {
    shock[row] = factor[at++] * z[0];
    for (int column = 1; column <= row; ++column) shock[row] = fmaf(factor[at++], z[column], shock[row]);
  }
  shock[0] += uniform_from_word<float>(more[2]) < 0.03F ? 0.06F * z[5] : 0.0F;
  shock[4] += uniform_from_word<float>(more[3]) < 0.01F ? 2.0F : 0.0F;
  out[thread_number()] = exponential_of<kArithmetic>(shock[0] - shock[1]) + exponential_of<kArithmetic>(shock[4]) +
                         exponential_of<kArithmetic>(shock[2]) + shock[3];
}

}  // namespace hashlease

using hashlease::Arithmetic;

extern "C" __global__ void words(std::uint64_t first_path, std::uint32_t block, std::uint32_t* out) {
  std::uint32_t words[4];
  hashlease::philox_words<float>(hashlease::make_path_lanes<float>(first_path + hashlease::thread_number()), block,
                                 hashlease::keys, words);
  out[hashlease::thread_number()] = words[0] ^ words[1] ^ words[2] ^ words[3];
}
extern "C" __global__ void normals_fast(std::uint64_t first_path, std::uint32_t block, float* out) {
  hashlease::four_normals<Arithmetic::fast>(first_path, block, out);
}
extern "C" __global__ void normals_exact(std::uint64_t first_path, std::uint32_t block, float* out) {
  hashlease::four_normals<Arithmetic::exact>(first_path, block, out);
}
extern "C" __global__ void step_fast(std::uint64_t first_path, std::uint32_t block, float* out) {
  hashlease::one_step<Arithmetic::fast>(first_path, block, out);
}
extern "C" __global__ void step_exact(std::uint64_t first_path, std::uint32_t block, float* out) {
  hashlease::one_step<Arithmetic::exact>(first_path, block, out);
}
