#include "io/verification/verify.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "base/error.hpp"
#include "io/files/file.hpp"
#include "io/files/trailer.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/state/state_file.hpp"
#include "io/verification/result_header.hpp"
#include "results/format.hpp"

namespace hashlease {

namespace {

bool starts_like_hdf5(const File& file) {
  constexpr std::array<unsigned char, 8> kSignature = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
  std::array<unsigned char, 8> start{};
  if (file.size() < start.size()) return false;
  file.read_at(0, std::as_writable_bytes(std::span(start)));
  return start == kSignature;
}

/// Reads every attribute and dataset and says how many datasets there are. Throws RunError naming what is wrong.
std::size_t read_everything(const Hdf5Reader& reader) {
  std::size_t datasets = 0;
  for (const std::string& object : reader.objects()) {
    const bool is_group = object.back() == '/';
    reader.read_attributes_through(is_group && object != "/" ? object.substr(0, object.size() - 1) : object);
    if (is_group) continue;
    reader.read_through(object);
    ++datasets;
  }
  return datasets;
}

/// Everything in a file whose bytes are those that were written. Throws RunError naming what is wrong.
std::string check_sound(const Hdf5Reader& reader) {
  const std::size_t datasets = read_everything(reader);
  const ResultHeader header = read_result_header(reader);
  if (header.format_version < kOldestStateFormat) {
    return fmt::format("{} datasets, paths {}, study {}; format version {}, so its state is not checked", datasets,
                       range_text(header.range), identity_name(header.study), header.format_version);
  }
  const Configuration configuration = configuration_of(header.configuration, reader.path());
  const StudyState state = read_state(reader, ColumnLayout(configuration));
  if (reader.text_attribute("/state", "state_hash") != header.state_hash) {
    throw Hdf5Error(reader.path(), "/", "the hash in the header does not match the data in /state");
  }
  if (state.ranges != std::vector<PathRange>{header.range}) {
    throw Hdf5Error(reader.path(), "/state", "the paths in /state are not those in the header");
  }
  for (const char* group : {"/risk", "/distribution", "/provenance"}) {
    if (!reader.exists(group)) throw Hdf5Error(reader.path(), group, "is missing");
  }
  return fmt::format("{} datasets, paths {}, study {}", datasets, range_text(header.range),
                     identity_name(header.study));
}

/// Verdict on a file that HDF5 opens; `sealed`: it ends with a checksum that holds.
Verification check_opened(const Hdf5Reader& reader, bool sealed) {
  const FileContent content = content_of(reader);
  switch (content) {
    case FileContent::other: return {FileCondition::foreign, "is an HDF5 file, but not a result of hashlease"};
    case FileContent::block: return {FileCondition::foreign, "is a block of an unfinished run, no result"};
    case FileContent::newer_result:
      return {FileCondition::newer_format,
              fmt::format("has format version {}, which is newer than this program's {}",
                          reader.integer_attribute("/", "hashlease_format_version"), kFormatVersion)};
    case FileContent::backtest:
    case FileContent::result: break;
  }
  if (!sealed) return {FileCondition::damaged, "does not end with its checksum: it was cut off or changed"};
  if (content == FileContent::backtest) {
    return {FileCondition::sound, fmt::format("{} datasets of a backtest", read_everything(reader))};
  }
  return {FileCondition::sound, check_sound(reader)};
}

Verification check_bytes(const std::string& path) {
  File file = File::open(path);
  const std::optional<Trailer> trailer = find_trailer(file);
  if (trailer && file.sha256(trailer->content_bytes) != trailer->sha256) {
    return {FileCondition::damaged, "its bytes do not have the SHA-256 that the file ends with"};
  }
  if (!trailer && !starts_like_hdf5(file)) {
    return {FileCondition::foreign, file.size() == 0 ? "is empty" : "is neither HDF5 nor a result of hashlease"};
  }
  const Hdf5Reader reader(file);
  return check_opened(reader, trailer.has_value());
}

}  // namespace

Verification verify_contents(const std::string& path) {
  try {
    return check_bytes(path);
  } catch (const std::exception& error) {
    return {FileCondition::damaged, error.what()};
  }
}

}  // namespace hashlease
