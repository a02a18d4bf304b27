#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "report/drawing/numbers.hpp"
#include "report/sections/density.hpp"
#include "report/sections/ridges.hpp"
#include "report/sections/sections.hpp"
#include "report/sections/survival_tables.hpp"

namespace hashlease {

namespace {

constexpr std::size_t kMostSitesWithCharts = 4;

Axis date_axis(const StudyResult& study) {
  return make_date_axis(study.axes().period.front().start_day, study.axes().period.back().end_day, 8);
}

double day_of(const StudyResult& study, std::size_t quarter) {
  return static_cast<double>(study.axes().quarter_end[quarter]);
}

/// A probability of a site by quarter in percent, with its 95 % interval; `is_complement`: that of the contrary.
LineSeries probability_line(const StudyResult& study, const ProbabilityArray& probability, std::size_t site,
                            bool is_complement) {
  const auto percent_of = [&](const std::vector<double>& values, std::size_t quarter) {
    const double share = values[probability.share.index({site, quarter})];
    return 100.0 * (is_complement ? 1.0 - share : share);
  };
  LineSeries line;
  if (is_complement) {
    const Point start = {static_cast<double>(study.axes().period.front().start_day), 100.0};
    line.points = line.band_low = line.band_high = {start};
  }
  for (std::size_t quarter = 0; quarter < study.axes().quarter_end.size(); ++quarter) {
    const double day = day_of(study, quarter);
    line.points.push_back({day, percent_of(probability.share.value, quarter)});
    line.band_low.push_back({day, percent_of(is_complement ? probability.ci_high : probability.ci_low, quarter)});
    line.band_high.push_back({day, percent_of(is_complement ? probability.ci_low : probability.ci_high, quarter)});
  }
  return line;
}

/// Shares of the paths on which sites are solvent, by quarter.
Chart solvency_chart(const StudyResult& study) {
  const SurvivalTables& survival = study.tables.survival;
  const std::size_t last = study.axes().quarter_end.size() - 1;
  std::vector<LineSeries> lines;
  double low = 100.0;
  std::string description = "Share of the paths on which a site is solvent, by quarter.";
  for (std::size_t site = 0; site < std::min(survival.sites.size(), kMostLines); ++site) {
    LineSeries& line = lines.emplace_back(probability_line(study, survival.insolvent, site, true));
    line.name = study.axes().entity[site];
    line.colour = site;
    for (const Point& point : line.band_low) low = std::min(low, point.y);
    description += fmt::format(" {}: {} % after {} months.", study.axes().entity[site],
                               decimal_text(100.0 * (1.0 - survival.insolvent.share.at({site, last}).value), 2),
                               study.axes().month_count());
  }
  return {draw_lines(lines, date_axis(study), make_axis("% of paths solvent", low, 100.0)), "Survival curves",
          description};
}

/// What becomes of the covenants of a site, by quarter.
Chart covenant_chart(const StudyResult& study, std::size_t site) {
  const SurvivalTables& survival = study.tables.survival;
  const ProbabilityArray* const figures[] = {&survival.below_lock_up, &survival.in_default, &survival.insolvent};
  const char* const names[] = {"below lock-up", "in default", "insolvent by then"};
  std::vector<LineSeries> lines;
  double most = 0.0;
  std::string description = "Probability by quarter.";
  for (std::size_t k = 0; k < 3; ++k) {
    LineSeries& line = lines.emplace_back(probability_line(study, *figures[k], site, false));
    line.name = names[k];
    line.colour = k;
    const auto highest = std::max_element(line.points.begin(), line.points.end(),
                                          [](const Point& a, const Point& b) { return a.y < b.y; });
    for (const Point& point : line.band_high) most = std::max(most, point.y);
    description += fmt::format(" {}: at most {} %, in quarter {}.", names[k], decimal_text(highest->y, 2),
                               highest - line.points.begin() + 1);
  }
  return {draw_lines(lines, date_axis(study), make_axis("% of paths", 0.0, most)),
          study.axes().entity[site] + ": covenants and solvency", description};
}

/// The debt service cover ratio by quarter, over the paths that have one. Without any: no lines.
FanSeries dscr_fan(const StudyResult& study, std::size_t site) {
  const SurvivalTables& survival = study.tables.survival;
  FanSeries fan;
  fan.colour = site;
  fan.low_to_high.resize(5);
  const double probabilities[] = {0.05, 0.25, 0.5, 0.75, 0.95};
  for (std::size_t quarter = 0; quarter < study.axes().quarter_end.size(); ++quarter) {
    std::vector<double> values;
    for (const double probability : probabilities) {
      const auto index = study.axes().place_of_probability(probability);
      values.push_back(index ? survival.dscr_quantile.at({site, quarter, *index}).value : std::nan(""));
    }
    if (!std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); })) continue;
    fan.x.push_back(day_of(study, quarter));
    for (std::size_t k = 0; k < values.size(); ++k) fan.low_to_high[k].push_back(values[k]);
  }
  return fan;
}

