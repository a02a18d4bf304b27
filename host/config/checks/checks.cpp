#include "config/checks/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "config/keys/parameters.hpp"
#include "config/keys/study_outcomes.hpp"

namespace hashlease {
namespace {

/// No month of the study may lie beyond 2099, and none before the first block.
void check_dates(const RunConfiguration& run, Findings& findings) {
  if (findings.touch("run.start_date") || findings.touch("run.horizon_months")) return;
  constexpr Date kFirstBlock{2009, 1, 3};
  constexpr Date kLastDay{2100, 1, 1};
  const std::string shown = to_string(run.start_date);
  if (days_from_date(run.start_date) < days_from_date(kFirstBlock)) {
    findings.add("run.start_date",
                 fmt::format("{} is before {}, the day of the first block", shown, to_string(kFirstBlock)));
  } else if (days_from_date(add_months(run.start_date, run.horizon_months)) > days_from_date(kLastDay)) {
    findings.add("run.start_date", fmt::format("{} and {} months end after {}, the last day the calendar covers", shown,
                                               run.horizon_months, to_string(kLastDay)));
  }
}

/// A column can be kept of what the study has.
void check_kept_outcomes(const Configuration& configuration, Findings& findings) {
  const std::vector<Outcome> present = study_outcomes(configuration);
  const auto check = [&](const std::string& key, const std::vector<std::string>& names, const std::string& prefix) {
    if (findings.touch(key)) return;
    for (int number = kCommonOutcomeCount; number < kOutcomeCount; ++number) {
      const auto outcome = static_cast<Outcome>(number);
      const std::string name = prefix + std::string(name_of(outcome));
      const bool is_named = std::find(names.begin(), names.end(), name) != names.end();
      if (!is_named || std::find(present.begin(), present.end(), outcome) != present.end()) continue;
      findings.add(key, fmt::format("the study has no {}: {}", name, row_of(outcome).absence));
    }
  };
  check("run.keep_paths", configuration.run.keep_paths, "annual_");
  check("run.monthly_distribution", configuration.run.monthly_distribution, "");
}

}  // namespace

void check_run(const RunConfiguration& run, Findings& findings) {
  check_dates(run, findings);
  if (!findings.touch("run.confidence_levels")) {
    for (std::size_t i = 1; i < run.confidence_levels.size(); ++i) {
      if (run.confidence_levels[i] > run.confidence_levels[i - 1]) continue;
      findings.add("run.confidence_levels", fmt::format("{} comes after {}; the levels have to increase strictly",
                                                        run.confidence_levels[i], run.confidence_levels[i - 1]));
      break;
    }
  }
  const bool known = !findings.touch("run.keep_paths") && !findings.touch("run.horizon_months");
  if (known && !run.keep_paths.empty() && run.horizon_months < 12) {
    findings.add("run.keep_paths",
                 fmt::format("annual outcomes need a horizon of at least 12 months; it is {}", run.horizon_months));
  }
}

void check_power_market(const PowerConfiguration& power, Findings& findings) {
  if (findings.touch("market.power.price_floor") || findings.touch("market.power.price_cap")) return;
  if (!(power.price_floor < power.price_cap)) {
    findings.add("market.power.price_floor",
                 fmt::format("{} is not below price_cap, {} USD/MWh", power.price_floor, power.price_cap));
    return;
  }
  if (findings.touch("market.power.monthly_median")) return;
  for (std::size_t i = 0; i < power.monthly_median.size(); ++i) {
    const double median = power.monthly_median[i];
    if (median >= power.price_floor && median <= power.price_cap) continue;
    findings.add("market.power.monthly_median",
                 fmt::format("{} (month {}) is not between price_floor and price_cap ({} to {} USD/MWh)", median, i + 1,
                             power.price_floor, power.price_cap));
  }
}

void check_configuration(const Configuration& configuration, Findings& findings) {
  check_run(configuration.run, findings);
  check_power_market(configuration.market.power, findings);
  check_dependence(configuration.market.dependence, findings);
  check_regime(configuration.market.regime, findings);
  check_models(configuration, findings);
  check_sites(configuration, findings);
  check_finance(configuration, findings);
  check_kept_outcomes(configuration, findings);
}

}  // namespace hashlease
