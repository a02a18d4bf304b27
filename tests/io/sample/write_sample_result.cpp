// Writes a small result file for the tests that read it with Python: write_sample_result FILE.h5

#include <cstdio>
#include <exception>

#include "io/support/random_study.hpp"

int main(int argument_count, char** arguments) {
  if (argument_count != 2) {
    std::fputs("usage: write_sample_result FILE.h5\n", stderr);
    return 2;
  }
  try {
    std::remove(arguments[1]);
    const hashlease::Configuration study =
        hashlease::test::financed_study(1500, {"run.horizon_months=24", "run.monthly_distribution=[\"revenue\"]"});
    hashlease::test::write_random_result(arguments[1], study, {0, 1500}, 512);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
