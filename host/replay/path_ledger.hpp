#pragma once

/// One path of a study, month by month: what `hashlease replay` shows. Worked out in the scalar code, which gives the
/// bits that the run computed on any backend.

#include <cstdint>
#include <string>
#include <vector>

#include "plan/study_plan.hpp"
#include "site/ledger_items.hpp"

namespace hashlease {

/// A driver of the monthly tape.
struct MarketSeries {
  std::string name;  // as btc_price_end, or profile 1 mined_btc, or H100 lease_rate_end
  std::string unit;
  std::vector<float> values;  // [month]
};

struct PathLedger {
  std::uint64_t path = 0;
  std::vector<MarketSeries> market;
  std::vector<std::vector<SiteLedger<float>>> sites;  // [site][month]
  std::vector<float> columns;                         // outcome columns of the run, see ColumnLayout
};

/// Simulates a path again. Throws InputError when the study has no such path.
PathLedger replay_path(const StudyPlan& plan, std::uint64_t path);

}  // namespace hashlease
