#include "calibrate/market_file/toml_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "io/files/file.hpp"

namespace hashlease {

namespace {

constexpr std::size_t kColumns = 118;
constexpr std::size_t kCommentColumn = 36;

std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width) lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + word;
  }
  return lines;
}

std::string names_of(const std::string& source) {
  std::string names;
  std::istringstream files(source);
  for (std::string file; std::getline(files, file, ',');) {
    const std::size_t first = file.find_first_not_of(' ');
    names += (names.empty() ? "" : ", ") + name_of(file.substr(first == std::string::npos ? 0 : first));
  }
  return names;
}

}  // namespace

std::string toml_number(double value, int digits) {
  if (value == 0.0) return "0.0";
  std::string text = fmt::format("{:.{}g}", value, digits);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

void TomlLines::comment(const std::string& text) {
  for (const std::string& line : wrapped(text, kColumns - 2)) text_ += (line.empty() ? "#" : "# " + line) + '\n';
}

void TomlLines::header(const std::string& table) { text_ += '\n' + table + '\n'; }

void TomlLines::value(const std::string& key, const std::string& value, const std::string& comment) {
  std::string line = key + " = " + value;
  if (comment.empty()) {
    text_ += line + '\n';
    return;
  }
  const std::size_t column = std::max(kCommentColumn, line.size() + 2);
  bool is_first = true;
  // Behind a long value there is no room: the comment then goes before it.
  if (column + 40 > kColumns) {
    this->comment(comment);
    text_ += line + '\n';
    return;
  }
  for (const std::string& part : wrapped(comment, kColumns - column - 2)) {
    if (!is_first) line.clear();
    line.resize(column, ' ');
    text_ += line + "# " + part + '\n';
    is_first = false;
  }
}

void TomlLines::sample(const Fit& fit) {
  const std::string text = source_text(fit);
  if (std::find(samples_.begin(), samples_.end(), text) != samples_.end()) return;
  samples_.push_back(text);
  comment(fmt::format("{}: {}.", sample_text(fit), text));
}

std::string TomlLines::sample_text(const Fit& fit) const {
  const std::string text = source_text(fit);
  const auto found = std::find(samples_.begin(), samples_.end(), text);
  return found == samples_.end() ? text : std::string(1, static_cast<char>('A' + (found - samples_.begin())));
}

void TomlLines::figure(const std::string& key, const Fit& fit, const std::string& parameter, double written,
                       const std::string& why) {
  const FittedParameter& fitted = fit.parameter(parameter);
  const bool is_own = std::isnan(written);
  std::string text = fitted.unit.empty() ? "" : fitted.unit + "; ";
  if (is_own) {
    if (std::isfinite(fitted.standard_error)) text += fmt::format("standard error {:.2g}; ", fitted.standard_error);
  } else {
    text += why + "; estimate " + estimate_text(fitted) + "; ";
  }
  text += fmt::format("{}, n = {}", sample_text(fit), fit.sample_size);
  if (!fitted.note.empty()) text += "; " + fitted.note;
  value(key, toml_number(is_own ? fitted.value : written), text);
}

std::string source_text(const Fit& fit) {
  return fmt::format("{}, {}, n = {}", names_of(fit.source), fit.sample, fit.sample_size);
}

std::string estimate_text(const FittedParameter& parameter) {
  // A half-life of a century is none.
  if (parameter.unit == "month" && parameter.value > 1200.0) return "no reversion, a random walk";
  std::string text = fmt::format("{:.3g}", parameter.value);
  if (std::isfinite(parameter.standard_error))
    text += fmt::format(" (standard error {:.2g})", parameter.standard_error);
  return text;
}

}  // namespace hashlease
