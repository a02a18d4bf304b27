#pragma once

#include <string>
#include <vector>

#include "io/parts/provenance.hpp"
#include "io/result/result_file.hpp"

namespace hashlease {

struct MergedResult {
  Configuration configuration;  // of the study
  AssembledResult result;
};

/// Joins the results of shards, given in any order, into the result that one run of the whole study would have given,
/// to the bit outside /provenance. Throws InputError when a shard is missing, damaged, of another study, not a result,
/// or overlaps another, or when paths are missing (naming them, and where it can the shard that brings them); as
/// check_output for the output; RunError when reading or writing fails.
MergedResult merge_results(const std::vector<std::string>& shards, const std::string& output, ExistingFile existing,
                           const Provenance& provenance);

}  // namespace hashlease
