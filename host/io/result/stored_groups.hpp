#pragma once

/// Groups of a result file that are written piece by piece; their rows are in results/stored_groups.cpp.

#include <cstdint>
#include <functional>
#include <span>

#include "io/parts/provenance.hpp"
#include "results/study_tables.hpp"

namespace hashlease {

class Hdf5Writer;

/// Reads a kept column (an index into layout.kept_columns()) on `values.size()` paths from `first_path`.
using KeptReader = std::function<void(std::size_t kept, std::uint64_t first_path, std::span<float> values)>;

/// Nothing when no column is kept.
void write_paths(Hdf5Writer& writer, const StudyFrame& frame, const StudyTables& tables, const PathRange& range,
                 const KeptReader& read);
void write_config(Hdf5Writer& writer, const Configuration& configuration);
void write_provenance(Hdf5Writer& writer, const Provenance& provenance);

}  // namespace hashlease
