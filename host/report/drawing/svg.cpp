#include "report/drawing/svg.hpp"

#include <fmt/format.h>

#include <cmath>

#include "report/drawing/numbers.hpp"

namespace hashlease {

double text_width(std::string_view text) {
  double width = 0.0;
  for (const char letter : text) {
    if ((static_cast<unsigned char>(letter) & 0xC0) == 0x80) continue;  // a continuation of the letter before
    const bool is_narrow = std::string_view("iIjl.,:;|!'()[] ").find(letter) != std::string_view::npos;
    const bool is_wide = std::string_view("mwMW%@").find(letter) != std::string_view::npos;
    width += is_narrow ? 0.34 : is_wide ? 0.92 : letter >= 'A' && letter <= 'Z' ? 0.70 : 0.585;
  }
  return width;
}

std::string coordinate_text(double value) {
  const double rounded = std::round(value * 10.0) / 10.0;
  if (rounded == std::trunc(rounded)) return fmt::format("{}", static_cast<long long>(rounded));
  return fmt::format("{:.1f}", rounded);
}

namespace {

bool is_finite(const Point& point) { return std::isfinite(point.x) && std::isfinite(point.y); }

std::string pair_text(const Point& point) {
  const std::string y = coordinate_text(point.y);
  return coordinate_text(point.x) + (y.front() == '-' ? "" : " ") + y;
}

std::string_view anchor_attribute(Anchor anchor) {
  switch (anchor) {
    case Anchor::middle: return " text-anchor=\"middle\"";
    case Anchor::end: return " text-anchor=\"end\"";
    case Anchor::start: break;
  }
  return "";
}

}  // namespace

std::string line_path(const std::vector<Point>& points) {
  std::string data;
  bool connected = false;
  for (const Point& point : points) {
    if (!is_finite(point)) {
      connected = false;
      continue;
    }
    data += (connected ? 'L' : 'M') + pair_text(point);
    connected = true;
  }
  return data;
}

std::string band_path(const std::vector<Point>& upper, const std::vector<Point>& lower) {
  std::string data;
  std::vector<Point> outline;
  const auto close = [&] {
    if (!outline.empty()) data += line_path(outline) + "Z";
    outline.clear();
  };
  for (std::size_t k = 0; k < upper.size();) {
    std::size_t end = k;
    while (end < upper.size() && is_finite(upper[end]) && is_finite(lower[end])) ++end;
    outline.insert(outline.end(), upper.begin() + static_cast<std::ptrdiff_t>(k),
                   upper.begin() + static_cast<std::ptrdiff_t>(end));
    for (std::size_t back = end; back > k; --back) outline.push_back(lower[back - 1]);
    close();
    k = end + 1;
  }
  return data;
}

void Svg::path(const std::string& data, std::string_view classes) {
  if (!data.empty()) body_ += fmt::format("<path class=\"{}\" d=\"{}\"/>\n", classes, data);
}

void Svg::line(Point from, Point to, std::string_view classes) { path(line_path({from, to}), classes); }

void Svg::rectangle(Point corner, double width, double height, std::string_view classes) {
  body_ += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n", classes,
                       coordinate_text(corner.x), coordinate_text(corner.y), coordinate_text(width),
                       coordinate_text(height));
}

void Svg::rectangle(Point corner, double width, double height, std::string_view classes, double opacity) {
  body_ += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill-opacity=\"{:.2f}\"/>\n",
                       classes, coordinate_text(corner.x), coordinate_text(corner.y), coordinate_text(width),
                       coordinate_text(height), opacity);
}

void Svg::circle(Point centre, double radius, std::string_view classes) {
  body_ += fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>\n", classes, coordinate_text(centre.x),
                       coordinate_text(centre.y), coordinate_text(radius));
}

void Svg::text(Point at, std::string_view text, std::string_view classes, Anchor anchor) {
  body_ += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\"{}>{}</text>\n", classes, coordinate_text(at.x),
                       coordinate_text(at.y), anchor_attribute(anchor), escape_markup(text));
}

void Svg::vertical_text(Point at, std::string_view text, std::string_view classes) {
  const std::string x = coordinate_text(at.x);
  const std::string y = coordinate_text(at.y);
  body_ += fmt::format(
      "<text class=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"middle\" transform=\"rotate(-90 {} {})\">{}</text>\n",
      classes, x, y, x, y, escape_markup(text));
}

std::string Svg::opening(std::string_view name, std::string_view attributes) const {
  return fmt::format("<svg{} viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{}-title {}-text\">\n", attributes,
                     coordinate_text(width_), coordinate_text(height_), name, name);
}

std::string Svg::element(std::string_view name, std::string_view title, std::string_view description) const {
  return opening(name, "") +
         fmt::format("<title id=\"{}-title\">{}</title>\n<desc id=\"{}-text\">{}</desc>\n{}</svg>\n", name,
                     escape_markup(title), name, escape_markup(description), body_);
}

std::string Svg::document(std::string_view title, std::string_view description, std::string_view style) const {
  const std::string size = fmt::format(" xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\"",
                                       coordinate_text(width_), coordinate_text(height_));
  return opening("chart", size) + fmt::format(
                                      "<title id=\"chart-title\">{}</title>\n<desc id=\"chart-text\">{}</desc>\n"
                                      "<metadata>{}</metadata>\n<style>{}</style>\n<rect class=\"paper\" "
                                      "width=\"100%\" height=\"100%\"/>\n{}</svg>\n",
                                      escape_markup(title), escape_markup(description), "hashlease report", style,
                                      body_);
}

}  // namespace hashlease
