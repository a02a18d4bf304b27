#include "replay/ledger_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace hashlease {

namespace {

constexpr int kMonthsAcross = 6;

/// A named row of values, whatever it belongs to.
struct Series {
  std::string scope;
  std::string name;
  std::string unit;
  std::vector<float> values;
};

bool is_zero(const Series& series) {
  return std::all_of(series.values.begin(), series.values.end(), [](float value) { return value == 0.0F; });
}

std::vector<Series> all_series(const StudyPlan& plan, const PathLedger& ledger, const LedgerTextOptions& options) {
  std::vector<Series> all;
  if (options.show_market) {
    for (const MarketSeries& driver : ledger.market) all.push_back({"market", driver.name, driver.unit, driver.values});
  }
  for (const int site : options.sites) {
    const auto& months = ledger.sites[static_cast<std::size_t>(site)];
    for (int item = 0; item < kLedgerItemCount; ++item) {
      const LedgerRow& row = kLedgerRows[static_cast<std::size_t>(item)];
      Series series{plan.configuration.site[static_cast<std::size_t>(site)].name,
                    std::string(row.name),
                    std::string(row.unit),
                    {}};
      for (const SiteLedger<float>& month : months) series.values.push_back(month[static_cast<LedgerItem>(item)]);
      if (options.show_zeros || !is_zero(series)) all.push_back(std::move(series));
    }
  }
  return all;
}

std::string month_start(const StudyPlan& plan, int month) {
  return to_string(date_from_days(plan.calendar.boundary(month)));
}

/// "1,234,567" from thousands on, four digits below; "-" when it is not defined.
std::string readable(float value) {
  if (!std::isfinite(value)) return std::isnan(value) ? "-" : fmt::format("{}", value);
  if (std::abs(value) < 1000.0F) return fmt::format("{:.4g}", value);
  std::string digits = fmt::format("{:.0f}", static_cast<double>(std::abs(value)));
  if (digits.size() > 12) return fmt::format("{:.6g}", value);
  for (std::size_t place = digits.size(); place > 3; place -= 3) digits.insert(place - 3, ",");
  return (value < 0.0F ? "-" : "") + digits;
}

void append_block(std::string& text, const StudyPlan& plan, const std::vector<const Series*>& rows, int first,
                  int months) {
  std::size_t name_width = 5;
  std::size_t unit_width = 4;
  for (const Series* row : rows) {
    name_width = std::max(name_width, row->name.size());
    unit_width = std::max(unit_width, row->unit.size());
  }
  text += fmt::format("  {:<{}}  {:<{}}", "month", name_width, "", unit_width);
  for (int month = first; month < first + months; ++month) text += fmt::format("  {:>14}", month_start(plan, month));
  text += "\n";
  for (const Series* row : rows) {
    text += fmt::format("  {:<{}}  {:<{}}", row->name, name_width, row->unit, unit_width);
    for (int month = first; month < first + months; ++month) {
      text += fmt::format("  {:>14}", readable(row->values[static_cast<std::size_t>(month)]));
    }
    text += "\n";
  }
}

std::string quoted_field(const std::string& field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string text = "\"";
  for (const char letter : field) text += letter == '"' ? "\"\"" : std::string(1, letter);
  return text + "\"";
}

}  // namespace

std::string ledger_table(const StudyPlan& plan, const PathLedger& ledger, const LedgerTextOptions& options) {
  const std::vector<Series> all = all_series(plan, ledger, options);
  const int months = plan.calendar.month_count();
  std::string text;
  for (std::size_t begin = 0; begin < all.size();) {
    std::vector<const Series*> rows;
    std::size_t end = begin;
    while (end < all.size() && all[end].scope == all[begin].scope) rows.push_back(&all[end++]);
    text += fmt::format("{}\n", all[begin].scope);
    for (int first = 0; first < months; first += kMonthsAcross) {
      if (first > 0) text += "\n";
      append_block(text, plan, rows, first, std::min(kMonthsAcross, months - first));
    }
    text += "\n";
    begin = end;
  }
  return text;
}

std::string ledger_csv(const StudyPlan& plan, const PathLedger& ledger, const LedgerTextOptions& options) {
  std::string text = "month,start,scope,item,unit,value\n";
  for (const Series& series : all_series(plan, ledger, options)) {
    for (std::size_t month = 0; month < series.values.size(); ++month) {
      const float value = series.values[month];
      text += fmt::format("{},{},{},{},{},{}\n", month + 1, month_start(plan, static_cast<int>(month)),
                          quoted_field(series.scope), quoted_field(series.name), series.unit,
                          std::isnan(value) ? std::string() : fmt::format("{}", value));
    }
  }
  return text;
}

std::string ledger_json(const StudyPlan& plan, const PathLedger& ledger, const LedgerTextOptions& options) {
  nlohmann::ordered_json document = {
      {"title", plan.configuration.title},          {"path", ledger.path},
      {"seed", plan.configuration.run.seed},        {"months", nlohmann::ordered_json::array()},
      {"market", nlohmann::ordered_json::object()}, {"sites", nlohmann::ordered_json::object()}};
  for (int month = 0; month < plan.calendar.month_count(); ++month) {
    document["months"].push_back(month_start(plan, month));
  }
  for (std::size_t k = 0; k < (options.show_market ? ledger.market.size() : 0); ++k) {
    const MarketSeries& driver = ledger.market[k];
    document["market"][driver.name] = {{"unit", driver.unit}, {"values", driver.values}};
  }
  LedgerTextOptions sites_only = options;
  sites_only.show_market = false;
  for (const Series& series : all_series(plan, ledger, sites_only)) {
    document["sites"][series.scope][series.name] = {{"unit", series.unit}, {"values", series.values}};
  }
  return document.dump(2) + "\n";
}

}  // namespace hashlease
