#pragma once

/// What a study has to say on survival, for people and for programs.

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "results/study_tables.hpp"

namespace hashlease {

/// {"value": ..., "standard_error": ...}; what is not defined is null.
nlohmann::ordered_json estimate_json(const Estimate& estimate);

/// A row per site with a treasury or debt: probability of default and of insolvency within the horizon, median of the
/// lowest debt service cover ratio, probability of losing the equity. "" when there is none.
std::string survival_table(const StudyTables& tables);

/// The same and more of the site at a place on the axis of such sites.
nlohmann::ordered_json survival_json(const StudyTables& tables, std::size_t place);

}  // namespace hashlease
