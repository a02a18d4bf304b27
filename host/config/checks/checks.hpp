#pragma once

#include "config/findings/findings.hpp"
#include "config/keys/configuration.hpp"

namespace hashlease {

/// Checks that need more than one value, or more than its bounds. Values that something was already found at are left
/// in peace. Adds to `findings` at the places it knows.
void check_configuration(const Configuration& configuration, Findings& findings);

/// Room for the rounding of megawatts, shares and probabilities written in decimals.
inline constexpr double kDecimalTolerance = 1e-9;

/// Its parts.
void check_run(const RunConfiguration& run, Findings& findings);
void check_power_market(const PowerConfiguration& power, Findings& findings);
void check_dependence(const DependenceConfiguration& dependence, Findings& findings);
void check_regime(const RegimeConfiguration& regime, Findings& findings);
void check_models(const Configuration& configuration, Findings& findings);
void check_sites(const Configuration& configuration, Findings& findings);
void check_finance(const Configuration& configuration, Findings& findings);
/// Of one site, which stands at `path`.
void check_gpu_fleets(const SiteConfiguration& site, const std::string& path, Findings& findings);

}  // namespace hashlease
