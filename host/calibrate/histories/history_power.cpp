#include "calibrate/histories/history_power.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hashlease {

namespace {

constexpr std::string_view kUnit = "_usd_per_mwh";
/// No market's offer cap has been above 15,000 USD/MWh.
constexpr double kHighestPrice = 20000.0;
/// The median hour of a year; below it is a price in USD/kWh (0.03), above one in cents per MWh.
constexpr double kLowestMedian = 1.0;
constexpr double kHighestMedian = 1000.0;

/// Fields of the price columns whose names hold `hub`.
std::vector<std::size_t> price_fields(const HistoryTable& table, const std::string& hub) {
  std::vector<std::size_t> fields;
  for (std::size_t k = 1; k < table.columns.size(); ++k) {
    const std::string& name = table.columns[k];
    if (name.ends_with(kUnit) && name.find(hub) != std::string::npos) fields.push_back(k);
  }
  return fields;
}

/// "ercot-west" of hb_west_usd_per_mwh: ERCOT names its hubs HB_...; other names stay as they are.
std::string hub_name(const std::string& column) {
  std::string name = column.substr(0, column.size() - kUnit.size());
  std::replace(name.begin(), name.end(), '_', '-');
  return name.starts_with("hb-") ? "ercot-" + name.substr(3) : name;
}

void check_unit(const PowerHistory& history, std::size_t line, HistoryErrors& errors) {
  if (history.price.empty()) return;
  std::vector<double> sorted = history.price;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  if (*middle >= kLowestMedian && *middle <= kHighestMedian) return;
  errors.add(history.source, line,
             fmt::format("the median price is {:.3g} USD/MWh, outside {:g} to {:g}: is it in another unit?", *middle,
                         kLowestMedian, kHighestMedian));
}

}  // namespace

std::int64_t PowerHistory::day_of_hour(std::size_t k) const {
  const std::int64_t hour = first_hour + static_cast<std::int64_t>(k);
  return hour >= 0 ? hour / 24 : (hour - 23) / 24;
}

bool is_power_history(const HistoryTable& table) {
  return !table.columns.empty() && table.columns[0] == "hour_start_utc" && !price_fields(table, "").empty();
}

PowerHistory power_history(const HistoryTable& table, const std::string& hub, HistoryErrors& errors) {
  PowerHistory history;
  history.source = table.file;
  const std::vector<std::size_t> fields = price_fields(table, hub);
  if (fields.empty()) {
    errors.add(table.file, 1, fmt::format("no column of the header is a price in USD/MWh of the hub \"{}\"", hub));
    return history;
  }
  history.hub = hub_name(table.columns[fields[0]]);
  std::vector<std::int64_t> hours;
  std::vector<std::size_t> lines;
  for (const HistoryRow& row : table.rows) {
    const auto hour = hour_of(row.fields[0]);
    const auto price = number_of(row.fields[fields[0]]);
    if (!hour) {
      errors.add(table.file, row.line,
                 fmt::format("\"{}\" is no full hour; an hour is like 2024-11-23T05:00Z", row.fields[0]));
      continue;
    }
    if (!price || std::abs(*price) > kHighestPrice) {
      errors.add(table.file, row.line,
                 fmt::format("{} is \"{}\"; it must be a number of at most {:g} USD/MWh either way",
                             table.columns[fields[0]], row.fields[fields[0]], kHighestPrice));
    }
    hours.push_back(*hour);
    lines.push_back(row.line);
    history.price.push_back(price.value_or(0.0));
  }
  check_times(table.file, hours, lines, "hour", errors);
  if (!hours.empty()) history.first_hour = hours.front();
  if (errors.empty()) check_unit(history, 1, errors);
  return history;
}

PowerHistory read_power_history(const std::string& file, const std::string& hub) {
  HistoryErrors errors;
  const HistoryTable table = read_history_table(file, errors);
  errors.throw_if_any();
  if (!is_power_history(table)) {
    errors.add(file, 1, "its columns are none that are known: hour_start_utc and NAME_usd_per_mwh are needed");
  }
  errors.throw_if_any();
  PowerHistory history = power_history(table, hub, errors);
  errors.throw_if_any();
  return history;
}

PowerHistory between(const PowerHistory& history, std::int64_t first_day, std::int64_t last_day) {
  const std::int64_t count = static_cast<std::int64_t>(history.price.size());
  const std::int64_t begin = std::clamp<std::int64_t>(24 * first_day - history.first_hour, 0, count);
  const std::int64_t end = std::clamp<std::int64_t>(24 * (last_day + 1) - history.first_hour, begin, count);
  PowerHistory part{history.source, history.hub, history.first_hour + begin, {}};
  part.price.assign(history.price.begin() + begin, history.price.begin() + end);
  return part;
}

}  // namespace hashlease
