#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "config/checks/checks.hpp"
#include "config/findings/nearest.hpp"
#include "config/keys/parameters.hpp"
#include "vocabulary/empirical_shocks.hpp"

namespace hashlease {
namespace {

void check_gjr_garch(const BtcConfiguration& btc, Findings& findings) {
  const std::string path = "market.btc.gjr_garch";
  if (btc.model != BtcModel::gjr_garch || findings.touch(path)) return;
  const GjrGarchConfiguration& garch = btc.gjr_garch;
  const double persistence = garch.alpha + 0.5 * garch.gamma + garch.beta;
  if (persistence >= 1.0) {
    findings.add(path, fmt::format("alpha + gamma / 2 + beta is {:.6g}; it has to stay below 1 for the variance to "
                                   "have a long-run level",
                                   persistence));
  }
  if (garch.alpha + garch.gamma < 0.0) {
    findings.add(path + ".gamma", fmt::format("alpha + gamma is {:.6g}; below 0 the variance could be negative",
                                              garch.alpha + garch.gamma));
  }
}

void check_bootstrap(const MarketConfiguration& market, Findings& findings) {
  const std::string path = "market.btc.bootstrap";
  if (market.btc.model != BtcModel::bootstrap || findings.touch(path)) return;
  const std::size_t count = market.btc.bootstrap.btc_rows.size();
  if (count < 2) findings.add(path + ".btc_rows", fmt::format("has {} rows; at least 2 are needed", count));
  for (int k = 0; k < kFactorCount; ++k) {
    const auto factor = static_cast<Factor>(k);
    const std::size_t rows = market.btc.bootstrap.rows_of(factor).size();
    if (rows == 0) continue;
    if (rows != count) {
      findings.add(fmt::format("{}.{}_rows", path, name_of(factor)),
                   fmt::format("has {} rows where btc_rows has {}; give the same days in each", rows, count));
    }
    for (const EmpiricalConfiguration& law : market.empirical) {
      if (law.shock == name_of(factor)) {
        findings.add("market.empirical." + law.shock,
                     "the bootstrap draws this shock from its own rows; remove this table or those rows");
      }
    }
  }
}

void check_empirical(const EmpiricalConfiguration& law, Findings& findings) {
  const std::string path = "market.empirical." + law.shock;
  const std::vector<std::string> known(kEmpiricalShocks.begin(), kEmpiricalShocks.end());
  if (std::find(known.begin(), known.end(), law.shock) == known.end()) {
    findings.add(path + ".shock",
                 fmt::format("{} is not a shock; {}", toml_string(law.shock), suggestion(law.shock, known)));
  }
  if (findings.touch(path)) return;
  if (law.table.size() < 2 || !std::is_sorted(law.table.begin(), law.table.end())) {
    findings.add(path + ".table", "needs at least 2 values in ascending order");
  }
}

}  // namespace

void check_models(const Configuration& configuration, Findings& findings) {
  const MarketConfiguration& market = configuration.market;
  if (!findings.touch("market.btc.model")) {
    if (needs_daily_steps(market.btc.model) && configuration.run.step != StepKind::daily) {
      findings.add("market.btc.model", "this model needs daily steps: set run.step = \"daily\"");
    }
    const bool has_states = !market.regime.state.empty() || findings.touch("market.regime.state");
    if (market.btc.model == BtcModel::regime && !has_states) {
      findings.add("market.btc.model", "the model regime needs two or three tables [[market.regime.state]]");
    }
    check_gjr_garch(market.btc, findings);
    check_bootstrap(market, findings);
  }
  for (const EmpiricalConfiguration& law : market.empirical) check_empirical(law, findings);
}

}  // namespace hashlease
