#include "config/reading/history_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>
#include <string_view>

#include "base/text.hpp"
#include "config/findings/nearest.hpp"

namespace hashlease {
namespace {

constexpr std::string_view kAroundCells = " \t\r\"";

/// Cell `index` of a line, or nothing when the line is shorter.
std::optional<std::string_view> cell_of(std::string_view line, std::size_t index) {
  for (std::size_t k = 0;; ++k) {
    const std::size_t comma = line.find(',');
    if (k == index) return trimmed(line.substr(0, comma), kAroundCells);
    if (comma == std::string_view::npos) return std::nullopt;
    line.remove_prefix(comma + 1);
  }
}

bool next_line(std::ifstream& stream, std::string& line, std::size_t& number) {
  while (std::getline(stream, line)) {
    ++number;
    const std::string_view text = trimmed(line, kAroundCells);
    if (!text.empty() && text.front() != '#') return true;
  }
  return false;
}

std::size_t column_number(std::string_view header, const std::string& column, const std::string& file) {
  std::vector<std::string> names;
  for (std::size_t k = 0; const auto name = cell_of(header, k); ++k) names.emplace_back(*name);
  const auto found = std::find(names.begin(), names.end(), column);
  if (found == names.end()) {
    throw HistoryError(fmt::format("{} has no column \"{}\"; {}", file, column, suggestion(column, names)));
  }
  return static_cast<std::size_t>(found - names.begin());
}

std::vector<double> read_csv(const std::string& file, const std::string& column) {
  std::ifstream stream(file, std::ios::binary);
  std::string line;
  std::size_t number = 0;
  if (!stream || !next_line(stream, line, number)) throw HistoryError(fmt::format("{} cannot be read", file));
  const std::size_t index = column_number(line, column, file);
  std::vector<double> values;
  while (next_line(stream, line, number)) {
    const std::string_view cell = cell_of(line, index).value_or("");
    double value = 0.0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value)) {
      throw HistoryError(
          fmt::format("{}:{}: column {} holds \"{}\", which is not a finite number", file, number, column, cell));
    }
    values.push_back(value);
  }
  return values;
}

}  // namespace

DatasetReader& dataset_reader() {
  static DatasetReader reader;
  return reader;
}

std::vector<double> read_history_column(const std::filesystem::path& file, const std::string& column) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(file, failure)) {
    throw HistoryError(fmt::format("there is no file {}", file.string()));
  }
  const std::string suffix = file.extension().string();
  if (suffix != ".h5" && suffix != ".hdf5" && suffix != ".nc") return read_csv(file.string(), column);
  if (!dataset_reader()) throw HistoryError(fmt::format("{}: HDF5 cannot be read here", file.string()));
  const std::vector<double> values = dataset_reader()(file.string(), column);
  const auto bad = std::find_if(values.begin(), values.end(), [](double value) { return !std::isfinite(value); });
  if (bad != values.end()) {
    throw HistoryError(
        fmt::format("{}: element {} of dataset {} is not finite", file.string(), bad - values.begin(), column));
  }
  return values;
}

}  // namespace hashlease
