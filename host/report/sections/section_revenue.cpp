#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/drawing/numbers.hpp"
#include "report/sections/sections.hpp"

namespace hashlease {

namespace {

constexpr double kFanProbabilities[] = {0.05, 0.25, 0.5, 0.75, 0.95};

/// Quantiles of an outcome by month in million USD per 30 days, so that months of different length compare, each at the
/// day in the middle of its month.
FanSeries monthly_fan(const StudyResult& study, std::size_t site, Outcome outcome) {
  FanSeries fan;
  fan.colour = site;
  for (std::size_t month = 0; month < study.axes().month_count(); ++month) {
    const Period& period = study.axes().period[month];
    fan.x.push_back(0.5 * static_cast<double>(period.start_day + period.end_day));
  }
  for (const double probability : kFanProbabilities) {
    std::vector<double>& line = fan.low_to_high.emplace_back();
    const auto index = study.axes().place_of_probability(probability);
    for (std::size_t month = 0; month < study.axes().month_count(); ++month) {
      const auto days = static_cast<double>(study.axes().period[month].end_day - study.axes().period[month].start_day);
      line.push_back(index ? 30e-6 / days * study.tables.quantile(site, outcome, month, *index).value : std::nan(""));
    }
  }
  return fan;
}

bool has_values(const FanSeries& fan) {
  return std::any_of(fan.low_to_high[2].begin(), fan.low_to_high[2].end(), [](double v) { return std::isfinite(v); });
}

std::string ends_text(const FanSeries& fan) {
  const auto at = [&](std::size_t quantile, bool last) {
    const std::vector<double>& line = fan.low_to_high[quantile];
    return significant_text(last ? line.back() : line.front(), 3);
  };
  return fmt::format(
      "Median {} million USD in the first month and {} in the last; there, nine in ten paths lie between "
      "{} and {}.",
      at(2, false), at(2, true), at(0, true), at(4, true));
}

Chart fan_chart(const StudyResult& study, std::size_t site, const FanSeries& fan) {
  const double low = *std::min_element(fan.low_to_high[0].begin(), fan.low_to_high[0].end());
  const double high = *std::max_element(fan.low_to_high[4].begin(), fan.low_to_high[4].end());
  const Axis x = make_date_axis(study.axes().period.front().start_day, study.axes().period.back().end_day, 8);
  return {draw_fan(fan, x, make_axis("revenue, million USD per 30 days", low, high)), study.axes().site[site],
          ends_text(fan)};
}

/// How far apart the paths are by month: half the distance between the 5 and the 95 % quantile over the median.
Chart spread_chart(const StudyResult& study) {
  std::vector<LineSeries> lines;
  double most = 0.0;
  for (std::size_t site = 0; site < std::min(study.axes().site.size(), kMostLines); ++site) {
    const FanSeries fan = monthly_fan(study, site, Outcome::revenue);
    LineSeries& line = lines.emplace_back();
    line.name = study.axes().site[site];
    line.colour = site;
    for (std::size_t month = 0; month < fan.x.size(); ++month) {
      const double spread = 50.0 * (fan.low_to_high[4][month] - fan.low_to_high[0][month]) / fan.low_to_high[2][month];
      line.points.push_back({fan.x[month], spread});
      if (std::isfinite(spread)) most = std::max(most, spread);
    }
  }
  const Axis x = make_date_axis(study.axes().period.front().start_day, study.axes().period.back().end_day, 8);
  return {draw_lines(lines, x, make_axis("± % of the median", 0.0, most)), "How wide the fans are",
          "Half the distance between the 5 and the 95 % quantile of each month's revenue, in percent of its median."};
}

}  // namespace

std::string revenue_section(const StudyResult& study, PageBuilder& builder) {
  std::vector<std::string> figures;
  for (std::size_t site = 0; site < std::min(study.axes().site.size(), kMostFans); ++site) {
    const FanSeries fan = monthly_fan(study, site, Outcome::revenue);
    if (!has_values(fan)) continue;
    figures.push_back(builder.chart(fan_chart(study, site, fan), ends_text(fan)));
  }
  if (figures.empty()) {
    return left_out("Left out: the study keeps no distribution of revenue by month (run.monthly_distribution).");
  }
  if (figures.size() > 1) {
    figures.push_back(builder.chart(spread_chart(study),
                                    "Half the distance between the 5 and the 95\u00A0% quantile, over the median." +
                                        shown_sites_note(kMostLines, study.axes().site.size())));
  }
  const std::string note = shown_sites_note(kMostFans, study.axes().site.size());
  return paragraph(
             "Quantiles over the paths, month by month: at each month the paths are ranked anew, so no single path "
             "follows a line. Revenue is per 30 days, so that months of 28 and of 31 days compare." +
             note) +
         PageBuilder::side_by_side(figures);
}

}  // namespace hashlease
