#include "io/result/group_writer.hpp"

namespace hashlease {

void write_convergence(Hdf5Writer& writer, const StudyFrame& frame, const ConvergenceTables& tables) {
  if (tables.path_counts.empty()) return;
  GroupWriter group(writer, "convergence", "headline figures of the horizon from the first paths of the study");
  group.count_axis("path_count", tables.path_counts, "number of paths, from path 0 on, that the figures are from");
  group.site_axis("site", frame);
  group.number_axis("confidence_level", tables.confidence_levels, {"1", "confidence level"});
  group.write("mean_revenue", "path_count site", tables.mean_revenue, {"USD", "mean revenue of the horizon"});
  group.write("mean_cash_flow", "path_count site", tables.mean_cash_flow, {"USD", "mean cash flow of the horizon"});
  group.write("value_at_risk", "path_count site confidence_level", tables.value_at_risk,
              {"USD", "value at risk of the cash flow of the horizon"});
  group.write("expected_shortfall", "path_count site confidence_level", tables.expected_shortfall,
              {"USD", "expected shortfall of the cash flow of the horizon"});
}

}  // namespace hashlease
