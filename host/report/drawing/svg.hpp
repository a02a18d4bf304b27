#pragma once

/// Drawings as SVG text. Colours and strokes come from classes of the style sheet (style.hpp), so that a chart follows
/// light, dark and print.
/// SVG: https://www.w3.org/TR/SVG2/

#include <string>
#include <string_view>
#include <vector>

namespace hashlease {

struct Point {
  double x = 0.0;
  double y = 0.0;
};

enum class Anchor { start, middle, end };

/// About how wide a text is at a font size of 1, in a common sans-serif; on the safe side by some percent.
double text_width(std::string_view text);

/// A coordinate with at most one decimal: "12", "12.5", "-0.5".
std::string coordinate_text(double value);

/// "M1 2L3 4...": an open line through points. Points that are not finite interrupt it.
std::string line_path(const std::vector<Point>& points);
/// A closed area between an upper and a lower line of as many points.
std::string band_path(const std::vector<Point>& upper, const std::vector<Point>& lower);

/// A drawing of a fixed size in user units; the page scales it to the width it has.
class Svg {
 public:
  Svg(double width, double height) : width_(width), height_(height) {}
  double width() const { return width_; }
  double height() const { return height_; }

  /// Each adds one element; `classes` name rules of the style sheet.
  void path(const std::string& data, std::string_view classes);
  void line(Point from, Point to, std::string_view classes);
  void rectangle(Point corner, double width, double height, std::string_view classes);
  /// A filled rectangle of the given opacity (0 to 1).
  void rectangle(Point corner, double width, double height, std::string_view classes, double opacity);
  void circle(Point centre, double radius, std::string_view classes);
  /// Text with its baseline at `at`. It is escaped here.
  void text(Point at, std::string_view text, std::string_view classes, Anchor anchor = Anchor::start);
  /// Text that reads upwards.
  void vertical_text(Point at, std::string_view text, std::string_view classes);

  /// The drawing as an element of an HTML page. `name` makes its ids unique; title and description are its text
  /// alternative.
  std::string element(std::string_view name, std::string_view title, std::string_view description) const;
  /// The drawing as a file of its own, with a style sheet.
  std::string document(std::string_view title, std::string_view description, std::string_view style) const;

 private:
  std::string opening(std::string_view name, std::string_view attributes) const;

  double width_;
  double height_;
  std::string body_;
};

}  // namespace hashlease
