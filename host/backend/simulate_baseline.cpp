#include "base/lanes.hpp"

#include "backend/simulate_chunk.hpp"

namespace hashlease {

void simulate_chunk_baseline(const ChunkTask& task) { simulate_chunk<float>(task); }

}  // namespace hashlease
