#pragma once

/// Recomputes some blocks on the CPU and compares every bit: shows that a device, its driver or a core computes what it
/// should. Equal bits everywhere make that an equality, not a tolerance.

#include <cstdint>
#include <memory>
#include <string>

#include "backend/backend.hpp"

namespace hashlease {

class Audit {
 public:
  /// @param percent  of the paths of this run, 0: none  @param audited  what simulates the study, made with `options`
  /// Blocks of the CPU are recomputed with another instruction set, where the CPU has one. `plan` must outlive it.
  Audit(const StudyPlan& plan, double percent, const Backend& audited, const BackendOptions& options);

  bool is_on() const { return percent_ > 0.0; }
  /// Whether a block is one to be recomputed: the first of a run, and then as many as keep the share.
  bool takes(const PathRange& block);
  /// Recomputes a block. Throws StudyFault when it has other bits.
  void check(const BlockResult& block);
  /// What was done, for the user and the provenance; "" without an audit.
  std::string notice() const;

 private:
  const StudyPlan& plan_;
  double percent_;
  std::string audited_by_what_;
  std::unique_ptr<Backend> auditor_;
  std::uint64_t seen_ = 0;   // paths of all blocks
  std::uint64_t taken_ = 0;  // of those taken
};

}  // namespace hashlease
