#include "results/equipment.hpp"

#include <gtest/gtest.h>

namespace hashlease {
namespace {

SiteConfiguration site_named(const std::string& name, double power_mw) {
  SiteConfiguration site;
  site.name = name;
  site.power_mw = power_mw;
  return site;
}

/// 100 MW of S21 and of H100, and a site of 50 MW that is a fifth the one and four fifths the other.
Configuration study() {
  Configuration configuration;
  AsicConfiguration asic;
  asic.power_mw = 100.0;
  asic.efficiency = 17.5;
  asic.pue = 1.05;
  GpuConfiguration gpu;
  gpu.power_mw = 100.0;
  gpu.kilowatt_per_gpu = 1.275;
  gpu.pue = 1.25;
  ColocationConfiguration hall;
  hall.critical_mw = 20.0;
  configuration.site = {site_named("mining", 100.0), site_named("ai", 100.0), site_named("blend", 50.0)};
  configuration.site[0].asic = {asic, asic};
  configuration.site[0].asic[1].power_mw = 10.0;
  configuration.site[1].gpu = {gpu};
  configuration.site[1].gpu[0].delivered_by = "conversion";
  configuration.site[1].colocation = {hall};
  configuration.site[2].blend = {{"mining", 0.2}, {"ai", 0.8}};
  return configuration;
}

/// 17.5 J/TH at a PUE of 1.05 are 18.375 MW at the meter for each EH/s.
TEST(EquipmentTest, FollowsFromMegawatts) {
  const EquipmentTables found = equipment_tables(study());
  EXPECT_DOUBLE_EQ(found.hashrate[0], 110.0 / 18.375);
  EXPECT_DOUBLE_EQ(found.mining_power[0], 110.0);
  EXPECT_EQ(found.gpu_count[0], 0.0);
  EXPECT_DOUBLE_EQ(found.gpu_count[1], 80'000.0 / 1.275);  // delivered later, and counted
  EXPECT_DOUBLE_EQ(found.gpu_it_power[1], 80.0);
  EXPECT_DOUBLE_EQ(found.hall_it_power[1], 20.0);
  EXPECT_EQ(found.hashrate[1], 0.0);
}

TEST(EquipmentTest, ABlendHasItsShares) {
  const EquipmentTables found = equipment_tables(study());
  EXPECT_DOUBLE_EQ(found.hashrate[2], 0.2 * 0.5 * 110.0 / 18.375);
  EXPECT_DOUBLE_EQ(found.gpu_power[2], 40.0);
  EXPECT_DOUBLE_EQ(found.hall_it_power[2], 8.0);
}

/// 100 MW of it are 5.44 EH/s, and would be 5.71 were the PUE forgotten.
TEST(EquipmentTest, CountsTheCooling) {
  Configuration configuration = study();
  configuration.site[0].asic.resize(1);
  EXPECT_NEAR(equipment_tables(configuration).hashrate[0], 5.442, 5e-4);
  configuration.site[0].asic[0].pue = 1.0;
  EXPECT_NEAR(equipment_tables(configuration).hashrate[0], 5.714, 5e-4);
}

}  // namespace
}  // namespace hashlease
