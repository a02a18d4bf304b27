#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "io/result/group_writer.hpp"
#include "stats/measures/quantiles.hpp"

namespace hashlease {

namespace {

constexpr const char* kByQuarter = "site quarter";

/// Quarters by number, with their dates beside them.
void write_quarters(GroupWriter& group, const StudyFrame& frame, const SurvivalTables& tables) {
  std::vector<std::uint64_t> numbers;
  std::vector<std::int64_t> starts;
  std::vector<std::int64_t> ends;
  for (int quarter = 0; quarter < tables.quarter_count; ++quarter) {
    numbers.push_back(static_cast<std::uint64_t>(quarter + 1));
    starts.push_back(frame.calendar.boundary(3 * quarter));
    ends.push_back(frame.calendar.boundary(std::min(3 * quarter + 3, frame.layout.month_count())));
  }
  group.count_axis("quarter", numbers, "quarter of the study, 1 is the first");
  group.write("quarter_start", "quarter", starts, {"days since 1970-01-01", "first day of the quarter"});
  group.attribute("quarter_start", "calendar", "proleptic_gregorian");
  group.write("quarter_end", "quarter", ends, {"days since 1970-01-01", "first day after the quarter"});
  group.attribute("quarter_end", "calendar", "proleptic_gregorian");
}

void write_probability(GroupWriter& group, const std::string& name, const std::string& axes,
                       const ProbabilityArray& array, const std::string& meaning) {
  const bool is_quarterly = axes == kByQuarter;
  group.write(name, axes, array.share, {"1", meaning}, fmt::format(" {0}_ci_low {0}_ci_high", name));
  group.write(name + "_ci_low", axes, array.ci_low, {"1", "lower end of the 95 % interval of the " + meaning});
  group.write(name + "_ci_high", axes, array.ci_high, {"1", "upper end of the 95 % interval of the " + meaning});
  for (const char* of : {"", "_standard_error", "_ci_low", "_ci_high"}) {
    if (is_quarterly) group.attribute(name + of, "coordinates", "quarter_start quarter_end");
  }
}

void write_by_quarter(GroupWriter& group, const SurvivalTables& tables) {
  write_probability(group, "below_lock_up", kByQuarter, tables.below_lock_up,
                    "probability of a debt service cover ratio below the lock-up level in the quarter's test");
  write_probability(group, "in_default", kByQuarter, tables.in_default,
                    "probability of uncured default in the quarter's test");
  write_probability(group, "defaulted", kByQuarter, tables.defaulted,
                    "probability of uncured default in this or an earlier test");
  write_probability(group, "insolvent", kByQuarter, tables.insolvent,
                    "probability of insolvency by the end of the quarter");
  write_probability(group, "paid_back", kByQuarter, tables.paid_back,
                    "probability that distributions have reached the equity paid in by the end of the quarter");
  write_probability(group, "minimum_cover_ratio_here", kByQuarter, tables.minimum_here,
                    "probability that the lowest debt service cover ratio is first met in the quarter");
  group.write("cover_ratio_quantile", "site quarter probability", tables.cover_ratio_quantile,
              {"1", "quantile of the debt service cover ratio of the quarter's test, over the paths that have one"});
  group.write_counts("tested", kByQuarter, tables.tested, "number of paths on which covenants were tested");
  group.write_counts(
      "undefined_cover_ratio", kByQuarter, tables.undefined_ratio,
      "number of paths tested whose debt service cover ratio is not a number, as no debt service is due");
  for (const char* name :
       {"cover_ratio_quantile", "cover_ratio_quantile_standard_error", "tested", "undefined_cover_ratio"}) {
    group.attribute(name, "coordinates", "quarter_start quarter_end");
  }
}

void write_measures(GroupWriter& group, const SurvivalTables& tables) {
  for (std::size_t number = 0; number < kSurvivalMeasures.size(); ++number) {
    if (static_cast<SurvivalMeasure>(number) == SurvivalMeasure::equity_lost) continue;  // a probability, below
    const SurvivalMeasureRow& row = kSurvivalMeasures[number];
    const PathMeasureTable& table = tables.measures[number];
    const std::string name(row.name);
    const std::string units(row.units);
    const std::string meaning(row.long_name);
    group.write(name, "site", table.mean, {units, "mean over paths of the " + meaning});
    group.write(name + "_standard_deviation", "site", table.standard_deviation,
                {units, "standard deviation over paths of the " + meaning});
    group.write(name + "_quantile", "site probability", table.quantile,
                {units, "quantile over paths of the " + meaning});
    if (row.undefined.empty()) continue;
    group.write_counts(name + "_undefined", "site", table.undefined,
                       fmt::format("number of paths {}, over which {} is not counted", row.undefined, name));
  }
  write_probability(group, "equity_lost", "site", tables.equity_lost,
                    "probability of loss of equity: insolvent, or nothing left for the owners after the last month");
}

}  // namespace

void write_survival(Hdf5Writer& writer, const StudyFrame& frame, const SurvivalTables& tables) {
  if (tables.sites.empty()) return;
  GroupWriter group(writer, "survival", "whether sites with a treasury or debt survive, and what befalls them");
  std::vector<std::string> sites;
  for (const int site : tables.sites) {
    sites.push_back(frame.configuration.site[static_cast<std::size_t>(site)].name);
  }
  group.label_axis("site", sites, "site");
  write_quarters(group, frame, tables);
  group.number_axis("probability", {kQuantileProbabilities.begin(), kQuantileProbabilities.end()},
                    {"1", "probability below the quantile"});
  write_by_quarter(group, tables);
  write_measures(group, tables);
}

}  // namespace hashlease
