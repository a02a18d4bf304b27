#pragma once

/// A validated study, ready to simulate: every constant of the models worked out once, in double, and rounded to fp32.

#include <string>
#include <vector>

#include "config/keys/configuration.hpp"
#include "market/market_plan.hpp"
#include "plan/calendar.hpp"
#include "plan/column_layout.hpp"
#include "site/market_columns.hpp"
#include "site/site_plan.hpp"

namespace hashlease {

/// Everything that simulating and evaluating a study takes, the configuration it came from included. make_study_plan is
/// the only maker; nobody changes a plan afterwards, and every thread, backend and device reads the same one. `market`,
/// `sites` and `market_columns` are plain data without pointers into the rest, which a GPU gets as they are; offsets in
/// `market` count the floats of `tables`.
struct StudyPlan {
  Configuration configuration;
  Calendar calendar;
  ColumnLayout layout;
  MarketPlan market;                 // plain data, what a kernel needs
  std::vector<MarketStep> steps;     // the schedule of steps, in order of time
  std::vector<MonthPlan> months;     // [month]
  SitesPlan sites;                   // plain data
  MarketColumnsPlan market_columns;  // plain data
  std::vector<float> tables;         // tabulated functions and rows of history that `market` points into
};

/// Derives the plan of a checked configuration.
/// Throws InputError when the study needs more mining profiles than kMaxMiningProfiles.
StudyPlan make_study_plan(const Configuration& configuration);

}  // namespace hashlease
