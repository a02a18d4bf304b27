#pragma once

/// Which columns a study has, and what is kept of each. A column is one number per path: an outcome of a site in a
/// period, a measure of a site's whole path, the survival of a site with a treasury or debt (measures of the whole
/// path, then its quarters), or a variable of the market in a month. They stand in this order. Columns are fp32, laid
/// out [column][path] one chunk of paths at a time.

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "config/keys/configuration.hpp"
#include "vocabulary/market_variables.hpp"
#include "vocabulary/outcomes.hpp"
#include "vocabulary/path_measures.hpp"
#include "vocabulary/survival_columns.hpp"

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

  /// Outcomes of the study, in the order of the enum.
  const std::vector<Outcome>& outcomes() const { return outcomes_; }
  int outcome_count() const { return static_cast<int>(outcomes_.size()); }
  /// Place of an outcome among them; -1: the study lacks it.
  int outcome_index(Outcome outcome) const { return outcome_index_[static_cast<std::size_t>(outcome)]; }

  /// Column of an outcome, which the study has, of a site in a period.
  int column(int site, Outcome outcome, int period) const {
    return (site * outcome_count() + outcome_index(outcome)) * period_count() + period;
  }
  /// Outcome and site of an outcome column.
  Outcome outcome_of(int column) const {
    return outcomes_[static_cast<std::size_t>(column / period_count() % outcome_count())];
  }
  int site_of(int column) const { return column / period_count() / outcome_count(); }
  /// Measures of whole paths that the study keeps, in the order of the enum.
  const std::vector<PathMeasure>& path_measures() const { return path_measures_; }
  int path_measure_count() const { return static_cast<int>(path_measures_.size()); }
  /// Place of a measure among them; -1: the study does not keep it.
  int path_measure_place(PathMeasure measure) const;
  /// Column of a measure of a site's path, which the study keeps.
  int path_measure_column(int site, PathMeasure measure) const {
    return outcome_column_count() + site * path_measure_count() + path_measure_place(measure);
  }
  /// Measure and site of such a column.
  PathMeasure path_measure_of(int column) const {
    return path_measures_[static_cast<std::size_t>((column - outcome_column_count()) % path_measure_count())];
  }
  int site_of_path_measure(int column) const { return (column - outcome_column_count()) / path_measure_count(); }
  /// Sites with a treasury or debt, ascending; survival goes by their places in this list.
  const std::vector<int>& entity_sites() const { return entity_sites_; }
  int quarter_count() const { return hashlease::quarter_count(month_count_); }
  int first_survival_column() const { return outcome_column_count() + site_count_ * path_measure_count(); }
  int survival_column_count() const {
    return static_cast<int>(entity_sites_.size()) * (kSurvivalMeasureCount + quarter_count() * kQuarterColumnCount);
  }
  /// Those of quarters stand behind those of whole paths.
  int first_quarter_column() const {
    return first_survival_column() + static_cast<int>(entity_sites_.size()) * kSurvivalMeasureCount;
  }
  int survival_column(int entity, SurvivalMeasure measure) const {
    return first_survival_column() + entity * kSurvivalMeasureCount + static_cast<int>(measure);
  }
  /// Quarter 0 is the first. The columns of one kind stand side by side.
  int quarter_column(int entity, QuarterColumn kind, int quarter) const {
    return first_quarter_column() + (entity * kQuarterColumnCount + static_cast<int>(kind)) * quarter_count() + quarter;
  }
  /// Column of a market variable in a month; `gpu_class` is 0 for those that are of no class. Only where
  /// has_market_columns().
  int market_column(MarketVariable variable, int gpu_class, int month) const {
    return first_market_column() + market_series(variable, gpu_class) * month_count_ + month;
  }
  bool has_market_columns() const { return has_market_columns_; }
  int gpu_class_count() const { return gpu_class_count_; }
  /// Months of one market variable (of one GPU class) behind each other are a series.
  int market_series_count() const {
    return has_market_columns_ ? kPlainMarketVariables + kClassMarketVariables * gpu_class_count_ : 0;
  }
  int market_series(MarketVariable variable, int gpu_class) const {
    const int number = static_cast<int>(variable);
    if (!is_of_gpu_class(variable)) return number;
    return kPlainMarketVariables + (number - kPlainMarketVariables) * gpu_class_count_ + gpu_class;
  }
  int first_market_column() const { return first_survival_column() + survival_column_count(); }
  int column_count() const { return first_market_column() + market_series_count() * month_count_; }
  /// Number of columns that must be finite on every path; those from here on may be undefined (NaN) on a path.
  int outcome_column_count() const { return site_count_ * outcome_count() * period_count(); }

  /// Whether the column's distribution is kept as a histogram (all years and the horizon; months of the outcomes that
  /// the configuration names; path measures as their table says; survival; the market).
  bool has_distribution(int column) const;

  /// Columns whose lowest and highest paths are remembered: horizon revenue and horizon cash flow of each site.
  const std::vector<int>& headline_columns() const { return headline_columns_; }
  std::int64_t tail_paths() const { return tail_paths_; }

  /// Columns kept for every path, in the order [outcome of keep_paths][site][year].
  const std::vector<int>& kept_columns() const { return kept_columns_; }
  const std::vector<Outcome>& kept_outcomes() const { return kept_outcomes_; }
  /// Keeps a column of any kind for every path too, behind the others. For callers that take the values of a simulated
  /// block themselves: result files hold those of keep_paths alone.
  void keep(int column) { kept_columns_.push_back(column); }

  /// Pairs of columns whose correlation is reported: (mining_revenue, ai_revenue) of each site over the horizon, then
  /// the horizon revenue of each pair of sites a < b (up to kMaxCorrelatedSites sites; none beyond).
  const std::vector<std::pair<int, int>>& correlated_columns() const { return correlated_columns_; }
  static constexpr int kMaxCorrelatedSites = 16;

  /// Mining and AI revenue over the horizon of a site that has machines for both, itself or through a blend.
  struct JointPair {
    int site = 0;
    int mining_column = 0;
    int ai_column = 0;
  };
  /// Pairs whose joint distribution is kept.
  const std::vector<JointPair>& joint_pairs() const { return joint_pairs_; }
  /// Column whose distribution is kept as the study grows: horizon cash flow.
  int convergence_column(int site) const { return column(site, Outcome::cash_flow, horizon_period()); }
  /// Columns behind joint_pairs() and convergence_column(), each once, ascending.
  const std::vector<int>& followed_columns() const { return followed_columns_; }

 private:
  void choose_headlines();
  void choose_kept(const Configuration& configuration);
  void follow_columns(const Configuration& configuration);

  int site_count_ = 0;
  int month_count_ = 0;
  int gpu_class_count_ = 0;
  bool has_market_columns_ = false;
  std::int64_t tail_paths_ = 0;
  std::vector<PathMeasure> path_measures_;
  std::vector<Outcome> outcomes_;
  std::array<int, kOutcomeCount> outcome_index_;
  std::vector<int> entity_sites_;
  std::vector<bool> monthly_distribution_;  // by outcome
  std::vector<int> headline_columns_;
  std::vector<int> kept_columns_;
  std::vector<Outcome> kept_outcomes_;
  std::vector<std::pair<int, int>> correlated_columns_;
  std::vector<JointPair> joint_pairs_;
  std::vector<int> followed_columns_;
};

}  // namespace hashlease
