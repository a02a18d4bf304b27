#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/drawing/numbers.hpp"
#include "report/sections/sections.hpp"

namespace hashlease {

namespace {

constexpr std::size_t kMostCharts = 12;
constexpr std::size_t kMostHistoryPoints = 300;

/// A variable of the market month by month, for one GPU class where it is of one.
struct MarketSeries {
  MarketVariable variable = MarketVariable::btc_price;
  std::string gpu_class;  // "" for a variable of no class
  std::size_t class_index = 0;
  const EstimateArray& quantile;  // [month][class][probability]

  std::string name() const { return std::string(row_of(variable).name); }
  bool is_at_month_end() const { return row_of(variable).month_method == "point"; }
  Estimate at(std::size_t month, std::size_t probability) const {
    return is_of_gpu_class(variable) ? quantile.at({month, class_index, probability})
                                     : quantile.at({month, probability});
  }
};

/// In the order of the report. Difficulty follows the hashrate, which is shown.
constexpr MarketVariable kShown[] = {MarketVariable::btc_price,        MarketVariable::hashprice,
                                     MarketVariable::network_hashrate, MarketVariable::lease_rate,
                                     MarketVariable::occupancy,        MarketVariable::power_price};

std::vector<MarketSeries> series_of(const StudyResult& study) {
  std::vector<MarketSeries> series;
  for (const MarketVariable variable : kShown) {
    const EstimateArray& quantile = study.tables.market.variable(variable).quantile;
    if (quantile.empty()) continue;
    if (!is_of_gpu_class(variable)) {
      series.push_back({variable, "", 0, quantile});
      continue;
    }
    const std::vector<std::string>& classes = study.axes().gpu_class;
    for (std::size_t k = 0; k < classes.size(); ++k) series.push_back({variable, classes[k], k, quantile});
  }
  return series;
}

std::string title_of(const MarketSeries& series) {
  std::string title(row_of(series.variable).title);
  if (!series.gpu_class.empty()) title += ", " + series.gpu_class;
  title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
  return title;
}

/// Shares are shown in percent.
Unit display_unit(const MarketSeries& series) {
  if (series.variable == MarketVariable::occupancy) return percent_unit();
  const std::string_view units = row_of(series.variable).units;
  return {1.0, units == "1" ? "" : std::string(units)};
}

FanSeries fan_of(const StudyResult& study, const MarketSeries& series) {
  FanSeries fan;
  const bool is_lease = !series.gpu_class.empty();
  fan.colour = is_lease ? 1 : series.variable == MarketVariable::power_price ? 2 : 0;
  for (std::size_t month = 0; month < study.axes().month_count(); ++month) {
    const Period& period = study.axes().period[month];
    fan.x.push_back(series.is_at_month_end() ? static_cast<double>(period.end_day)
                                             : 0.5 * static_cast<double>(period.start_day + period.end_day));
  }
  for (const double probability : {0.05, 0.25, 0.5, 0.75, 0.95}) {
    const auto index = study.axes().place_of_probability(probability);
    std::vector<double>& line = fan.low_to_high.emplace_back();
    for (std::size_t month = 0; month < study.axes().month_count(); ++month) {
      line.push_back(index ? display_unit(series).scale * series.at(month, *index).value : std::nan(""));
    }
  }
  return fan;
}

/// The points of a history that are in view, thinned by means so that the page stays small.
std::vector<Point> in_view(const std::vector<Point>& history, double first_day, double last_day, double factor) {
  std::vector<Point> shown;
  for (const Point& point : history) {
    if (point.x >= first_day && point.x <= last_day) shown.push_back({point.x, factor * point.y});
  }
  const std::size_t group = (shown.size() + kMostHistoryPoints - 1) / kMostHistoryPoints;
  if (group <= 1) return shown;
  std::vector<Point> thinned;
  for (std::size_t begin = 0; begin < shown.size(); begin += group) {
    const std::size_t end = std::min(begin + group, shown.size());
    Point mean;
    for (std::size_t k = begin; k < end; ++k) mean = {mean.x + shown[k].x, mean.y + shown[k].y};
    const auto count = static_cast<double>(end - begin);
    thinned.push_back({mean.x / count, mean.y / count});
  }
  return thinned;
}

const std::vector<Point>* find_history(const Histories& histories, const MarketSeries& series) {
  for (const std::string& name : {series.name() + "." + series.gpu_class, series.name()}) {
    if (const auto found = histories.find(name); found != histories.end()) return &found->second;
  }
  return nullptr;
}

std::string ends_text(const FanSeries& fan, const std::string& unit) {
  const auto last = [&](std::size_t quantile) { return significant_text(fan.low_to_high[quantile].back(), 3); };
  return fmt::format("At the end: median {}, nine in ten paths between {} and {}{}{}.", last(2), last(0), last(4),
                     unit.empty() ? "" : "\u00A0", unit);
}

/// The chart, and whether it shows a history.
Chart market_chart(const StudyResult& study, const MarketSeries& series, const Histories& histories) {
  FanSeries fan = fan_of(study, series);
  const auto start = static_cast<double>(study.axes().period.front().start_day);
  const auto end = static_cast<double>(study.axes().period.back().end_day);
  double first = start;
  if (const std::vector<Point>* history = find_history(histories, series)) {
    // As much of the past as there is future, at least a year.
    fan.history = in_view(*history, start - std::max(end - start, 365.0), end, display_unit(series).scale);
    if (!fan.history.empty()) first = std::min(first, fan.history.front().x);
  }
  double low = *std::min_element(fan.low_to_high[0].begin(), fan.low_to_high[0].end());
  double high = *std::max_element(fan.low_to_high[4].begin(), fan.low_to_high[4].end());
  for (const Point& point : fan.history) {
    low = std::min(low, point.y);
    high = std::max(high, point.y);
  }
  const std::string unit = display_unit(series).name;
  const Axis x = make_date_axis(static_cast<std::int64_t>(first), static_cast<std::int64_t>(end), 8);
  const std::string axis_title = (unit.empty() ? "" : unit + ", ") +
                                 std::string(series.is_at_month_end() ? "at the month's end" : "mean of the month");
  return {draw_fan(fan, x, make_positive_axis(axis_title, low, high)), title_of(series), ends_text(fan, unit)};
}

bool has_values(const StudyResult& study, const MarketSeries& series) {
  const auto median = study.axes().place_of_probability(0.5);
  return median && std::isfinite(series.at(study.axes().month_count() - 1, *median).value);
}

}  // namespace

std::string market_section(const StudyResult& study, const Histories& histories, PageBuilder& builder) {
  if (study.tables.market.variables.empty()) {
    return left_out(study.format_version < 2
                        ? "Left out: the file holds no distributions of the market; files hold them from format 2 on."
                        : "Left out: the file holds no distributions of the market (run.market_distribution).");
  }
  std::vector<std::string> figures;
  bool any_history = false;
  for (const MarketSeries& series : series_of(study)) {
    if (figures.size() == kMostCharts || !has_values(study, series)) continue;
    const Chart chart = market_chart(study, series, histories);
    any_history = any_history || find_history(histories, series) != nullptr;
    figures.push_back(builder.chart(chart, chart.description));
  }
  return paragraph(std::string("What the sites are exposed to: quantiles over the paths, month by month. ") +
                   (any_history ? "The thin line is the history given; where it reaches past the start, it shows what "
                                  "came after."
                                : "No history was given to compare with (hashlease report --history FILE.csv).")) +
         PageBuilder::side_by_side(figures);
}

}  // namespace hashlease
