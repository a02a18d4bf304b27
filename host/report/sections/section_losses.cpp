#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/drawing/numbers.hpp"
#include "report/sections/density.hpp"
#include "report/sections/sections.hpp"

namespace hashlease {

namespace {

constexpr Outcome kRevenue = Outcome::revenue;

/// The density of a site's loss in million USD or, `relative`, in percent of its mean, with dots at VaR and ES.
LineSeries loss_line(const StudyResult& study, std::size_t site, const Histogram& histogram, bool relative) {
  const std::size_t period = study.axes().tail_period();
  const double reference = study.tables.loss_reference(site, kRevenue, period);
  const double unit = relative ? study.tables.of(&RiskTables::mean, site, kRevenue, period).value / 100.0 : 1e6;
  LineSeries line;
  line.name = study.axes().site[site];
  line.colour = site;
  line.is_filled = true;
  line.points = density_line(histogram, quantile_of(histogram, 0.0005), quantile_of(histogram, 0.99));
  for (Point& point : line.points) point = {(reference - point.x) / unit, point.y * unit * 100.0};
  std::reverse(line.points.begin(), line.points.end());
  if (const auto level = study.tables.place_of_level(0.95)) {
    for (const auto measure : {&RiskTables::value_at_risk, &RiskTables::expected_shortfall}) {
      const double loss = study.tables.of(measure, site, kRevenue, period, *level).value / unit;
      if (std::isfinite(loss)) line.markers.push_back({loss, 0.0});
    }
  }
  return line;
}

/// Puts the markers of a line onto it.
void lift_markers(LineSeries& line) {
  for (Point& marker : line.markers) {
    for (std::size_t k = 1; k < line.points.size(); ++k) {
      const Point& left = line.points[k - 1];
      const Point& right = line.points[k];
      if (marker.x < left.x || marker.x > right.x) continue;
      marker.y = left.y + (right.y - left.y) * (marker.x - left.x) / std::max(right.x - left.x, 1e-300);
      break;
    }
  }
}

std::string loss_description(const StudyResult& study, std::size_t shown) {
  const auto level = study.tables.place_of_level(0.95);
  std::string text = "Density of the loss over the paths.";
  for (std::size_t site = 0; level && site < shown; ++site) {
    const Estimate loss =
        study.tables.of(&RiskTables::expected_shortfall, site, kRevenue, study.axes().tail_period(), *level);
    text += fmt::format(" {}: expected shortfall at 95 % {}.", study.axes().site[site],
                        value_with_unit(loss, million_usd()));
  }
  return text;
}

Chart loss_chart(const StudyResult& study, bool relative) {
  std::vector<LineSeries> lines;
  double low = 0.0;
  double high = 0.0;
  double most = 0.0;
  for (std::size_t site = 0; site < std::min(study.axes().site.size(), kMostLines); ++site) {
    const Histogram* histogram = study.find_histogram(site, Outcome::revenue, study.axes().tail_period());
    const double mean = study.tables.of(&RiskTables::mean, site, kRevenue, study.axes().tail_period()).value;
    if (histogram == nullptr || !(mean > 0.0)) continue;
    lines.push_back(loss_line(study, site, *histogram, relative));
    lift_markers(lines.back());
    low = std::min(low, lines.back().points.front().x);
    high = std::max(high, lines.back().points.back().x);
    for (const Point& point : lines.back().points) most = std::max(most, point.y);
  }
  const std::string unit = relative ? "% of the site's mean" : "million USD";
  const Axis x = make_tight_axis("loss of " + tail_period_name(study) + ", " + unit, low, high);
  const Axis y = make_axis(relative ? "% of paths per % of loss" : "% of paths per million USD of loss", 0.0, most);
  return {draw_lines(lines, x, y), relative ? "Relative to each site's mean" : "In money",
          loss_description(study, lines.size())};
}

}  // namespace

std::string loss_section(const StudyResult& study, PageBuilder& builder) {
  const bool from_mean = study.configuration.run.loss_reference == LossReference::mean;
  const std::string meaning =
      from_mean ? fmt::format(
                      "The loss of a path is what its revenue of {} falls short of the mean; a negative loss is a "
                      "gain. Dots mark value at risk and expected shortfall at 95 %.",
                      tail_period_name(study))
                : fmt::format(
                      "The loss of a path is its revenue of {} below zero (run.loss_reference). Dots mark value "
                      "at risk and expected shortfall at 95 %.",
                      tail_period_name(study));
  const std::string note = shown_sites_note(kMostLines, study.axes().site.size());
  return paragraph(meaning + note) +
         PageBuilder::side_by_side(
             {builder.chart(loss_chart(study, false), "Sites of very different size are hard to compare in money."),
              builder.chart(loss_chart(study, true), "The same in percent of each site's own mean.")});
}

}  // namespace hashlease
