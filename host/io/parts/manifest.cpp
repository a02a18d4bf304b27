#include "io/parts/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "io/files/file.hpp"
#include "results/format.hpp"

namespace hashlease {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormatName = "hashlease parts";
constexpr std::uint64_t kMaxManifestBytes = std::uint64_t{1} << 30;
constexpr std::size_t kDigestDigits = 64;
constexpr int kMaxDepth = 8;

std::string digest_of(const Json& json) {
  Sha256 digest;
  digest.update(json.dump());
  return digest.hex();
}

Json to_json(const Manifest& manifest) {
  Json json = {{"format", kFormatName},
               {"format_version", kFormatVersion},
               {"program_version", manifest.study.program_version},
               {"title", manifest.study.title},
               {"study_identity", manifest.study.hash},
               {"study_paths", manifest.study.paths},
               {"first_path", manifest.range.first},
               {"path_count", manifest.range.count},
               {"configuration", manifest.configuration},
               {"blocks", Json::array()}};
  for (const PartBlock& block : manifest.blocks) {
    json["blocks"].push_back({{"file", block.file},
                              {"first_path", block.range.first},
                              {"path_count", block.range.count},
                              {"bytes", block.stored.bytes},
                              {"sha256", block.stored.sha256}});
  }
  return json;
}

PartBlock block_from(const Json& json) {
  PartBlock block;
  block.file = json.at("file").get<std::string>();
  block.range = {json.at("first_path").get<std::uint64_t>(), json.at("path_count").get<std::uint64_t>()};
  block.stored = {json.at("bytes").get<std::uint64_t>(), json.at("sha256").get<std::string>()};
  if (block.file.empty() || block.file.find('/') != std::string::npos)
    throw RunError("the name of a block is not valid");
  return block;
}

/// Blocks lie in the run's range, ascending and apart.
void check_blocks(const Manifest& manifest) {
  std::uint64_t behind = manifest.range.first;
  for (const PartBlock& block : manifest.blocks) {
    const bool fits = block.range.count > 0 && block.range.first >= behind &&
                      block.range.first <= manifest.range.end() &&
                      block.range.count <= manifest.range.end() - block.range.first;
    if (!fits) throw RunError(fmt::format("block {} is outside the run's paths, or overlaps another", block.file));
    behind = block.range.end();
  }
}

Manifest from_json(const Json& json) {
  Manifest manifest;
  manifest.study.program_version = json.at("program_version").get<std::string>();
  manifest.study.title = json.at("title").get<std::string>();
  manifest.study.hash = json.at("study_identity").get<std::string>();
  manifest.study.paths = json.at("study_paths").get<std::uint64_t>();
  manifest.range = {json.at("first_path").get<std::uint64_t>(), json.at("path_count").get<std::uint64_t>()};
  manifest.configuration = json.at("configuration").get<std::string>();
  if (manifest.study.paths > kMaxPaths || manifest.range.first > manifest.study.paths ||
      manifest.range.count > manifest.study.paths - manifest.range.first) {
    throw RunError("its path range is not valid");
  }
  for (const Json& block : json.at("blocks")) manifest.blocks.push_back(block_from(block));
  check_blocks(manifest);
  return manifest;
}

/// Writing JSON takes stack for each level of it, so a text that nests deeper than a manifest is none.
Json parse_flat(const std::string& text) {
  return Json::parse(text, [](int depth, Json::parse_event_t, const Json&) {
    if (depth > kMaxDepth) throw RunError("it is nested too deeply");
    return true;
  });
}

/// Takes the digest off and checks it.
void check_digest(Json& json) {
  const std::string stated = json.at("sha256").get<std::string>();
  json.erase("sha256");
  if (stated.size() != kDigestDigits || digest_of(json) != stated) throw RunError("its checksum does not match");
}

}  // namespace

void write_manifest(const std::string& file, const Manifest& manifest) {
  Json json = to_json(manifest);
  json["sha256"] = digest_of(json);
  replace_text(file, json.dump(1) + "\n");
}

Manifest read_manifest(const std::string& file) {
  const std::string folder = folder_of(file);
  try {
    Json json = parse_flat(read_text(file, kMaxManifestBytes));
    if (!json.is_object() || json.value("format", "") != kFormatName) {
      throw InputError(fmt::format("{}: is not a list of parts that hashlease wrote; name another output", file));
    }
    const auto version = json.at("format_version").get<std::int64_t>();
    if (version > kFormatVersion) {
      throw InputError(
          fmt::format("{}: has format version {}, which is newer than this program's {}; use a newer "
                      "hashlease, or remove {} to start over",
                      file, version, kFormatVersion, folder));
    }
    if (version < kFormatVersion) {
      throw InputError(fmt::format(
          "{}: the parts are of format version {}, this program writes {}: finish the run with the hashlease "
          "that began it, or remove {} to start over",
          file, version, kFormatVersion, folder));
    }
    check_digest(json);
    return from_json(json);
  } catch (const InputError&) {
    throw;
  } catch (const std::exception& error) {
    throw InputError(fmt::format("{}: is damaged ({}); remove {} to start over", file, error.what(), folder));
  }
}

}  // namespace hashlease
