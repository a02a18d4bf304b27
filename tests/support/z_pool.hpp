#pragma once

/// What tests/market/pooled_z.py asks of a test program through its environment: HASHLEASE_Z_POOL names a file that
/// gets a line for every z value, and HASHLEASE_Z_SEED gives each test numbers of its own.

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace hashlease::testing {

/// Suite and name of the test that runs.
inline std::string running_test() {
  const ::testing::TestInfo* test = ::testing::UnitTest::GetInstance()->current_test_info();
  return test == nullptr ? "" : std::string(test->test_suite_name()) + "." + test->name();
}

/// Adds "test <tab> what <tab> z" to the pool, if there is one. A line is written at once to the end of the file, so
/// those of several processes do not mix.
inline void record_z(double z, const char* what) {
  const char* path = std::getenv("HASHLEASE_Z_POOL");
  if (path == nullptr) return;
  std::FILE* file = std::fopen(path, "a");
  ASSERT_NE(file, nullptr) << "cannot write the pool " << path;
  std::fprintf(file, "%s\t%s\t%.9g\n", running_test().c_str(), what, z);
  EXPECT_EQ(std::fclose(file), 0) << "cannot write the pool " << path;
}

/// The seed itself, or with HASHLEASE_Z_SEED a hash (FNV-1a) of both and of the test's name: tests that share a seed,
/// and so the normals of their paths, become independent of each other, and every value of the variable repeats them.
inline std::uint64_t seed_of_test(std::uint64_t seed) {
  const char* repetition = std::getenv("HASHLEASE_Z_SEED");
  if (repetition == nullptr) return seed;
  std::uint64_t hash = 14695981039346656037U;
  for (const char letter : running_test() + "/" + repetition + "/" + std::to_string(seed)) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211U;
  }
  return hash;
}

}  // namespace hashlease::testing
