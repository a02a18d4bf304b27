#pragma once

/// Lines of TOML with comments behind the values.

#include <string>
#include <vector>

#include "calibrate/fits/fit.hpp"

namespace hashlease {

/// A number with a decimal point or exponent, at four significant digits, or as many as `digits`.
std::string toml_number(double value, int digits = 4);

/// Collects the lines of a market file.
class TomlLines {
 public:
  /// "# text", broken at 120 columns.
  void comment(const std::string& text);
  void blank() { text_ += '\n'; }
  void verbatim(const std::string& text) { text_ += text; }
  void header(const std::string& table);
  /// key = value  # comment, which goes on in lines of its own where it is long.
  void value(const std::string& key, const std::string& value, const std::string& comment);
  /// A comment that names the sample of a fit by a letter, which its figures then have behind them.
  void sample(const Fit& fit);
  /// A fitted figure: its unit, source, sample, standard error and note. `value` is written in its place where it is a
  /// number.
  void figure(const std::string& key, const Fit& fit, const std::string& parameter, double value = kNoFigure,
              const std::string& why = "");
  const std::string& text() const { return text_; }

 private:
  std::string sample_text(const Fit& fit) const;

  std::vector<std::string> samples_;
  std::string text_;
};

/// "file.csv, 2018-01-01 to 2025-06-01, daily, n = 2709": folders of the file left out.
std::string source_text(const Fit& fit);
/// "0.679 (standard error 0.026, 95 % interval 0.63 to 0.73)".
std::string estimate_text(const FittedParameter& parameter);

}  // namespace hashlease
