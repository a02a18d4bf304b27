// Checks of the common regime.

#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

constexpr const char* kStates = R"(
[[market.regime.state]]
name = "calm"
transition = { calm = 0.9, bust = 0.1 }
[[market.regime.state]]
name = "bust"
transition = { calm = 0.4, bust = 0.6 }
)";

std::string errors(const std::string& from, const std::string& to) {
  return errors_of(study_text() + with(kStates, from, to));
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(RegimeChecks, SoundOnesPass) { EXPECT_EQ(errors("calm", "calm"), ""); }

TEST(RegimeChecks, ProbabilitiesAddUpToOne) {
  const std::string text = errors("bust = 0.1 }", "bust = 0.2 }");
  EXPECT_TRUE(holds(text, "market.regime.state.calm.transition: the probabilities add up to 1.1, not to 1")) << text;
}

TEST(RegimeChecks, StatesAreKnown) {
  const std::string text = errors("bust = 0.1 }", "bsut = 0.1 }");
  EXPECT_TRUE(holds(text, "there is no state \"bsut\"; did you mean bust?")) << text;
}

TEST(RegimeChecks, InitialStateIsKnown) {
  const std::string text = errors("\n[[market.regime.state]]\nname = \"calm\"",
                                  "\n[market.regime]\ninitial = \"boom\"\n[[market.regime.state]]\nname = \"calm\"");
  EXPECT_TRUE(holds(text, "market.regime.initial: there is no state \"boom\"")) << text;
}

TEST(RegimeChecks, OneStateIsNone) {
  const std::string text =
      errors_of(study_text() + "\n[[market.regime.state]]\nname = \"calm\"\ntransition = { calm = 1.0 }\n");
  EXPECT_TRUE(holds(text, "one state alone changes nothing")) << text;
}

TEST(RegimeChecks, EveryErrorAtOnce) {
  const std::string text = errors("calm = 0.4, bust = 0.6", "calm = 1.4, bust = -0.6");
  EXPECT_TRUE(holds(text, "1.4")) << text;
  EXPECT_TRUE(holds(text, "-0.6")) << text;
}

}  // namespace
}  // namespace hashlease::test
