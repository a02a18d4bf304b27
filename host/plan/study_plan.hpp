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
