#pragma once

/// The mergeable, exact state of a study: everything that statistics need of the paths simulated so far. Whatever the
/// threads, block sizes and shards, states of disjoint path ranges merge to the same bits.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "plan/column_layout.hpp"
#include "stats/state/float_histogram.hpp"
#include "stats/state/joint_histogram.hpp"
#include "stats/sums/path_range.hpp"
#include "stats/sums/sum_forest.hpp"

namespace hashlease {

/// A path and its value of some column; a value that is not finite never enters a tail.
struct TailEntry {
  float value = 0.0F;
  std::uint64_t path = 0;
  bool operator==(const TailEntry&) const = default;
};

/// How many ids of non-finite paths are remembered.
inline constexpr std::size_t kMaxNonFiniteIds = 100;

/// State of the paths in `ranges`, all members by column of one ColumnLayout. make_study_state makes an empty one with
/// the study's shift; accumulate_columns and finish_chunk add chunks of paths (on a GPU cuda/batch_results does),
/// merge_state other states. Two states of the same paths are equal to the bit, however the paths were divided
/// (state_hash.hpp).
struct StudyState {
  std::vector<PathRange> ranges;                // sorted, disjoint, never adjacent (adjacent ones are joined)
  std::vector<double> shift;                    // [column]: the column's value on path 0 (0 if that is not finite);
                                                // power sums are about it
  SumForest sums;                               // dyadic forest of power and cross sums
  std::vector<std::uint64_t> undefined;         // [column]: paths on which the column is NaN or infinite
  std::vector<FloatHistogram> histograms;       // [column]: empty where the layout keeps none
  std::vector<std::vector<TailEntry>> lowest;   // [headline column]: ascending by (value, path), at most tail_paths
  std::vector<std::vector<TailEntry>> highest;  // [headline column]: descending by value, then ascending by path
  std::vector<JointHistogram> joint;            // [joint pair]: paths on which both are finite
  /// [site][octave]: histogram of the site's convergence column over the paths of an octave (see octave_of), as many
  /// octaves as any path is in.
  std::vector<std::vector<FloatHistogram>> octaves;
  std::uint64_t non_finite_count = 0;           // paths with a non-finite outcome
  std::vector<std::uint64_t> non_finite_paths;  // the first ids of them, ascending, at most kMaxNonFiniteIds
};

/// What one block of paths leaves: its state, and the kept columns of its paths.
struct BlockResult {
  PathRange range;
  StudyState state;
  std::vector<std::vector<float>> kept;  // [kept column][path of the block]
};

/// One chunk of outcome columns: `values[column * stride + path]`, path counted from `range.first`.
struct OutcomeChunk {
  PathRange range;  // dyadic: see next_chunk
  const float* values = nullptr;
  std::size_t stride = 0;
};

/// Octave of a path: 0 for [0, kFirstPrefixPaths), k for [kFirstPrefixPaths << (k - 1), kFirstPrefixPaths << k). The
/// first octaves together are a prefix of the study, and histograms over octaves merge whatever the paths.
std::size_t octave_of(std::uint64_t path);

/// Number of doubles in a node of the study's sums.
std::size_t sum_width(const ColumnLayout& layout);
/// Where the counts of finite paths of the headline columns stand in a node, and how many sums a prefix keeps of each
/// headline column: its power sums and that count.
std::size_t headline_count_offset(const ColumnLayout& layout);
inline constexpr std::size_t kPrefixSums = kPowerSums + 1;

/// An empty state for a study; `shift` as described above: a value that is not finite is replaced by 0.
StudyState make_study_state(const ColumnLayout& layout, std::vector<double> shift);

/// The next piece of `range` that starts where `range` starts, is a whole dyadic node of leaves (kLeafPaths << level
/// paths from a multiple of its size, only the last leaf of the study may be short) and has at most `max_paths` paths
/// (but never less than one leaf); from path 0 it has at most kFirstPrefixPaths. Throws RunError when the range is
/// empty or starts inside a leaf.
PathRange next_chunk(const PathRange& range, std::uint64_t max_paths);

/// Power and cross sums of one chunk, by column: the buffer that threads fill side by side.
struct ChunkSums {
  std::vector<double> values;            // as SumNode::sums
  std::vector<std::uint64_t> undefined;  // [column]: paths of the chunk on which the column is not finite
};

/// A buffer of the right size; it can be used for one chunk after the other.
ChunkSums make_chunk_sums(const ColumnLayout& layout);

/// Adds columns [column_begin, column_end) of a chunk to `state`'s histograms and undefined counts and writes their
/// sums to `sums` (made by make_chunk_sums). Threads may call this at the same time for disjoint column ranges. Throws
/// RunError when the chunk is not a dyadic node.
void accumulate_columns(StudyState& state, const ColumnLayout& layout, const OutcomeChunk& chunk, int column_begin,
                        int column_end, ChunkSums& sums);
/// Cross sums, tails, non-finite paths, and the chunk's node into the forest; once per chunk, after all columns. Throws
/// RunError when the state already holds paths of the chunk.
void finish_chunk(StudyState& state, const ColumnLayout& layout, const OutcomeChunk& chunk, ChunkSums& sums);

/// Adds the values of the followed columns of some paths, all of one octave, to joint distributions and octaves; part
/// of finish_chunk for those whose sums come from elsewhere. `values_of(column)`: the column on the paths of `range`;
/// called from up to `threads` threads at a time, each of which takes whole distributions.
void follow_chunk(StudyState& state, const ColumnLayout& layout, const PathRange& range,
                  const std::function<std::span<const float>(int column)>& values_of, int threads = 1);

/// Adds the state of other paths. Throws RunError when ranges overlap or the states are not of one study.
void merge_state(StudyState& into, const ColumnLayout& layout, const StudyState& other);

}  // namespace hashlease
