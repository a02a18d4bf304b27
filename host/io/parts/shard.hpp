#pragma once

/// Shards: how a study is cut over processes and machines, what their files are called, and how one is made again.

#include <cstdint>
#include <string>
#include <vector>

#include "stats/sums/path_range.hpp"

namespace hashlease {

/// Shard k of n, k from 1.
struct Shard {
  std::uint64_t number = 1;
  std::uint64_t count = 1;
  bool operator==(const Shard&) const = default;
};

/// Most shards of a study.
inline constexpr std::uint64_t kMostShards = 1'000'000;

/// The shard's part of a study of `paths`: bounds are multiples of kLeafPaths, and no paths where there are more shards
/// than leaves.
PathRange shard_paths(std::uint64_t paths, const Shard& shard);

/// FILE.h5 -> FILE.shard-k-of-n.h5; the file itself when there is one shard.
std::string shard_file(const std::string& file, const Shard& shard);

/// The command that makes a shard, from the one that made another shard of the study.
struct ShardCommand {
  std::string text;    // as a shell reads it
  std::string output;  // its -o; empty: the name that `run` gives
};
/// @param command_line  of the other shard, as it is kept in /provenance
/// A name of the user's is changed as it was for that shard: `shard-2-of-8` or the 2 of `night.2.h5` becomes the number
/// wanted. A command line of something else than `run` gives one with CONFIG.toml to be filled in.
ShardCommand command_of_shard(const std::string& command_line, const Shard& shard);

/// Words of a line in which words with blanks or quotes are quoted as for a shell.
std::vector<std::string> words_of_line(const std::string& line);
/// A word as a shell reads it back; quoted only where it must be.
std::string quoted_word(const std::string& word);

}  // namespace hashlease
