#include "commands/run/study_options.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "commands/run/shipped_studies.hpp"
#include "config/reading/reader.hpp"

namespace hashlease {

namespace {

bool parse_whole(std::string_view text, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

StudyPlan plan_of(const StudyOptions& options) {
  std::vector<std::string> set = options.set;
  if (!options.paths.empty()) set.push_back("run.paths=" + options.paths);
  if (!options.seed.empty()) set.push_back("run.seed=" + options.seed);
  if (!options.backend.empty()) set.push_back("run.backend=" + options.backend);
  point_to_shipped_study(options.configuration);
  return make_study_plan(read_configuration(options.configuration, set));
}

NamedShard parse_shard(const std::string& text) {
  if (text.empty()) return {};
  const std::size_t slash = text.find('/');
  const std::string_view number = std::string_view(text).substr(0, slash);
  const std::string_view count =
      slash == std::string::npos ? std::string_view() : std::string_view(text).substr(slash + 1);
  Shard shard;
  const bool has_count = parse_whole(count, shard.count) && shard.count >= 1 && shard.count <= kMostShards;
  if (number == "auto" && slash == std::string::npos) return shard_of_environment(0);
  if (number == "auto" && has_count) return shard_of_environment(shard.count);
  if (!has_count || !parse_whole(number, shard.number) || shard.number < 1 || shard.number > shard.count) {
    throw InputError(fmt::format(
        "--shard {}: expected k/n with k from 1 to n, n at most 1,000,000, such as 2/8; or auto, or auto/n", text));
  }
  return {shard, ""};
}

PathRange shard_range(std::uint64_t paths, const Shard& shard) {
  const PathRange range = shard_paths(paths, shard);
  if (range.count == 0) {
    const std::uint64_t leaves = (paths + kLeafPaths - 1) / kLeafPaths;
    throw InputError(
        fmt::format("--shard {}/{}: a study of {} paths can be cut into at most {} shards, of {} paths or more",
                    shard.number, shard.count, paths, leaves, kLeafPaths));
  }
  return range;
}

std::string study_file(const RunOptions& options) {
  if (!options.output.empty()) return options.output;
  const std::string name = std::filesystem::path(options.configuration).stem().string() + ".h5";
  return std::filesystem::is_directory("results") ? "results/" + name : name;
}

std::string output_path(const RunOptions& options, const NamedShard& named) {
  // Every process of an array is given the same -o.
  const bool named_by_user = !options.output.empty() && named.variable.empty();
  return named_by_user ? options.output : shard_file(study_file(options), named.shard);
}

}  // namespace hashlease
