#pragma once

/// The groups of a result file, one function each; results/README.md says what they hold. Each is self-contained: its
/// own axes stand beside its variables.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "config/keys/configuration.hpp"
#include "io/parts/provenance.hpp"
#include "plan/calendar.hpp"
#include "plan/column_layout.hpp"
#include "stats/measures/convergence.hpp"
#include "stats/measures/market_measures.hpp"
#include "stats/measures/measures.hpp"
#include "stats/measures/survival_measures.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease {

class Hdf5Writer;

/// What the groups need to know of a study.
struct StudyFrame {
  explicit StudyFrame(const Configuration& configuration_of_study)
      : configuration(configuration_of_study),
        layout(configuration),
        calendar(configuration.run.start_date, configuration.run.horizon_months) {}
  Configuration configuration;
  ColumnLayout layout;
  Calendar calendar;
};

/// Reads a kept column (an index into layout.kept_columns()) on `values.size()` paths from `first_path`.
using KeptReader = std::function<void(std::size_t kept, std::uint64_t first_path, std::span<float> values)>;

/// Units and meaning of a variable.
struct Meaning {
  std::string units;
  std::string long_name;
};
void describe(Hdf5Writer& writer, const std::string& path, const Meaning& meaning);

/// Axis of the study's sites: "/group/site" or, for a second one, another name.
void write_site_axis(Hdf5Writer& writer, const std::string& path, const StudyFrame& frame);

/// Axis of periods [first, end) with labels ("month 1", "year 1", "horizon"), and beside it the variables
/// NAME_kind, NAME_start and NAME_end.
void write_period_axis(Hdf5Writer& writer, const std::string& path, const StudyFrame& frame, int first, int end);
/// Names those variables as coordinates of a table over the axis, so that a selection carries its dates along.
void name_period_coordinates(Hdf5Writer& writer, const std::string& path, const std::string& axis);
std::string period_label(const ColumnLayout& layout, int period);

/// "cash_flow" and so on.
std::string outcome_name(Outcome outcome);

void write_risk(Hdf5Writer& writer, const StudyFrame& frame, const RiskTables& tables);
/// Nothing when the study keeps no distribution of the market.
void write_market(Hdf5Writer& writer, const StudyFrame& frame, const std::vector<MarketTable>& tables);
/// Nothing when the file does not start at path 0.
void write_convergence(Hdf5Writer& writer, const StudyFrame& frame, const ConvergenceTables& tables);
/// Nothing when no site has both streams.
void write_joint(Hdf5Writer& writer, const StudyFrame& frame, const StudyState& state);
/// Nothing when no site has a purse.
void write_survival(Hdf5Writer& writer, const StudyFrame& frame, const SurvivalTables& tables);
/// Of outcomes, path measures and survival measures.
void write_distribution(Hdf5Writer& writer, const StudyFrame& frame, const StudyState& state);
/// Nothing when no column is kept.
void write_paths(Hdf5Writer& writer, const StudyFrame& frame, const PathRange& range, const KeptReader& read);
/// Nothing when no path is remembered.
void write_tail(Hdf5Writer& writer, const StudyFrame& frame, const StudyState& state);
void write_config(Hdf5Writer& writer, const Configuration& configuration);
void write_provenance(Hdf5Writer& writer, const Provenance& provenance);

}  // namespace hashlease
