#include "calibrate/histories/history_gpu.hpp"

#include <fmt/format.h>

#include <map>

#include "vocabulary/date.hpp"

namespace hashlease {

namespace {

constexpr double kLowestRate = 0.02;
constexpr double kHighestRate = 100.0;

/// Fields of the columns, by name.
struct GpuFields {
  std::size_t gpu, provider, market, rate;
  std::optional<std::size_t> basis;
};

GpuFields fields_of(const HistoryTable& table) {
  return {*table.find("gpu"), *table.find("provider"), *table.find("market"), *table.find("usd_per_gpu_hour"),
          table.find("basis")};
}

void add_rate(const HistoryTable& table, const HistoryRow& row, const GpuFields& fields, GpuHistory& history,
              HistoryErrors& errors) {
  const auto day = day_of(row.fields[0]);
  const auto rate = number_of(row.fields[fields.rate]);
  if (!day) {
    errors.add(table.file, row.line, fmt::format("\"{}\" is not a date; a date is like 2024-11-23", row.fields[0]));
  } else if (!history.rates.empty() && *day < history.rates.back().day) {
    errors.add(table.file, row.line,
               fmt::format("{} comes after {}: rows go from the oldest to the newest", row.fields[0],
                           day_text(history.rates.back().day)));
  }
  if (!rate || *rate < kLowestRate || *rate > kHighestRate) {
    errors.add(table.file, row.line,
               fmt::format("usd_per_gpu_hour is \"{}\"; it must be a number of {:g} to {:g} USD/GPU-hour (of one GPU, "
                           "not of a node or in cents)",
                           row.fields[fields.rate], kLowestRate, kHighestRate));
  }
  if (!day || !rate) return;
  history.rates.push_back({*day, row.fields[fields.gpu], row.fields[fields.provider], row.fields[fields.market],
                           fields.basis ? row.fields[*fields.basis] : "", *rate});
}

}  // namespace

bool is_gpu_history(const HistoryTable& table) {
  return !table.columns.empty() && table.columns[0] == "date" && table.has("gpu") && table.has("provider") &&
         table.has("market") && table.has("usd_per_gpu_hour");
}

GpuHistory gpu_history(const HistoryTable& table, HistoryErrors& errors) {
  GpuHistory history{table.file, {}};
  const GpuFields fields = fields_of(table);
  std::map<std::string, std::size_t> lines;
  for (const HistoryRow& row : table.rows) {
    add_rate(table, row, fields, history, errors);
    const std::string key =
        fmt::format("{} {} {} {} {}", row.fields[0], row.fields[fields.gpu], row.fields[fields.provider],
                    row.fields[fields.market], fields.basis ? row.fields[*fields.basis] : "");
    const auto [place, is_new] = lines.emplace(key, row.line);
    if (!is_new)
      errors.add(table.file, row.line, fmt::format("{} stands there again (before in line {})", key, place->second));
  }
  return history;
}

GpuHistory read_gpu_history(const std::string& file) {
  HistoryErrors errors;
  const HistoryTable table = read_history_table(file, errors);
  errors.throw_if_any();
  if (!is_gpu_history(table)) {
    errors.add(file, 1,
               "its columns are none that are known: date, gpu, provider, market and usd_per_gpu_hour are needed");
  }
  errors.throw_if_any();
  GpuHistory history = gpu_history(table, errors);
  errors.throw_if_any();
  return history;
}

GpuHistory between(const GpuHistory& history, std::int64_t first_day, std::int64_t last_day) {
  GpuHistory part{history.source, {}};
  for (const GpuRate& rate : history.rates) {
    // A month's figure is known when the month is over.
    const bool is_monthly = rate.basis.ends_with("monthly");
    const std::int64_t known = is_monthly ? days_from_date(add_months(date_from_days(rate.day), 1)) - 1 : rate.day;
    if (rate.day >= first_day && known <= last_day) part.rates.push_back(rate);
  }
  return part;
}

MonthlyRates monthly_rates(const GpuHistory& history, const std::string& gpu, const std::string& provider,
                           const std::string& market) {
  MonthlyRates monthly;
  for (const GpuRate& rate : history.rates) {
    if (rate.gpu != gpu || rate.provider != provider || rate.market != market) continue;
    const Date date = date_from_days(rate.day);
    const std::int64_t month = 12 * (static_cast<std::int64_t>(date.year) - 1970) + date.month - 1;
    if (!monthly.month.empty() && monthly.month.back() == month) {
      monthly.rate.back() = rate.rate;  // the last one of a month that has several
      continue;
    }
    monthly.month.push_back(month);
    monthly.rate.push_back(rate.rate);
  }
  return monthly;
}

}  // namespace hashlease
