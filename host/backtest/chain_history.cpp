#include "backtest/chain_history.hpp"

#include <cmath>

namespace hashlease {

namespace {

constexpr std::int64_t kHalvingInterval = 210'000;
constexpr std::int64_t kRetargetInterval = 2016;
constexpr double kFirstSubsidy = 50.0;
/// Half of its subsidy is less than a satoshi.
constexpr double kLastEra = 32.0;
/// Miners seldom claim less than they may; a subsidy within this is that of its era.
constexpr double kSubsidyTolerance = 1e-3;

/// Era of a mean subsidy, 0 for 50 BTC; none for a mean of two.
std::optional<int> era_of(double subsidy) {
  const double era = std::round(std::log2(kFirstSubsidy / subsidy));
  const double nominal = kFirstSubsidy / std::exp2(era);
  if (!(era >= 0.0 && era <= kLastEra) || std::abs(subsidy / nominal - 1.0) > kSubsidyTolerance) return std::nullopt;
  return static_cast<int>(era);
}

}  // namespace

std::optional<KnownHeight> height_from_halving(const BtcHistory& history) {
  for (std::size_t k = 1; k < history.day_count(); ++k) {
    const std::optional<int> before = era_of(history.issuance[k - 1] / history.blocks[k - 1]);
    const double subsidy = history.issuance[k] / history.blocks[k];
    const std::optional<int> now = era_of(subsidy);
    if (!before || (now && *now == *before)) continue;
    const double old_subsidy = kFirstSubsidy / std::exp2(*before);
    const double new_subsidy = 0.5 * old_subsidy;
    if (subsidy > old_subsidy || subsidy < new_subsidy * (1.0 - kSubsidyTolerance)) continue;
    // issuance = old_blocks * old_subsidy + (blocks - old_blocks) * new_subsidy
    const double old_blocks = std::round((history.issuance[k] - history.blocks[k] * new_subsidy) / new_subsidy);
    const std::int64_t last_old = kHalvingInterval * (*before + 1) - 1;
    return KnownHeight{history.first_day + static_cast<std::int64_t>(k),
                       last_old + static_cast<std::int64_t>(std::round(history.blocks[k] - old_blocks))};
  }
  return std::nullopt;
}

std::vector<std::int64_t> block_heights(const BtcHistory& history, const KnownHeight& known) {
  std::vector<std::int64_t> heights;
  std::int64_t height = 0, at_known = 0;
  for (std::size_t k = 0; k < history.day_count(); ++k) {
    height += static_cast<std::int64_t>(std::round(history.blocks[k]));
    heights.push_back(height);
    if (history.first_day + static_cast<std::int64_t>(k) == known.day) at_known = height;
  }
  for (std::int64_t& each : heights) each += known.height - at_known;
  return heights;
}

double difficulty_at_close(const BtcHistory& history, const std::vector<std::int64_t>& heights, std::size_t k) {
  const double mean = history.difficulty[k];
  if (k == 0) return mean;
  // Block `height` is the last of its period when height + 1 is a multiple of 2016.
  const std::int64_t mined_under_new = (heights[k] + 1) % kRetargetInterval;
  const auto blocks = static_cast<double>(heights[k] - heights[k - 1]);
  const auto fresh = static_cast<double>(mined_under_new);
  if (fresh >= blocks) return mean;  // the whole day was of one period
  if (mined_under_new == 0) return mean;
  return (mean * blocks - history.difficulty[k - 1] * (blocks - fresh)) / fresh;
}

}  // namespace hashlease
