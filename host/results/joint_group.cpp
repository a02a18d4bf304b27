#include "results/groups.hpp"
#include "results/rows.hpp"
#include "results/study_tables.hpp"

namespace hashlease {

namespace {

constexpr const char* kNotes =
    R"(One histogram of two revenues over the horizon for each site that has machines for both, itself or through a blend. A cell
is the set of pairs of float32 numbers that agree in sign, exponent and the first 7 bits of the mantissa, so it is at most 2^-7
of its values wide in either direction. Only occupied cells are stored, ascending by mining revenue, then by AI revenue, as
ragged arrays like those of `/distribution`. `mining_ai_tail_dependence` in `/risk` comes from it.)";

}  // namespace

ResultGroup joint_group() {
  using Tables = JointTables;
  using JointRows = Rows<StudyTables, &StudyTables::joint>;
  JointRows rows("joint", "joint distribution of mining and AI revenue over the horizon, site by site");
  rows.page("mining and AI revenue together", kNotes);
  rows.present_when("a site has both", [](const Tables& tables) { return !tables.count.empty(); });
  rows.bare_axis("distribution", since(2), "the distributions",
                 [](const void* root) -> std::uint64_t { return JointRows::group_of(root).site.size(); });
  rows.bare_axis("cell", since(2), "cells of all distributions",
                 [](const void* root) -> std::uint64_t { return JointRows::group_of(root).count.size(); });
  rows.labels<&Tables::site>("site", "distribution", since(2), "site");
  rows.counts<&Tables::cell_offset>("cell_offset", "distribution", since(2), "first cell of the distribution");
  rows.counts<&Tables::cell_count>("cell_count", "distribution", since(2), "number of cells of the distribution")
      .attribute("sample_dimension", "cell");
  rows.counts<&Tables::path_count>("path_count", "distribution", since(2), "number of paths in the distribution");
  rows.numbers<&Tables::mining_revenue_lower>("mining_revenue_lower", "cell", "USD", since(2),
                                              "smallest mining revenue of the cell");
  rows.numbers<&Tables::mining_revenue_upper>("mining_revenue_upper", "cell", "USD", since(2),
                                              "smallest mining revenue above the cell");
  rows.numbers<&Tables::ai_revenue_lower>("ai_revenue_lower", "cell", "USD", since(2),
                                          "smallest AI revenue of the cell");
  rows.numbers<&Tables::ai_revenue_upper>("ai_revenue_upper", "cell", "USD", since(2),
                                          "smallest AI revenue above the cell");
  rows.counts<&Tables::count>("count", "cell", since(2), "number of paths in the cell");
  return rows.take();
}

}  // namespace hashlease
