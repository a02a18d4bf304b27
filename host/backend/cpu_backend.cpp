#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>

#include "backend/backend.hpp"
#include "backend/instruction_sets.hpp"
#include "base/error.hpp"
#include "market/tape.hpp"

namespace hashlease {

int available_threads() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
  return std::max(1U, std::thread::hardware_concurrency());
}

void pin_thread(int index) {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed) || index-- > 0) continue;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    sched_setaffinity(0, sizeof one, &one);
    return;
  }
}

namespace {

constexpr std::size_t kCacheLine = 64;
/// Outcome columns of a chunk should stay in the second- and third-level cache. More paths let statistics find more of
/// a histogram still there, fewer let the site stage find its columns: 512 of the headline study took 2 to 5 % less
/// than 1,024, and 128 up to 5 % more.
constexpr std::size_t kChunkBytes = std::size_t{4} << 20;
constexpr std::uint64_t kMaxChunkPaths = 512;

struct AlignedDelete {
  void operator()(float* memory) const { ::operator delete[](memory, std::align_val_t{kCacheLine}); }
};
using AlignedFloats = std::unique_ptr<float[], AlignedDelete>;

AlignedFloats aligned_floats(std::size_t count) {
  return AlignedFloats(new (std::align_val_t{kCacheLine}) float[count]());
}

/// What one thread works in: tape, outcome columns, sums of a chunk, and the state of the paths it has done.
struct Workspace {
  AlignedFloats tape;
  AlignedFloats columns;
  ChunkSums sums;
  StudyState state;
};

class CpuBackend : public Backend {
 public:
  CpuBackend(const StudyPlan& plan, const BackendOptions& options)
      : plan_(plan), thread_count_(options.threads > 0 ? options.threads : available_threads()) {
    choose_instruction_set(options.instruction_set);
    choose_chunk();
    shift_.assign(static_cast<std::size_t>(plan_.layout.column_count()), 0.0);
    shift_ = reference_outcomes();
  }

  std::string description() const override {
    return fmt::format("cpu, {}, {} thread{}", set_.name, thread_count_, thread_count_ == 1 ? "" : "s");
  }

  BlockResult simulate(const PathRange& range, const BlockProgress& progress) override;

 private:
  struct Shared;

  void choose_instruction_set(const std::string& wanted) {
    set_ = instruction_sets().back();
    if (wanted.empty()) return;
    const auto& sets = instruction_sets();
    const auto found =
        std::find_if(sets.begin(), sets.end(), [&](const InstructionSet& s) { return s.name == wanted; });
    if (found == sets.end()) {
      std::string names;
      for (const InstructionSet& set : sets) names += (names.empty() ? "" : ", ") + set.name;
      throw InputError(fmt::format("--instruction-set {}: this CPU has {}", wanted, names));
    }
    set_ = *found;
  }

  void choose_chunk() {
    const std::size_t bytes_per_path = sizeof(float) * static_cast<std::size_t>(plan_.layout.column_count());
    chunk_paths_ = kLeafPaths;
    while (chunk_paths_ * 2 <= kMaxChunkPaths && chunk_paths_ * 2 * bytes_per_path <= kChunkBytes) chunk_paths_ *= 2;
    // Columns a power of two apart would share cache sets.
    stride_ = static_cast<long>(chunk_paths_ + kCacheLine / sizeof(float));
  }

  Workspace make_workspace() const {
    const std::size_t tape = static_cast<std::size_t>(plan_.market.month_count) *
                             static_cast<std::size_t>(driver_count(plan_.market)) * kMaxLaneWidth;
    const std::size_t columns =
        static_cast<std::size_t>(plan_.layout.column_count()) * static_cast<std::size_t>(stride_);
    return {aligned_floats(tape), aligned_floats(columns), make_chunk_sums(plan_.layout),
            make_study_state(plan_.layout, shift_)};
  }

  void simulate_paths(const PathRange& chunk, Workspace& workspace) const {
    set_.simulate({&plan_.market, plan_.steps.data(), plan_.tables.data(), &plan_.sites, plan_.months.data(),
                   &plan_.market_columns, chunk.first, chunk.count, workspace.tape.get(), workspace.columns.get(),
                   stride_});
  }

  /// Outcomes of path 0: the power sums of every column are taken about them.
  std::vector<double> reference_outcomes() const {
    Workspace workspace = make_workspace();
    simulate_paths({0, 1}, workspace);
    std::vector<double> shift;
    for (long column = 0; column < plan_.layout.column_count(); ++column) {
      const float value = workspace.columns[static_cast<std::size_t>(column * stride_)];
      shift.push_back(value - value == 0.0F ? static_cast<double>(value) : 0.0);
    }
    return shift;
  }

