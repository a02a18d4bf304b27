#pragma once

/// Small studies for the backend, and what is compared of their results.

#include <cstring>

#include "backend/backend.hpp"
#include "config/reading/reader.hpp"
#include "stats/state/state_hash.hpp"
#include "support/study_paths.hpp"

namespace hashlease::testing {

/// The shipped study with weekly steps over `months` months.
inline Configuration weekly_hybrid(std::int64_t months = 24) {
  const std::vector<std::string> options = {"run.step=weekly", "run.tail_paths=20"};
  Configuration configuration = read_configuration(HASHLEASE_SOURCE_DIR "/configs/hybrid.toml", options);
  configuration.run.horizon_months = months;
  if (months < 12) configuration.run.keep_paths.clear();
  return configuration;
}

inline BlockResult simulate(const StudyPlan& plan, const PathRange& range, const BackendOptions& options = {}) {
  return make_cpu_backend(plan, options)->simulate(range, nullptr);
}

inline BackendOptions options_of(int threads, const std::string& instruction_set = "") {
  BackendOptions options;
  options.threads = threads;
  options.instruction_set = instruction_set;
  return options;
}

/// Kept columns, bit by bit (NaN included).
inline bool same_kept(const BlockResult& a, const BlockResult& b) {
  if (a.kept.size() != b.kept.size()) return false;
  for (std::size_t k = 0; k < a.kept.size(); ++k) {
    const std::size_t bytes = a.kept[k].size() * sizeof(float);
    if (a.kept[k].size() != b.kept[k].size()) return false;
    if (bytes != 0 && std::memcmp(a.kept[k].data(), b.kept[k].data(), bytes) != 0) return false;
  }
  return true;
}

/// Whether every outcome of a path is finite, by the scalar code.
inline bool is_finite_path(const StudyPlan& plan, std::uint64_t path) {
  const std::vector<float> columns = simulate_path(plan, path);
  for (int column = 0; column < plan.layout.outcome_column_count(); ++column) {
    const float value = columns[static_cast<std::size_t>(column)];
    if (!(value - value == 0.0F)) return false;
  }
  return true;
}

}  // namespace hashlease::testing
