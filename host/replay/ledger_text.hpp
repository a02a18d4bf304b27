#pragma once

/// A replayed path as text: a table for people, tidy CSV or JSON for programs.

#include <string>
#include <vector>

#include "replay/path_ledger.hpp"

namespace hashlease {

struct LedgerTextOptions {
  std::vector<int> sites;   // numbers of the sites to show
  bool show_market = true;  // the drivers of the tape
  bool show_zeros = false;  // also items that are zero in every month
};

/// A block for the market and each site: items down, months across, six at a time.
std::string ledger_table(const StudyPlan& plan, const PathLedger& ledger, const LedgerTextOptions& options);

/// `month,start,scope,item,unit,value`, a line per value; scope is "market" or the name of a site. Numbers read back to
/// the same float; one that is not defined is empty.
std::string ledger_csv(const StudyPlan& plan, const PathLedger& ledger, const LedgerTextOptions& options);

/// {path, seed, months: [...], market: {driver: {unit, values}}, sites: {site: {item: {unit, values}}}}; a value that
/// is not defined is null.
std::string ledger_json(const StudyPlan& plan, const PathLedger& ledger, const LedgerTextOptions& options);

}  // namespace hashlease
