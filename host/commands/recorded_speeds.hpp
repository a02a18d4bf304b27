#pragma once

/// Figures that were measured before, for comparison. Each stands in tests/bench/RECORD.md with its spread and how it
/// was taken; a test looks for it there.

#include <array>

namespace hashlease {

struct RecordedSpeed {
  const char* stage;   // market, simulation, program
  const char* on;      // instruction set, or "1 thread"
  double rate;         // [million path-steps/s] of the headline study
  const char* figure;  // as RECORD.md writes it
  const char* date;
};

inline constexpr const char* kRecordedMachine = "AMD EPYC (Zen 5), two cores of a virtual machine";

inline constexpr std::array<RecordedSpeed, 6> kRecordedSpeeds{{
    {"market", "avx512", 208.4, "market stage, AVX-512 | 208.4", "2026-11-27"},
    {"simulation", "avx512", 199.2, "market and sites, AVX-512 | 199.2", "2026-11-27"},
    {"simulation", "avx2", 94.6, "market and sites, AVX2 | 94.6", "2026-11-27"},
    {"simulation", "baseline", 1.86, "market and sites, baseline | 1.86", "2026-11-27"},
    {"program", "1 thread", 162.6, "whole program, 1 thread | 162.6", "2026-11-27"},
    {"program", "2 threads", 299.3, "whole program, 2 threads | 299.3", "2026-11-27"},
}};

}  // namespace hashlease
