#pragma once

/// A histogram over the upper bits of the float itself: sign, exponent and kMantissaBits of the mantissa. It needs no
/// edges and no pilot run, and merges exactly; a bin is at most 2^-kMantissaBits wide relative to its values.

#include <cstddef>
#include <cstdint>
#include <limits>
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

  void add(float value) {
    reserve(1);
    ++bin(pages_, key_of(value));
  }
  void add(int key, std::uint64_t count);
  /// Half the width of the totals: what a chunk of paths counts moves through the caches.
  using Count = std::uint32_t;
  /// The bins of some keys, to be counted once each before the histogram is read or merged (others may be added
  /// before): the cache is told of them.
  void find_bins(std::span<const std::uint32_t> keys, std::span<Count*> bins) {
    reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
      std::unique_ptr<Count[]>& page = pages_[keys[i] / kPageBins];
      if (!page) page = make_page<Count>();
      bins[i] = &page[keys[i] % kPageBins];
      __builtin_prefetch(bins[i], 1);
    }
  }
  void merge(const FloatHistogram& other);

  std::uint64_t count(int key) const;
  std::uint64_t total() const;
  /// Occupied bins in ascending order, and their counts.
  void occupied(std::vector<std::int32_t>& keys, std::vector<std::uint64_t>& counts) const;
  bool empty() const { return pages_.empty() && folded_.empty(); }
  std::size_t memory_bytes() const;

 private:
  template <class T>
  using Pages = std::vector<std::unique_ptr<T[]>>;  // kPageCount entries once anything was added

  template <class T>
  static std::unique_ptr<T[]> make_page() {
    return std::make_unique<T[]>(kPageBins);
  }
  template <class T>
  static T& bin(Pages<T>& pages, int key) {
    if (pages.empty()) pages.resize(kPageCount);
    std::unique_ptr<T[]>& page = pages[static_cast<std::size_t>(key) / kPageBins];
    if (!page) page = make_page<T>();
    return page[static_cast<std::size_t>(key) % kPageBins];
  }
  template <class T>
  static T count_in(const Pages<T>& pages, int key) {
    if (pages.empty()) return 0;
    const auto& page = pages[static_cast<std::size_t>(key) / kPageBins];
    return page ? page[static_cast<std::size_t>(key) % kPageBins] : 0;
  }
  static bool holds_page(const auto& pages, std::size_t page) { return !pages.empty() && pages[page] != nullptr; }

  /// Makes room for `count` more values in pages_.
  void reserve(std::uint64_t count) {
    if (pages_.empty()) pages_.resize(kPageCount);
    if (in_pages_ + count > kMostInPages) fold();
    in_pages_ += count;
  }
  void fold();

  /// Values counted in pages_ before they are folded: no bin can overflow, not even by the bins that were found before
  /// and are counted after.
  static constexpr std::uint64_t kMostInPages = std::numeric_limits<Count>::max() / 2;

  Pages<Count> pages_;
  std::uint64_t in_pages_ = 0;
  Pages<std::uint64_t> folded_;  // what pages_ held before they would have overflown
};

}  // namespace hashlease
