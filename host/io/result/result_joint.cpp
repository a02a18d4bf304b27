#include "io/result/group_writer.hpp"

namespace hashlease {

namespace {

/// Cells of all sites behind each other, as in /distribution.
struct RaggedCells {
  std::vector<std::string> site;
  std::vector<std::int64_t> offset;
  std::vector<std::int64_t> cells;
  std::vector<std::int64_t> paths;
  std::vector<float> mining_lower;
  std::vector<float> mining_upper;
  std::vector<float> ai_lower;
  std::vector<float> ai_upper;
  std::vector<std::int64_t> count;
};

void add_site(RaggedCells& ragged, const std::string& site, const JointHistogram& joint) {
  const std::vector<JointHistogram::Cell> cells = joint.occupied();
  ragged.site.push_back(site);
  ragged.offset.push_back(static_cast<std::int64_t>(ragged.count.size()));
  ragged.cells.push_back(static_cast<std::int64_t>(cells.size()));
  ragged.paths.push_back(static_cast<std::int64_t>(joint.total()));
  for (const JointHistogram::Cell& cell : cells) {
    ragged.mining_lower.push_back(JointHistogram::lower_edge(cell.key_a()));
    ragged.mining_upper.push_back(JointHistogram::upper_edge(cell.key_a()));
    ragged.ai_lower.push_back(JointHistogram::lower_edge(cell.key_b()));
    ragged.ai_upper.push_back(JointHistogram::upper_edge(cell.key_b()));
    ragged.count.push_back(static_cast<std::int64_t>(cell.count));
  }
}

}  // namespace

void write_joint(Hdf5Writer& writer, const StudyFrame& frame, const StudyState& state) {
  RaggedCells ragged;
  for (std::size_t pair = 0; pair < state.joint.size(); ++pair) {
    const auto site = static_cast<std::size_t>(frame.layout.joint_pairs()[pair].site);
    add_site(ragged, frame.configuration.site[site].name, state.joint[pair]);
  }
  if (ragged.count.empty()) return;
  GroupWriter group(writer, "joint", "joint distribution of mining and AI revenue over the horizon, site by site");
  group.bare_axis("distribution", ragged.site.size());
  group.bare_axis("cell", ragged.count.size());
  group.write_labels("site", "distribution", ragged.site, "site");
  group.write("cell_offset", "distribution", ragged.offset, {"1", "first cell of the distribution"});
  group.write("cell_count", "distribution", ragged.cells, {"1", "number of cells of the distribution"});
  group.attribute("cell_count", "sample_dimension", "cell");
  group.write("path_count", "distribution", ragged.paths, {"1", "number of paths in the distribution"});
  group.write("mining_revenue_lower", "cell", ragged.mining_lower, {"USD", "smallest mining revenue of the cell"});
  group.write("mining_revenue_upper", "cell", ragged.mining_upper, {"USD", "smallest mining revenue above the cell"});
  group.write("ai_revenue_lower", "cell", ragged.ai_lower, {"USD", "smallest AI revenue of the cell"});
  group.write("ai_revenue_upper", "cell", ragged.ai_upper, {"USD", "smallest AI revenue above the cell"});
  group.write("count", "cell", ragged.count, {"1", "number of paths in the cell"});
}

}  // namespace hashlease
