#include "results/groups.hpp"
#include "results/rows.hpp"
#include "results/study_tables.hpp"

namespace hashlease {

namespace {

constexpr const char* kNotes =
    R"(Present when the file starts at path 0. Row i is worked out from the first `path_count[i]` paths alone: powers of two from
1024 on, then all of them. Means are exact; value at risk and expected shortfall, at the first two confidence levels, lie within
one bin of a histogram (2^-9 of their size), but the last row is that of `/risk`.)";

}  // namespace

ResultGroup convergence_group() {
  using Tables = ConvergenceTables;
  Rows<StudyTables, &StudyTables::convergence> rows(
      "convergence", "headline figures of the horizon from the first paths of the study");
  rows.page("the headline figures from the first paths", kNotes);
  rows.present_when("from path 0", [](const Tables& tables) { return !tables.path_counts.empty(); });
  rows.number_axis<&Tables::path_counts>("path_count", "1", since(2),
                                         "number of paths, from path 0 on, that the figures are from");
  rows.label_axis<&StudyAxes::site>("site", since(2), "site");
  rows.number_axis<&Tables::confidence_levels>("confidence_level", "1", since(2), "confidence level");
  rows.estimate<&Tables::mean_revenue>("mean_revenue", "path_count site", "USD", since(2),
                                       "mean revenue of the horizon");
  rows.estimate<&Tables::mean_cash_flow>("mean_cash_flow", "path_count site", "USD", since(2),
                                         "mean cash flow of the horizon");
  rows.estimate<&Tables::value_at_risk>("value_at_risk", "path_count site confidence_level", "USD", since(2),
                                        "value at risk of the cash flow of the horizon");
  rows.estimate<&Tables::expected_shortfall>("expected_shortfall", "path_count site confidence_level", "USD", since(2),
                                             "expected shortfall of the cash flow of the horizon");
  return rows.take();
}

}  // namespace hashlease
