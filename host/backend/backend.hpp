#pragma once

/// One interface over the ways to simulate a block of paths. All give the same bits.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "plan/study_plan.hpp"
#include "stats/state/study_state.hpp"

namespace hashlease {

/// Called now and then with the number of paths of the block done so far and the state so far; from one thread.
using BlockProgress = std::function<void(std::uint64_t paths_done, const StudyState& state)>;

/// What a user may choose of how paths are simulated. None of it changes a result.
struct BackendOptions {
  int threads = 0;  // CPU threads; 0: all that the process may use
  std::string
      instruction_set;  // "", "baseline", "avx2", "avx512": empty picks the best; a name that the CPU lacks is an error
};

/// How a kernel of an accelerator sits on its device.
struct KernelUsage {
  std::string kernel;
  int registers = 0;     // of a thread
  long local_bytes = 0;  // of a thread: what does not fit its registers
  int threads_per_block = 0;
  int blocks_per_multiprocessor = 0;  // at a time
  double occupancy = 0.0;             // threads at a time, of those that a multiprocessor can hold
};

/// Simulates blocks of paths of one study: on the cores of the CPU, on a GPU, or on several devices
/// (backend_group.hpp). make_backend makes one from a plan, which it refers to and never changes, and which must
/// outlive it. It keeps no paths and no state between blocks: `simulate` may be called for any ranges in any order, by
/// one thread at a time, and gives the same bits for a range whatever the backend, its threads and the blocks before.
class Backend {
 public:
  virtual ~Backend() = default;
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;
  /// Simulates the paths of `range` and returns their state and their kept columns [kept column][path of the range].
  /// `range` starts at a multiple of kLeafPaths and ends at one, or with the study. `progress` may be empty; what it
  /// throws ends the block and comes out here. Throws RunError when a device fails.
  virtual BlockResult simulate(const PathRange& range, const BlockProgress& progress) = 0;
  /// "cpu, avx512, 2 threads" or "cuda, NVIDIA H200".
  virtual std::string description() const = 0;
  /// The kernels that simulate this study; none on the CPU. Throws RunError when the device cannot tell.
  virtual std::vector<KernelUsage> kernels() const { return {}; }

 protected:
  Backend() = default;
};

/// Makes the CPU backend. `plan` must outlive it. Throws InputError for an unknown or absent instruction set.
std::unique_ptr<Backend> make_cpu_backend(const StudyPlan& plan, const BackendOptions& options);
/// Instruction sets of the CPU backend that this machine can run, slowest first.
std::vector<std::string> available_instruction_sets();

/// Threads that the process may use.
int available_threads();
/// Keeps the calling thread on the `index`-th CPU that the process may use, counted from 0; where that cannot be had,
/// nothing happens. What the thread then allocates and touches first is memory of that CPU's node.
void pin_thread(int index);

/// Hook through which cuda/ registers itself; null factory: the program was built without CUDA.
struct CudaSupport {
  std::unique_ptr<Backend> (*make)(const StudyPlan& plan, const BackendOptions& options) = nullptr;
  /// Names of usable devices; empty without one. `reason` says why.
  std::vector<std::string> (*devices)(std::string& reason) = nullptr;
  std::string version;  // toolkit version, "" when not built in
};
CudaSupport& cuda_support();

/// Makes what was asked for: automatic takes CUDA when a device is there, else the CPU. Throws BackendAbsent when CUDA
/// is asked for and is not there.
std::unique_ptr<Backend> make_backend(BackendKind kind, const StudyPlan& plan, const BackendOptions& options);

}  // namespace hashlease