Chart dscr_chart(const StudyResult& study, std::size_t site, const FanSeries& fan) {
  const double low = *std::min_element(fan.low_to_high[0].begin(), fan.low_to_high[0].end());
  const double high = *std::max_element(fan.low_to_high[4].begin(), fan.low_to_high[4].end());
  return {draw_fan(fan, date_axis(study), make_axis("cover ratio (DSCR)", std::min(low, 1.0), high)),
          study.axes().entity[site] + ": debt service cover ratio",
          fmt::format("Median {} in the first test and {} in the last; there, nine in ten paths lie between {} and {}.",
                      significant_text(fan.low_to_high[2].front(), 3), significant_text(fan.low_to_high[2].back(), 3),
                      significant_text(fan.low_to_high[0].back(), 3), significant_text(fan.low_to_high[4].back(), 3))};
}

/// Distributions of the lowest cover ratio, a row for each site that has debt service.
std::vector<RidgeRow> lowest_ratio_rows(const StudyResult& study) {
  const SurvivalTables& survival = study.tables.survival;
  std::vector<RidgeRow> rows;
  for (std::size_t site = 0; site < std::min(survival.sites.size(), kMostLines); ++site) {
    const Histogram* histogram =
        study.find_histogram(study.axes().entity[site], row_of(SurvivalMeasure::minimum_dscr).name);
    if (histogram == nullptr || !(histogram->total() > 0.0)) continue;
    const auto at = [&](double probability) {
      return measure_quantile(study, SurvivalMeasure::minimum_dscr, site, probability).value;
    };
    RidgeRow row = quantile_ridge(at);
    row.name = study.axes().entity[site];
    row.note = "median " + significant_text(row.middle, 3);
    row.colour = site;
    if (row.high > row.low) row.shape = density_line(*histogram, quantile_of(*histogram, 0.002), row.high);
    rows.push_back(std::move(row));
  }
  return rows;
}

Chart lowest_ratio_chart(const std::vector<RidgeRow>& rows) {
  double low = 1.0;
  double high = 1.0;
  std::string description = "Lowest debt service cover ratio that a path meets.";
  for (const RidgeRow& row : rows) {
    low = std::min(low, row.low);
    high = std::max(high, row.high);
    description +=
        fmt::format(" {}: median {}, nine in ten paths between {} and {}.", row.name, significant_text(row.middle, 3),
                    significant_text(row.low, 3), significant_text(row.high, 3));
  }
  return {draw_ridges(rows, make_axis("lowest cover ratio (DSCR) of a path", low, high), true),
          "The lowest cover ratio", description};
}

}  // namespace

std::string survival_section(const StudyResult& study, PageBuilder& builder) {
  if (study.tables.survival.sites.empty()) {
    const std::vector<SiteConfiguration>& sites = study.configuration.site;
    const bool any_debt =
        std::any_of(sites.begin(), sites.end(), [](const SiteConfiguration& site) { return !site.debt.empty(); });
    return left_out(any_debt ? "Left out: the file holds no survival measures of its sites with debt."
                             : "Left out: no site of this study has debt, so there is nothing to survive.");
  }
  const SurvivalTables& survival = study.tables.survival;
  std::vector<std::string> figures = {builder.chart(
      solvency_chart(study),
      "Line: share of paths; band: 95\u00A0% interval." + shown_sites_note(kMostLines, survival.sites.size()))};
  const std::vector<RidgeRow> rows = lowest_ratio_rows(study);
  if (!rows.empty()) {
    figures.push_back(builder.chart(lowest_ratio_chart(rows),
                                    "Bars: 5 to 95\u00A0% and 25 to 75\u00A0% of the paths; before any cure."));
  }
  for (std::size_t site = 0; site < std::min(survival.sites.size(), kMostSitesWithCharts); ++site) {
    const FanSeries fan = dscr_fan(study, site);
    if (fan.x.empty()) continue;
    figures.push_back(builder.chart(dscr_chart(study, site, fan),
                                    "Trailing twelve months, by quarter, over the paths still solvent then."));
    figures.push_back(
        builder.chart(covenant_chart(study, site),
                      "Below lock-up nothing is paid to the owners. Insolvent paths are tested no more."));
  }
  const std::size_t shown = std::min(survival.sites.size(), kMostRows);
  return paragraph(
             "Whether sites with a treasury or debt can pay what falls due. Their covenants are tested on the debt "
             "service cover ratio (DSCR) when a quarter of the study ends." +
             shown_sites_note(shown, survival.sites.size())) +
         survival_probability_table(study, shown).text() + survival_measure_table(study, shown).text() +
         PageBuilder::side_by_side(figures);
}

}  // namespace hashlease
