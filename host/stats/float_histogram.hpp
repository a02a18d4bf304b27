#pragma once

/// A histogram over the upper bits of the float itself: sign, exponent and kMantissaBits of the mantissa. It needs no
/// edges and no pilot run, and merges exactly; a bin is at most 2^-kMantissaBits wide relative to its values.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace hashlease {

class FloatHistogram {
 public:
  static constexpr int kMantissaBits = 9;
  static constexpr int kKeyBits = 9 + kMantissaBits;
  static constexpr int kKeyCount = 1 << kKeyBits;
  static constexpr int kPageBins = 1 << kMantissaBits;  // a page is one octave of one sign
  static constexpr int kPageCount = kKeyCount / kPageBins;

  /// The value's bits as an integer that ascends with the value (-0 counts as +0); its upper kKeyBits are the key.
  static std::uint32_t ordered_bits(float value);
  static float from_ordered_bits(std::uint32_t ordered);
  /// Bits of a value below its key: 2^kDroppedBits floats share a bin.
  static constexpr int kDroppedBits = 32 - kKeyBits;

  /// Bin of a finite value: ascending with the value; -0 counts as +0.
  static int key_of(float value);
  /// Smallest value of the bin, and the smallest value of the next bin.
  static float lower_edge(int key);
  static float upper_edge(int key);

  void add(float value) { ++bin(key_of(value)); }
  void add(int key, std::uint64_t count) { bin(key) += count; }
  /// Counts each of some keys once.
  void add_keys(std::span<const std::uint32_t> keys) {
    if (pages_.empty()) pages_.resize(kPageCount);
    std::unique_ptr<std::uint64_t[]>* const pages = pages_.data();
    for (const std::uint32_t key : keys) {
      std::unique_ptr<std::uint64_t[]>& page = pages[key / kPageBins];
      if (!page) add_page(page);
      ++page[key % kPageBins];
    }
  }
  /// Lets the cache know of bins that add_keys will count soon.
  void prefetch(std::span<const std::uint32_t> keys) const {
    if (pages_.empty()) return;
    for (const std::uint32_t key : keys) {
      const std::uint64_t* page = pages_[key / kPageBins].get();
      if (page != nullptr) __builtin_prefetch(page + key % kPageBins, 1);
    }
  }
  void merge(const FloatHistogram& other);

  std::uint64_t count(int key) const;
  std::uint64_t total() const;
  /// Occupied bins in ascending order, and their counts.
  void occupied(std::vector<std::int32_t>& keys, std::vector<std::uint64_t>& counts) const;
  bool empty() const { return pages_.empty(); }
  std::size_t memory_bytes() const;

 private:
  std::uint64_t& bin(int key) {
    if (pages_.empty()) pages_.resize(kPageCount);
    std::unique_ptr<std::uint64_t[]>& page = pages_[static_cast<std::size_t>(key) / kPageBins];
    if (!page) add_page(page);
    return page[static_cast<std::size_t>(key) % kPageBins];
  }
  static void add_page(std::unique_ptr<std::uint64_t[]>& page);

  std::vector<std::unique_ptr<std::uint64_t[]>> pages_;  // kPageCount entries once anything was added
};

}  // namespace hashlease
