/// The launches of cuda/*.cu, done by the host on pretended device memory: the simulation by the CPU's loop, the
/// reductions by the functions that define them.

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "backend/instruction_sets.hpp"
#include "cuda/column_sums.hpp"
#include "cuda/histogram_counts.hpp"
#include "cuda/market_kernel.hpp"
#include "cuda/pretended/runtime.hpp"
#include "cuda/site_kernel.hpp"
#include "cuda/tail_picks.hpp"
#include "stats/state/float_histogram.hpp"
#include "stats/state/tail_sample.hpp"
#include "stats/sums/leaf_sum.hpp"
#include "stats/sums/node_stack.hpp"

namespace hashlease::cuda {

namespace {

/// Constant memory of a device.
struct Constants {
  MarketPlan market;
  MarketPlan site_market;
  SitesPlan sites;
};

Constants& constants_of(int device) {
  static std::array<Constants, testing::kMaxDevices> all;
  return all.at(static_cast<std::size_t>(device));
}

/// What the market stage leaves on the tape here: what the site stage has to know to simulate both.
struct TapeNote {
  const MarketStep* steps;
  const float* tables;
  std::uint64_t first_path;
};

template <std::size_t kWidth, class AddLeaf>
void sum_tree(std::uint32_t path_count, double* sums, const AddLeaf& add_leaf) {
  NodeStack<kWidth> stack;
  for (std::uint32_t first = 0; first < path_count; first += kLeafPaths) {
    std::array<double, kWidth> leaf;
    add_leaf(first, static_cast<int>(std::min<std::uint32_t>(kLeafPaths, path_count - first)), leaf.data());
    stack.push(leaf);
  }
  std::copy_n(stack.root().data(), kWidth, sums);
}

void power_sums(const BatchColumns& batch, std::uint32_t column, bool is_outcome, const double* shift,
                const ColumnSumTargets& targets) {
  const float* values = batch.values + column * batch.stride;
  sum_tree<kPowerSums>(
      batch.path_count, targets.sums + column * kPowerSums,
      [&](std::uint32_t first, int count, double* leaf) { leaf_powers(values + first, count, shift[column], leaf); });
  for (std::uint32_t path = 0; path < batch.path_count; ++path) {
    if (is_finite_value(values[path])) continue;
    ++targets.undefined[column];
    if (is_outcome) targets.non_finite_paths[path / 32] |= 1U << (path % 32);
  }
}

}  // namespace

void upload_market_plan(const MarketPlan& plan) { constants_of(testing::current_device()).market = plan; }
cudaError_t market_kernel_status() { return cudaSuccess; }
KernelUsage market_kernel_usage(const MarketPlan&) { return {"market", 61, 0, 128, 8, 0.5}; }
std::vector<KernelUsage> site_kernel_usage(const SitesPlan&) { return {{"sites", 128, 0, 128, 4, 0.25}}; }

void launch_market(const MarketPlan&, const MarketStep* steps, const float* tables, const PathRange& paths,
                   const TapeWriter& tape, cudaStream_t stream) {
  testing::enqueue(stream, [=] {
    const TapeNote note{steps, tables, paths.first};
    std::memcpy(tape.values, &note, sizeof note);
  });
}

void upload_site_plans(const MarketPlan& market, const SitesPlan& sites) {
  Constants& constants = constants_of(testing::current_device());
  constants.site_market = market;
  constants.sites = sites;
}

void launch_sites(const SitesPlan&, const MonthPlan* months, const MarketColumnsPlan& market_columns,
                  const PathRange& paths, const TapeReader& tape, const ColumnWriter& columns, cudaStream_t stream) {
  testing::enqueue(stream, [=, device = testing::current_device()] {
    TapeNote note{};
    std::memcpy(&note, tape.values, sizeof note);
    const Constants& constants = constants_of(device);
    std::vector<float> host_tape(
        static_cast<std::size_t>(constants.market.month_count * driver_count(constants.market) * kMaxLaneWidth));
    instruction_sets().back().simulate({&constants.market, note.steps, note.tables, &constants.sites, months,
                                        &market_columns, note.first_path, paths.count, host_tape.data(), columns.values,
                                        columns.stride});
  });
}

std::size_t sum_node_count(std::uint64_t path_count, std::size_t item_count) { return path_count / 64 * item_count; }

void launch_power_sums(const BatchColumns& batch, std::uint32_t column_count, std::uint32_t outcome_columns,
                       const double* shift, const ColumnSumTargets& targets, cudaStream_t stream) {
  testing::enqueue(stream, [=] {
    for (std::uint32_t column = 0; column < column_count; ++column) {
      power_sums(batch, column, column < outcome_columns, shift, targets);
    }
  });
}

void launch_cross_sums(const BatchColumns& batch, const ColumnPair* pairs, std::uint32_t pair_count,
                       const double* shift, double*, double* sums, cudaStream_t stream) {
  testing::enqueue(stream, [=] {
    for (std::uint32_t pair = 0; pair < pair_count; ++pair) {
      const auto [a, b] = pairs[pair];
      const float* of_a = batch.values + a * batch.stride;
      const float* of_b = batch.values + b * batch.stride;
      sum_tree<kCrossSums>(batch.path_count, sums + pair * kCrossSums,
                           [&, a = a, b = b](std::uint32_t first, int count, double* leaf) {
                             leaf_cross(of_a + first, of_b + first, count, shift[a], shift[b], leaf);
                           });
    }
  });
}

void launch_count_keys(const BatchColumns& batch, const std::uint32_t* columns, std::uint32_t column_count,
                       std::uint32_t* counts, cudaStream_t stream) {
  testing::enqueue(stream, [=] {
    for (std::uint32_t item = 0; item < column_count; ++item) {
      const float* values = batch.values + columns[item] * batch.stride;
      for (std::uint32_t path = 0; path < batch.path_count; ++path) {
        if (!is_finite_value(values[path])) continue;
        ++counts[item * FloatHistogram::kKeyCount + static_cast<std::uint32_t>(FloatHistogram::key_of(values[path]))];
      }
    }
  });
}

void launch_take_counts(std::uint32_t* counts, std::uint32_t bin_count, BinCount* list, std::uint32_t* list_size,
                        cudaStream_t stream) {
  testing::enqueue(stream, [=] {
    *list_size = 0;
    for (std::uint32_t bin = bin_count; bin-- > 0;) {
      if (counts[bin] != 0) list[(*list_size)++] = {bin, std::exchange(counts[bin], 0U)};
    }
  });
}

std::size_t tail_temporary_bytes(std::uint64_t path_count) { return path_count; }

void launch_tail_picks(const float* values, std::uint32_t path_count, TailSide side, std::uint32_t pick_count,
                       const TailWorkspace&, TailPick* picks, cudaStream_t stream) {
  testing::enqueue(stream, [=] {
    std::vector<TailEntry> tail;
    sample_tail(tail, {values, path_count}, 0, side, pick_count);
    for (std::size_t k = 0; k < tail.size(); ++k) picks[k] = {tail[k].value, static_cast<std::uint32_t>(tail[k].path)};
  });
}

}  // namespace hashlease::cuda
