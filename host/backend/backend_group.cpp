#include "backend/backend_group.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>

#include "base/error.hpp"

namespace hashlease {

namespace {

using Clock = std::chrono::steady_clock;

/// Parts differ from their proportion by this share of a block at most.
constexpr std::uint64_t kUnitsOfBlock = 1024;

/// What members say in place of a cause when another one failed.
struct GivenUp {};

/// One block while the members work on it.
class SharedBlock {
 public:
  SharedBlock(std::vector<PathRange> parts, const BlockProgress& progress)
      : results_(parts.size()), parts_(std::move(parts)), done_(parts_.size()), progress_(progress) {}

  /// Simulates the part of a member. Never throws. Returns the time it took [s].
  double simulate(std::size_t member, Backend& backend) {
    const Clock::time_point start = Clock::now();
    try {
      if (parts_[member].count > 0 || member == 0) {  // a block without paths has a state too
        results_[member] = backend.simulate(
            parts_[member], [&, member](std::uint64_t done, const StudyState& state) { show(member, done, state); });
      }
    } catch (...) {
      give_up(std::current_exception());
    }
    return std::chrono::duration<double>(Clock::now() - start).count();
  }

  /// Everything of the block, after all members. Throws what the first to fail threw.
  BlockResult result(const PathRange& block, const ColumnLayout& layout) {
    if (failure_) std::rethrow_exception(failure_);
    BlockResult all = std::move(results_.front());
    for (std::size_t member = 1; member < results_.size(); ++member) {
      const BlockResult& part = results_[member];
      if (parts_[member].count == 0) continue;
      merge_state(all.state, layout, part.state);
      for (std::size_t k = 0; k < all.kept.size(); ++k) {
        all.kept[k].insert(all.kept[k].end(), part.kept[k].begin(), part.kept[k].end());
      }
    }
    all.range = block;
    if (progress_ && shown_ < block.count) progress_(block.count, all.state);
    return all;
  }

 private:
  void show(std::size_t member, std::uint64_t done, const StudyState& state) {
    if (given_up_) throw GivenUp{};
    done_[member] = done;
    if (member != 0 || !progress_) return;
    shown_ = std::accumulate(done_.begin(), done_.end(), std::uint64_t{0});
    progress_(shown_, state);
  }

  void give_up(std::exception_ptr cause) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(cause);
    given_up_ = true;
  }

  std::vector<BlockResult> results_;
  std::vector<PathRange> parts_;
  std::vector<std::atomic<std::uint64_t>> done_;
  const BlockProgress& progress_;
  std::uint64_t shown_ = 0;  // by the first member alone
  std::atomic<bool> given_up_ = false;
  std::mutex mutex_;
  std::exception_ptr failure_;
};

class BackendGroup : public Backend {
 public:
  BackendGroup(std::vector<std::unique_ptr<Backend>> members, const StudyPlan& plan, std::string description)
      : members_(std::move(members)), plan_(plan), description_(std::move(description)), rates_(members_.size(), 1.0) {}

  std::string description() const override { return description_; }
  std::vector<KernelUsage> kernels() const override { return members_.front()->kernels(); }

  BlockResult simulate(const PathRange& range, const BlockProgress& progress) override {
    const std::vector<PathRange> parts = split_by_rate(range, rates_);
    SharedBlock block(parts, progress);
    std::vector<double> seconds(members_.size());
    {
      std::vector<std::jthread> threads;  // joined however this scope is left
      for (std::size_t member = 1; member < members_.size(); ++member) {
        threads.emplace_back([&, member] { seconds[member] = block.simulate(member, *members_[member]); });
      }
      seconds[0] = block.simulate(0, *members_[0]);
    }
    BlockResult result = block.result(range, plan_.layout);
    learn(parts, seconds);
    return result;
  }

 private:
  /// A block that left a member nothing to do says nothing of the others either.
  void learn(const std::vector<PathRange>& parts, const std::vector<double>& seconds) {
    std::vector<double> rates;
    for (std::size_t member = 0; member < parts.size(); ++member) {
      rates.push_back(static_cast<double>(parts[member].count) / std::max(seconds[member], 1e-9));
    }
    if (*std::min_element(rates.begin(), rates.end()) > 0.0) rates_ = rates;
  }

  std::vector<std::unique_ptr<Backend>> members_;
  const StudyPlan& plan_;
  std::string description_;
  std::vector<double> rates_;
};

}  // namespace

std::vector<PathRange> split_by_rate(const PathRange& block, const std::vector<double>& rates) {
  std::uint64_t unit = kLeafPaths;
  while (unit * kUnitsOfBlock < block.count) unit *= 2;
  const double all = std::accumulate(rates.begin(), rates.end(), 0.0);
  std::vector<PathRange> parts;
  double sum = 0.0;
  std::uint64_t first = block.first;
  for (std::size_t member = 0; member < rates.size(); ++member) {
    sum += rates[member];
    const auto share = static_cast<std::uint64_t>(static_cast<double>(block.count) * (sum / all));
    // Ends on multiples of the unit from path 0, where chunks are large.
    std::uint64_t end = (block.first + share + unit / 2) / unit * unit;
    end = member + 1 == rates.size() ? block.end() : std::clamp(end, first, block.end());
    parts.push_back({first, end - first});
    first = end;
  }
  return parts;
}

std::unique_ptr<Backend> make_backend_group(std::vector<std::unique_ptr<Backend>> members, const StudyPlan& plan,
                                            const std::string& description) {
  if (members.empty()) throw RunError("a group of backends has no member");
  return std::make_unique<BackendGroup>(std::move(members), plan, description);
}

}  // namespace hashlease
