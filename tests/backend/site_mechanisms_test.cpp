/// Random studies of all site mechanisms give the bits of the scalar code, which `replay` runs, on every instruction
/// set: contracts, halls, conversions, events, treasuries, debt, insolvency, blends.

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "backend/support/studies.hpp"
#include "site/support/random_study.hpp"

namespace hashlease::testing {
namespace {

constexpr std::uint32_t kStudies = 16;
constexpr std::uint64_t kPaths = 70;  // more than fill a register, and no multiple of it

StudyPlan random_plan(std::uint32_t seed) {
  Configuration configuration = RandomStudy(seed).make();
  configuration.run.paths = kPaths;
  configuration.run.stop_on_non_finite = true;
  configuration.run.keep_paths = {"annual_revenue",         "annual_mining_revenue", "annual_contract_ai_revenue",
                                  "annual_spot_ai_revenue", "annual_power_cost",     "annual_operating_cost",
                                  "annual_cash_flow"};
  return make_study_plan(configuration);
}

TEST(SiteMechanismsTest, EveryInstructionSetIsTheScalarCode) {
  for (std::uint32_t seed = 1'000; seed < 1'000 + kStudies; ++seed) {
    const StudyPlan plan = random_plan(seed);
    const std::vector<int>& kept = plan.layout.kept_columns();
    ASSERT_FALSE(kept.empty());
    std::vector<std::vector<float>> columns;
    for (std::uint64_t path = 0; path < kPaths; ++path) columns.push_back(simulate_path(plan, path));
    for (const std::string& set : available_instruction_sets()) {
      const BlockResult result = simulate(plan, {0, kPaths}, options_of(1, set));
      for (std::size_t k = 0; k < kept.size(); ++k) {
        for (std::uint64_t path = 0; path < kPaths; ++path) {
          ASSERT_EQ(bits_of(result.kept[k][path]), bits_of(columns[path][static_cast<std::size_t>(kept[k])]))
              << "seed " << seed << " " << set << " path " << path << " column " << kept[k];
        }
      }
    }
  }
}

}  // namespace
}  // namespace hashlease::testing
