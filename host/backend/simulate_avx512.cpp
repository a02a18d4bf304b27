#if defined(__x86_64__)
#include "base/lanes_avx512.hpp"
#include "base/lanes_pair.hpp"

#include "backend/simulate_chunk.hpp"

namespace hashlease {

void simulate_chunk_avx512(const ChunkTask& task) { simulate_chunk<FloatPair<FloatPair<avx512::FloatLanes>>>(task); }

}  // namespace hashlease
#endif
