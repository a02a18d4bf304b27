#pragma once

/// How many of each thing a study may have: the bounds of the lists in a configuration, and the room in the plans.

namespace hashlease {

inline constexpr int kMaxSites = 64;
inline constexpr int kMaxGpuClasses = 8;
inline constexpr int kMaxGenerations = 8;  // of a GPU class, at known dates
inline constexpr int kMaxRegimes = 3;
inline constexpr int kMaxTranchesPerSite = 16;
inline constexpr int kMaxColocationsPerSite = 8;
inline constexpr int kMaxConversionsPerSite = 4;
inline constexpr int kMaxPhases = 4;  // of a conversion or a hall
inline constexpr int kMaxInstrumentsPerSite = 8;

}  // namespace hashlease
