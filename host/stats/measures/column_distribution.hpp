#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "stats/state/float_histogram.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease {

/// Receives the values of a column piece by piece, in path order.
using ColumnSink = std::function<void(std::span<const float>)>;
/// Streams the kept values of a column (number as in ColumnLayout) to a sink; false, with nothing streamed, when the
/// column is not kept. An empty function: none is kept.
using ColumnSource = std::function<bool(int column, const ColumnSink& sink)>;

struct OrderStatistic {
  double value = 0.0;
  bool exact = false;  // otherwise it lies in the right bin: at most 2^-9 of its size away
};

/// Sums over the lowest values of a sample.
struct LowerTail {
  double sum = 0.0;     // of x - about
  double square = 0.0;  // of (x - about)^2
  bool exact = false;   // otherwise values stand in for each other within their bins
};

/// Order statistics of one column: from its histogram, exact where the tail samples reach, where the column is
/// constant, and, after `refine`, at the ranks asked for. Memory does not grow with the number of values.
class ColumnDistribution {
 public:
  /// `constant`: the value when all seem to be equal; it is believed when they share a bin. The tail samples may be
  /// empty; otherwise they hold the lowest and the highest values in the order of StudyState.
  ColumnDistribution(const FloatHistogram& histogram, std::span<const TailEntry> lowest,
                     std::span<const TailEntry> highest, std::optional<double> constant);

  /// Number of (finite) values.
  std::uint64_t count() const { return cumulative_.empty() ? 0 : cumulative_.back(); }

  /// Number of values below 0: exact, as no bin holds numbers of both signs, and -0 counts as 0.
  std::uint64_t count_negative() const;

  /// Makes the order statistics at `ranks` and the sums below them exact with one pass over the values: a bin that
  /// holds one of the ranks gets a count for each of its 2^14 floats. Ranks outside 1..count() are ignored. `stream`
  /// calls the sink it is given, or returns false when the values are not kept, which is returned.
  /// Throws RunError when the values are not those of the histogram.
  bool refine(const std::function<bool(const ColumnSink&)>& stream, std::span<const std::uint64_t> ranks);

  /// x_(rank), 1 <= rank <= count(). Without exact knowledge: linear by rank inside the bin.
  OrderStatistic order_statistic(std::uint64_t rank) const;
  /// The same between ranks, linear.
  double value_at(double rank) const;
  /// Sums over x_(1), ..., x_(rank); rank may be 0.
  LowerTail lower_tail(std::uint64_t rank, double about) const;

 private:
  std::size_t bin_of_rank(std::uint64_t rank) const;
  std::uint64_t count_below(std::size_t bin) const { return bin == 0 ? 0 : cumulative_[bin - 1]; }
  double width(std::size_t bin) const { return upper_[bin] - lower_[bin]; }
  void prepare(std::span<const std::uint64_t> ranks);
  LowerTail tail_from_bins(std::uint64_t rank, double about) const;
  void count_values(std::span<const float> values, std::span<const std::int32_t> bin_of_key,
                    std::span<std::uint64_t> seen);
  void add_part_of_bin(std::size_t bin, std::uint64_t taken, long double about, long double& sum,
                       long double& square) const;

  std::span<const TailEntry> lowest_;
  std::span<const TailEntry> highest_;
  std::optional<double> constant_;
  std::vector<std::int32_t> keys_;         // of occupied bins, ascending
  std::vector<std::uint64_t> cumulative_;  // values in this bin and those before
  std::vector<double> lower_;              // edges
  std::vector<double> upper_;
  std::vector<std::vector<std::uint64_t>> fine_;  // [bin]: counts of its floats; empty unless refined
  std::vector<double> excess_sum_;                // [bin] after refine: sum of x - lower edge
  std::vector<double> excess_square_;             // [bin] after refine: sum of (x - lower edge)^2
};

}  // namespace hashlease
