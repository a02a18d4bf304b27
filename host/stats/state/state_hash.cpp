#include "stats/state/state_hash.hpp"

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/error.hpp"
#include "base/sha256.hpp"

namespace hashlease {
namespace {

/// Feeds numbers to a digest in little-endian order on every machine.
class StateWriter {
 public:
  template <std::unsigned_integral Unsigned>
  void write(Unsigned value) {
    if (used_ + sizeof value > buffer_.size()) flush();
    for (std::size_t i = 0; i < sizeof value; ++i) {
      buffer_[used_ + i] = static_cast<std::byte>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xffU);
    }
    used_ += sizeof value;
  }
  void write(double value) { write(std::bit_cast<std::uint64_t>(value)); }
  void write(float value) { write(std::bit_cast<std::uint32_t>(value)); }
  void write(std::int32_t value) { write(std::bit_cast<std::uint32_t>(value)); }
  void write(const PathRange& range) {
    write(range.first);
    write(range.count);
  }
  void write(const TailEntry& entry) {
    write(entry.value);
    write(entry.path);
  }

  template <typename Item>
  void write(const std::vector<Item>& list) {
    write(static_cast<std::uint64_t>(list.size()));
    for (const Item& item : list) write(item);
  }

  std::string hex() {
    flush();
    return digest_.hex();
  }

 private:
  void flush() {
    digest_.update(std::span(buffer_).first(used_));
    used_ = 0;
  }

  Sha256 digest_;
  std::vector<std::byte> buffer_ = std::vector<std::byte>(65536);
  std::size_t used_ = 0;
};

void write_histogram(StateWriter& writer, const FloatHistogram& histogram) {
  std::vector<std::int32_t> keys;
  std::vector<std::uint64_t> counts;
  histogram.occupied(keys, counts);
  writer.write(keys);
  writer.write(counts);
}

}  // namespace

std::string state_hash(const StudyState& state, const ColumnLayout& layout) {
  const auto columns = static_cast<std::size_t>(layout.column_count());
  if (state.shift.size() != columns || state.sums.width() != sum_width(layout)) {
    throw RunError("the state is not one of this study");
  }
  StateWriter writer;
  for (const char letter : std::string("hashlease state 2")) writer.write(static_cast<std::uint8_t>(letter));
  writer.write(state.ranges);
  writer.write(state.shift);
  writer.write(state.sums.total());
  writer.write(state.undefined);
  for (const FloatHistogram& histogram : state.histograms) write_histogram(writer, histogram);
  for (std::size_t headline = 0; headline < state.lowest.size(); ++headline) {
    writer.write(state.lowest[headline]);
    writer.write(state.highest[headline]);
  }
  for (const std::vector<double>& prefix : state.sums.prefixes()) writer.write(prefix);
  for (const JointHistogram& joint : state.joint) {
    const std::vector<JointHistogram::Cell> cells = joint.occupied();
    writer.write(static_cast<std::uint64_t>(cells.size()));
    for (const JointHistogram::Cell& cell : cells) {
      writer.write(cell.keys);
      writer.write(cell.count);
    }
  }
  for (const std::vector<FloatHistogram>& octaves : state.octaves) {
    writer.write(static_cast<std::uint64_t>(octaves.size()));
    for (const FloatHistogram& histogram : octaves) write_histogram(writer, histogram);
  }
  writer.write(state.non_finite_count);
  writer.write(state.non_finite_paths);
  return writer.hex();
}

}  // namespace hashlease
