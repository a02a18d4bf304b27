#include "commands/study_options.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "commands/shipped_studies.hpp"
#include "config/reader.hpp"

namespace hashlease {

namespace {

bool parse_whole(std::string_view text, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

StudyPlan plan_of(const RunOptions& options) {
  std::vector<std::string> set = options.set;
  if (!options.paths.empty()) set.push_back("run.paths=" + options.paths);
  if (!options.seed.empty()) set.push_back("run.seed=" + options.seed);
  if (!options.backend.empty()) set.push_back("run.backend=" + options.backend);
  point_to_shipped_study(options.configuration);
  return make_study_plan(read_configuration(options.configuration, set));
}

Shard parse_shard(const std::string& text) {
  if (text.empty()) return {};
  Shard shard;
  const std::size_t slash = text.find('/');
  const bool parsed = slash != std::string::npos &&
                      parse_whole(std::string_view(text).substr(0, slash), shard.number) &&
                      parse_whole(std::string_view(text).substr(slash + 1), shard.count);
  if (!parsed || shard.number < 1 || shard.number > shard.count || shard.count > 1'000'000) {
    throw InputError(
        fmt::format("--shard {}: expected k/n with k from 1 to n, n at most 1,000,000, such as 2/8", text));
  }
  return shard;
}

PathRange shard_range(std::uint64_t paths, const Shard& shard) {
  const std::uint64_t leaves = (paths + kLeafPaths - 1) / kLeafPaths;
  // leaves <= 2^42 and count <= 10^6 < 2^20: the product fits.
  const std::uint64_t first = leaves * (shard.number - 1) / shard.count * kLeafPaths;
  const std::uint64_t end = std::min(paths, leaves * shard.number / shard.count * kLeafPaths);
  if (first >= end) {
    throw InputError(
        fmt::format("--shard {}/{}: a study of {} paths has only {} leaves of {} paths to share out; use at "
                    "most {} shards",
                    shard.number, shard.count, paths, leaves, kLeafPaths, leaves));
  }
  return {first, end - first};
}

std::string output_path(const RunOptions& options, const Shard& shard) {
  if (!options.output.empty()) return options.output;
  std::string name = std::filesystem::path(options.configuration).stem().string();
  if (shard.count > 1) name += fmt::format(".shard-{}-of-{}", shard.number, shard.count);
  name += ".h5";
  return std::filesystem::is_directory("results") ? "results/" + name : name;
}

}  // namespace hashlease
