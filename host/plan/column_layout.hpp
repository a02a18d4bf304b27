#pragma once

/// Which outcome columns a study has, and what is kept of each. A column is one number per path: an outcome of a site
/// in a period, or a measure of a site's whole path. Columns are fp32, laid out [column][path] one chunk of paths at a
/// time.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "config/configuration.hpp"
#include "config/outcomes.hpp"

namespace hashlease {

enum class PeriodKind { month, year, horizon };

/// Periods are numbered months first, then whole years, then the horizon: [0, months), [months, months + years), last.
class ColumnLayout {
 public:
  explicit ColumnLayout(const Configuration& configuration);

  int site_count() const { return site_count_; }
  int month_count() const { return month_count_; }
  int year_count() const { return month_count_ / 12; }
  int period_count() const { return month_count_ + year_count() + 1; }
  int horizon_period() const { return period_count() - 1; }
  PeriodKind period_kind(int period) const;

  /// Column of an outcome of a site in a period.
  int column(int site, Outcome outcome, int period) const {
    return (site * kOutcomeCount + static_cast<int>(outcome)) * period_count() + period;
  }
  /// Outcome of an outcome column.
  Outcome outcome_of(int column) const { return static_cast<Outcome>(column / period_count() % kOutcomeCount); }
  /// Column of the annualised standard deviation of the monthly changes of log revenue per day along the path (NaN
  /// where a month earns nothing).
  int revenue_log_volatility_column(int site) const { return site_count_ * kOutcomeCount * period_count() + site; }
  int column_count() const { return site_count_ * (kOutcomeCount * period_count() + 1); }
  /// Number of columns that must be finite on every path; those from here on may be undefined (NaN) on a path.
  int outcome_column_count() const { return site_count_ * kOutcomeCount * period_count(); }

  /// Whether the column's distribution is kept as a histogram (all years and the horizon; months of the outcomes that
  /// the configuration names; path measures).
  bool has_distribution(int column) const;

  /// Columns whose lowest and highest paths are remembered: horizon revenue and horizon cash flow of each site.
  const std::vector<int>& headline_columns() const { return headline_columns_; }
  std::int64_t tail_paths() const { return tail_paths_; }

  /// Columns kept for every path, in the order [outcome of keep_paths][site][year].
  const std::vector<int>& kept_columns() const { return kept_columns_; }
  const std::vector<Outcome>& kept_outcomes() const { return kept_outcomes_; }

  /// Pairs of columns whose correlation is reported: (mining_revenue, ai_revenue) of each site over the horizon, then
  /// the horizon revenue of each pair of sites a < b (up to kMaxCorrelatedSites sites; none beyond).
  const std::vector<std::pair<int, int>>& correlated_columns() const { return correlated_columns_; }
  static constexpr int kMaxCorrelatedSites = 16;

 private:
  int site_count_ = 0;
  int month_count_ = 0;
  std::int64_t tail_paths_ = 0;
  std::vector<bool> monthly_distribution_;  // by outcome
  std::vector<int> headline_columns_;
  std::vector<int> kept_columns_;
  std::vector<Outcome> kept_outcomes_;
  std::vector<std::pair<int, int>> correlated_columns_;
};

}  // namespace hashlease
