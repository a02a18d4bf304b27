#include "stats/measures/tail_dependence.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace hashlease {
namespace {

/// Number of values of a column below a bin, and in it.
struct Bin {
  double below = 0.0;
  double count = 0.0;
  /// Share of the bin that is among the `rank` lowest values.
  double share(double rank) const { return std::clamp((rank - below) / count, 0.0, 1.0); }
};

class JointRanks {
 public:
  explicit JointRanks(const JointHistogram& joint) : cells_(joint.occupied()) {
    for (const JointHistogram::Cell& cell : cells_) {
      a_[cell.key_a()].count += static_cast<double>(cell.count);
      b_[cell.key_b()].count += static_cast<double>(cell.count);
    }
    for (auto* bins : {&a_, &b_}) {
      double below = 0.0;
      for (auto& [key, bin] : *bins) {
        bin.below = below;
        below += bin.count;
      }
      paths_ = below;
    }
  }

  double paths() const { return paths_; }
  bool is_constant() const { return a_.size() < 2 || b_.size() < 2; }

  /// C(rank_a, rank_b); `weigh` turns the shares of a cell's bins into its own.
  template <class Weigh>
  double sum(double rank_a, double rank_b, const Weigh& weigh) const {
    double total = 0.0;
    for (const JointHistogram::Cell& cell : cells_) {
      const double share_a = a_.at(cell.key_a()).share(rank_a);
      if (share_a == 0.0) break;  // cells ascend by a
      total += static_cast<double>(cell.count) * weigh(share_a, b_.at(cell.key_b()).share(rank_b));
    }
    return total;
  }
  double in_proportion(double rank_a, double rank_b) const {
    return sum(rank_a, rank_b, [](double a, double b) { return a * b; });
  }

 private:
  std::vector<JointHistogram::Cell> cells_;
  std::map<std::uint32_t, Bin> a_;
  std::map<std::uint32_t, Bin> b_;
  double paths_ = 0.0;
};

double standard_error(const JointRanks& ranks, double q, double both) {
  const double n = ranks.paths();
  const double rank = n * q;
  if (rank < 10.0) return std::numeric_limits<double>::quiet_NaN();
  const double step = std::sqrt(rank * (1.0 - q));
  const double a = (ranks.in_proportion(rank + step, rank) - ranks.in_proportion(rank - step, rank)) / (2.0 * step);
  const double b = (ranks.in_proportion(rank, rank + step) - ranks.in_proportion(rank, rank - step)) / (2.0 * step);
  const double c = both / n;
  const double mean = c - (a + b) * q;
  const double square = c + (a * a + b * b) * q - 2.0 * (a + b) * c + 2.0 * a * b * c;
  return std::sqrt(std::fmax(square - mean * mean, 0.0) / n) / q;
}

}  // namespace

TailDependence lower_tail_dependence(const JointHistogram& joint, double probability) {
  const JointRanks ranks(joint);
  if (ranks.is_constant()) return {};
  const double rank = ranks.paths() * probability;
  const double both = ranks.in_proportion(rank, rank);
  const double surely = ranks.sum(rank, rank, [](double a, double b) { return a == 1.0 && b == 1.0 ? 1.0 : 0.0; });
  const double possibly = ranks.sum(rank, rank, [](double, double b) { return b > 0.0 ? 1.0 : 0.0; });
  return {{both / rank, standard_error(ranks, probability, both)}, surely / rank, std::fmin(possibly / rank, 1.0)};
}

}  // namespace hashlease
