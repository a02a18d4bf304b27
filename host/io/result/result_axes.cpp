#include <fmt/format.h>

#include "io/hdf5/hdf5_file.hpp"
#include "io/result/result_groups.hpp"

namespace hashlease {

void describe(Hdf5Writer& writer, const std::string& path, const Meaning& meaning) {
  if (!meaning.units.empty()) writer.attribute(path, "units", meaning.units);
  writer.attribute(path, "long_name", meaning.long_name);
}

std::string outcome_name(Outcome outcome) { return std::string(kOutcomeNames[static_cast<std::size_t>(outcome)]); }

std::string period_label(const ColumnLayout& layout, int period) {
  switch (layout.period_kind(period)) {
    case PeriodKind::month: return fmt::format("month {}", period + 1);
    case PeriodKind::year: return fmt::format("year {}", period - layout.month_count() + 1);
    case PeriodKind::horizon: return "horizon";
  }
  return "";
}

void write_site_axis(Hdf5Writer& writer, const std::string& path, const StudyFrame& frame) {
  std::vector<std::string> names;
  for (const SiteConfiguration& site : frame.configuration.site) names.push_back(site.name);
  writer.write_strings({path, {names.size()}, {path}}, names);
  writer.attribute(path, "long_name", "site");
}

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

void write_days(Hdf5Writer& writer, const std::string& path, const std::string& axis,
                const std::vector<std::int64_t>& days, const std::string& meaning) {
  writer.write<std::int64_t>({path, {days.size()}, {axis}}, days);
  describe(writer, path, {"days since 1970-01-01", meaning});
  writer.attribute(path, "calendar", "proleptic_gregorian");
}

}  // namespace

void write_period_axis(Hdf5Writer& writer, const std::string& path, const StudyFrame& frame, int first, int end) {
  std::vector<std::string> labels;
  std::vector<std::int8_t> kinds;
  std::vector<std::int64_t> starts;
  std::vector<std::int64_t> ends;
  for (int period = first; period < end; ++period) {
    labels.push_back(period_label(frame.layout, period));
    kinds.push_back(static_cast<std::int8_t>(frame.layout.period_kind(period)));
    const Days days = days_of(frame, period);
    starts.push_back(days.start);
    ends.push_back(days.end);
  }
  writer.write_strings({path, {labels.size()}, {path}}, labels);
  writer.attribute(path, "long_name", "period of the study");
  writer.write<std::int8_t>({path + "_kind", {kinds.size()}, {path}}, kinds);
  writer.attribute(path + "_kind", "long_name", "kind of period");
  writer.attribute(path + "_kind", "flag_values", std::vector<std::int8_t>{0, 1, 2});
  writer.attribute(path + "_kind", "flag_meanings", "month year horizon");
  write_days(writer, path + "_start", path, starts, "first day of the period");
  write_days(writer, path + "_end", path, ends, "first day after the period");
}

void name_period_coordinates(Hdf5Writer& writer, const std::string& path, const std::string& axis) {
  writer.attribute(path, "coordinates", fmt::format("{0}_kind {0}_start {0}_end", axis));
}

}  // namespace hashlease
