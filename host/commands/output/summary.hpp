#pragma once

/// The answer of a study: a table for people, JSON for programs.

#include <nlohmann/json.hpp>
#include <string>

#include "config/keys/configuration.hpp"
#include "plan/column_layout.hpp"
#include "stats/measures/measures.hpp"
#include "stats/measures/survival_measures.hpp"

namespace hashlease {

/// A row per site: mean annual revenue and cash flow, both revenue volatilities, VaR and ES of revenue at 95 and 99 %
/// (or the levels that the study has), each with its standard error; below it survival_table.
std::string summary_table(const Configuration& configuration, const ColumnLayout& layout, const RiskTables& tables,
                          const SurvivalTables& survival);

/// The same and more, in USD and shares: {"paths": ..., "sites": [{"site": ..., "annual_revenue": {"value": ...,
/// "standard_error": ...}, ...}]}. What is not defined is null.
nlohmann::ordered_json summary_json(const Configuration& configuration, const ColumnLayout& layout,
                                    const RiskTables& tables, const SurvivalTables& survival);

}  // namespace hashlease
