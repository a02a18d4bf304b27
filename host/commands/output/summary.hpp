#pragma once

/// The answer of a study: a table for people, JSON for programs.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "results/study_tables.hpp"
#include "vocabulary/losses.hpp"

namespace hashlease {

/// A row per site: mean annual revenue and cash flow, both revenue volatilities, VaR and ES of revenue at 95 and 99 %
/// (or the levels that the study has), each with its standard error; below it survival_table.
/// @param reference  what losses are counted from
std::string summary_table(const StudyTables& tables, LossReference reference);

/// The same and more, in USD and shares: {"paths": ..., "sites": [{"site": ..., "annual_revenue": {"value": ...,
/// "standard_error": ...}, ...}]}. What is not defined is null.
nlohmann::ordered_json summary_json(const std::string& title, const StudyTables& tables);

}  // namespace hashlease
