// The checks of a configuration and the plan read the pairs of factors alike, however they are spelled.

#include <cmath>

#include "config/keys/factor_correlation.hpp"
#include "config/support/study_text.hpp"
#include "plan/study_plan.hpp"

namespace hashlease::test {
namespace {

std::string study_with_key(const std::string& key) {
  return with(study_text(), "\"btc,hashrate\" = 0.2", "\"" + key + "\" = 0.25");
}

/// As TOML writes them: \t is a tab.
const std::vector<std::string> kSpellings = {
    "hashrate,power",    "power,hashrate",          "hashrate, power",
    "hashrate ,power",   "  hashrate  ,  power  ",  "hashrate,\\tpower",
    "\\thashrate,power", "hashrate\\t,\\tpower\\t", " \\t hashrate \\t , \\t power \\t "};
const std::vector<std::string> kRefused = {"hashrate",
                                           "hashrate;power",
                                           "hash rate,power",
                                           "hashrate,power,",
                                           "hashrate,power,btc",
                                           ",power",
                                           "hashrate,",
                                           ",",
                                           "",
                                           "hashrate,weather",
                                           "hashrate,Power",
                                           "hashrate,hashrate",
                                           "hashrate,\\npower",
                                           "hashrate,\\u00A0power"};

TEST(DependencePlan, EverySpellingThatIsAcceptedIsThatPair) {
  for (const std::string& key : kSpellings) {
    ASSERT_EQ(errors_of(study_with_key(key)), "") << key;
    const StudyPlan plan = make_study_plan(read_configuration_text(study_with_key(key)));
    for (int row = 0; row < kFactorCount; ++row) {
      for (int column = 0; column < row; ++column) {
        const bool is_pair = row == static_cast<int>(Factor::power) && column == static_cast<int>(Factor::hashrate);
        EXPECT_EQ(plan.market.cholesky[row][column], is_pair ? 0.25F : 0.0F) << key;
      }
    }
    EXPECT_EQ(plan.market.cholesky[3][3], static_cast<float>(std::sqrt(1.0 - 0.25 * 0.25))) << key;
  }
}

TEST(DependencePlan, EveryOtherIsRefusedWithItsPlace) {
  for (const std::string& key : kRefused) {
    const std::string errors = errors_of(study_with_key(key));
    EXPECT_EQ(errors.rfind("study.toml:23:", 0), 0U) << key << ": " << errors;
    EXPECT_NE(errors.find("market.dependence.correlation."), std::string::npos) << key << ": " << errors;
  }
}

/// A configuration that no file was read for has had no check.
TEST(DependencePlan, RefusesWhatTheChecksWouldHave) {
  for (const char* key : {"hashrate", "hashrate,weather", "btc,btc", "hash rate,power"}) {
    DependenceConfiguration dependence;
    dependence.correlation = {{key, 0.1}};
    EXPECT_THROW(correlation_matrix(dependence), InputError) << key;
  }
  Configuration indefinite = read_configuration_text(study_text());
  indefinite.market.dependence.correlation = {{"btc,hashrate", 0.9}, {"hashrate,fee", 0.9}, {"btc,fee", -0.9}};
  EXPECT_THROW(make_study_plan(indefinite), InputError);
}

/// The treasury is there at every value, so a sweep of its cash through 0 keeps the survival of the site.
TEST(DependencePlan, SurvivalIsKeptThroughASweepOfOpeningCash) {
  const auto plan_with = [](const std::vector<std::string>& options) {
    return make_study_plan(read_configuration_text(study_text(), "study.toml", {}, options));
  };
  EXPECT_TRUE(plan_with({}).layout.entity_sites().empty());
  for (const char* cash : {"1", "0", "1e6"}) {
    const StudyPlan plan = plan_with({std::string("site.mine.treasury.opening_cash=") + cash});
    EXPECT_EQ(plan.layout.entity_sites(), (std::vector<int>{0, 2})) << cash;
    EXPECT_GE(plan.layout.outcome_index(Outcome::cash), 0) << cash;
  }
}

}  // namespace
}  // namespace hashlease::test
