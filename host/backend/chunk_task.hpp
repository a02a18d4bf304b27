#pragma once

/// The CPU loop over registers of paths, compiled once per instruction set.

#include <cstdint>

#include "market/market_plan.hpp"
#include "site/market_columns.hpp"
#include "site/site_plan.hpp"

namespace hashlease {

/// Which stages a call runs: both, or one of them for measuring. The site stage alone reads the tape that is there.
enum class ChunkStages { both, market, sites };

/// What one call simulates: whole leaves of paths from `first_path`, through market and sites, into outcome columns.
struct ChunkTask {
  const MarketPlan* market;
  const MarketStep* steps;
  const float* tables;  // StudyPlan::tables; used by Conditions::every_model
  const SitesPlan* sites;
  const MonthPlan* months;
  const MarketColumnsPlan* market_columns;
  std::uint64_t first_path;  // a multiple of kLeafPaths
  std::uint64_t path_count;  // rounded up to whole registers; the columns have room for whole leaves
  float* tape;               // tape_floats(market) floats, 64-byte aligned
  float* columns;            // [column][path]
  long column_stride;        // paths between two columns
  ChunkStages stages = ChunkStages::both;
};

/// Widest register of any instruction set, in paths.
inline constexpr int kMaxLaneWidth = 64;

using SimulateChunk = void (*)(const ChunkTask& task);

/// One per instruction set; each is only called when the CPU has it.
void simulate_chunk_baseline(const ChunkTask& task);
#if defined(__x86_64__)
void simulate_chunk_avx2(const ChunkTask& task);
void simulate_chunk_avx512(const ChunkTask& task);
#endif

}  // namespace hashlease
