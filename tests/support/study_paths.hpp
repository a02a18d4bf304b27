#pragma once

/// Both stages for single paths, one after the other, in the scalar code: the reference that a test can follow.
/// Compiled once for all test programs.

#include <cstdint>
#include <vector>

#include "market/market_plan.hpp"
#include "plan/study_plan.hpp"
#include "site/ledger_items.hpp"

namespace hashlease::testing {

using SiteLedgers = std::vector<std::vector<SiteLedger<float>>>;  // [site][month]

/// Tape of one path: [month][driver].
std::vector<float> simulate_tape(const MarketPlan& plan, const std::vector<MarketStep>& steps, std::uint64_t path,
                                 const float* tables = nullptr);

/// Outcome columns of one path from its tape, and the ledgers of all sites and months where they are asked for.
std::vector<float> run_sites(const StudyPlan& plan, const std::vector<float>& tape, std::uint64_t path = 0,
                             SiteLedgers* ledgers = nullptr);

/// Outcome columns of one path.
std::vector<float> simulate_path(const StudyPlan& plan, std::uint64_t path);

/// Ledgers of one path.
SiteLedgers simulate_ledgers(const StudyPlan& plan, std::uint64_t path);

}  // namespace hashlease::testing
