#include "config/findings/configuration_errors.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace hashlease {
namespace {

std::vector<Finding> in_order(std::vector<Finding> findings) {
  const auto position = [](const Finding& finding) {
    return std::make_tuple(finding.place.rank, finding.place.line, finding.place.column);
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const Finding& a, const Finding& b) { return position(a) < position(b); });
  return findings;
}

std::string as_text(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    if (!text.empty()) text += '\n';
    text += place_text(finding.place) + ": " + finding.text;
  }
  return text;
}

}  // namespace

std::string place_text(const Place& place) {
  if (place.line == 0) return place.source;
  return place.source + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

ConfigurationErrors::ConfigurationErrors(std::vector<Finding> findings)
    : InputError(as_text(in_order(findings))), findings_(in_order(std::move(findings))) {}

}  // namespace hashlease
