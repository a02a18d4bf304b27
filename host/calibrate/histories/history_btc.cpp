#include "calibrate/histories/history_btc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace hashlease {

namespace {

constexpr double kSecondsPerDay = 86400.0;
constexpr double kHashesPerDifficulty = 4294967296.0;
/// A price or hashrate has never changed by more than a factor of 3 in a day since 2012; units differ by 100 or more.
constexpr double kUnitJump = 20.0;
/// The published hashrate follows from blocks and difficulty exactly; a day of a retarget may use another mean.
constexpr double kHashrateTolerance = 3.0;

/// A column, its names, the factor to the unit of BtcHistory, and what no day will ever have more of.
struct KnownColumn {
  std::vector<double> BtcHistory::*series;
  std::array<std::string_view, 3> names;
  double factor;
  double most;  // in the unit of the file
};
const std::array<KnownColumn, 6> kKnownColumns = {{
    {&BtcHistory::price, {"price_usd", "PriceUSD", "btc_price"}, 1.0, 1e12},
    {&BtcHistory::hashrate, {"network_hashrate_th_per_s", "HashRate", ""}, 1e-6, 1e30},
    {&BtcHistory::difficulty, {"difficulty_implied", "DiffMean", "difficulty"}, 1.0, 1e30},
    {&BtcHistory::fees, {"fees_total_btc", "FeeTotNtv", ""}, 1.0, 21e6},
    {&BtcHistory::issuance, {"issuance_btc", "IssTotNtv", ""}, 1.0, 21e6},
    {&BtcHistory::blocks, {"blocks_mined", "BlkCnt", ""}, 1.0, 1e5},
}};

struct FoundColumn {
  const KnownColumn* known;
  std::size_t field;
};

std::vector<FoundColumn> known_columns_of(const HistoryTable& table) {
  std::vector<FoundColumn> found;
  for (const KnownColumn& known : kKnownColumns) {
    for (const std::string_view name : known.names) {
      const auto field = name.empty() ? std::nullopt : table.find(name);
      if (!field) continue;
      found.push_back({&known, *field});
      break;
    }
  }
  return found;
}

/// Rows from the first to the last with a value in every known column: data begins before there was a price.
std::pair<std::size_t, std::size_t> filled_rows(const HistoryTable& table, const std::vector<FoundColumn>& columns) {
  const auto is_filled = [&](const HistoryRow& row) {
    return std::all_of(columns.begin(), columns.end(),
                       [&](const FoundColumn& column) { return !row.fields[column.field].empty(); });
  };
  std::size_t first = 0;
  std::size_t end = table.rows.size();
  while (first < end && !is_filled(table.rows[first])) ++first;
  while (end > first && !is_filled(table.rows[end - 1])) --end;
  return {first, end};
}

/// The value of a field in the unit of the history; NaN, and an error, when it is no positive number.
double positive_value(const HistoryTable& table, const HistoryRow& row, const FoundColumn& column,
                      HistoryErrors& errors) {
  const std::string& text = row.fields[column.field];
  const std::string& name = table.columns[column.field];
  const auto value = number_of(text);
  if (value && *value > 0.0 && *value <= column.known->most) return *value * column.known->factor;
  errors.add(table.file, row.line,
             value && *value > 0.0
                 ? fmt::format("{} is {}, above {:g}: is it in another unit?", name, text, column.known->most)
             : text.empty() ? fmt::format("{} is missing", name)
                            : fmt::format("{} is {}; it must be a number above 0", name, text));
  return std::nan("");
}

/// Whether `value` is one unit away from what it was: told once per change.
void check_jump(const HistoryTable& table, const HistoryRow& row, std::string_view name, double before, double now,
                HistoryErrors& errors) {
  const double ratio = now / before;
  if (!(ratio > kUnitJump || ratio < 1.0 / kUnitJump)) return;
  errors.add(table.file, row.line,
             fmt::format("{} is {:.3g} times that of the day before: is it in another unit?", name, ratio));
}

/// hashrate [EH/s] = blocks * difficulty * 2^32 / 86400e18.
void check_hashrate(const HistoryTable& table, const std::vector<std::size_t>& lines, const BtcHistory& history,
                    HistoryErrors& errors) {
  if (history.hashrate.empty() || history.difficulty.empty() || history.blocks.empty()) return;
  for (std::size_t k = 0; k < history.day_count(); ++k) {
    const double implied = history.blocks[k] * history.difficulty[k] * kHashesPerDifficulty / kSecondsPerDay / 1e18;
    const double ratio = history.hashrate[k] / implied;
    if (!(ratio > kHashrateTolerance || ratio < 1.0 / kHashrateTolerance)) continue;
    return errors.add(
        table.file, lines[k],
        fmt::format("the hashrate is {:.3g} times what blocks and difficulty give: is it in TH/s?", ratio));
  }
}

void add_rows(const HistoryTable& table, const std::vector<FoundColumn>& columns, BtcHistory& history,
              HistoryErrors& errors) {
  const auto [first, end] = filled_rows(table, columns);
  if (first == end) return errors.add(table.file, 0, "has no row with a value in every known column");
  std::vector<std::int64_t> days;
  std::vector<std::size_t> lines;
  for (std::size_t k = first; k < end; ++k) {
    const HistoryRow& row = table.rows[k];
    const auto day = day_of(row.fields[0]);
    if (!day) {
      errors.add(table.file, row.line, fmt::format("\"{}\" is not a date; a date is like 2024-11-23", row.fields[0]));
      continue;
    }
    days.push_back(*day);
    lines.push_back(row.line);
    for (const FoundColumn& column : columns) {
      std::vector<double>& series = history.*column.known->series;
      series.push_back(positive_value(table, row, column, errors));
      const bool is_level = column.known->series == &BtcHistory::price || column.known->series == &BtcHistory::hashrate;
      if (!is_level || series.size() < 2) continue;
      check_jump(table, row, table.columns[column.field], series[series.size() - 2], series.back(), errors);
    }
  }
  check_times(table.file, days, lines, "day", errors);
  if (!days.empty()) history.first_day = days.front();
  check_hashrate(table, lines, history, errors);
}

std::vector<double> part_of(const std::vector<double>& series, std::size_t begin, std::size_t end) {
  if (series.empty()) return {};
  return {series.begin() + static_cast<std::ptrdiff_t>(begin), series.begin() + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace

bool is_btc_history(const HistoryTable& table) {
  const bool has_date = !table.columns.empty() && (table.columns[0] == "date" || table.columns[0] == "time");
  return has_date && !known_columns_of(table).empty();
}

std::size_t BtcHistory::day_count() const {
  std::size_t count = 0;
  for (const KnownColumn& known : kKnownColumns) count = std::max(count, (this->*known.series).size());
  return count;
}

void complete(BtcHistory& history) {
  if (!history.difficulty.empty() || history.hashrate.empty() || history.blocks.empty()) return;
  for (std::size_t k = 0; k < history.day_count(); ++k) {
    history.difficulty.push_back(history.hashrate[k] * 1e18 * kSecondsPerDay /
                                 (history.blocks[k] * kHashesPerDifficulty));
  }
}

BtcHistory joined(const BtcHistory& a, const BtcHistory& b, HistoryErrors& errors) {
  const std::int64_t first = std::max(a.first_day, b.first_day), last = std::min(a.last_day(), b.last_day());
  if (first > last) {
    errors.add(b.source, 0,
               fmt::format("has no day in common with {}: {} to {} and {} to {}", a.source, day_text(b.first_day),
                           day_text(b.last_day()), day_text(a.first_day), day_text(a.last_day())));
    return a;
  }
  BtcHistory both = between(a, first, last);
  const BtcHistory other = between(b, first, last);
  for (const KnownColumn& known : kKnownColumns) {
    if ((other.*known.series).empty()) continue;
    if (!(both.*known.series).empty()) {
      errors.add(b.source, 0, fmt::format("holds {}, which {} holds too", known.names[0], a.source));
    }
    both.*known.series = other.*known.series;
  }
  // The file with the price comes first: the bootstrap draws from it.
  both.source = a.price.empty() ? b.source + ", " + a.source : a.source + ", " + b.source;
  both.price_column = a.price_column + b.price_column;
  return both;
}

BtcHistory btc_history(const HistoryTable& table, HistoryErrors& errors) {
  BtcHistory history;
  history.source = table.file;
  const std::vector<FoundColumn> columns = known_columns_of(table);
  if (columns.front().known->series == &BtcHistory::price) {
    history.price_column = table.is_named ? "value" : table.columns[columns.front().field];
  }
  add_rows(table, columns, history, errors);
  return history;
}

BtcHistory read_btc_history(const std::string& source) {
  HistoryErrors errors;
  const HistoryTable table = read_history_table(source, errors);
  errors.throw_if_any();
  const bool has_price = table.has("price_usd") || table.has("PriceUSD") || table.has("btc_price");
  if (!is_btc_history(table) || !has_price) {
    errors.add(table.file, 1,
               "its columns are none that are known: date (or time) and price_usd (or PriceUSD) are needed; for "
               "date,value write price_usd=FILE");
  }
  errors.throw_if_any();
  BtcHistory history = btc_history(table, errors);
  errors.throw_if_any();
  complete(history);
  return history;
}

BtcHistory between(const BtcHistory& history, std::int64_t first_day, std::int64_t last_day) {
  const std::int64_t count = static_cast<std::int64_t>(history.day_count());
  const std::int64_t begin = std::clamp<std::int64_t>(first_day - history.first_day, 0, count);
  const std::int64_t end = std::clamp<std::int64_t>(last_day + 1 - history.first_day, begin, count);
  BtcHistory part;
  part.source = history.source;
  part.price_column = history.price_column;
  part.first_day = history.first_day + begin;
  for (const KnownColumn& known : kKnownColumns) {
    part.*known.series = part_of(history.*known.series, static_cast<std::size_t>(begin), static_cast<std::size_t>(end));
  }
  return part;
}

std::vector<double> log_returns(const std::vector<double>& values) {
  std::vector<double> returns;
  for (std::size_t k = 1; k < values.size(); ++k) returns.push_back(std::log(values[k] / values[k - 1]));
  return returns;
}

std::vector<double> hashprices(const BtcHistory& history) {
  std::vector<double> prices;
  for (std::size_t k = 0; k < history.day_count(); ++k) {
    const double reward = (history.issuance[k] + history.fees[k]) / history.blocks[k];
    prices.push_back(kSecondsPerDay * 1e15 / (history.difficulty[k] * kHashesPerDifficulty) * reward *
                     history.price[k]);
  }
  return prices;
}

std::vector<double> fee_ratios(const BtcHistory& history) {
  std::vector<double> ratios;
  for (std::size_t k = 0; k < history.day_count(); ++k) ratios.push_back(history.fees[k] / history.issuance[k]);
  return ratios;
}

}  // namespace hashlease
