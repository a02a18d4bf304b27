#include <algorithm>
#include <cmath>

#include "report/drawing/chart.hpp"

namespace hashlease {

namespace {

/// Draws one row between the y coordinates `top` and `base`.
class RidgeDrawer {
 public:
  RidgeDrawer(Svg& svg, const Frame& frame) : svg_(svg), frame_(frame) {}

  void draw(const RidgeRow& row, double top, double base) const {
    const std::string colour = colour_class(row.colour);
    draw_shape(row, top, base, colour);
    const double bar = base + 7.0;
    segment(row.low, row.high, bar, "whisker " + colour);
    segment(row.lower, row.upper, bar, "bar " + colour);
    const double middle = x(row.middle);
    svg_.line({middle, bar - 5.0}, {middle, bar + 5.0}, "median");
    if (std::isfinite(row.tail_mean)) {
      const double tail = x(row.tail_mean);
      svg_.path(line_path({{tail, bar - 1.0}, {tail - 4.5, bar + 6.5}, {tail + 4.5, bar + 6.5}}) + "Z", "tail-mark");
    }
  }

 private:
  double x(double value) const { return std::clamp(frame_.x(value), frame_.left(), frame_.right()); }

  void segment(double from, double to, double y, const std::string& classes) const {
    svg_.line({x(from), y}, {x(to), y}, classes);
  }

  void draw_shape(const RidgeRow& row, double top, double base, const std::string& colour) const {
    double most = 0.0;
    for (const Point& point : row.shape) most = std::max(most, point.y);
    if (most <= 0.0 || base <= top) return;
    std::vector<Point> outline;
    std::vector<Point> ground;
    for (const Point& point : row.shape) {
      if (point.x < frame_.x_axis().low || point.x > frame_.x_axis().high) continue;
      outline.push_back({frame_.x(point.x), base - (base - top) * point.y / most});
      ground.push_back({outline.back().x, base});
    }
    svg_.path(band_path(outline, ground), "band inner " + colour);
    svg_.path(line_path(outline), "line " + colour);
  }

  Svg& svg_;
  const Frame& frame_;
};

}  // namespace

Svg draw_ridges(const std::vector<RidgeRow>& rows, const Axis& x, bool with_shapes) {
  const double row_height = !with_shapes ? 36.0 : rows.size() > 3 ? 68.0 : 86.0;
  Svg svg(kChartWidth, row_height * static_cast<double>(rows.size()) + 48.0);
  const Axis none{"", ScaleKind::linear, 0.0, 1.0, {}};
  const Frame frame(svg, x, none, 0.0);
  std::string grid;
  for (const Tick& tick : x.ticks) grid += line_path({frame.at(tick.value, 0.0), frame.at(tick.value, 1.0)});
  svg.path(grid, "grid");
  const RidgeDrawer drawer(svg, frame);
  double top = frame.top();
  for (const RidgeRow& row : rows) {
    const double text_line = top + 12.0;
    const double base = top + row_height - 18.0;
    drawer.draw(row, top + 18.0, base);
    const double note_width = text_width(row.note) * 11.0;
    svg.text({frame.left() + 2.0, text_line}, fitted_text(row.name, kChartWidth - note_width - 24.0, 12.5),
             "row-name halo");
    svg.text({frame.right(), text_line}, row.note, "tick halo", Anchor::end);
    top += row_height;
  }
  return svg;
}

}  // namespace hashlease
