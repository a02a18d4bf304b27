#include "report/comparison/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/error.hpp"
#include "io/files/file.hpp"
#include "report/comparison/paired_paths.hpp"
#include "report/drawing/numbers.hpp"
#include "report/sections/configuration_text.hpp"
#include "report/sections/density.hpp"

namespace hashlease {

namespace {

char letter_of(std::size_t study) { return static_cast<char>('A' + static_cast<char>(study)); }

std::optional<std::size_t> position_of(const StudyResult& study, const std::string& site) {
  const auto found = std::find(study.axes().site.begin(), study.axes().site.end(), site);
  if (found == study.axes().site.end()) return std::nullopt;
  return static_cast<std::size_t>(found - study.axes().site.begin());
}

void match_sites(Comparison& comparison) {
  comparison.index.resize(comparison.studies.size());
  for (const std::string& site : comparison.studies.front().axes().site) {
    std::vector<std::size_t> positions;
    for (const StudyResult& study : comparison.studies) {
      if (const auto position = position_of(study, site)) positions.push_back(*position);
    }
    if (positions.size() < comparison.studies.size()) continue;
    comparison.sites.push_back(site);
    for (std::size_t k = 0; k < positions.size(); ++k) comparison.index[k].push_back(positions[k]);
  }
  for (std::size_t k = 0; k < comparison.studies.size(); ++k) {
    for (const std::string& site : comparison.studies[k].axes().site) {
      const bool is_matched =
          std::find(comparison.sites.begin(), comparison.sites.end(), site) != comparison.sites.end();
      if (!is_matched) comparison.unmatched.push_back(fmt::format("{} (in {})", site, letter_of(k)));
    }
  }
}

std::optional<std::size_t> period_named(const StudyResult& study, const std::string& label) {
  for (std::size_t period = study.axes().month_count(); period < study.axes().period.size(); ++period) {
    if (study.axes().period[period].label == label) return period;
  }
  return std::nullopt;
}

/// The last whole year that all studies have; the horizon when they have none and the same months.
void match_periods(Comparison& comparison) {
  const StudyResult& first = comparison.studies.front();
  for (std::size_t period = first.axes().period.size(); period-- > first.axes().month_count();) {
    const std::string& label = first.axes().period[period].label;
    if (period == first.axes().horizon() && first.axes().tail_period() != first.axes().horizon()) continue;
    std::vector<std::size_t> indices;
    for (const StudyResult& study : comparison.studies) {
      const auto index = period_named(study, label);
      const bool is_same_length = first.axes().period[period].kind == PeriodKind::year ||
                                  study.axes().month_count() == first.axes().month_count();
      if (index && is_same_length) indices.push_back(*index);
    }
    if (indices.size() < comparison.studies.size()) continue;
    comparison.period = label;
    comparison.period_index = indices;
    return;
  }
}

bool have_same_random_numbers(const std::vector<StudyResult>& studies) {
  const RunConfiguration& first = studies.front().configuration.run;
  return std::all_of(studies.begin(), studies.end(), [&](const StudyResult& study) {
    const RunConfiguration& run = study.configuration.run;
    return run.seed == first.seed && run.start_date == first.start_date && run.step == first.step &&
           run.horizon_months == first.horizon_months;
  });
}

}  // namespace

std::string Comparison::name(std::size_t study) const {
  return fmt::format("{} · {}", letter_of(study), name_of(studies[study].file));
}

Comparison compare_studies(std::vector<StudyResult> studies) {
  if (studies.size() < 2 || studies.size() > kMostStudies) {
    throw InputError(fmt::format("a comparison is of 2 to {} files; {} were given", kMostStudies, studies.size()));
  }
  Comparison comparison;
  comparison.studies = std::move(studies);
  match_sites(comparison);
  if (comparison.sites.empty()) {
    throw InputError(fmt::format("no site is in all of these studies, so there is nothing to compare; {} has {}",
                                 comparison.studies.front().file,
                                 fmt::join(comparison.studies.front().axes().site, ", ")));
  }
  match_periods(comparison);
  comparison.same_random_numbers = have_same_random_numbers(comparison.studies);
  return comparison;
}

namespace {

Estimate scaled(const Estimate& estimate, const Unit& unit) {
  return {estimate.value * unit.scale, estimate.standard_error * unit.scale};
}

/// A row whose value in a study is `read(study, site's position, period)`.
template <class Read>
MeasureRow make_row(const Comparison& comparison, std::size_t site, std::string name, const Unit& unit,
                    const Read& read) {
  MeasureRow row{std::move(name), unit.name, {}, {}, false};
  for (std::size_t k = 0; k < comparison.studies.size(); ++k) {
    const std::size_t period = comparison.period ? comparison.period_index[k] : 0;
    row.values.push_back(scaled(read(comparison.studies[k], comparison.index[k][site], period), unit));
  }
  for (std::size_t k = 1; k < row.values.size(); ++k) {
    row.differences.push_back({row.values[k].value - row.values[0].value,
                               std::hypot(row.values[k].standard_error, row.values[0].standard_error)});
  }
  return row;
}

/// Replaces the differences of annual means by those path by path where the files keep the paths. The whole years have
/// to be all of the horizon.
void pair_differences(const Comparison& comparison, std::size_t site, Outcome outcome, MeasureRow& row) {
  std::vector<Estimate> differences;
  for (std::size_t k = 1; k < comparison.studies.size(); ++k) {
    const StudyResult& from = comparison.studies.front();
    const StudyResult& to = comparison.studies[k];
    const bool is_whole = from.axes().month_count() % 12 == 0 && to.axes().month_count() == from.axes().month_count();
    if (!comparison.same_random_numbers || !is_whole) return;
    const auto paired = paired_annual_difference(from, to, comparison.sites[site], outcome);
    if (!paired) return;
    // The means in the tables are of sums in double, so the difference is theirs; the paths give its standard error.
    differences.push_back({row.differences[k - 1].value, paired->standard_error * million_usd().scale});
  }
  row.differences = differences;
  row.is_paired = true;
}

}  // namespace

std::vector<MeasureRow> measures_of(const Comparison& comparison, std::size_t site) {
  std::vector<MeasureRow> rows;
  for (const Outcome outcome : {Outcome::revenue, Outcome::cash_flow}) {
    rows.push_back(make_row(
        comparison, site, outcome == Outcome::revenue ? "mean revenue a year" : "mean cash flow a year", million_usd(),
        [&](const StudyResult& study, std::size_t at, std::size_t) { return study.tables.annual_mean(at, outcome); }));
    pair_differences(comparison, site, outcome, rows.back());
  }
  rows.push_back(make_row(comparison, site, "log volatility of revenue", percent_unit(),
                          [](const StudyResult& study, std::size_t at, std::size_t) {
                            return study.tables.risk.path_measure(PathMeasure::revenue_log_volatility).mean.at({at});
                          }));
  if (!comparison.period) return rows;
  const std::string of_period = " of " + *comparison.period;
  rows.push_back(
      make_row(comparison, site, "variation of revenue" + of_period, percent_unit(),
               [](const StudyResult& study, std::size_t at, std::size_t period) {
                 return study.tables.risk.revenue_coefficient_of_variation.at({at, study.axes().annual_index(period)});
               }));
  for (const Outcome outcome : {Outcome::revenue, Outcome::cash_flow}) {
    const std::string what = outcome == Outcome::revenue ? ", revenue" : ", cash flow";
    const auto tail = [&](const std::string& name, EstimateArray RiskTables::*measure) {
      rows.push_back(make_row(comparison, site, name + of_period + what, million_usd(),
                              [&](const StudyResult& study, std::size_t at, std::size_t period) {
                                const auto level = study.tables.place_of_level(0.95);
                                return level ? study.tables.of(measure, at, outcome, period, *level) : Estimate{};
                              }));
    };
    tail("VaR 95 %", &RiskTables::value_at_risk);
    tail("ES 95 %", &RiskTables::expected_shortfall);
  }
  rows.push_back(make_row(comparison, site, "probability that cash flow" + of_period + " is negative", percent_unit(),
                          [](const StudyResult& study, std::size_t at, std::size_t period) {
                            const Histogram* histogram = study.find_histogram(at, Outcome::cash_flow, period);
                            return histogram == nullptr ? Estimate{} : share_below_zero(*histogram);
                          }));
  return rows;
}

std::string difference_verdict(const Estimate& difference) {
  if (difference.value == 0.0) return "none";
  if (!std::isfinite(difference.value) || !std::isfinite(difference.standard_error)) return kUndefinedText;
  const double z = std::fabs(difference.value) / difference.standard_error;
  return z >= 4.0 ? "clear" : z >= 2.5 ? "likely" : "noise";
}

std::vector<KeyDifference> configuration_differences(const Comparison& comparison) {
  std::vector<std::string> order;
  std::map<std::string, KeyDifference> keys;
  const std::size_t count = comparison.studies.size();
  for (std::size_t k = 0; k < count; ++k) {
    for (const ConfigurationRow& row : configuration_rows(comparison.studies[k].configuration)) {
      const auto [entry, is_new] =
          keys.try_emplace(row.key, KeyDifference{row.key, row.unit, std::vector<std::string>(count, kUndefinedText)});
      if (is_new) order.push_back(row.key);
      entry->second.values[k] = row.value;
    }
  }
  std::vector<KeyDifference> differences;
  for (const std::string& key : order) {
    const KeyDifference& found = keys.at(key);
    const bool is_same = std::all_of(found.values.begin(), found.values.end(),
                                     [&](const std::string& value) { return value == found.values.front(); });
    if (!is_same) differences.push_back(found);
  }
  return differences;
}

}  // namespace hashlease
