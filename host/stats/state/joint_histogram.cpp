#include "stats/state/joint_histogram.hpp"

#include <algorithm>
#include <utility>

#include "stats/state/float_histogram.hpp"

namespace hashlease {

std::uint32_t JointHistogram::key_of(float value) { return FloatHistogram::ordered_bits(value) >> kDroppedBits; }

float JointHistogram::lower_edge(std::uint32_t key) { return FloatHistogram::from_ordered_bits(key << kDroppedBits); }

float JointHistogram::upper_edge(std::uint32_t key) { return lower_edge(key + 1); }

void JointHistogram::grow() {
  const std::vector<Cell> old =
      std::exchange(table_, std::vector<Cell>(std::max<std::size_t>(1024, 2 * table_.size())));
  for (const Cell& cell : old) {
    if (cell.count != 0) table_[slot_of(cell.keys)] = cell;
  }
}

void JointHistogram::merge(const JointHistogram& other) {
  for (const Cell& cell : other.table_) {
    if (cell.count != 0) add(cell);
  }
}

std::uint64_t JointHistogram::total() const {
  std::uint64_t sum = 0;
  for (const Cell& cell : table_) sum += cell.count;
  return sum;
}

std::vector<JointHistogram::Cell> JointHistogram::occupied() const {
  std::vector<Cell> cells;
  for (const Cell& cell : table_) {
    if (cell.count != 0) cells.push_back(cell);
  }
  std::sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.keys < b.keys; });
  return cells;
}

}  // namespace hashlease
