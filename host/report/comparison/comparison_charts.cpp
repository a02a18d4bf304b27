#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/comparison/comparison.hpp"
#include "report/drawing/numbers.hpp"
#include "report/sections/density.hpp"
#include "report/sections/sections.hpp"

namespace hashlease {

namespace {

constexpr Outcome kRevenue = Outcome::revenue;

/// Densities of a site's revenue in the period compared.
Chart density_chart(const Comparison& comparison, std::size_t site) {
  std::vector<LineSeries> lines;
  double low = 1e300;
  double high = -1e300;
  double most = 0.0;
  for (std::size_t study = 0; study < comparison.studies.size(); ++study) {
    const Histogram* histogram = comparison.studies[study].find_histogram(
        comparison.index[study][site], Outcome::revenue, comparison.period_index[study]);
    if (histogram == nullptr) continue;
    LineSeries& line = lines.emplace_back();
    line.name = comparison.name(study);
    line.colour = study;
    line.is_filled = true;
    line.points = density_line(*histogram, quantile_of(*histogram, 0.0005), quantile_of(*histogram, 0.99));
    for (Point& point : line.points) {
      point = {1e-6 * point.x, 1e8 * point.y};
      most = std::max(most, point.y);
    }
    low = std::min(low, line.points.front().x);
    high = std::max(high, line.points.back().x);
  }
  const Axis x = make_tight_axis(fmt::format("revenue of {}, million USD", *comparison.period), low, high);
  return {draw_lines(lines, x, make_axis("% of paths per million USD", 0.0, most)),
          fmt::format("{}: revenue of {}", comparison.sites[site], *comparison.period),
          fmt::format("Densities of the revenue of {} in each study.", comparison.sites[site])};
}

/// Median revenue by month with the band from 5 to 95 %, each study a line.
LineSeries monthly_line(const Comparison& comparison, std::size_t study, std::size_t site) {
  const StudyResult& result = comparison.studies[study];
  LineSeries line;
  line.name = comparison.name(study);
  line.colour = study;
  for (std::size_t month = 0; month < result.axes().month_count(); ++month) {
    const Period& period = result.axes().period[month];
    const double day = 0.5 * static_cast<double>(period.start_day + period.end_day);
    const auto value = [&](double probability) {
      const auto index = result.axes().place_of_probability(probability);
      const double unit = 30e-6 / static_cast<double>(period.end_day - period.start_day);
      return index ? unit * result.tables.quantile(comparison.index[study][site], kRevenue, month, *index).value
                   : std::nan("");
    };
    line.points.push_back({day, value(0.5)});
    line.band_low.push_back({day, value(0.05)});
    line.band_high.push_back({day, value(0.95)});
  }
  return line;
}

std::optional<Chart> monthly_chart(const Comparison& comparison, std::size_t site) {
  std::vector<LineSeries> lines;
  double low = 1e300;
  double high = -1e300;
  std::int64_t first_day = comparison.studies[0].axes().period.front().start_day;
  std::int64_t last_day = comparison.studies[0].axes().period.back().end_day;
  for (std::size_t study = 0; study < comparison.studies.size(); ++study) {
    lines.push_back(monthly_line(comparison, study, site));
    for (const Point& point : lines.back().band_low) low = std::isfinite(point.y) ? std::min(low, point.y) : low;
    for (const Point& point : lines.back().band_high) high = std::isfinite(point.y) ? std::max(high, point.y) : high;
    first_day = std::min(first_day, comparison.studies[study].axes().period.front().start_day);
    last_day = std::max(last_day, comparison.studies[study].axes().period.back().end_day);
  }
  if (!(high > low)) return std::nullopt;
  const Axis x = make_date_axis(first_day, last_day, 8);
  return Chart{draw_lines(lines, x, make_axis("revenue, million USD per 30 days", low, high)),
               comparison.sites[site] + ": revenue by month",
               fmt::format("Median revenue of {} by month in each study, with a band from the 5 to the 95 % quantile.",
                           comparison.sites[site])};
}

}  // namespace

std::string comparison_charts(const Comparison& comparison, PageBuilder& builder) {
  std::vector<std::string> figures;
  for (std::size_t site = 0; site < std::min(comparison.sites.size(), kMostLines); ++site) {
    if (comparison.period) {
      figures.push_back(builder.chart(density_chart(comparison, site), "How often each value occurs over the paths."));
    }
    if (const std::optional<Chart> chart = monthly_chart(comparison, site)) {
      figures.push_back(builder.chart(*chart, "Line: median; band: from the 5 to the 95\u00A0% quantile."));
    }
  }
  const std::string note = shown_sites_note(kMostLines, comparison.sites.size());
  return (note.empty() ? "" : paragraph(note)) + PageBuilder::side_by_side(figures);
}

}  // namespace hashlease
