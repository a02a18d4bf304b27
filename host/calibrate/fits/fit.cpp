#include "calibrate/fits/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace hashlease {

double Fit::akaike() const { return -2.0 * log_likelihood + 2.0 * free_parameter_count; }

double Fit::bayes() const {
  return -2.0 * log_likelihood + free_parameter_count * std::log(static_cast<double>(sample_size));
}

const FittedParameter& Fit::parameter(std::string_view key) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const FittedParameter& parameter) { return parameter.key == key; });
  if (found == parameters.end()) throw std::out_of_range(fmt::format("{} has no parameter {}", model, key));
  return *found;
}

bool Fit::has(std::string_view key) const {
  return std::any_of(parameters.begin(), parameters.end(),
                     [&](const FittedParameter& parameter) { return parameter.key == key; });
}

void check_identified(FittedParameter& parameter, double lowest, double highest) {
  const auto scale = [&](double value) { return lowest > 0.0 ? std::log(std::max(value, 1e-300)) : value; };
  const double width = scale(parameter.upper) - scale(parameter.lower);
  const double share = width / (scale(highest) - scale(lowest));
  if (share < 0.5) return;
  parameter.is_identified = false;
  const std::string wide = std::isfinite(share) ? fmt::format("{:.2g} times as wide as", share) : "unbounded against";
  parameter.note += fmt::format("{}not identified: its 95 % interval is {} the plausible range {:g} to {:g}",
                                parameter.note.empty() ? "" : "; ", wide, lowest, highest);
}

}  // namespace hashlease
