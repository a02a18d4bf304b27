#pragma once

/// A result file as plain numbers: what the sections of a report are written from. Groups that a file lacks are empty.

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/keys/configuration.hpp"
#include "plan/column_layout.hpp"
#include "stats/measures/moments.hpp"
#include "vocabulary/survival_columns.hpp"

namespace hashlease {

/// Numbers over axes in C order, each with its standard error where there is one.
struct Grid {
  std::vector<std::size_t> shape;
  std::vector<double> value;
  std::vector<double> standard_error;  // of each value, or empty

  bool empty() const { return value.empty(); }
  /// NaN in an empty grid.
  Estimate at(std::initializer_list<std::size_t> index) const;
};

struct Period {
  std::string label;
  PeriodKind kind = PeriodKind::horizon;
  std::int64_t start_day = 0;  // since 1970-01-01
  std::int64_t end_day = 0;    // the first day after it
};

/// A distribution as counts in bins.
struct Histogram {
  std::string site;
  std::string quantity;
  std::string period;
  std::vector<double> lower;
  std::vector<double> upper;
  std::vector<double> count;

  double total() const;
  /// Share of the values below `value`; inside a bin they count as evenly spread.
  double share_below(double value) const;
};

/// How the variables of /market are called, in the order of the report.
struct MarketVariableName {
  std::string_view name;
  std::string_view title;
};
inline constexpr std::array<MarketVariableName, 7> kMarketVariableNames = {{
    {"btc_price", "BTC price"},
    {"hashprice", "hashprice"},
    {"network_hashrate", "network hashrate"},
    {"difficulty", "difficulty"},
    {"lease_rate", "lease rate"},
    {"occupancy", "occupancy of GPUs on the spot market"},
    {"power_price", "power price"},
}};

/// A variable of the market month by month.
struct MarketSeries {
  std::string name;       // as in /market, e.g. lease_rate
  std::string gpu_class;  // "" for a variable of no class
  std::string unit;
  bool is_at_month_end = false;  // else it is the mean of the month
  Grid quantile;                 // [month][probability]
};

/// Mining and AI revenue of a site over the horizon: paths in cells, in USD.
struct JointDistribution {
  std::string site;
  std::vector<double> mining_lower;
  std::vector<double> mining_upper;
  std::vector<double> ai_lower;
  std::vector<double> ai_upper;
  std::vector<double> count;
};

/// Key figures of the horizon from the first paths of the study.
struct Convergence {
  std::vector<double> path_counts;  // ascending
  std::vector<double> confidence_levels;
  Grid mean_revenue;        // [path count][site], USD
  Grid mean_cash_flow;      // [path count][site], USD
  Grid expected_shortfall;  // [path count][site][confidence level], of cash flow, USD
};

/// A measure of the whole path of sites with a purse, over the paths on which it is defined.
struct SurvivalMeasureFigures {
  Grid mean;                      // [site]
  Grid quantile;                  // [site][probability]
  std::vector<double> undefined;  // [site]: paths without one; empty where there are none
};

/// A probability with its 95 % interval.
struct ProbabilityFigures {
  Grid share;
  Grid ci_low;
  Grid ci_high;
};

/// The group /survival: of sites with a treasury or debt, by quarter of the study.
struct SurvivalFigures {
  std::vector<std::string> sites;
  std::vector<std::int64_t> quarter_ends;        // first day after each quarter, since 1970-01-01
  ProbabilityFigures below_lock_up;              // [site][quarter]
  ProbabilityFigures in_default;                 // [site][quarter]
  ProbabilityFigures defaulted;                  // [site][quarter], in this or an earlier test
  ProbabilityFigures insolvent;                  // [site][quarter], by its end
  ProbabilityFigures paid_back;                  // [site][quarter], by its end
  ProbabilityFigures equity_lost;                // [site]
  Grid cover_ratio_quantile;                     // [site][quarter][probability]
  Grid undefined_cover_ratio;                    // [site][quarter], paths
  std::vector<SurvivalMeasureFigures> measures;  // by SurvivalMeasure; that of equity_lost is empty
  const SurvivalMeasureFigures& measure(SurvivalMeasure which) const {
    return measures[static_cast<std::size_t>(which)];
  }
};

/// See results/README.md for the meaning of each table.
struct StudyResult {
  std::string file;
  std::string title;
  std::string identity;
  std::string program_version;
  std::int64_t format_version = 0;
  std::int64_t seed = 0;
  std::uint64_t paths = 0;
  Configuration configuration;
  std::string configuration_text;

  std::vector<std::string> sites;
  std::vector<Period> periods;  // months, whole years, the horizon
  std::vector<double> confidence_levels;
  std::vector<double> probabilities;

  Grid mean;                          // [site][outcome][period], USD
  Grid standard_deviation;            // [site][outcome][period], USD
  Grid loss_reference;                // [site][outcome][period], USD
  Grid quantile;                      // [site][outcome][period][probability], USD
  Grid value_at_risk;                 // [site][outcome][period][confidence level], USD
  Grid expected_shortfall;            // [site][outcome][period][confidence level], USD
  Grid cash_flow_at_risk;             // [site][period][confidence level], USD
  Grid variation;                     // [site][whole year or horizon]
  Grid log_volatility;                // [site], 1/sqrt(year)
  Grid stream_correlation;            // [site], of mining and AI revenue over the horizon
  Grid site_correlation;              // [site][site], of revenue over the horizon
  std::vector<Histogram> histograms;  // of the tail period and the horizon
  std::vector<MarketSeries> market;   // in the order of the configuration's classes
  std::vector<double> tail_probabilities;
  Grid tail_dependence;  // [site][tail probability]: of AI revenue on mining revenue, over the horizon
  std::vector<JointDistribution> joint;
  std::optional<Convergence> convergence;
  std::optional<SurvivalFigures> survival;
  std::vector<std::pair<std::string, std::string>> provenance;

  std::size_t month_count() const;
  std::size_t horizon() const { return periods.size() - 1; }
  /// The period that tails are stated for: the last whole year, or the horizon when there is none.
  std::size_t tail_period() const;
  /// Entry of a period among the whole years and the horizon.
  std::size_t annual_index(std::size_t period) const { return period - month_count(); }
  /// Entry of a probability or a level; none when it is not among them.
  std::optional<std::size_t> probability_index(double probability) const;
  std::optional<std::size_t> level_index(double level) const;
  /// Mean per year over the horizon.
  Estimate annual_mean(std::size_t site, Outcome outcome) const;
  /// Null when the file has none.
  const Histogram* find_histogram(std::size_t site, Outcome outcome, std::size_t period) const;
  /// The same of a measure of the whole path.
  const Histogram* find_histogram(const std::string& site, std::string_view quantity) const;
  const JointDistribution* find_joint(std::size_t site) const;
};

/// Reads a result after checking every byte of it. Throws InputError, naming the file, what is wrong with it and what
/// to do, when it is no sound, whole result of a format that this version knows; RunError when reading fails on the
/// way.
StudyResult read_study_result(const std::string& file);

}  // namespace hashlease
