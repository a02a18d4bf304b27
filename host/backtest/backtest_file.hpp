#pragma once

#include <string>
#include <vector>

#include "backtest/backtest_text.hpp"
#include "backtest/evaluation.hpp"
#include "backtest/forecast.hpp"
#include "config/keys/configuration.hpp"
#include "io/verification/publish.hpp"

namespace hashlease {

/// Writes forecasts and evaluations, which are of the same series in the same order, as an HDF5 file with the groups
/// /backtest, /config and /provenance; see results/README.md. Throws InputError, RunError as publish.
void write_backtest(const std::string& output, ExistingFile existing, const Configuration& configuration,
                    const BacktestFacts& facts, const std::vector<ForecastSeries>& series,
                    const std::vector<SeriesEvaluation>& evaluations);

}  // namespace hashlease
