#include <algorithm>
#include <cmath>

#include "report/drawing/chart.hpp"

namespace hashlease {

namespace {

/// Points in user units, those outside the axes' ends moved onto the border of the plotting area.
std::vector<Point> placed(const Frame& frame, const std::vector<Point>& points) {
  std::vector<Point> result;
  for (const Point& point : points) {
    const Point at = frame.at(point.x, point.y);
    result.push_back({at.x, std::isfinite(at.y) ? std::clamp(at.y, frame.top(), frame.bottom()) : at.y});
  }
  return result;
}

std::vector<Point> zipped(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<Point> points;
  for (std::size_t k = 0; k < x.size(); ++k) points.push_back({x[k], y[k]});
  return points;
}

}  // namespace

Svg draw_fan(const FanSeries& series, const Axis& x, const Axis& y) {
  Svg svg(kChartWidth, kChartHeight);
  const std::string colour = colour_class(series.colour);
  std::vector<LegendEntry> legend = {{"median", "line " + colour},
                                     {"25 to 75 %", "band inner " + colour, true},
                                     {"5 to 95 %", "band outer " + colour, true}};
  if (!series.history.empty()) legend.push_back({"history", "line history"});
  const Frame frame(svg, x, y, draw_legend(svg, legend));
  const auto line = [&](std::size_t quantile) { return placed(frame, zipped(series.x, series.low_to_high[quantile])); };
  svg.path(band_path(line(4), line(0)), "band outer " + colour);
  svg.path(band_path(line(3), line(1)), "band inner " + colour);
  svg.path(line_path(line(2)), "line " + colour);
  svg.path(line_path(placed(frame, series.history)), "line history");
  return svg;
}

Svg draw_lines(const std::vector<LineSeries>& series, const Axis& x, const Axis& y) {
  std::vector<LegendEntry> legend;
  for (const LineSeries& one : series) {
    if (!one.name.empty()) legend.push_back({one.name, "line dashed " + colour_class(one.colour)});
  }
  Svg svg(kChartWidth, kChartHeight + std::max(0.0, legend_height(kChartWidth, legend) - 21.0));
  const Frame frame(svg, x, y, draw_legend(svg, legend));
  for (const LineSeries& one : series) {
    const std::vector<Point> points = placed(frame, one.points);
    const std::string colour = colour_class(one.colour);
    if (one.is_filled) {
      std::vector<Point> base = points;
      for (Point& point : base) point.y = frame.bottom();
      svg.path(band_path(points, base), "band faint " + colour);
    }
    if (!one.band_low.empty()) {
      svg.path(band_path(placed(frame, one.band_high), placed(frame, one.band_low)), "band outer " + colour);
    }
  }
  for (const LineSeries& one : series) {
    const std::string colour = colour_class(one.colour);
    svg.path(line_path(placed(frame, one.points)), "line dashed " + colour);
    for (const Point& marker : placed(frame, one.markers)) svg.circle(marker, 3.4, "marker " + colour);
  }
  return svg;
}

Svg draw_intervals(const std::vector<IntervalRow>& rows, const std::vector<LegendEntry>& legend, const Axis& x) {
  constexpr double kRow = 15.0;
  double height = legend_height(kChartWidth, legend) + 45.0;
  for (const IntervalRow& row : rows) height += 22.0 + kRow * static_cast<double>(row.marks.size());
  Svg svg(kChartWidth, height);
  const Axis none{"", ScaleKind::linear, 0.0, 1.0, {}};
  const Frame frame(svg, x, none, draw_legend(svg, legend));
  std::string grid;
  for (const Tick& tick : x.ticks) grid += line_path({frame.at(tick.value, 0.0), frame.at(tick.value, 1.0)});
  svg.path(grid, "grid");
  double at = frame.top() + 12.0;
  for (const IntervalRow& row : rows) {
    svg.text({frame.left(), at}, fitted_text(row.name, frame.right() - frame.left(), 11.5), "legend halo");
    at += 11.0;
    for (const IntervalMark& mark : row.marks) {
      const std::string colour = colour_class(mark.colour);
      if (std::isfinite(mark.value)) {
        if (std::isfinite(mark.half_width)) {
          svg.line({frame.x(mark.value - mark.half_width), at}, {frame.x(mark.value + mark.half_width), at},
                   "line " + colour);
        }
        svg.circle({frame.x(mark.value), at}, 3.6, "marker " + colour);
      }
      at += kRow;
    }
    at += 11.0;
  }
  return svg;
}

Svg draw_density_map(const DensityMap& map, const Axis& x, const Axis& y) {
  Svg svg(kChartWidth, kChartHeight + 50.0);
  const Frame frame(svg, x, y, 0.0);
  const double most = *std::max_element(map.density.begin(), map.density.end());
  const std::size_t columns = map.x_edges.size() - 1;
  for (std::size_t cell = 0; cell < map.density.size(); ++cell) {
    if (!(map.density[cell] > 0.0)) continue;
    const std::size_t column = cell % columns;
    const std::size_t row = cell / columns;
    const double left = frame.x(map.x_edges[column]);
    const double top = frame.y(map.y_edges[row + 1]);
    // The square root shows the thin outskirts too.
    const double shade = std::max(0.03, std::sqrt(map.density[cell] / most));
    svg.rectangle({left, top}, frame.x(map.x_edges[column + 1]) - left, frame.y(map.y_edges[row]) - top, "heat", shade);
  }
  return svg;
}

}  // namespace hashlease
