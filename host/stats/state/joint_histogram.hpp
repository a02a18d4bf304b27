#pragma once

/// A sparse histogram of two columns over the upper bits of their floats, as FloatHistogram but with fewer bits: a cell
/// is at most 2^-kMantissaBits wide in either direction relative to its values. It needs no pilot run and merges
/// exactly.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace hashlease {

class JointHistogram {
 public:
  static constexpr int kMantissaBits = 7;
  static constexpr int kKeyBits = 9 + kMantissaBits;
  static constexpr int kDroppedBits = 32 - kKeyBits;

  /// Key of a finite value: ascending with the value; -0 counts as +0.
  static std::uint32_t key_of(float value);
  static float lower_edge(std::uint32_t key);
  static float upper_edge(std::uint32_t key);

  struct Cell {
    std::uint32_t keys = 0;  // key of a, then key of b in the lower kKeyBits
    std::uint64_t count = 0;
    std::uint32_t key_a() const { return keys >> kKeyBits; }
    std::uint32_t key_b() const { return keys & ((1U << kKeyBits) - 1U); }
    bool operator==(const Cell&) const = default;
  };

  /// Counts a pair of finite values.
  void add(float a, float b) { add(Cell{key_of(a) << kKeyBits | key_of(b), 1}); }
  void add(const Cell& cell) {
    if (2 * (used_ + 1) > table_.size()) grow();
    Cell& slot = table_[slot_of(cell.keys)];
    if (slot.count == 0) {
      slot.keys = cell.keys;
      ++used_;
    }
    slot.count += cell.count;
  }
  void merge(const JointHistogram& other);

  std::uint64_t total() const;
  /// Occupied cells, ascending by the key of a, then of b.
  std::vector<Cell> occupied() const;

 private:
  /// Where a cell is or belongs: open addressing with linear probing.
  std::size_t slot_of(std::uint32_t keys) const {
    const std::size_t mask = table_.size() - 1;
    std::size_t slot = (keys * 0x9E3779B97F4A7C15U >> 32) & mask;  // Fibonacci hashing
    while (table_[slot].count != 0 && table_[slot].keys != keys) slot = (slot + 1) & mask;
    return slot;
  }
  void grow();

  std::vector<Cell> table_;  // a power of two of slots, at most half of them used; count 0: free
  std::size_t used_ = 0;
};

}  // namespace hashlease
