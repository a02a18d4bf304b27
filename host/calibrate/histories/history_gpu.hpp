#pragma once

/// Rental rates of GPUs: a panel of providers, month by month.

#include <cstdint>
#include <string>
#include <vector>

#include "calibrate/histories/history_table.hpp"

namespace hashlease {

/// One listed rate.
struct GpuRate {
  std::int64_t day = 0;  // days since 1970-01-01; of a monthly figure the first of the month
  std::string gpu;       // "H100-80GB"
  std::string provider;  // or "panel_median", "panel_raw_median"
  std::string market;    // "on-demand", "spot" or "reserved"
  std::string basis;     // what the rate is of; empty when the file does not say
  double rate = 0.0;     // [USD/GPU-hour]
};

struct GpuHistory {
  std::string source;  // file as the user named it
  std::vector<GpuRate> rates;
};

/// A rate by month, months without one left out.
struct MonthlyRates {
  std::vector<std::int64_t> month;  // months since 1970-01
  std::vector<double> rate;         // [USD/GPU-hour]
};

/// Whether the header is one that gpu_history knows.
bool is_gpu_history(const HistoryTable& table);

/// From the columns date, gpu, provider, market and usd_per_gpu_hour (basis is optional). Wrong: dates out of order, a
/// rate given twice, no positive number, and rates outside 0.02 to 100 USD/GPU-hour (a rate of a whole node, or cents).
GpuHistory gpu_history(const HistoryTable& table, HistoryErrors& errors);

/// The same from a file. Throws InputError with everything that is wrong.
GpuHistory read_gpu_history(const std::string& file);

/// Rates from `first_day` on that are known on `last_day`; a basis that ends with "monthly" is of the whole month from
/// its date on.
GpuHistory between(const GpuHistory& history, std::int64_t first_day, std::int64_t last_day);

/// Monthly rates of one GPU, provider and market.
MonthlyRates monthly_rates(const GpuHistory& history, const std::string& gpu, const std::string& provider,
                           const std::string& market);

}  // namespace hashlease
