#include "stats/state/float_histogram.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace hashlease {
namespace {

constexpr std::uint32_t kSignBit = 0x80000000U;

}  // namespace

std::uint32_t FloatHistogram::ordered_bits(float value) {
  std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  if (bits == kSignBit) bits = 0;
  // The bits of positive floats ascend with them and those of negative ones descend.
  return (bits & kSignBit) != 0 ? ~bits : bits | kSignBit;
}

float FloatHistogram::from_ordered_bits(std::uint32_t ordered) {
  return std::bit_cast<float>((ordered & kSignBit) != 0 ? ordered & ~kSignBit : ~ordered);
}

int FloatHistogram::key_of(float value) { return static_cast<int>(ordered_bits(value) >> kDroppedBits); }

float FloatHistogram::lower_edge(int key) { return from_ordered_bits(static_cast<std::uint32_t>(key) << kDroppedBits); }

float FloatHistogram::upper_edge(int key) { return lower_edge(key + 1); }

void FloatHistogram::add(int key, std::uint64_t count) {
  if (count > kMostInPages) {
    bin(folded_, key) += count;
    return;
  }
  reserve(count);
  bin(pages_, key) += static_cast<Count>(count);
}

void FloatHistogram::fold() {
  for (std::size_t page = 0; page < pages_.size(); ++page) {
    if (!pages_[page]) continue;
    std::uint64_t* counts = &bin(folded_, static_cast<int>(page) * kPageBins);
    for (std::size_t i = 0; i < kPageBins; ++i) counts[i] += pages_[page][i];
    std::fill_n(pages_[page].get(), kPageBins, Count{0});
  }
  in_pages_ = 0;
}

void FloatHistogram::merge(const FloatHistogram& other) {
  if (!other.pages_.empty()) reserve(other.in_pages_);
  for (std::size_t page = 0; page < kPageCount; ++page) {
    const int first_key = static_cast<int>(page) * kPageBins;
    if (holds_page(other.pages_, page)) {
      Count* counts = &bin(pages_, first_key);
      for (std::size_t i = 0; i < kPageBins; ++i) counts[i] += other.pages_[page][i];
    }
    if (holds_page(other.folded_, page)) {
      std::uint64_t* counts = &bin(folded_, first_key);
      for (std::size_t i = 0; i < kPageBins; ++i) counts[i] += other.folded_[page][i];
    }
  }
}

std::uint64_t FloatHistogram::count(int key) const { return count_in(folded_, key) + count_in(pages_, key); }

std::uint64_t FloatHistogram::total() const {
  std::uint64_t sum = 0;
  for (const auto& page : pages_) {
    if (page) sum = std::accumulate(page.get(), page.get() + kPageBins, sum);
  }
  for (const auto& page : folded_) {
    if (page) sum = std::accumulate(page.get(), page.get() + kPageBins, sum);
  }
  return sum;
}

void FloatHistogram::occupied(std::vector<std::int32_t>& keys, std::vector<std::uint64_t>& counts) const {
  keys.clear();
  counts.clear();
  for (std::size_t page = 0; page < kPageCount; ++page) {
    const Count* recent = holds_page(pages_, page) ? pages_[page].get() : nullptr;
    const std::uint64_t* folded = holds_page(folded_, page) ? folded_[page].get() : nullptr;
    if (recent == nullptr && folded == nullptr) continue;
    for (std::size_t i = 0; i < kPageBins; ++i) {
      const std::uint64_t count = (recent != nullptr ? recent[i] : 0) + (folded != nullptr ? folded[i] : 0);
      if (count == 0) continue;
      keys.push_back(static_cast<std::int32_t>(page * kPageBins + i));
      counts.push_back(count);
    }
  }
}

std::size_t FloatHistogram::memory_bytes() const {
  std::size_t bytes = pages_.capacity() * sizeof(pages_[0]) + folded_.capacity() * sizeof(folded_[0]);
  for (const auto& page : pages_) bytes += page ? kPageBins * sizeof(Count) : 0;
  for (const auto& page : folded_) bytes += page ? kPageBins * sizeof(std::uint64_t) : 0;
  return bytes;
}

}  // namespace hashlease
