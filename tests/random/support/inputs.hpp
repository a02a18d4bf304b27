#pragma once

#include <cstdint>
#include <vector>

namespace hashlease::test {

/// Float bit patterns where things go wrong: zeros, subnormals, ends of the ranges, neighbours of powers of two,
/// infinities and NaN, of both signs.
std::vector<std::uint32_t> special_bits();

/// A 64-bit mixer (Steele, Lea, Flood 2014) for test inputs.
class TestWords {
 public:
  explicit TestWords(std::uint64_t seed) : state_(seed) {}
  std::uint32_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return static_cast<std::uint32_t>((z ^ (z >> 31)) >> 32);
  }

 private:
  std::uint64_t state_;
};

/// All NaN become one.
inline std::uint32_t with_one_nan(std::uint32_t bits) {
  return (bits & 0x7FFFFFFFU) > 0x7F800000U ? 0x7FC00000U : bits;
}

}  // namespace hashlease::test
