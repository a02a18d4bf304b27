#pragma once

/// What a study has to say on survival, for people and for programs.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "config/keys/configuration.hpp"
#include "plan/column_layout.hpp"
#include "stats/measures/moments.hpp"
#include "stats/measures/survival_measures.hpp"

namespace hashlease {

/// {"value": ..., "standard_error": ...}; what is not defined is null.
nlohmann::ordered_json estimate_json(const Estimate& estimate);

/// A row per site with a purse: probability of default and of insolvency within the horizon, median of the lowest debt
/// service cover ratio, probability of losing the equity. "" when there is none.
std::string survival_table(const Configuration& configuration, const ColumnLayout& layout,
                           const SurvivalTables& survival);

/// The same and more of the site at a place of the tables.
nlohmann::ordered_json survival_json(const SurvivalTables& survival, std::size_t place);

}  // namespace hashlease
