#include "stats/float_histogram.hpp"

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

void FloatHistogram::add_page(std::unique_ptr<std::uint64_t[]>& page) {
  page = std::make_unique<std::uint64_t[]>(kPageBins);
}

void FloatHistogram::merge(const FloatHistogram& other) {
  for (std::size_t page = 0; page < other.pages_.size(); ++page) {
    if (!other.pages_[page]) continue;
    const int first_key = static_cast<int>(page) * kPageBins;
    std::uint64_t* counts = &bin(first_key);
    for (std::size_t i = 0; i < kPageBins; ++i) counts[i] += other.pages_[page][i];
  }
}

std::uint64_t FloatHistogram::count(int key) const {
  if (pages_.empty()) return 0;
  const auto& page = pages_[static_cast<std::size_t>(key) / kPageBins];
  return page ? page[static_cast<std::size_t>(key) % kPageBins] : 0;
}

std::uint64_t FloatHistogram::total() const {
  std::uint64_t sum = 0;
  for (const auto& page : pages_) {
    if (page) sum = std::accumulate(page.get(), page.get() + kPageBins, sum);
  }
  return sum;
}

void FloatHistogram::occupied(std::vector<std::int32_t>& keys, std::vector<std::uint64_t>& counts) const {
  keys.clear();
  counts.clear();
  for (std::size_t page = 0; page < pages_.size(); ++page) {
    if (!pages_[page]) continue;
    for (std::size_t i = 0; i < kPageBins; ++i) {
      if (pages_[page][i] == 0) continue;
      keys.push_back(static_cast<std::int32_t>(page * kPageBins + i));
      counts.push_back(pages_[page][i]);
    }
  }
}

std::size_t FloatHistogram::memory_bytes() const {
  std::size_t bytes = pages_.capacity() * sizeof(pages_[0]);
  for (const auto& page : pages_) bytes += page ? kPageBins * sizeof(std::uint64_t) : 0;
  return bytes;
}

}  // namespace hashlease
