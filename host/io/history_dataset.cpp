#include "io/history_dataset.hpp"

#include <fmt/format.h>

#include "io/hdf5_file.hpp"

namespace hashlease {
namespace {

template <class T>
std::vector<double> read_as(const Hdf5Reader& reader, const std::string& dataset) {
  const std::vector<T> values = reader.read<T>(dataset);
  return {values.begin(), values.end()};
}

std::vector<double> read_any(const Hdf5Reader& reader, const std::string& dataset) {
  const std::optional<ElementType> type = reader.number_type(dataset);
  if (!type) throw InputError("it holds text");
  switch (*type) {
    case ElementType::int8: return read_as<std::int8_t>(reader, dataset);
    case ElementType::int32: return read_as<std::int32_t>(reader, dataset);
    case ElementType::int64: return read_as<std::int64_t>(reader, dataset);
    case ElementType::uint64: return read_as<std::uint64_t>(reader, dataset);
    case ElementType::float32: return read_as<float>(reader, dataset);
    case ElementType::float64: return read_as<double>(reader, dataset);
  }
  return {};
}

}  // namespace

std::vector<double> read_history_dataset(const std::string& file, const std::string& dataset) {
  const std::string path = !dataset.empty() && dataset.front() == '/' ? dataset : "/" + dataset;
  try {
    const Hdf5Reader reader(file);
    if (!reader.exists(path)) throw InputError("there is no such dataset");
    return read_any(reader, path);
  } catch (const RunError& error) {
    throw InputError(error.what());
  } catch (const InputError& error) {
    throw InputError(fmt::format("{}: {}: {}", file, path, error.what()));
  }
}

}  // namespace hashlease
