#include "report/drawing/scale.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "report/drawing/numbers.hpp"

namespace hashlease {

namespace {

/// The largest round step that fits `least` times into `extent`, and the decimals it needs.
struct Step {
  double size = 1.0;
  int decimals = 0;
};

Step round_step(double extent, int least) {
  const double widest = extent / least;
  const int exponent = static_cast<int>(std::floor(std::log10(widest)));
  const double unit = std::pow(10.0, exponent);
  // A factor of 1 - 1e-9 keeps 0.6 / 3 from being taken for less than 0.2.
  double factor = 1.0;
  for (const double candidate : {2.0, 5.0, 10.0}) {
    if (candidate * unit <= widest * (1.0 + 1e-9)) factor = candidate;
  }
  return {factor * unit, std::max(0, -exponent - (factor == 10.0 ? 1 : 0))};
}

bool has_extent(double low, double high) {
  return std::isfinite(low) && std::isfinite(high) && high - low > 1e-12 * std::max(std::fabs(low), std::fabs(high));
}

}  // namespace

std::vector<Tick> linear_ticks(double low, double high, int least) {
  if (!has_extent(low, high)) return {{low, significant_text(low, 4)}};
  const Step step = round_step(high - low, least);
  std::vector<Tick> ticks;
  const double slack = 1e-9 * (high - low);
  const double first = std::ceil((low - slack) / step.size);
  const double last = std::floor((high + slack) / step.size);
  for (double k = first; k <= last; ++k) {
    const double value = k == 0.0 ? 0.0 : k * step.size;
    ticks.push_back({value, decimal_text(value, step.decimals)});
  }
  return ticks;
}

std::vector<Tick> logarithmic_ticks(double low, double high) {
  if (!(high > 3.0 * low)) return linear_ticks(low, high, 3);
  const bool sparse = std::log10(high / low) > 3.5;
  std::vector<Tick> ticks;
  for (int exponent = static_cast<int>(std::floor(std::log10(low))); std::pow(10.0, exponent) <= high; ++exponent) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double value = factor * std::pow(10.0, exponent);
      if (value < low * (1.0 - 1e-9) || value > high * (1.0 + 1e-9) || (sparse && factor != 1.0)) continue;
      ticks.push_back({value, significant_text(value, 1)});
    }
  }
  return ticks.size() >= 2 ? ticks : linear_ticks(low, high, 3);
}

std::vector<Tick> date_ticks(std::int64_t first_day, std::int64_t last_day, int most) {
  using std::chrono::days, std::chrono::sys_days, std::chrono::year_month_day, std::chrono::months;
  constexpr std::array<int, 8> kSteps = {1, 2, 3, 6, 12, 24, 60, 120};  // months
  const auto total = static_cast<double>(last_day - first_day) / 30.44;
  int step = kSteps.back();
  for (const int candidate : kSteps) {
    if (total / candidate <= most) {
      step = candidate;
      break;
    }
  }
  const year_month_day start{sys_days{days{first_day}}};
  std::vector<Tick> ticks;
  // Months are counted from the year 0, so that multiples of 12 are Januaries.
  int month = static_cast<int>(start.year()) * 12 + static_cast<int>(static_cast<unsigned>(start.month())) - 1;
  month = (month + step - 1) / step * step;
  for (;; month += step) {
    const year_month_day first{std::chrono::year{month / 12}, std::chrono::month{static_cast<unsigned>(month % 12 + 1)},
                               std::chrono::day{1}};
    const std::int64_t day = sys_days{first}.time_since_epoch().count();
    if (day > last_day) break;
    if (day < first_day) continue;
    const std::string text = day_text(day, true);
    ticks.push_back({static_cast<double>(day), month % 12 == 0 ? text.substr(4) : text.substr(0, 3)});
  }
  return ticks;
}

double Axis::fraction(double value) const {
  if (!(high > low)) return 0.5;
  if (kind == ScaleKind::linear) return (value - low) / (high - low);
  return std::log(std::max(value, low) / low) / std::log(high / low);
}

Axis make_tight_axis(std::string title, double low, double high, int least_ticks) {
  if (!has_extent(low, high)) {
    const double half = std::isfinite(low) && low != 0.0 ? 0.1 * std::fabs(low) : 1.0;
    low = (std::isfinite(low) ? low : 0.0) - half;
    high = low + 2.0 * half;
  }
  return {std::move(title), ScaleKind::linear, low, high, linear_ticks(low, high, least_ticks)};
}

Axis make_axis(std::string title, double low, double high, int least_ticks) {
  if (low > 0.0 && low < 0.4 * high) low = 0.0;
  if (high < 0.0 && high > 0.4 * low) high = 0.0;
  Axis axis = make_tight_axis(std::move(title), low, high, least_ticks);
  const double step = round_step(axis.high - axis.low, least_ticks).size;
  axis.low = std::floor(axis.low / step + 1e-9) * step;
  axis.high = std::ceil(axis.high / step - 1e-9) * step;
  axis.ticks = linear_ticks(axis.low, axis.high, least_ticks);
  return axis;
}

Axis make_positive_axis(std::string title, double low, double high, double factor) {
  if (!(low > 0.0) || !(high > factor * low)) return make_axis(std::move(title), low, high);
  return {std::move(title), ScaleKind::logarithmic, low, high, logarithmic_ticks(low, high)};
}

Axis make_date_axis(std::int64_t first_day, std::int64_t last_day, int most_ticks) {
  return {"", ScaleKind::linear, static_cast<double>(first_day), static_cast<double>(last_day),
          date_ticks(first_day, last_day, most_ticks)};
}

}  // namespace hashlease
