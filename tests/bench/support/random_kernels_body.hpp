#pragma once

/// The table of `random_kernels.hpp` for one `Real`; included by one source per instruction set.

#include "random/elementary.hpp"
#include "random/philox.hpp"
#include "support/random_kernels.hpp"

namespace hashlease::bench {

template <class Real, class Function>
void run_function(const float* in, float* out, std::size_t count) {
  for (std::size_t k = 0; k < count; k += LaneTypes<Real>::width) store(out + k, Function{}(load<Real>(in + k)));
}

/// One block of words per lane and call; the four are folded into the stored one.
template <class Real>
void run_words(const float*, float* out, std::size_t count) {
  const PhiloxKeys keys = make_philox_keys(count);
  for (std::size_t k = 0; k < count; k += LaneTypes<Real>::width) {
    WordOf<Real> words[4];
    philox_words<Real>(make_path_lanes<Real>(k), 17, keys, words);
    store(out + k, float_from_bits(words[0] ^ words[1] ^ words[2] ^ words[3]));
  }
}

template <class Real>
void run_normals(const float*, float* out, std::size_t count) {
  const PhiloxKeys keys = make_philox_keys(count);
  for (std::size_t k = 0; k < count; k += LaneTypes<Real>::width) {
    WordOf<Real> words[4];
    Real normals[4];
    philox_words<Real>(make_path_lanes<Real>(k), 17, keys, words);
    box_muller<Real>(words[0], words[1], normals[0], normals[1]);
    box_muller<Real>(words[2], words[3], normals[2], normals[3]);
    store(out + k, (normals[0] + normals[1]) + (normals[2] + normals[3]));
  }
}

template <class Real, class Function>
constexpr RandomKernel function_kernel(const char* name, Function) {
  return {name, 1, &run_function<Real, Function>};
}

template <class Real>
struct RandomKernels {
  using R = Real;
  static inline const RandomKernel all[] = {
      {"words", 4, &run_words<R>},
      {"normals", 4, &run_normals<R>},
      function_kernel<R>("uniform_from_word", [](R x) { return uniform_from_word<R>(bits_of(x)); }),
      function_kernel<R>("natural_logarithm_of_normal", [](R x) { return natural_logarithm_of_normal(x); }),
      function_kernel<R>("natural_logarithm", [](R x) { return natural_logarithm(x); }),
      function_kernel<R>("exponential_in_range", [](R x) { return exponential_in_range(x); }),
      function_kernel<R>("exponential", [](R x) { return exponential(x); }),
      function_kernel<R>("direction_of_word",
                         [](R x) {
                           R sine;
                           R cosine;
                           direction_of_word<R>(bits_of(x), sine, cosine);
                           return sine + cosine;
                         }),
      function_kernel<R>("normal_cdf", [](R x) { return normal_cdf(x); }),
      function_kernel<R>("inverse_normal_cdf", [](R x) { return inverse_normal_cdf(x * R(0.125F)); }),
      function_kernel<R>("inverse_hyperbolic_sine", [](R x) { return inverse_hyperbolic_sine(x); }),
      function_kernel<R>("hyperbolic_sine", [](R x) { return hyperbolic_sine(x); }),
      function_kernel<R>("square_root", [](R x) { return square_root(x); }),
      function_kernel<R>("divide", [](R x) { return R(1.0F) / x; }),
  };
};

}  // namespace hashlease::bench
