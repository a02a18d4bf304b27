#include "io/verification/result_header.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "base/version.hpp"
#include "config/reading/reader.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "results/format.hpp"

namespace hashlease {

void write_root(Hdf5Writer& writer, const Configuration& configuration, const PathRange& range,
                const std::string& state_hash) {
  const StudyIdentity study = make_study_identity(configuration);
  const std::string program = fmt::format("hashlease {}", study.program_version);
  writer.attribute("/", "Conventions", "CF-1.10");
  writer.attribute("/", "title", study.title);
  writer.attribute("/", "source", program + ": Monte Carlo simulation");
  writer.attribute("/", "history", "simulated by " + program);  // no time: /provenance has it
  writer.attribute("/", "hashlease_content", "result");
  writer.attribute("/", "hashlease_format_version", kFormatVersion);
  writer.attribute("/", "hashlease_version", study.program_version);
  writer.attribute("/", "study_identity", study.hash);
  writer.attribute("/", "state_hash", state_hash);
  writer.attribute("/", "seed", static_cast<std::int64_t>(configuration.run.seed));
  writer.attribute("/", "paths", static_cast<std::int64_t>(range.count));
  writer.attribute("/", "first_path", static_cast<std::int64_t>(range.first));
  writer.attribute("/", "study_paths", static_cast<std::int64_t>(study.paths));
}

FileContent content_of(const Hdf5Reader& reader) {
  if (!reader.has_attribute("/", "hashlease_content") || !reader.has_attribute("/", "hashlease_format_version")) {
    return FileContent::other;
  }
  if (reader.integer_attribute("/", "hashlease_format_version") > kFormatVersion) return FileContent::newer_result;
  const std::string content = reader.text_attribute("/", "hashlease_content");
  if (content == "result") return FileContent::result;
  if (content == "backtest") return FileContent::backtest;
  return content == "block" ? FileContent::block : FileContent::other;
}

ResultHeader read_result_header(const Hdf5Reader& reader) {
  const auto number = [&](const char* name) {
    const std::int64_t value = reader.integer_attribute("/", name);
    if (value < 0) throw Hdf5Error(reader.path(), "/", fmt::format("attribute {} is negative", name));
    return static_cast<std::uint64_t>(value);
  };
  if (content_of(reader) != FileContent::result) {
    throw RunError(fmt::format("{}: is not a result of hashlease that this version can read", reader.path()));
  }
  ResultHeader header;
  header.format_version = reader.integer_attribute("/", "hashlease_format_version");
  header.study = {reader.text_attribute("/", "study_identity"), reader.text_attribute("/", "title"),
                  reader.text_attribute("/", "hashlease_version"), number("study_paths")};
  header.range = {number("first_path"), number("paths")};
  header.configuration = reader.read_text("/config/toml");
  header.state_hash = reader.text_attribute("/", "state_hash");
  if (sha256_hex(std::as_bytes(std::span(header.configuration.data(), header.configuration.size()))) !=
      header.study.hash) {
    throw Hdf5Error(reader.path(), "/config/toml", "the configuration does not match the study in the header");
  }
  if (header.study.paths > kMaxPaths || header.range.count == 0 || header.range.first >= header.study.paths ||
      header.range.count > header.study.paths - header.range.first) {
    throw Hdf5Error(reader.path(), "/", "the header names paths that its study does not have");
  }
  return header;
}

void require_current_format(const ResultHeader& header, const std::string& file) {
  if (header.format_version == kFormatVersion) return;
  throw InputError(
      fmt::format("{}: has file format {} of hashlease {}; this version writes format {} and merges only that, because "
                  "quantities have changed their names: run the shard again, or merge with the version that made it",
                  file, header.format_version, header.study.program_version, kFormatVersion));
}

void require_known_state(const ResultHeader& header, const std::string& file) {
  if (header.format_version >= kOldestStateFormat) return;
  throw InputError(
      fmt::format("{}: has file format {} of hashlease {}, whose state this version cannot read (format {} and newer "
                  "only); `hashlease export` reads its tables",
                  file, header.format_version, header.study.program_version, kOldestStateFormat));
}

Configuration configuration_of(const std::string& text, const std::string& file) {
  try {
    return read_configuration_text(text, file);
  } catch (const std::exception& error) {
    throw RunError(fmt::format("{}: its configuration cannot be read: {}", file, error.what()));
  }
}

}  // namespace hashlease
