#pragma once

/// A shipped case as a test runs it: read from configs/cases, a number of its paths simulated, single paths replayed.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iomanip>
#include <source_location>
#include <string>
#include <vector>

#include "backend/backend.hpp"
#include "config/reading/reader.hpp"
#include "replay/path_ledger.hpp"
#include "stats/measures/measures.hpp"

namespace hashlease::testing {

/// A figure and its standard error.
struct CaseFigure {
  double value;
  double standard_error;
};

/// a - b of independent figures in units of their joint standard error.
inline double deviations(const CaseFigure& a, const CaseFigure& b) {
  return (a.value - b.value) / std::hypot(a.standard_error, b.standard_error);
}

/// Beside a wide band that says what a case is about: its figure of today, where seed and paths are those of the test.
/// The same model gives the same digits; another one may move it by chance, as new draws would, and its error by a
/// fourth.
inline void expect_today(const CaseFigure& found, const CaseFigure& today,
                         const std::source_location& at = std::source_location::current()) {
  const ::testing::Message place = ::testing::Message()
                                   << at.file_name() << ":" << at.line() << ": found {" << std::setprecision(6)
                                   << found.value << ", " << std::setprecision(3) << found.standard_error << "}";
  EXPECT_NEAR(found.value, today.value, 4.0 * today.standard_error) << place;
  EXPECT_NEAR(found.standard_error, today.standard_error, 0.25 * today.standard_error) << place;
}

class CaseStudy {
 public:
  /// `name` without its ending; `options` as for `--set`.
  explicit CaseStudy(const std::string& name, const std::vector<std::string>& options = {})
      : plan_(make_study_plan(
            read_configuration(std::string(HASHLEASE_SOURCE_DIR) + "/configs/cases/" + name + ".toml", options))) {}

  const StudyPlan& plan() const { return plan_; }

  /// Simulates the first `paths` paths (rounded down to what the study has).
  CaseStudy& run(std::uint64_t paths) {
    const std::uint64_t count = std::min(paths, plan_.configuration.run.paths);
    const auto backend = make_cpu_backend(plan_, {});
    state_ = backend->simulate({0, count}, {}).state;
    tables_ = compute_risk_tables(state_, plan_.layout, plan_.configuration.run.losses(),
                                  [](int, const ColumnSink&) { return false; });
    return *this;
  }

  const RiskTables& tables() const { return tables_; }
  const StudyState& state() const { return state_; }

  int site(const std::string& name) const {
    for (std::size_t k = 0; k < plan_.configuration.site.size(); ++k) {
      if (plan_.configuration.site[k].name == name) return static_cast<int>(k);
    }
    throw InputError("no site " + name);
  }
  CaseFigure mean(const std::string& name, Outcome outcome, int period) const {
    return figure(tables_.mean, row(name, outcome, period));
  }
  CaseFigure deviation(const std::string& name, Outcome outcome, int period) const {
    return figure(tables_.standard_deviation, row(name, outcome, period));
  }
  /// Expected shortfall at the `level`-th confidence level.
  CaseFigure shortfall(const std::string& name, Outcome outcome, int period, std::size_t level = 0) const {
    return figure(tables_.expected_shortfall, row(name, outcome, period) * tables_.confidence_levels.size() + level);
  }
  int month(int number) const { return number; }
  int year(int number) const { return plan_.layout.month_count() + number; }
  int horizon() const { return plan_.layout.horizon_period(); }

  PathLedger replay(std::uint64_t path) const { return replay_path(plan_, path); }
  /// The first `count` paths.
  std::vector<PathLedger> replays(std::uint64_t count) const {
    std::vector<PathLedger> paths;
    for (std::uint64_t path = 0; path < count; ++path) paths.push_back(replay(path));
    return paths;
  }

 private:
  std::size_t row(const std::string& name, Outcome outcome, int period) const {
    return static_cast<std::size_t>(plan_.layout.column(site(name), outcome, period));
  }
  CaseFigure figure(const EstimateArray& array, std::size_t index) const {
    return {array.value[index], array.standard_error[index]};
  }

  StudyPlan plan_;
  StudyState state_;
  RiskTables tables_;
};

/// Mean of independent values.
inline CaseFigure mean_of(const std::vector<double>& values) {
  const double count = static_cast<double>(values.size());
  double sum = 0.0, squares = 0.0;
  for (const double value : values) sum += value;
  for (const double value : values) squares += (value - sum / count) * (value - sum / count);
  return {sum / count, std::sqrt(squares / (count - 1.0) / count)};
}

/// `count` of `paths` as a share.
inline CaseFigure share_of(std::size_t count, std::size_t paths) {
  const double share = static_cast<double>(count) / static_cast<double>(paths);
  return {share, std::sqrt(share * (1.0 - share) / static_cast<double>(paths))};
}

/// What `value(path)` is on each path.
template <class Value>
std::vector<double> on_each(const std::vector<PathLedger>& paths, const Value& value) {
  std::vector<double> values;
  for (const PathLedger& path : paths) values.push_back(static_cast<double>(value(path)));
  return values;
}

/// A driver of a replayed path by its name, by month.
inline const std::vector<float>& market_series(const PathLedger& ledger, const std::string& name) {
  for (const MarketSeries& series : ledger.market) {
    if (series.name == name) return series.values;
  }
  throw InputError("no driver " + name);
}

/// An item of a site on a replayed path, by month.
inline std::vector<double> item_series(const PathLedger& ledger, int site, LedgerItem item) {
  std::vector<double> values;
  for (const SiteLedger<float>& month : ledger.sites[static_cast<std::size_t>(site)]) {
    values.push_back(static_cast<double>(month[item]));
  }
  return values;
}

inline double item(const PathLedger& ledger, int site, LedgerItem which, int month) {
  return static_cast<double>(ledger.sites[static_cast<std::size_t>(site)][static_cast<std::size_t>(month)][which]);
}
/// Of the last month.
inline double last(const PathLedger& ledger, int site, LedgerItem which) {
  return static_cast<double>(ledger.sites[static_cast<std::size_t>(site)].back()[which]);
}
/// Sum of a flow over all months.
inline double total(const PathLedger& ledger, int site, LedgerItem which) {
  double sum = 0.0;
  for (const double value : item_series(ledger, site, which)) sum += value;
  return sum;
}

}  // namespace hashlease::testing
