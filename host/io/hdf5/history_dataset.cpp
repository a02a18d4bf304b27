#include "io/hdf5/history_dataset.hpp"

#include <fmt/format.h>

#include <cstring>
#include <optional>

#include "io/files/child_process.hpp"
#include "io/hdf5/hdf5_file.hpp"

namespace hashlease {
namespace {

template <class T>
std::vector<double> read_as(const Hdf5Reader& reader, const std::string& dataset) {
  const std::vector<T> values = reader.read<T>(dataset);
  return {values.begin(), values.end()};
}

std::vector<double> read_any(const Hdf5Reader& reader, const std::string& dataset, ElementType type) {
  switch (type) {
    case ElementType::int8: return read_as<std::int8_t>(reader, dataset);
    case ElementType::int32: return read_as<std::int32_t>(reader, dataset);
    case ElementType::int64: return read_as<std::int64_t>(reader, dataset);
    case ElementType::uint64: return read_as<std::uint64_t>(reader, dataset);
    case ElementType::float32: return read_as<float>(reader, dataset);
    case ElementType::float64: return read_as<double>(reader, dataset);
  }
  return {};
}

/// The bytes of the values, as one process can hand them to another.
std::string values_as_text(const std::string& file, const std::string& path) {
  const Hdf5Reader reader(file);
  if (!reader.exists(path)) throw InputError(fmt::format("{}: {}: there is no such dataset", file, path));
  const std::optional<ElementType> type = reader.number_type(path);
  if (!type) throw InputError(fmt::format("{}: {}: holds text, not numbers", file, path));
  const std::vector<double> values = read_any(reader, path, *type);
  std::string text(values.size() * sizeof(double), '\0');
  if (!values.empty()) std::memcpy(text.data(), values.data(), text.size());
  return text;
}

}  // namespace

std::vector<double> read_history_dataset(const std::string& file, const std::string& dataset) {
  const std::string path = !dataset.empty() && dataset.front() == '/' ? dataset : "/" + dataset;
  try {
    const std::string text = read_in_child(file, [&] { return values_as_text(file, path); });
    std::vector<double> values(text.size() / sizeof(double));
    if (!values.empty()) std::memcpy(values.data(), text.data(), text.size());
    return values;
  } catch (const RunError& error) {
    throw InputError(error.what());
  }
}

}  // namespace hashlease
