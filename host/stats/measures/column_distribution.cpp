#include "stats/measures/column_distribution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/error.hpp"
#include "stats/sums/leaf_sum.hpp"

namespace hashlease {
namespace {

constexpr std::size_t kFloatsPerBin = std::size_t{1} << FloatHistogram::kDroppedBits;

float float_of(std::int32_t key, std::size_t index) {
  return FloatHistogram::from_ordered_bits((static_cast<std::uint32_t>(key) << FloatHistogram::kDroppedBits) |
                                           static_cast<std::uint32_t>(index));
}

}  // namespace

ColumnDistribution::ColumnDistribution(const FloatHistogram& histogram, std::span<const TailEntry> lowest,
                                       std::span<const TailEntry> highest, std::optional<double> constant)
    : lowest_(lowest), highest_(highest), constant_(constant) {
  histogram.occupied(keys_, cumulative_);
  for (std::size_t bin = 1; bin < cumulative_.size(); ++bin) cumulative_[bin] += cumulative_[bin - 1];
  constexpr double kLargest = std::numeric_limits<float>::max();
  for (const std::int32_t key : keys_) {
    lower_.push_back(static_cast<double>(FloatHistogram::lower_edge(key)));
    upper_.push_back(std::min(static_cast<double>(FloatHistogram::upper_edge(key)), kLargest));
  }
  fine_.resize(keys_.size());
  if (keys_.size() != 1) constant_.reset();  // equal within the resolution of sums is not equal
}

std::size_t ColumnDistribution::bin_of_rank(std::uint64_t rank) const {
  return static_cast<std::size_t>(std::lower_bound(cumulative_.begin(), cumulative_.end(), rank) - cumulative_.begin());
}

void ColumnDistribution::count_values(std::span<const float> values, std::span<const std::int32_t> bin_of_key,
                                      std::span<std::uint64_t> seen) {
  for (const float value : values) {
    if (!is_finite_value(value)) continue;
    const std::uint32_t ordered = FloatHistogram::ordered_bits(value);
    const std::int32_t bin = bin_of_key[ordered >> FloatHistogram::kDroppedBits];
    if (bin < 0) throw RunError("a kept column holds values that its histogram lacks");
    ++seen[static_cast<std::size_t>(bin)];
    const double excess = static_cast<double>(value) - lower_[static_cast<std::size_t>(bin)];
    excess_sum_[static_cast<std::size_t>(bin)] += excess;
    excess_square_[static_cast<std::size_t>(bin)] += excess * excess;
    std::vector<std::uint64_t>& fine = fine_[static_cast<std::size_t>(bin)];
    if (!fine.empty()) ++fine[ordered % kFloatsPerBin];
  }
}

void ColumnDistribution::prepare(std::span<const std::uint64_t> ranks) {
  for (const std::uint64_t rank : ranks) {
    if (rank >= 1 && rank <= count()) fine_[bin_of_rank(rank)].assign(kFloatsPerBin, 0);
  }
  excess_sum_.assign(keys_.size(), 0.0);
  excess_square_.assign(keys_.size(), 0.0);
}

std::uint64_t ColumnDistribution::count_negative() const {
  const auto first = std::lower_bound(lower_.begin(), lower_.end(), 0.0);  // bin that starts at 0 or above
  return count_below(static_cast<std::size_t>(first - lower_.begin()));
}

bool ColumnDistribution::refine(const std::function<bool(const ColumnSink&)>& stream,
                                std::span<const std::uint64_t> ranks) {
  std::vector<std::int32_t> bin_of_key;
  std::vector<std::uint64_t> seen(keys_.size(), 0);
  const bool is_kept = stream([&](std::span<const float> values) {
    if (bin_of_key.empty()) {  // not before it is known that there is something to count
      prepare(ranks);
      bin_of_key.assign(FloatHistogram::kKeyCount, -1);
      for (std::size_t bin = 0; bin < keys_.size(); ++bin) {
        bin_of_key[static_cast<std::size_t>(keys_[bin])] = static_cast<std::int32_t>(bin);
      }
    }
    count_values(values, bin_of_key, seen);
  });
  std::partial_sum(seen.begin(), seen.end(), seen.begin());
  if (is_kept && seen != cumulative_) throw RunError("a kept column does not hold the values of its histogram");
  return is_kept;
}

OrderStatistic ColumnDistribution::order_statistic(std::uint64_t rank) const {
  if (constant_) return {*constant_, true};
  if (rank <= lowest_.size()) return {static_cast<double>(lowest_[rank - 1].value), true};
  if (count() - rank < highest_.size()) return {static_cast<double>(highest_[count() - rank].value), true};
  const std::size_t bin = bin_of_rank(rank);
  std::uint64_t place = rank - count_below(bin);  // 1 ... count of the bin
  if (!fine_[bin].empty()) {
    std::size_t index = 0;
    for (; fine_[bin][index] < place; ++index) place -= fine_[bin][index];
    return {static_cast<double>(float_of(keys_[bin], index)), true};
  }
  const auto size = static_cast<double>(cumulative_[bin] - count_below(bin));
  return {lower_[bin] + width(bin) * ((static_cast<double>(place) - 0.5) / size), false};
}

double ColumnDistribution::value_at(double rank) const {
  const double whole = std::floor(rank);
  const double low = order_statistic(static_cast<std::uint64_t>(whole)).value;
  if (rank == whole) return low;
  return low + (rank - whole) * (order_statistic(static_cast<std::uint64_t>(whole) + 1).value - low);
}

void ColumnDistribution::add_part_of_bin(std::size_t bin, std::uint64_t taken, long double about, long double& sum,
                                         long double& square) const {
  if (fine_[bin].empty()) {
    const auto size = static_cast<double>(cumulative_[bin] - count_below(bin));
    const long double distance = lower_[bin] + 0.5 * width(bin) * (static_cast<double>(taken) / size) - about;
    sum += static_cast<long double>(taken) * distance;
    square += static_cast<long double>(taken) * distance * distance;
    return;
  }
  for (std::size_t index = 0; taken > 0; ++index) {
    const std::uint64_t equal = std::min(fine_[bin][index], taken);
    const long double distance = static_cast<long double>(float_of(keys_[bin], index)) - about;
    sum += static_cast<long double>(equal) * distance;
    square += static_cast<long double>(equal) * distance * distance;
    taken -= equal;
  }
}

LowerTail ColumnDistribution::tail_from_bins(std::uint64_t rank, double about) const {
  long double sum = 0.0L;
  long double square = 0.0L;
  bool exact = true;
  for (std::size_t bin = 0; bin < keys_.size() && count_below(bin) < rank; ++bin) {
    const std::uint64_t size = cumulative_[bin] - count_below(bin);
    const std::uint64_t taken = std::min(size, rank - count_below(bin));
    if (excess_sum_.empty() || taken < size) {
      exact = exact && !fine_[bin].empty();
      add_part_of_bin(bin, taken, about, sum, square);
      continue;
    }
    const long double distance = static_cast<long double>(lower_[bin]) - about;
    sum += excess_sum_[bin] + static_cast<long double>(size) * distance;
    square += excess_square_[bin] + distance * (2.0L * excess_sum_[bin] + static_cast<long double>(size) * distance);
  }
  return {static_cast<double>(sum), static_cast<double>(square), exact};
}

LowerTail ColumnDistribution::lower_tail(std::uint64_t rank, double about) const {
  if (constant_) {
    const double distance = *constant_ - about;
    const double sum = static_cast<double>(rank) * distance;
    return {sum, sum * distance, true};
  }
  if (rank > lowest_.size()) return tail_from_bins(rank, about);
  long double sum = 0.0L;
  long double square = 0.0L;
  for (const TailEntry& entry : lowest_.first(rank)) {
    const long double distance = static_cast<long double>(entry.value) - about;
    sum += distance;
    square += distance * distance;
  }
  return {static_cast<double>(sum), static_cast<double>(square), true};
}

}  // namespace hashlease
