#if defined(__x86_64__)
#include "base/lanes_avx2.hpp"
#include "base/lanes_pair.hpp"

#include "backend/simulate_chunk.hpp"

namespace hashlease {

void simulate_chunk_avx2(const ChunkTask& task) { simulate_chunk<FloatPair<FloatPair<avx2::FloatLanes>>>(task); }

}  // namespace hashlease
#endif
