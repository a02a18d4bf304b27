#include "config/keys/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/keys/parameter_rows.hpp"

namespace hashlease {
namespace {

using Visit = std::function<void(const std::string&, const Parameter&, const Value&)>;

void visit_section(const Section& section, const void* object, const std::string& path, AbsentTables absent,
                   const Visit& visit) {
  for (const Parameter& row : section.parameters) {
    if (row.get != nullptr) visit(path + std::string(row.key), row, row.get(object));
  }
  for (const Section& child : section.sections) {
    const std::string child_path = path + std::string(child.key) + ".";
    for (std::size_t i = 0; i < child.size(object); ++i) {
      const void* entry = child.at(object, i);
      if (absent == AbsentTables::left_out && !child.is_present(entry)) continue;
      std::string entry_path = child_path;
      if (child.repeated) {
        const Parameter* name = child.find_parameter(child.name_key);
        entry_path += std::get<std::string>(name->get(entry)) + ".";
      }
      visit_section(child, entry, entry_path, absent, visit);
    }
  }
}

Section whole_table() {
  Section root;
  root.type = typeid(Configuration);
  root.meaning = "The file itself.";
  root.parameters = {
      row<&Configuration::format>("format", "", between(1, 1), 1, "Version of the configuration format."),
      row<&Configuration::title>("title", "", kNoBounds, "", "One line that says what is studied."),
  };
  root.sections = {run_section(), market_section(), site_section()};
  return root;
}

std::string toml_key(const std::string& key) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !key.empty() && std::all_of(key.begin(), key.end(), plain) ? key : toml_string(key);
}

std::string number_toml(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

template <class Range, class Write>
std::string list_toml(const Range& range, Write write) {
  std::string text;
  for (const auto& element : range) text += (text.empty() ? "" : ", ") + write(element);
  return text;
}

}  // namespace

Fallback::Fallback(bool boolean) : value(std::make_shared<const Value>(boolean)) {}
Fallback::Fallback(int integer) : value(std::make_shared<const Value>(static_cast<std::int64_t>(integer))) {}
Fallback::Fallback(double number) : value(std::make_shared<const Value>(number)) {}
Fallback::Fallback(const char* text) : value(std::make_shared<const Value>(std::string(text))) {}
Fallback::Fallback(const std::vector<double>& numbers) : value(std::make_shared<const Value>(numbers)) {}
Fallback::Fallback(const std::vector<std::string>& texts) : value(std::make_shared<const Value>(texts)) {}
Fallback::Fallback(const std::map<std::string, double>& map) : value(std::make_shared<const Value>(map)) {}

const Parameter* Section::find_parameter(std::string_view parameter_key) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const Parameter& parameter) { return parameter.key == parameter_key; });
  return found == parameters.end() ? nullptr : &*found;
}

const Section* Section::find_section(std::string_view section_key) const {
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [&](const Section& section) { return section.key == section_key; });
  return found == sections.end() ? nullptr : &*found;
}

const Section& configuration_section() {
  static const Section root = whole_table();
  return root;
}

void for_each_value(const Configuration& configuration, const Visit& visit, AbsentTables absent) {
  visit_section(configuration_section(), &configuration, "", absent, visit);
}

std::string number_text(double value) {
  if (value == 0x1p48) return "2^48";
  if (value == 0x1p63) return "2^63 - 1";
  return fmt::format("{}", value);
}

std::string bounds_text(const Parameter& row) {
  const Bounds& bounds = row.bounds;
  if (!std::isfinite(bounds.low) || !std::isfinite(bounds.high)) return {};
  std::string text;
  if (bounds.low_open || bounds.high_open) {
    text = fmt::format("{} {}, {} {}", bounds.low_open ? "above" : "at least", number_text(bounds.low),
                       bounds.high_open ? "below" : "at most", number_text(bounds.high));
  } else {
    text = number_text(bounds.low) + " to " + number_text(bounds.high);
  }
  if (row.unit.empty()) return text;
  const bool word = row.unit == "month" || row.unit == "day";
  return text + " " + std::string(row.unit) + (word ? "s" : "");
}

std::string bounds_violation(const Bounds& bounds, double value) {
  if (bounds.contains(value)) return {};
  const bool low = value <= bounds.low;
  const double limit = low ? bounds.low : bounds.high;
  const char* relation = value == limit ? (low ? "not above" : "not below") : (low ? "below" : "above");
  return fmt::format("{} is {} {}", fmt::format("{}", value), relation, number_text(limit));
}

std::string toml_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted += fmt::format("\\u{:04X}", static_cast<unsigned>(byte));
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string toml_text(const Value& value) {
  struct Writer {
    std::string operator()(bool boolean) const { return boolean ? "true" : "false"; }
    std::string operator()(std::int64_t integer) const { return std::to_string(integer); }
    std::string operator()(double number) const { return number_toml(number); }
    std::string operator()(const std::string& text) const { return toml_string(text); }
    std::string operator()(const Date& date) const { return to_string(date); }
    std::string operator()(const std::vector<double>& numbers) const {
      return fmt::format("[{}]", list_toml(numbers, number_toml));
    }
    std::string operator()(const std::vector<std::string>& texts) const {
      return fmt::format("[{}]", list_toml(texts, [](const std::string& text) { return toml_string(text); }));
    }
    std::string operator()(const std::map<std::string, double>& map) const {
      const auto entry = [](const auto& pair) { return toml_key(pair.first) + " = " + number_toml(pair.second); };
      return map.empty() ? std::string("{}") : fmt::format("{{ {} }}", list_toml(map, entry));
    }
  };
  return std::visit(Writer{}, value);
}

}  // namespace hashlease
