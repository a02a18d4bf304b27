#include "calibrate/fits/power_days.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "base/special_functions.hpp"
#include "calibrate/fits/distributions.hpp"
#include "vocabulary/date.hpp"

namespace hashlease {

namespace {

/// A day with an hour above this price is no part of the season.
constexpr double kSpikePrice = 1000.0;
}  // namespace

std::vector<PowerDay> days_of(const PowerHistory& history) {
  std::vector<PowerDay> days;
  const auto offset = static_cast<std::size_t>((kHours - ((history.first_hour % kHours) + kHours) % kHours) % kHours);
  for (std::size_t begin = offset; begin + kHours <= history.price.size(); begin += kHours) {
    const Date date = date_from_days(history.day_of_hour(begin));
    PowerDay day;
    day.month = date.month - 1;
    day.year = date.year;
    for (std::size_t hour = 0; hour < kHours; ++hour) {
      const double price = history.price[begin + hour];
      day.is_calm = day.is_calm && price <= kSpikePrice;
      day.price[hour] = price;
      day.y[hour] = std::asinh(price / 10.0);
      day.mean += day.y[hour] / kHours;
    }
    days.push_back(day);
  }
  return days;
}

double student_quantile(double degrees) {
  double low = 1.0, high = 100.0;
  for (int k = 0; k < 60; ++k) {
    const double middle = 0.5 * (low + high);
    (student_t_distribution(middle, degrees) < 0.975 ? low : high) = middle;
  }
  return low;
}

FittedParameter monthly_median(const std::vector<PowerDay>& days, int month) {
  std::vector<double> all, medians;
  std::map<int, std::vector<double>> by_year;
  for (const PowerDay& day : days) {
    if (day.month != month || !day.is_calm) continue;
    all.insert(all.end(), day.y.begin(), day.y.end());
    by_year[day.year].insert(by_year[day.year].end(), day.y.begin(), day.y.end());
  }
  FittedParameter figure;
  figure.key = "monthly_median." + std::to_string(month + 1);
  figure.unit = "USD/MWh";
  if (all.empty()) {
    figure.note = "no day of the sample is in this month";
    return figure;
  }
  const double median = median_of(all);
  figure.value = 10.0 * std::sinh(median);
  for (const auto& [year, values] : by_year) medians.push_back(median_of(values));
  if (medians.size() < 2) return figure;
  const auto count = static_cast<double>(medians.size());
  const double error = std::sqrt(variance_of(medians) / (count - 1.0));
  const double reach = student_quantile(count - 1.0) * error;
  figure.standard_error = error * 10.0 * std::cosh(median);
  figure.lower = 10.0 * std::sinh(median - reach);
  figure.upper = 10.0 * std::sinh(median + reach);
  return figure;
}

double spike_duration(const std::vector<PowerDay>& days, double spiking) {
  double seen = 0.0, in_a_row = 0.0;
  for (std::size_t k = 0; k < days.size(); ++k) {
    seen += days[k].is_calm ? 0.0 : 1.0;
    in_a_row += k > 0 && !days[k].is_calm && !days[k - 1].is_calm ? 1.0 : 0.0;
  }
  // Of two days in the regime the second is seen no more often than any.
  const double is_seen = std::clamp(seen / (spiking * static_cast<double>(days.size())), 0.5, 1.0);
  const double stay = std::min(in_a_row / std::max(seen, 1.0) / is_seen, 0.95);
  return stay > 0.01 ? -1.0 / std::log(stay) : 0.2;
}

}  // namespace hashlease
