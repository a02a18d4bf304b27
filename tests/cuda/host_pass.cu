#include "backend/simulate_chunk.hpp"
#include "cuda/host_pass.hpp"

namespace hashlease::testing {

void simulate_chunk_by_nvcc(const ChunkTask& task) { simulate_chunk<float>(task); }

}  // namespace hashlease::testing
