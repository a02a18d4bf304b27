#include "io/runs/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/error.hpp"
#include "io/files/file.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/parts/shard.hpp"
#include "io/verification/result_header.hpp"
#include "io/verification/verify.hpp"

namespace hashlease {

namespace {

struct ShardFile {
  std::string file;
  ResultHeader header;
  std::string command_line;  // that made it
};

/// Reads what a shard says of itself, once it is known to be sound.
ShardFile open_shard(const std::string& file) {
  const Verification verification = verify_file(file, 0.0);
  if (verification.condition != FileCondition::sound) {
    throw InputError(fmt::format("{}: cannot be merged: {}", file, verification.text));
  }
  const Hdf5Reader reader(file);
  const ResultHeader header = read_result_header(reader);
  require_current_format(header, file);
  return {file, header, reader.text_attribute("/provenance", "command_line")};
}

/// The files that can be merged, in path order; what is wrong with the others goes to `problems`, a line each.
std::vector<ShardFile> open_shards(const std::vector<std::string>& files, std::string& problems) {
  std::vector<ShardFile> shards;
  for (const std::string& file : files) {
    try {
      shards.push_back(open_shard(file));
    } catch (const InputError& error) {
      problems += std::string(problems.empty() ? "" : "\n") + error.what();
    }
  }
  std::sort(shards.begin(), shards.end(),
            [](const ShardFile& a, const ShardFile& b) { return a.header.range.first < b.header.range.first; });
  return shards;
}

void require_one_study(const std::vector<ShardFile>& shards) {
  for (const ShardFile& shard : shards) {
    if (shard.header.study == shards[0].header.study) continue;
    throw InputError(fmt::format("{} belongs to study {} and {} to study {}; only shards of one study can be merged",
                                 shards[0].file, identity_name(shards[0].header.study), shard.file,
                                 identity_name(shard.header.study)));
  }
}

/// The shards of n that hold `missing`; none when not every shard at hand is one of n.
std::vector<Shard> missing_of(const std::vector<ShardFile>& shards, const std::vector<PathRange>& missing,
                              std::uint64_t n) {
  const std::uint64_t paths = shards[0].header.study.paths;
  std::map<std::uint64_t, Shard> starts;  // first path of each shard that has any
  for (std::uint64_t k = 1; k <= n; ++k) {
    const PathRange range = shard_paths(paths, {k, n});
    if (range.count > 0) starts[range.first] = {k, n};
  }
  const auto is_shard = [&](const ShardFile& shard) {
    const auto found = starts.find(shard.header.range.first);
    return found != starts.end() && shard_paths(paths, found->second) == shard.header.range;
  };
  if (!std::all_of(shards.begin(), shards.end(), is_shard)) return {};
  std::vector<Shard> lacking;
  for (const auto& [first, shard] : starts) {
    const bool lacks = std::any_of(missing.begin(), missing.end(), [&, start = first](const PathRange& range) {
      return start >= range.first && start < range.end();
    });
    if (lacks) lacking.push_back(shard);
  }
  return lacking;
}

/// The missing shards, where all at hand are of one n: of the smallest that the number of files allows.
std::vector<Shard> name_missing(const std::vector<ShardFile>& shards, const std::vector<PathRange>& missing,
                                std::size_t file_count) {
  const std::uint64_t most = std::max<std::uint64_t>(1024, 2 * file_count);
  for (std::uint64_t n = std::max(file_count, shards.size() + 1); n <= most; ++n) {
    std::vector<Shard> lacking = missing_of(shards, missing, n);
    if (!lacking.empty()) return lacking;
  }
  return {};
}

/// A line for each missing shard: the command that makes it.
std::string commands_of(const std::vector<ShardFile>& shards, const std::vector<Shard>& missing,
                        const std::vector<std::string>& files) {
  // A result of `merge` among the shards tells nothing about their commands.
  const auto made_by_run = [](const ShardFile& shard) { return shard.command_line.find(" run ") != std::string::npos; };
  const auto found = std::find_if(shards.begin(), shards.end(), made_by_run);
  const ShardFile& example = found == shards.end() ? shards.front() : *found;
  std::string text;
  for (const Shard& shard : missing) {
    const ShardCommand command = command_of_shard(example.command_line, shard);
    // Without -o the name is the program's, and a damaged file of that name was given.
    const std::string own = fmt::format("shard-{}-of-{}.h5", shard.number, shard.count);
    const bool there = std::any_of(files.begin(), files.end(), [&](const std::string& file) {
      return (command.output.empty() ? file.find(own) != std::string::npos : file == command.output) &&
             std::filesystem::exists(file);
    });
    text += fmt::format("\n  {}{}", command.text, there ? " --force" : "");
  }
  return text;
}

/// Paths of the study that no shard holds. Throws InputError where two hold the same.
std::vector<PathRange> missing_paths(const std::vector<ShardFile>& shards) {
  std::vector<PathRange> missing;
  std::uint64_t next = 0;
  const ShardFile* previous = nullptr;
  for (const ShardFile& shard : shards) {
    const PathRange& range = shard.header.range;
    if (range.first < next) {
      throw InputError(fmt::format("{} (paths {}) and {} (paths {}) overlap; leave one of them out", previous->file,
                                   range_text(previous->header.range), shard.file, range_text(range)));
    }
    if (range.first > next) missing.push_back({next, range.first - next});
    next = range.end();
    previous = &shard;
  }
  const std::uint64_t paths = shards[0].header.study.paths;
  if (next < paths) missing.push_back({next, paths - next});
  return missing;
}

/// Throws InputError unless the shards hold all paths and nothing was wrong with any file.
void require_all_paths(const std::vector<ShardFile>& shards, const std::vector<std::string>& files,
                       const std::string& problems) {
  const std::vector<PathRange> missing = missing_paths(shards);
  if (missing.empty() && problems.empty()) return;
  if (missing.empty()) throw InputError(problems + "\nthe other files hold all paths; leave it out");
  std::string text;
  for (const PathRange& range : missing) text += (text.empty() ? "" : ", ") + range_text(range);
  text = fmt::format("{}{}paths {} of {} are missing: ", problems, problems.empty() ? "" : "\n", text,
                     shards[0].header.study.paths);
  const std::vector<Shard> lacking = name_missing(shards, missing, files.size());
  if (lacking.empty()) throw InputError(text + "add the shards that hold them");
  std::string names;
  for (const Shard& shard : lacking)
    names += fmt::format("{}{}/{}", names.empty() ? "" : ", ", shard.number, shard.count);
  throw InputError(fmt::format("{}shard{} {}. To make {}:{}", text, lacking.size() == 1 ? "" : "s", names,
                               lacking.size() == 1 ? "it" : "them", commands_of(shards, lacking, files)));
}

}  // namespace

MergedResult merge_results(const std::vector<std::string>& files, const std::string& output, ExistingFile existing,
                           const Provenance& provenance) {
  if (files.empty()) throw InputError("there is no shard to merge; name the result files of the shards");
  check_output(output, existing);
  std::string problems;
  const std::vector<ShardFile> shards = open_shards(files, problems);
  if (shards.empty()) throw InputError(problems);
  require_one_study(shards);
  require_all_paths(shards, files, problems);
  std::vector<PathSource> sources;
  for (const ShardFile& shard : shards) sources.push_back({SourceKind::result, shard.file, shard.header.range});
  const Configuration configuration = configuration_of(shards[0].header.configuration, shards[0].file);
  return {configuration, assemble(configuration, sources, output, existing, provenance)};
}

}  // namespace hashlease
