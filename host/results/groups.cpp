#include "results/groups.hpp"

#include "results/format.hpp"
#include "vocabulary/survival_columns.hpp"

namespace hashlease {

std::string current_name(const std::string& label, std::int64_t format_version) {
  for (const SurvivalMeasureRow& row : kSurvivalMeasures) {
    if (format_version < kRenamedSince && !label.empty() && row.former_name == label) return std::string(row.name);
  }
  return label;
}

std::vector<ResultGroup> table_groups() {
  return {risk_group(),  survival_group(), market_group(),   convergence_group(),
          joint_group(), tail_group(),     equipment_group()};
}

std::vector<ResultGroup> result_groups() {
  return {risk_group(),  survival_group(), market_group(),    convergence_group(), joint_group(),  distribution_group(),
          paths_group(), tail_group(),     equipment_group(), state_group(),       config_group(), provenance_group()};
}

}  // namespace hashlease
