#pragma once

/// What a result file says, as plain numbers: worked out from a state by a run, or read from the file by whoever shows
/// it. Summary, `--json`, report and comparison all read this struct.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "results/equipment.hpp"
#include "results/study_axes.hpp"
#include "stats/measures/convergence.hpp"
#include "stats/measures/market_measures.hpp"
#include "stats/measures/measures.hpp"
#include "stats/measures/survival_measures.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease {

/// Histograms behind each other, as CF's contiguous ragged array: http://cfconventions.org, section 9.3.3.
struct DistributionTables {
  // [distribution]
  std::vector<std::string> site;
  std::vector<std::string> quantity;  // outcome, or measure of the site's whole path
  std::vector<std::string> period;
  std::vector<std::string> value_units;
  std::vector<std::int64_t> bin_offset;
  std::vector<std::int64_t> bin_count;
  std::vector<std::int64_t> path_count;
  // [bin]
  std::vector<float> bin_lower;
  std::vector<float> bin_upper;
  std::vector<std::int64_t> count;
};

/// Joint distributions of mining and AI revenue [USD] over the horizon, behind each other.
struct JointTables {
  // [distribution]: sites with both streams
  std::vector<std::string> site;
  std::vector<std::int64_t> cell_offset;
  std::vector<std::int64_t> cell_count;
  std::vector<std::int64_t> path_count;
  // [cell]
  std::vector<float> mining_revenue_lower;
  std::vector<float> mining_revenue_upper;
  std::vector<float> ai_revenue_lower;
  std::vector<float> ai_revenue_upper;
  std::vector<std::int64_t> count;
};

/// The lowest and highest paths of the headline outcomes over the horizon.
struct TailTables {
  std::vector<std::int64_t> rank;  // from the extreme, 1 first
  // [site][headline][rank]; path -1 and value NaN where there are fewer
  std::vector<float> lowest_value;
  std::vector<std::int64_t> lowest_path;
  std::vector<float> highest_value;
  std::vector<std::int64_t> highest_path;
};

/// By MarketVariable; empty when the study keeps no distribution of the market.
struct MarketTables {
  std::vector<MarketTable> variables;
  const MarketTable& variable(MarketVariable which) const { return variables[static_cast<std::size_t>(which)]; }
};

struct StudyTables {
  StudyAxes axes;
  RiskTables risk;
  SurvivalTables survival;
  MarketTables market;
  ConvergenceTables convergence;
  JointTables joint;
  TailTables tail;
  EquipmentTables equipment;
  DistributionTables distribution;  // large: filled while the file is written, and not read as a whole

  /// An outcome's entry of a table over site, outcome, period and perhaps the confidence level; NaN where the study
  /// lacks it.
  Estimate of(EstimateArray RiskTables::*measure, std::size_t site, Outcome outcome, std::size_t period) const;
  Estimate of(EstimateArray RiskTables::*measure, std::size_t site, Outcome outcome, std::size_t period,
              std::size_t level) const;
  /// Likewise; `probability` is a place on its axis.
  Estimate quantile(std::size_t site, Outcome outcome, std::size_t period, std::size_t probability) const;
  /// loss_reference of the tables of risk.
  double loss_reference(std::size_t site, Outcome outcome, std::size_t period) const;
  /// Mean per year over the horizon.
  Estimate annual_mean(std::size_t site, Outcome outcome) const;
  /// Place of a confidence level among those of the study.
  std::optional<std::size_t> place_of_level(double level) const {
    return place_of_number(risk.confidence_levels, level);
  }
  /// Coefficient of variation of the revenue of the period that tails are stated for.
  Estimate variation(std::size_t site) const;
};

/// All tables of a state but the distributions. `source` as in compute_risk_tables.
StudyTables compute_study_tables(const StudyFrame& frame, const StudyState& state, const ColumnSource& source);

/// The histograms of a state with a distribution, those of quarters and the market left out.
DistributionTables distribution_tables(const StudyFrame& frame, const StudyState& state);

}  // namespace hashlease
