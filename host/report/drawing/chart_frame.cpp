#include <algorithm>

#include "report/drawing/chart.hpp"

namespace hashlease {

namespace {

constexpr double kTickSize = 11.0;
constexpr double kTitleSize = 11.5;
constexpr double kLegendSize = 11.5;
constexpr double kLegendRow = 17.0;
constexpr double kSample = 20.0;

double widest_label(const Axis& axis) {
  double widest = 0.0;
  for (const Tick& tick : axis.ticks) widest = std::max(widest, text_width(tick.label));
  return widest * kTickSize;
}

/// Where each entry of a legend begins, and the rows it takes.
struct LegendLayout {
  std::vector<Point> at;
  double height = 0.0;
};

LegendLayout lay_out(double width, const std::vector<LegendEntry>& entries) {
  LegendLayout layout;
  double x = 2.0;
  double y = 0.0;
  for (const LegendEntry& entry : entries) {
    const double extent = std::min(kSample + 5.0 + text_width(entry.text) * kLegendSize, width - 4.0);
    if (x > 2.0 && x + extent > width - 2.0) {
      x = 2.0;
      y += kLegendRow;
    }
    layout.at.push_back({x, y});
    x += extent + 16.0;
  }
  layout.height = entries.empty() ? 0.0 : y + kLegendRow + 4.0;
  return layout;
}

}  // namespace

std::string colour_class(std::size_t series) { return "c" + std::to_string(series % kColourCount); }

std::string fitted_text(std::string_view text, double width, double font_size) {
  if (text_width(text) * font_size <= width) return std::string(text);
  std::size_t length = text.size();
  while (length > 0 && (text_width(text.substr(0, length)) + 0.7) * font_size > width) {
    do --length;
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80);
  }
  return std::string(text.substr(0, length)) + "…";
}

Frame::Frame(Svg& svg, Axis x, Axis y, double top) : x_(std::move(x)), y_(std::move(y)) {
  const bool has_y_ticks = !y_.ticks.empty();
  left_ = has_y_ticks ? widest_label(y_) + 9.0 : 8.0;
  // The last label of the x axis is centred on its tick and must not be cut.
  double overhang = 6.0;
  for (const Tick& tick : x_.ticks) {
    const double beyond =
        text_width(tick.label) * kTickSize / 2.0 - (1.0 - x_.fraction(tick.value)) * svg.width() * 0.8;
    overhang = std::max(overhang, beyond + 2.0);
  }
  right_ = svg.width() - overhang;
  top_ = top + (y_.title.empty() ? 8.0 : 21.0);
  bottom_ = svg.height() - (x_.title.empty() ? 20.0 : 37.0);
  draw_y_axis(svg);
  draw_x_axis(svg);
  if (!y_.title.empty()) {
    svg.text({2.0, top + 11.0}, fitted_text(y_.title, svg.width() - 4.0, kTitleSize), "axis-title");
  }
}

void Frame::draw_y_axis(Svg& svg) const {
  std::string grid;
  for (const Tick& tick : y_.ticks) {
    const double at = y(tick.value);
    if (at < top_ - 0.5 || at > bottom_ + 0.5) continue;
    grid += line_path({{left_, at}, {right_, at}});
    svg.text({left_ - 5.0, at + 3.8}, tick.label, "tick", Anchor::end);
  }
  svg.path(grid, "grid");
}

void Frame::draw_x_axis(Svg& svg) const {
  svg.line({left_, bottom_}, {right_, bottom_}, "axis");
  std::string marks;
  double free_from = 0.0;
  for (const Tick& tick : x_.ticks) {
    const double at = x(tick.value);
    marks += line_path({{at, bottom_}, {at, bottom_ + 4.0}});
    const double half = text_width(tick.label) * kTickSize / 2.0;
    if (at - half < free_from) continue;  // it would touch the label before
    svg.text({at, bottom_ + 15.5}, tick.label, "tick", Anchor::middle);
    free_from = at + half + 5.0;
  }
  svg.path(marks, "axis");
  if (!x_.title.empty()) {
    svg.text({(left_ + right_) / 2.0, bottom_ + 31.5}, fitted_text(x_.title, svg.width() - 4.0, kTitleSize),
             "axis-title", Anchor::middle);
  }
}

double legend_height(double width, const std::vector<LegendEntry>& entries) { return lay_out(width, entries).height; }

double draw_legend(Svg& svg, const std::vector<LegendEntry>& entries) {
  const LegendLayout layout = lay_out(svg.width(), entries);
  for (std::size_t k = 0; k < entries.size(); ++k) {
    const Point at = layout.at[k];
    if (entries[k].is_area) {
      svg.rectangle({at.x, at.y + 3.0}, kSample, 10.0, entries[k].classes);
    } else {
      svg.line({at.x, at.y + 8.0}, {at.x + kSample, at.y + 8.0}, entries[k].classes);
    }
    const double room = svg.width() - at.x - kSample - 7.0;
    svg.text({at.x + kSample + 5.0, at.y + 12.0}, fitted_text(entries[k].text, room, kLegendSize), "legend");
  }
  return layout.height;
}

}  // namespace hashlease
