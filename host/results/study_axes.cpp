#include "results/study_axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "stats/measures/quantiles.hpp"

namespace hashlease {

namespace {

/// First day of a period and the first day behind it, in days since 1970-01-01.
struct Days {
  std::int64_t start = 0;
  std::int64_t end = 0;
};

Days days_of(const StudyFrame& frame, int period) {
  const ColumnLayout& layout = frame.layout;
  switch (layout.period_kind(period)) {
    case PeriodKind::month: return {frame.calendar.boundary(period), frame.calendar.boundary(period + 1)};
    case PeriodKind::year: {
      const int month = (period - layout.month_count()) * 12;
      return {frame.calendar.boundary(month), frame.calendar.boundary(month + 12)};
    }
    case PeriodKind::horizon: break;
  }
  return {frame.calendar.boundary(0), frame.calendar.boundary(layout.month_count())};
}

/// Periods [first, end).
PeriodAxis period_axis(const StudyFrame& frame, int first, int end) {
  PeriodAxis axis;
  for (int period = first; period < end; ++period) {
    const Days days = days_of(frame, period);
    axis.label.push_back(period_label(frame.layout, period));
    axis.kind.push_back(static_cast<std::int8_t>(frame.layout.period_kind(period)));
    axis.start.push_back(days.start);
    axis.end.push_back(days.end);
  }
  return axis;
}

template <class Words>
std::optional<std::size_t> place_of_word(const Words& words, std::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<std::size_t>(found - words.begin());
}

}  // namespace

std::size_t StudyAxes::month_count() const {
  return static_cast<std::size_t>(
      std::count(period.kind.begin(), period.kind.end(), static_cast<std::int8_t>(PeriodKind::month)));
}

std::size_t StudyAxes::tail_period() const {
  const bool has_years = period.size() > month_count() + 1;
  return has_years ? period.size() - 2 : period.size() - 1;
}

std::optional<std::size_t> StudyAxes::place_of(Outcome of) const { return place_of_word(outcome, name_of(of)); }

std::optional<std::size_t> StudyAxes::place_of_site(const std::string& name) const { return place_of_word(site, name); }

std::optional<std::size_t> StudyAxes::place_of_probability(double value) const {
  return place_of_number(probability, value);
}

std::optional<std::size_t> place_of_number(const std::vector<double>& numbers, double number) {
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    if (std::fabs(numbers[k] - number) < 1e-9) return k;
  }
  return std::nullopt;
}

std::string period_label(const ColumnLayout& layout, int period) {
  switch (layout.period_kind(period)) {
    case PeriodKind::month: return fmt::format("month {}", period + 1);
    case PeriodKind::year: return fmt::format("year {}", period - layout.month_count() + 1);
    case PeriodKind::horizon: return "horizon";
  }
  return "";
}

StudyAxes study_axes(const StudyFrame& frame) {
  const ColumnLayout& layout = frame.layout;
  const std::vector<SiteConfiguration>& sites = frame.configuration.site;
  StudyAxes axes;
  for (const SiteConfiguration& site : sites) axes.site.push_back(site.name);
  for (const Outcome outcome : layout.outcomes()) {
    axes.outcome.emplace_back(name_of(outcome));
  }
  axes.period = period_axis(frame, 0, layout.period_count());
  axes.annual_period = period_axis(frame, layout.month_count(), layout.period_count());
  axes.month = period_axis(frame, 0, layout.month_count());
  axes.year = period_axis(frame, layout.month_count(), layout.horizon_period());
  for (const GpuClassConfiguration& gpu : frame.configuration.market.gpu) axes.gpu_class.push_back(gpu.name);
  for (const int site : layout.entity_sites()) axes.entity.push_back(sites[static_cast<std::size_t>(site)].name);
  for (int quarter = 0; quarter < layout.quarter_count(); ++quarter) {
    axes.quarter.push_back(quarter + 1);
    axes.quarter_start.push_back(frame.calendar.boundary(3 * quarter));
    axes.quarter_end.push_back(frame.calendar.boundary(std::min(3 * quarter + 3, layout.month_count())));
  }
  axes.headline = {"revenue", "cash_flow"};
  axes.probability.assign(kQuantileProbabilities.begin(), kQuantileProbabilities.end());
  return axes;
}

}  // namespace hashlease