  void simulate_piece(const PathRange& piece, const PathRange& block, Workspace& workspace,
                      std::vector<std::vector<float>>& kept) const {
    PathRange rest = piece;
    while (rest.count > 0) {
      const PathRange chunk = next_chunk(rest, chunk_paths_);
      simulate_paths(chunk, workspace);
      const OutcomeChunk outcomes{chunk, workspace.columns.get(), static_cast<std::size_t>(stride_)};
      accumulate_columns(workspace.state, plan_.layout, outcomes, 0, plan_.layout.column_count(), workspace.sums);
      finish_chunk(workspace.state, plan_.layout, outcomes, workspace.sums);
      for (std::size_t k = 0; k < kept.size(); ++k) {
        const float* column = workspace.columns.get() + plan_.layout.kept_columns()[k] * stride_;
        std::copy_n(column, chunk.count, kept[k].begin() + static_cast<std::ptrdiff_t>(chunk.first - block.first));
      }
      rest = {chunk.end(), rest.end() - chunk.end()};
    }
  }

  void work(Shared& shared, bool reports) const;
  template <class Work>
  void start_thread(std::vector<std::jthread>& threads, Work work) const {
    try {
      threads.emplace_back(work);
    } catch (const std::system_error& error) {
      throw RunError(fmt::format("only {} of {} threads could be started ({}); use fewer --threads", threads.size() + 1,
                                 thread_count_, error.code().message()));
    }
  }

  const StudyPlan& plan_;
  int thread_count_;
  InstructionSet set_;
  std::uint64_t chunk_paths_ = kLeafPaths;
  long stride_ = 0;
  std::vector<double> shift_;
};

/// What the threads of one block share. Pieces are handed out in path order; each is large enough that the forest of a
/// thread stays small and small enough that the threads end together.
struct CpuBackend::Shared {
  PathRange block;
  std::uint64_t piece_paths = 0;
  BlockResult result;
  const BlockProgress* progress = nullptr;
  std::mutex mutex;
  PathRange rest;
  std::uint64_t done = 0;
  std::exception_ptr failure;

  PathRange take() {
    const std::lock_guard lock(mutex);
    if (rest.count == 0 || failure) return {};
    const PathRange piece = next_chunk(rest, piece_paths);
    rest = {piece.end(), rest.end() - piece.end()};
    return piece;
  }
  std::uint64_t finish(const PathRange& piece) {
    const std::lock_guard lock(mutex);
    return done += piece.count;
  }
  /// The state of the first thread to end is what the others are added to: a state of many sites is large.
  void take_in(StudyState&& state, const ColumnLayout& layout) {
    if (result.state.ranges.empty()) {
      result.state = std::move(state);
    } else {
      merge_state(result.state, layout, state);
    }
  }
};

void CpuBackend::work(Shared& shared, bool reports) const {
  try {
    Workspace workspace = make_workspace();
    for (PathRange piece = shared.take(); piece.count > 0; piece = shared.take()) {
      simulate_piece(piece, shared.block, workspace, shared.result.kept);
      const std::uint64_t done = shared.finish(piece);
      if (reports && *shared.progress) (*shared.progress)(done, workspace.state);
    }
    const std::lock_guard lock(shared.mutex);
    shared.take_in(std::move(workspace.state), plan_.layout);
  } catch (...) {
    const std::lock_guard lock(shared.mutex);
    if (!shared.failure) shared.failure = std::current_exception();
  }
}

BlockResult CpuBackend::simulate(const PathRange& range, const BlockProgress& progress) {
  Shared shared;
  shared.block = shared.rest = range;
  shared.progress = &progress;
  shared.result.range = range;
  shared.result.state = make_study_state(plan_.layout, shift_);
  shared.result.kept.assign(plan_.layout.kept_columns().size(), std::vector<float>(range.count));
  const std::uint64_t share = range.count / static_cast<std::uint64_t>(thread_count_ * 8) + 1;
  shared.piece_paths = chunk_paths_;
  while (shared.piece_paths * 2 <= share && shared.piece_paths < chunk_paths_ * 64) shared.piece_paths *= 2;
  {
    std::vector<std::jthread> threads;  // joined however this scope is left
    // A thread for every CPU stays on its own, next to its memory. The first is the caller's and keeps its freedom;
    // fewer threads than CPUs are left to the scheduler, which knows what else runs there.
    const bool pins = thread_count_ == available_threads();
    for (int t = 1; t < thread_count_; ++t) {
      start_thread(threads, [&, t] {
        if (pins) pin_thread(t);
        work(shared, false);
      });
    }
    work(shared, true);
  }
  if (shared.failure) std::rethrow_exception(shared.failure);
  return std::move(shared.result);
}

}  // namespace

std::unique_ptr<Backend> make_cpu_backend(const StudyPlan& plan, const BackendOptions& options) {
  return std::make_unique<CpuBackend>(plan, options);
}

}  // namespace hashlease
