#pragma once

/// Monthly figures of the tape as columns, for the distribution of the market. The CPU loop and the GPU kernel call the
/// same function.

#include "site/site_path.hpp"
#include "vocabulary/market_variables.hpp"

namespace hashlease {

inline constexpr int kMaxMarketSeries = kPlainMarketVariables + kClassMarketVariables * kMaxGpuClasses;

/// Which drivers become columns: month m of series s is driver[s] of month m and goes to column
/// first_column + s * month_count + m.
struct MarketColumnsPlan {
  std::int32_t series_count;  // 0: the study keeps none
  std::int32_t month_count;
  std::int32_t first_column;
  std::int32_t driver[kMaxMarketSeries];
};

/// Copies the drivers of a register of paths; every column is fp32 as on the tape.
template <class Real>
HASHLEASE_FUNCTION void write_market_columns(const MarketColumnsPlan& plan, const TapeReader& tape,
                                             const ColumnWriter& columns) {
  float* to = columns.values + plan.first_column * columns.stride;
  for (int series = 0; series < plan.series_count; ++series) {
    const float* from = tape.values + plan.driver[series] * tape.stride;
    for (int month = 0; month < plan.month_count; ++month, to += columns.stride) {
      store(to, load<Real>(from + static_cast<long>(month) * tape.drivers * tape.stride));
    }
  }
}

}  // namespace hashlease
