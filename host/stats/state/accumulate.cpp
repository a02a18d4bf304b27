#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <span>

#include "base/error.hpp"
#include "stats/state/study_state.hpp"
#include "stats/sums/chunk_shape.hpp"
#include "stats/sums/leaf_kernel.hpp"
#include "stats/sums/leaf_sum.hpp"
#include "stats/sums/node_stack.hpp"

namespace hashlease {
namespace {

constexpr std::size_t kLeaf = kLeafPaths;

/// One column of a chunk and where its results go.
struct ColumnTask {
  const float* values;
  std::size_t count;
  double shift;
  FloatHistogram* histogram;  // null: none is kept
  double* sums;               // [kPowerSums]
};

/// Whether all values of a column of whole leaves have the same bits.
bool is_constant(const ColumnTask& task) {
  return task.count % kLeaf == 0 && std::memcmp(task.values, task.values + 1, (task.count - 1) * sizeof(float)) == 0;
}

/// Sums of a constant column: equal children, so every level doubles the leaf below, exactly. Returns the paths on
/// which it is undefined.
std::uint64_t accumulate_constant(const ColumnTask& task) {
  leaf_powers(task.values, static_cast<int>(kLeaf), task.shift, task.sums);
  const std::uint64_t leaves = task.count / kLeaf;  // a power of two
  for (int power = 0; power < kPowerSums; ++power) task.sums[power] *= static_cast<double>(leaves);
  if (!is_finite_value(*task.values)) return task.count;
  if (task.histogram != nullptr) task.histogram->add(FloatHistogram::key_of(*task.values), task.count);
  return 0;
}

/// Counts the finite values of a leaf that also holds others.
void add_defined(FloatHistogram& histogram, std::span<const float> values) {
  for (const float value : values) {
    if (is_finite_value(value)) histogram.add(value);
  }
}

/// Bins found and not counted yet. A histogram of the study is rarely in the cache when its column comes; by the time
/// some further leaves are found, it is.
class WaitingBins {
 public:
  void push(FloatHistogram& histogram, std::span<const std::uint32_t, kLeaf> keys) {
    count(leaves_[turn_]);
    histogram.find_bins(keys, leaves_[turn_]);
    turn_ = (turn_ + 1) % leaves_.size();
  }
  ~WaitingBins() {
    for (Leaf& leaf : leaves_) count(leaf);
  }

 private:
  using Leaf = std::array<FloatHistogram::Count*, kLeaf>;
  static void count(Leaf& leaf) {
    if (leaf[0] == nullptr) return;
    for (FloatHistogram::Count* bin : leaf) ++*bin;
    leaf[0] = nullptr;
  }

  std::array<Leaf, 2> leaves_{};
  std::size_t turn_ = 0;
};

std::uint64_t accumulate_column(const ColumnTask& task, LeafKernel kernel, WaitingBins& bins) {
  if (is_constant(task)) return accumulate_constant(task);
  NodeStack<kPowerSums> stack;
  std::array<std::uint32_t, kLeaf> keys;
  std::array<float, kLeaf> padded;
  std::uint64_t undefined = 0;
  for (std::size_t first = 0; first < task.count; first += kLeaf) {
    const std::size_t size = std::min(kLeaf, task.count - first);
    const float* values = task.values + first;
    if (size < kLeaf) {
      padded.fill(std::numeric_limits<float>::quiet_NaN());
      std::copy_n(values, size, padded.begin());
      values = padded.data();
    }
    std::array<double, kPowerSums> leaf;
    const auto missing = static_cast<std::size_t>(
        kernel(values, task.shift, leaf.data(), task.histogram != nullptr ? keys.data() : nullptr));
    undefined += missing - (kLeaf - size);
    stack.push(leaf);
    if (task.histogram == nullptr) continue;
    if (missing == 0) {
      bins.push(*task.histogram, keys);
    } else {
      add_defined(*task.histogram, {values, size});
    }
  }
  const std::array<double, kPowerSums> total = stack.root();
  std::copy(total.begin(), total.end(), task.sums);
  return undefined;
}

}  // namespace

void accumulate_columns(StudyState& state, const ColumnLayout& layout, const OutcomeChunk& chunk, int column_begin,
                        int column_end, ChunkSums& sums) {
  node_level(chunk.range);
  if (sums.values.size() != sum_width(layout)) throw RunError("the sums of a chunk do not have the size of the study");
  static const LeafKernel kernel = available_leaf_kernels().back().kernel;
  WaitingBins bins;
  for (int column = column_begin; column < column_end; ++column) {
    const auto index = static_cast<std::size_t>(column);
    const ColumnTask task{chunk.values + index * chunk.stride, static_cast<std::size_t>(chunk.range.count),
                          state.shift[index], layout.has_distribution(column) ? &state.histograms[index] : nullptr,
                          sums.values.data() + index * kPowerSums};
    sums.undefined[index] = accumulate_column(task, kernel, bins);
    state.undefined[index] += sums.undefined[index];
  }
}

}  // namespace hashlease
