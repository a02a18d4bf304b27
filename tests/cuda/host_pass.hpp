#pragma once

#include "backend/chunk_task.hpp"

namespace hashlease::testing {

/// The scalar CPU loop, compiled by nvcc for the host.
void simulate_chunk_by_nvcc(const ChunkTask& task);

}  // namespace hashlease::testing
