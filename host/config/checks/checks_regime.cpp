#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "config/checks/checks.hpp"
#include "config/findings/nearest.hpp"
#include "config/keys/parameters.hpp"

namespace hashlease {
namespace {

void check_transition(const RegimeStateConfiguration& state, const std::vector<std::string>& known,
                      Findings& findings) {
  const std::string path = "market.regime.state." + state.name + ".transition";
  if (findings.touch(path)) return;
  double total = 0.0;
  for (const auto& [name, probability] : state.transition) {
    total += probability;
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      findings.add(path + "." + name,
                   fmt::format("there is no state {}; {}", toml_string(name), suggestion(name, known)));
    }
  }
  if (std::abs(total - 1.0) > kDecimalTolerance) {
    findings.add(path, fmt::format("the probabilities add up to {:.6g}, not to 1", total));
  }
}

}  // namespace

void check_regime(const RegimeConfiguration& regime, Findings& findings) {
  if (findings.touch("market.regime.state")) return;
  std::vector<std::string> known;
  for (const RegimeStateConfiguration& state : regime.state) known.push_back(state.name);
  if (known.size() == 1) {
    findings.add("market.regime.state", "one state alone changes nothing over time; give two or three, or none");
  }
  const bool named = std::find(known.begin(), known.end(), regime.initial) != known.end();
  if (!regime.initial.empty() && !named) {
    findings.add("market.regime.initial", known.empty()
                                              ? std::string("no [[market.regime.state]] is given")
                                              : fmt::format("there is no state {}; {}", toml_string(regime.initial),
                                                            suggestion(regime.initial, known)));
  }
  for (const RegimeStateConfiguration& state : regime.state) check_transition(state, known, findings);
}

}  // namespace hashlease
