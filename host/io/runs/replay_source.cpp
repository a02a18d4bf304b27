#include "io/runs/replay_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "config/findings/nearest.hpp"
#include "io/files/child_process.hpp"
#include "io/files/file.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/parts/part_store.hpp"
#include "io/verification/result_header.hpp"

namespace hashlease {

namespace {

void require_finished_result(const std::string& file) {
  if (kind_of(file) == PathKind::file) return;
  if (kind_of(manifest_path(file)) == PathKind::file) {
    throw InputError(
        fmt::format("{}: the study is not finished; `hashlease status {}` shows how far it is, and the "
                    "command that started it finishes it when it is run again",
                    file, file));
  }
  throw InputError(fmt::format("{}: there is no such file", file));
}

void require_readable(const Hdf5Reader& reader) {
  switch (content_of(reader)) {
    case FileContent::result: return;
    case FileContent::block:
      throw InputError(fmt::format("{}: is a block of an unfinished study, not its result; run the study to the end",
                                   reader.path()));
    case FileContent::newer_result:
      throw InputError(fmt::format(
          "{}: was written by a newer hashlease in a format that this version does not know; use that version",
          reader.path()));
    case FileContent::backtest:
      throw InputError(fmt::format("{}: is the result of a backtest, not of a study", reader.path()));
    case FileContent::other: break;
  }
  throw InputError(fmt::format("{}: is an HDF5 file, but not a result of hashlease", reader.path()));
}

std::size_t position(const std::string& word, const std::vector<std::string>& known, const char* what) {
  const auto found = std::find(known.begin(), known.end(), word);
  if (found == known.end()) throw InputError(fmt::format("unknown {} '{}': {}", what, word, suggestion(word, known)));
  return static_cast<std::size_t>(found - known.begin());
}

/// Configuration that the file states.
std::string read_study(const std::string& file) {
  const Hdf5Reader reader(file);
  require_readable(reader);
  return read_result_header(reader).configuration;
}

std::uint64_t read_worst_path(const std::string& file, const std::string& site, const std::string& measure,
                              std::int64_t rank) {
  const Hdf5Reader reader(file);
  if (!reader.exists("/tail/lowest_path")) {
    throw InputError(fmt::format("{}: keeps no tails, because run.tail_paths was 0; name a path with --path", file));
  }
  const std::size_t at_site = position(site, reader.read_strings("/tail/site"), "site");
  const std::size_t at_measure = position(measure, reader.read_strings("/tail/outcome"), "measure");
  const Shape shape = reader.shape("/tail/lowest_path");
  if (rank < 1 || static_cast<std::uint64_t>(rank) > shape.back()) {
    throw InputError(fmt::format("{}: --worst {}: the file keeps ranks 1 to {}", file, rank, shape.back()));
  }
  const auto path = reader.read_slab<std::int64_t>(
      "/tail/lowest_path", {at_site, at_measure, static_cast<std::uint64_t>(rank - 1)}, {1, 1, 1})[0];
  if (path < 0) throw InputError(fmt::format("{}: --worst {}: the study has fewer paths", file, rank));
  return static_cast<std::uint64_t>(path);
}

}  // namespace

Configuration study_of_result(const std::string& file) {
  require_finished_result(file);
  return configuration_of(read_in_child(file, [&] { return read_study(file); }), file);
}

std::uint64_t worst_path(const std::string& file, const std::string& site, const std::string& measure,
                         std::int64_t rank) {
  return std::stoull(read_in_child(file, [&] { return std::to_string(read_worst_path(file, site, measure, rank)); }));
}

}  // namespace hashlease
