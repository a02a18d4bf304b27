#include "io/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/error.hpp"
#include "io/file.hpp"
#include "io/hdf5_file.hpp"
#include "io/result_header.hpp"
#include "io/verify.hpp"

namespace hashlease {

namespace {

struct Shard {
  std::string file;
  ResultHeader header;
};

/// Reads what a shard says of itself, once it is known to be sound.
Shard open_shard(const std::string& file) {
  const Verification verification = verify_file(file, 0.0);
  if (verification.condition != FileCondition::sound) {
    throw InputError(fmt::format("{}: cannot be merged: {}", file, verification.text));
  }
  const ResultHeader header = read_result_header(Hdf5Reader(file));
  require_current_format(header, file);
  return {file, header};
}

void require_one_study(const std::vector<Shard>& shards) {
  for (const Shard& shard : shards) {
    if (shard.header.study == shards[0].header.study) continue;
    throw InputError(fmt::format("{} is of the study {}, {} of {}: they cannot be merged", shards[0].file,
                                 identity_name(shards[0].header.study), shard.file, identity_name(shard.header.study)));
  }
}

/// Boundaries of shard k/n as `run --shard k/n` cuts them.
PathRange range_of_shard(std::uint64_t paths, std::uint64_t k, std::uint64_t n) {
  const std::uint64_t leaves = (paths + kLeafPaths - 1) / kLeafPaths;
  const auto boundary = [&](std::uint64_t shard) { return std::min(paths, leaves * shard / n * kLeafPaths); };
  return {boundary(k - 1), boundary(k) - boundary(k - 1)};
}

/// "k/n" of those shards that bring exactly the missing paths, when all shards at hand are of n.
std::string name_missing(const std::vector<Shard>& shards, const std::vector<PathRange>& missing) {
  constexpr std::uint64_t kMostShards = 1024;
  const std::uint64_t paths = shards[0].header.study.paths;
  for (std::uint64_t n = shards.size() + 1; n <= kMostShards; ++n) {
    std::map<std::uint64_t, std::uint64_t> ends;  // first path of each shard -> k
    for (std::uint64_t k = 1; k <= n; ++k) ends[range_of_shard(paths, k, n).first] = k;
    const auto is_shard = [&](const PathRange& range) {
      const auto found = ends.find(range.first);
      return found != ends.end() && range_of_shard(paths, found->second, n) == range;
    };
    if (!std::all_of(shards.begin(), shards.end(), [&](const Shard& shard) { return is_shard(shard.header.range); })) {
      continue;
    }
    std::string names;
    for (const auto& [first, k] : ends) {
      const bool lacking = std::any_of(missing.begin(), missing.end(), [&, start = first](const PathRange& range) {
        return start >= range.first && start < range.end();
      });
      if (lacking) names += fmt::format("{}{}/{}", names.empty() ? "" : ", ", k, n);
    }
    return names;
  }
  return "";
}

/// Disjoint and without gaps from 0 to the last path.
void require_all_paths(const std::vector<Shard>& shards) {
  std::vector<PathRange> missing;
  std::uint64_t next = 0;
  const Shard* previous = nullptr;
  for (const Shard& shard : shards) {
    const PathRange& range = shard.header.range;
    if (range.first < next) {
      throw InputError(fmt::format("{} (paths {}) and {} (paths {}) overlap: give each path once", previous->file,
                                   range_text(previous->header.range), shard.file, range_text(range)));
    }
    if (range.first > next) missing.push_back({next, range.first - next});
    next = range.end();
    previous = &shard;
  }
  const std::uint64_t paths = shards[0].header.study.paths;
  if (next < paths) missing.push_back({next, paths - next});
  if (missing.empty()) return;
  std::string text;
  for (const PathRange& range : missing) text += (text.empty() ? "" : ", ") + range_text(range);
  const std::string names = name_missing(shards, missing);
  throw InputError(fmt::format("paths {} of {} are missing: {}", text, paths,
                               names.empty()
                                   ? "add the shards that hold them"
                                   : fmt::format("`hashlease run CONFIG.toml --shard K/N` makes them as {}", names)));
}

}  // namespace

MergedResult merge_results(const std::vector<std::string>& files, const std::string& output, ExistingFile existing,
                           const Provenance& provenance) {
  if (files.empty()) throw InputError("there is no shard to merge");
  check_output(output, existing);
  std::vector<Shard> shards;
  for (const std::string& file : files) shards.push_back(open_shard(file));
  require_one_study(shards);
  std::sort(shards.begin(), shards.end(),
            [](const Shard& a, const Shard& b) { return a.header.range.first < b.header.range.first; });
  require_all_paths(shards);
  std::vector<PathSource> sources;
  for (const Shard& shard : shards) sources.push_back({SourceKind::result, shard.file, shard.header.range});
  const Configuration configuration = configuration_of(shards[0].header.configuration, shards[0].file);
  return {configuration, assemble(configuration, sources, output, existing, provenance)};
}

}  // namespace hashlease
