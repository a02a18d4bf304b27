#pragma once

/// Stores finished blocks in a thread of its own, while the next block is simulated.

#include <cstdint>
#include <future>
#include <mutex>
#include <optional>
#include <vector>

#include "commands/output/progress.hpp"
#include "io/parts/part_store.hpp"
#include "plan/study_plan.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease {

/// Estimates of every site's mean annual revenue from the paths of a state.
std::vector<RevenueEstimate> revenue_estimates(const StudyPlan& plan, const StudyState& state);

class BlockWriter {
 public:
  /// Both must outlive it, and nothing else may use the store until wait() has returned.
  BlockWriter(PartStore& store, const StudyPlan& plan) : store_(store), plan_(plan) {}
  /// Stores what is in hand; its error, unless wait() has shown it, is lost with it.
  ~BlockWriter() = default;
  BlockWriter(const BlockWriter&) = delete;
  BlockWriter& operator=(const BlockWriter&) = delete;

  /// Waits for the block before and hands this one over. Throws RunError when the one before cannot be stored; then
  /// neither counts.
  void store(BlockResult block);
  /// Waits until every block handed over is stored lastingly. Throws RunError when that failed.
  void wait();

  /// What storing the last block took, once it is stored [s].
  double storing_seconds() const;
  /// Estimates from all blocks stored by this writer; none before the first is.
  std::vector<RevenueEstimate> estimates() const;
  /// Moves out the state of all blocks stored by this writer, after wait(); none when there were none.
  std::optional<StudyState> take_state() { return std::move(state_); }

 private:
  void store_now(const BlockResult& block);
  void merge(BlockResult block);

  PartStore& store_;
  const StudyPlan& plan_;
  std::optional<StudyState> state_;  // used by the thread in hand alone, or by none
  mutable std::mutex mutex_;         // of the two below
  std::vector<RevenueEstimate> estimates_;
  double storing_seconds_ = 0.0;
  std::future<void> in_hand_;  // last: joined before anything that it uses goes
};

}  // namespace hashlease
