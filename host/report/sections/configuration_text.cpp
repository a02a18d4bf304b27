#include "report/sections/configuration_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "config/keys/parameters.hpp"
#include "report/drawing/numbers.hpp"

namespace hashlease {

namespace {

/// A value as people read it: numbers with thousands separators, the rest as TOML without quotes.
struct ValueText {
  std::string operator()(bool value) const { return value ? "yes" : "no"; }
  std::string operator()(std::int64_t value) const { return significant_text(static_cast<double>(value), 19); }
  std::string operator()(double value) const { return significant_text(value, 12); }
  std::string operator()(const std::string& value) const { return value.empty() ? kUndefinedText : value; }
  std::string operator()(const Date& value) const { return fmt::format("{}", toml_text(Value(value))); }
  std::string operator()(const std::vector<double>& values) const {
    constexpr std::size_t kMostShown = 100;
    if (values.size() > kMostShown) {
      const auto [least, most] = std::minmax_element(values.begin(), values.end());
      return fmt::format("{} numbers from {} to {}", values.size(), significant_text(*least, 6),
                         significant_text(*most, 6));
    }
    return list(values, [](double value) { return significant_text(value, 12); });
  }
  std::string operator()(const std::vector<std::string>& values) const {
    return list(values, [](const std::string& value) { return value; });
  }
  std::string operator()(const std::map<std::string, double>& values) const {
    return list(values, [](const auto& entry) { return entry.first + ": " + significant_text(entry.second, 12); });
  }

  template <class List, class Text>
  static std::string list(const List& values, const Text& text) {
    std::string joined;
    for (const auto& value : values) joined += (joined.empty() ? "" : "; ") + text(value);
    return joined.empty() ? kUndefinedText : joined;
  }
};

}  // namespace

std::vector<ConfigurationRow> configuration_rows(const Configuration& configuration) {
  std::vector<ConfigurationRow> rows;
  for_each_value(configuration, [&](const std::string& path, const Parameter& row, const Value& value) {
    // A seed is a name, no quantity: it has no thousands.
    std::string text = path == "run.seed" ? std::to_string(configuration.run.seed) : std::visit(ValueText{}, value);
    rows.push_back({path, std::move(text), std::string(row.unit), std::string(row.meaning)});
  });
  return rows;
}

}  // namespace hashlease
