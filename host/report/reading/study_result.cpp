#include "report/reading/study_result.hpp"

#include <algorithm>

namespace hashlease {

double Histogram::total() const {
  double sum = 0.0;
  for (const double paths : count) sum += paths;
  return sum;
}

double Histogram::share_below(double value) const {
  double below = 0.0;
  for (std::size_t bin = 0; bin < count.size(); ++bin) {
    if (upper[bin] <= value) {
      below += count[bin];
    } else if (lower[bin] < value) {
      below += count[bin] * (value - lower[bin]) / (upper[bin] - lower[bin]);
    }
  }
  return below / total();
}

const Histogram* StudyResult::find_histogram(std::size_t site, Outcome outcome, std::size_t period) const {
  const std::string_view quantity = name_of(outcome);
  for (const Histogram& histogram : histograms) {
    if (histogram.site == axes().site[site] && histogram.quantity == quantity &&
        histogram.period == axes().period.label[period] && !histogram.count.empty()) {
      return &histogram;
    }
  }
  return nullptr;
}

const Histogram* StudyResult::find_histogram(const std::string& site, std::string_view quantity) const {
  for (const Histogram& histogram : histograms) {
    if (histogram.site == site && histogram.quantity == quantity && histogram.period == axes().period.label.back() &&
        !histogram.count.empty()) {
      return &histogram;
    }
  }
  return nullptr;
}

const JointDistribution* StudyResult::find_joint(std::size_t site) const {
  const auto found = std::find_if(joint.begin(), joint.end(),
                                  [&](const JointDistribution& one) { return one.site == axes().site[site]; });
  return found == joint.end() ? nullptr : &*found;
}

}  // namespace hashlease
