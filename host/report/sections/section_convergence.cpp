#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/drawing/numbers.hpp"
#include "report/sections/sections.hpp"

namespace hashlease {

namespace {

/// How far a figure of the first paths is from that of all, in percent of it, with the band of 1.96 standard errors.
LineSeries deviation_line(const StudyResult& study, const EstimateArray& figure, std::size_t site,
                          std::optional<std::size_t> level) {
  const std::vector<std::uint64_t>& counts = study.tables.convergence.path_counts;
  const auto at = [&](std::size_t k) { return level ? figure.at({k, site, *level}) : figure.at({k, site}); };
  const double last = at(counts.size() - 1).value;
  LineSeries line;
  line.name = study.axes().site[site];
  line.colour = site;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const double deviation = 100.0 * (at(k).value / last - 1.0);
    const double half_width = 196.0 * at(k).standard_error / std::fabs(last);
    const auto paths = static_cast<double>(counts[k]);
    line.points.push_back({paths, deviation});
    line.band_low.push_back({paths, deviation - half_width});
    line.band_high.push_back({paths, deviation + half_width});
  }
  return line;
}

Chart convergence_chart(const StudyResult& study, const EstimateArray& figure, std::optional<std::size_t> level,
                        const std::string& title) {
  std::vector<LineSeries> lines;
  double most = 0.0;
  for (std::size_t site = 0; site < std::min(study.axes().site.size(), kMostLines); ++site) {
    lines.push_back(deviation_line(study, figure, site, level));
    // Standard errors of the first few paths would flatten the rest.
    for (std::size_t k = 0; k < lines.back().points.size(); ++k) {
      for (const double end : {lines.back().points[k].y, lines.back().band_high[k].y, lines.back().band_low[k].y}) {
        if (std::isfinite(end)) most = std::max(most, std::fabs(end));
      }
    }
  }
  const std::vector<std::uint64_t>& counts = study.tables.convergence.path_counts;
  const Axis x = make_positive_axis("first paths of the study", static_cast<double>(counts.front()),
                                    static_cast<double>(counts.back()));
  return {draw_lines(lines, x, make_axis("% off its value from all paths", -most, most)), title,
          "How far the figure of the first paths is from that of all paths, by number of paths."};
}

}  // namespace

std::string convergence_section(const StudyResult& study, PageBuilder& builder) {
  const ConvergenceTables& convergence = study.tables.convergence;
  if (convergence.path_counts.size() < 2) {
    return left_out("Left out: it takes more than 1,024 paths from path 0 on to show how the figures settle.");
  }
  const std::optional<std::size_t> level = place_of_number(convergence.confidence_levels, 0.95);
  std::vector<std::string> figures = {
      builder.chart(convergence_chart(study, convergence.mean_cash_flow, std::nullopt, "Mean cash flow of the horizon"),
                    "Line: the figure from the first paths alone; band: 95\u00A0% confidence interval.")};
  if (level) {
    figures.push_back(builder.chart(
        convergence_chart(study, convergence.expected_shortfall, level, "Expected shortfall at 95 % of that cash flow"),
        "Line: the figure from the first paths alone; band: 95\u00A0% confidence interval."));
  }
  return paragraph(
             "Whether there were paths enough: the figures settle and their bands narrow as paths are added, by half "
             "for four times as many." +
             shown_sites_note(kMostLines, study.axes().site.size())) +
         PageBuilder::side_by_side(figures);
}

}  // namespace hashlease
