#include "report/reading/study_result.hpp"

#include <algorithm>
#include <cmath>

namespace hashlease {

Estimate Grid::at(std::initializer_list<std::size_t> index) const {
  if (value.empty()) return {};
  std::size_t flat = 0;
  std::size_t axis = 0;
  for (const std::size_t entry : index) flat = flat * shape[axis++] + entry;
  return {value[flat], standard_error.empty() ? std::numeric_limits<double>::quiet_NaN() : standard_error[flat]};
}

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

std::size_t StudyResult::month_count() const {
  return static_cast<std::size_t>(std::count_if(periods.begin(), periods.end(),
                                                [](const Period& period) { return period.kind == PeriodKind::month; }));
}

std::size_t StudyResult::tail_period() const {
  const bool has_years = periods.size() > month_count() + 1;
  return has_years ? periods.size() - 2 : periods.size() - 1;
}

namespace {

std::optional<std::size_t> index_of(const std::vector<double>& values, double value) {
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (std::fabs(values[k] - value) < 1e-9) return k;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> StudyResult::probability_index(double probability) const {
  return index_of(probabilities, probability);
}

std::optional<std::size_t> StudyResult::level_index(double level) const { return index_of(confidence_levels, level); }

Estimate StudyResult::annual_mean(std::size_t site, Outcome outcome) const {
  const Estimate total = mean.at({site, static_cast<std::size_t>(outcome), horizon()});
  const double per_year = 12.0 / static_cast<double>(month_count());
  return {total.value * per_year, total.standard_error * per_year};
}

const Histogram* StudyResult::find_histogram(std::size_t site, Outcome outcome, std::size_t period) const {
  const std::string_view quantity = kOutcomeNames[static_cast<std::size_t>(outcome)];
  for (const Histogram& histogram : histograms) {
    if (histogram.site == sites[site] && histogram.quantity == quantity && histogram.period == periods[period].label &&
        !histogram.count.empty()) {
      return &histogram;
    }
  }
  return nullptr;
}

const Histogram* StudyResult::find_histogram(const std::string& site, std::string_view quantity) const {
  for (const Histogram& histogram : histograms) {
    if (histogram.site == site && histogram.quantity == quantity && histogram.period == periods.back().label &&
        !histogram.count.empty()) {
      return &histogram;
    }
  }
  return nullptr;
}

const JointDistribution* StudyResult::find_joint(std::size_t site) const {
  const auto found =
      std::find_if(joint.begin(), joint.end(), [&](const JointDistribution& one) { return one.site == sites[site]; });
  return found == joint.end() ? nullptr : &*found;
}

}  // namespace hashlease
