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

inline constexpr const char* kRecordedMachine = "AMD EPYC (Zen 4), two cores of a virtual machine";

inline constexpr std::array<RecordedSpeed, 6> kRecordedSpeeds{{
    {"market", "avx512", 108.0, "9.23 ns or 108 million", "2026-11-23"},
    {"simulation", "avx512", 94.1, "94.1 million path-steps/s", "2026-11-23"},
    {"simulation", "avx2", 38.6, "38.6 million path-steps/s", "2026-11-22"},
    {"simulation", "baseline", 0.75, "0.75 million path-steps/s", "2026-11-22"},
    {"program", "1 thread", 68.4, "68.4 million path-steps/s", "2026-11-22"},
    {"program", "2 threads", 135.5, "135.5 million path-steps/s", "2026-11-22"},
}};

}  // namespace hashlease
