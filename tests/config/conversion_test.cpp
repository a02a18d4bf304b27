// Conversions, halls and hazards: what a site cannot do is found before anything runs.

#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

/// What is wrong when the mine of 100 MW has more tables, which start on line 31.
std::string errors_of_mine(const std::string& tables) {
  return errors_with("efficiency = 17.5", "efficiency = 17.5\n" + tables);
}

const std::string kWorks = "[[site.conversion]]\nname = \"works\"\nmining_mw = 50\nconvertible_share = 0.8\n";
const std::string kHall = "[[site.colocation]]\nname = \"hall\"\nrate_per_kw_month = 120\npue = 1.25\n";

TEST(Conversion, EquipmentMayTakeThePlaceOfMining) {
  EXPECT_EQ(errors_of_mine(kWorks + kHall + "critical_mw = 32\ndelivered_by = \"works\"\n"), "");
  EXPECT_EQ(errors_of_mine(kHall + "critical_mw = 32\n"),
            "study.toml:26:12: site.mine.power_mw: the equipment uses 140 MW, 40 MW more than the site's 100 MW");
}

TEST(Conversion, EquipmentFitsWhatTheWorksDeliver) {
  EXPECT_EQ(errors_of_mine(kWorks + kHall + "critical_mw = 36\ndelivered_by = \"works\"\n"),
            "study.toml:31:1: site.mine.conversion.works: the equipment delivered uses 45 MW; construction delivers 40 "
            "MW (mining_mw * convertible_share + new_mw)");
  // New power has to fit the site beside all that stays.
  EXPECT_EQ(errors_of_mine("[[site.conversion]]\nname = \"works\"\nnew_mw = 40\n" + kHall +
                           "critical_mw = 32\ndelivered_by = \"works\"\n"),
            "study.toml:26:12: site.mine.power_mw: the equipment uses 140 MW, 40 MW more than the site's 100 MW");
}

TEST(Conversion, DeliveredByNamesAConversionOfTheSite) {
  EXPECT_EQ(errors_of_mine(kWorks + kHall + "critical_mw = 1\ndelivered_by = \"work\"\n"),
            "study.toml:40:16: site.mine.colocation.hall.delivered_by: the site has no [[site.conversion]] of name "
            "\"work\"; did you mean works?");
  EXPECT_EQ(errors_with("kilowatt_per_gpu = 1.275", "kilowatt_per_gpu = 1.275\ndelivered_by = \"works\""),
            "study.toml:38:16: site.cloud.gpu.H100.delivered_by: the site has no [[site.conversion]]");
}

TEST(Conversion, FleetsExistAndEndOnce) {
  EXPECT_EQ(errors_of_mine(kWorks + "asic = [\"S12\"]\n"),
            "study.toml:35:8: site.mine.conversion.works.asic: the site has no [[site.asic]] of model \"S12\"; did you "
            "mean S21?");
  EXPECT_EQ(errors_of_mine("[[site.conversion]]\nname = \"works\"\nmining_mw = 101\n"),
            "study.toml:33:13: site.mine.conversion.works.mining_mw: 101 MW end, but the fleets have 100 MW");
  EXPECT_EQ(errors_of_mine(kWorks + "[[site.conversion]]\nname = \"more\"\nmining_mw = 10\n"),
            "study.toml:35:1: site.mine.conversion.more.asic: \"S21\" is converted by an earlier [[site.conversion]]; "
            "make it two fleets");
}

TEST(Conversion, PhasesAddUp) {
  EXPECT_EQ(errors_of_mine(kWorks + "phase_months = [0, 6]\n"),
            "study.toml:31:1: site.mine.conversion.works.phase_shares: has 1 values where phase_months has 2; give one "
            "for each phase");
  EXPECT_EQ(errors_of_mine(kWorks + "phase_months = [0, 6]\nphase_shares = [0.5, 0.4]\n"),
            "study.toml:36:16: site.mine.conversion.works.phase_shares: the shares add up to 0.9, not to 1");
  EXPECT_EQ(errors_of_mine(kWorks + "phase_months = [0, 1, 2, 3, 4]\nphase_shares = [0.2, 0.2, 0.2, 0.2, 0.2]\n"),
            "study.toml:35:16: site.mine.conversion.works.phase_months: the list has 5 values; 1 to 4 are needed\n"
            "study.toml:36:16: site.mine.conversion.works.phase_shares: the list has 5 values; 1 to 4 are needed");
}

