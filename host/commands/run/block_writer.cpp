#include "commands/run/block_writer.hpp"

#include <chrono>
#include <system_error>
#include <utility>

#include "base/error.hpp"
#include "stats/measures/measures.hpp"

namespace hashlease {

std::vector<RevenueEstimate> revenue_estimates(const StudyPlan& plan, const StudyState& state) {
  const EstimateTable table = current_estimates(state, plan.layout);
  std::vector<RevenueEstimate> estimates;
  for (std::size_t site = 0; site < plan.configuration.site.size(); ++site) {
    estimates.push_back({plan.configuration.site[site].name, table.annual_revenue.value[site],
                         table.annual_revenue.standard_error[site]});
  }
  return estimates;
}

void BlockWriter::store(BlockResult block) {
  wait();
  const auto take_in = [this](BlockResult taken) {
    store_now(taken);
    merge(std::move(taken));
  };
  in_hand_ = std::async(std::launch::async, take_in, std::move(block));
}

void BlockWriter::wait() {
  if (in_hand_.valid()) in_hand_.get();
}

void BlockWriter::store_now(const BlockResult& block) {
  const auto start = std::chrono::steady_clock::now();
  store_.write_block(block, plan_.layout);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const std::lock_guard lock(mutex_);
  storing_seconds_ = seconds;
}

void BlockWriter::merge(BlockResult block) {
  if (state_) {
    merge_state(*state_, plan_.layout, block.state);
  } else {
    state_ = std::move(block.state);
  }
  std::vector<RevenueEstimate> estimates = revenue_estimates(plan_, *state_);
  const std::lock_guard lock(mutex_);
  estimates_ = std::move(estimates);
}

double BlockWriter::storing_seconds() const {
  const std::lock_guard lock(mutex_);
  return storing_seconds_;
}

std::vector<RevenueEstimate> BlockWriter::estimates() const {
  const std::lock_guard lock(mutex_);
  return estimates_;
}

}  // namespace hashlease
