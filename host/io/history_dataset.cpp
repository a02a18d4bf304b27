#include "io/history_dataset.hpp"

#include <fmt/format.h>

#include <cstring>
#include <exception>

#include "io/child_process.hpp"
#include "io/hdf5_file.hpp"

namespace hashlease {
namespace {

/// The largest column there can be takes less than a second.
constexpr double kTimeLimitSeconds = 120.0;

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

/// Values, or what is wrong, as a text that one process can hand to another.
constexpr char kValues = 'v';
constexpr char kProblem = 'p';

std::string read_as_text(const std::string& file, const std::string& path) {
  try {
    const Hdf5Reader reader(file);
    if (!reader.exists(path)) throw InputError("there is no such dataset");
    const std::vector<double> values = read_any(reader, path);
    std::string text(1 + values.size() * sizeof(double), kValues);
    if (!values.empty()) std::memcpy(text.data() + 1, values.data(), values.size() * sizeof(double));
    return text;
  } catch (const RunError& error) {
    return kProblem + std::string(error.what());
  } catch (const std::exception& error) {
    return kProblem + fmt::format("{}: {}: {}", file, path, error.what());
  }
}

}  // namespace

std::vector<double> read_history_dataset(const std::string& file, const std::string& dataset) {
  const std::string path = !dataset.empty() && dataset.front() == '/' ? dataset : "/" + dataset;
  const ChildOutcome outcome = run_in_child([&] { return read_as_text(file, path); }, kTimeLimitSeconds, file);
  if (!outcome.problem.empty()) {
    throw InputError(fmt::format("{}: {}: {}; is the file damaged?", file, path, outcome.problem));
  }
  if (outcome.message[0] != kValues) throw InputError(outcome.message.substr(1));
  std::vector<double> values((outcome.message.size() - 1) / sizeof(double));
  if (!values.empty()) std::memcpy(values.data(), outcome.message.data() + 1, values.size() * sizeof(double));
  return values;
}

}  // namespace hashlease
