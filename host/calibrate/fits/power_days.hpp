#pragma once

/// Days of hourly power prices, and the season of their medians.

#include <array>
#include <vector>

#include "calibrate/fits/fit.hpp"
#include "calibrate/histories/history_power.hpp"

namespace hashlease {

inline constexpr int kHours = 24;

/// A day's hours in y, of days that are there whole.
struct PowerDay {
  int month = 0, year = 0;
  std::array<double, kHours> price{};  // [USD/MWh]
  std::array<double, kHours> y{};
  double mean = 0.0;  // of y
  bool is_calm = true;
};

std::vector<PowerDay> days_of(const PowerHistory& history);

/// t quantile of 97.5 %.
double student_quantile(double degrees);

/// Median price of a month (0 to 11) over calm days; its error is from the spread of the medians of single years.
FittedParameter monthly_median(const std::vector<PowerDay>& days, int month);

/// Mean stay in the spike regime [day], from how often a day with an hour above 1,000 USD/MWh follows another; 0.2 when
/// none does.
/// @param spiking  share of days in the regime, to tell how many of them have such an hour
double spike_duration(const std::vector<PowerDay>& days, double spiking);

}  // namespace hashlease