TEST(Conversion, TriggersHaveTheirMargins) {
  EXPECT_EQ(errors_of_mine("[[site.conversion]]\nname = \"works\"\ntrigger = \"mining_margin\"\n"),
            "study.toml:33:11: site.mine.conversion.works.trigger: a margin decides only where mining ends: set "
            "mining_mw above 0");
  EXPECT_EQ(errors_of_mine(kWorks + "trigger = \"margin_ratio\"\n"),
            "study.toml:35:11: site.mine.conversion.works.trigger: no equipment names this conversion in delivered_by, "
            "so that AI has no margin to compare");
}

TEST(Conversion, DeviationsNeedMeansAndTenantsPayNoMoreThanTheWorks) {
  EXPECT_EQ(errors_of_mine(kWorks + "queue_delay_deviation = 2\n"),
            "study.toml:35:25: site.mine.conversion.works.queue_delay_deviation: queue_delay_months is 0, about which "
            "nothing deviates; set queue_delay_months above 0 or the deviation to 0");
  EXPECT_EQ(errors_of_mine(kWorks + "capex_per_mw = 1e6\n" + kHall +
                           "critical_mw = 32\ndelivered_by = \"works\"\ntenant_capex_per_mw = 2e6\n"),
            "study.toml:35:16: site.mine.conversion.works.capex_per_mw: tenants pay 6.4e+07 USD of construction that "
            "costs 4e+07 USD");
}

TEST(Colocation, DeliveryIsSaidOnce) {
  EXPECT_EQ(errors_of_mine(kWorks + kHall + "critical_mw = 32\ndelivered_by = \"works\"\nphase_months = [3]\n"),
            "study.toml:40:16: site.mine.colocation.hall.delivered_by: a hall that a conversion delivers has no dates "
            "of its own; remove phase_months, phase_shares and delay_months");
}

TEST(Colocation, TheMarketRentFollowsAClassThatExists) {
  const std::string hall = "power_mw = 90.0\nefficiency = 17.5\n" + kHall + "critical_mw = 8\n";
  const auto errors = [&](const std::string& more) {
    return errors_with("power_mw = 100.0\nefficiency = 17.5", hall + more);
  };
  EXPECT_EQ(errors("market_class = \"H100\"\nmarket_elasticity = 0.5\n"), "");
  EXPECT_EQ(
      errors("market_class = \"H200\"\n"),
      "study.toml:36:16: site.mine.colocation.hall.market_class: there is no [[market.gpu]] of class \"H200\"; did "
      "you mean H100?");
  EXPECT_EQ(errors("market_elasticity = 0.5\n"),
            "study.toml:36:21: site.mine.colocation.hall.market_elasticity: needs market_class, the GPU class whose "
            "lease rate moves the market rent");
}

TEST(Conversion, ABlendTakesThoseOfItsParts) {
  const std::string blend = "blend = { mine = 0.5, cloud = 0.5 }";
  EXPECT_EQ(errors_with(blend, blend + "\n[site.hazard]\nmining_ban_hazard = 0.1"),
            "study.toml:42:1: site.both.hazard: a blend has the hazards of the sites it blends; remove this table");
  EXPECT_EQ(errors_with(blend, blend + "\n[[site.conversion]]\nname = \"works\"\nnew_mw = 1"),
            "study.toml:42:1: site.both.conversion.works: a blend converts as the sites it blends; remove this table");
}

}  // namespace
}  // namespace hashlease::test
