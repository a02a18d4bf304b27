#pragma once

/// Random studies in which every mechanism of a site occurs, valid by construction. The same seed gives the same study.

#include <algorithm>
#include <cstdint>
#include <string>

#include "config/keys/entity.hpp"
#include "site/support/random_equipment.hpp"
#include "support/calm_configuration.hpp"

namespace hashlease::testing {

class RandomStudy : private RandomEquipment {
 public:
  explicit RandomStudy(std::uint32_t seed) : RandomEquipment(seed) {}

  Configuration make() {
    Configuration configuration = calm_configuration();
    configuration.run.seed = random_();
    configuration.run.horizon_months = whole(13, 60);
    configuration.run.step = StepKind::weekly;
    fill_market(configuration.market);
    const int count = whole(1, 3);
    for (int k = 0; k < count; ++k) configuration.site.push_back(site(std::string(1, static_cast<char>('a' + k))));
    SiteConfiguration blend;
    blend.name = "blend";
    blend.power_mw = number(10.0, 200.0);
    blend.blend[configuration.site[0].name] = 0.6;
    if (count > 1) blend.blend[configuration.site[1].name] = 0.4;
    if (!entity_of(configuration, blend).conflicts.empty()) blend.blend = {{configuration.site[0].name, 0.6}};
    configuration.site.push_back(blend);
    return configuration;
  }

 private:
  void fill_market(MarketConfiguration& market) {
    market.btc.annual_volatility = number(0.2, 1.2);
    market.btc.annual_drift = number(-1.0, 0.5);
    market.network.annual_hashrate_volatility = 0.2;
    market.network.response_down = 1.5;
    market.network.annual_hashrate_growth = number(-0.2, 0.6);
    market.power.ou_deviation = 0.5;
    market.power.intraday_deviation = 0.5;
    market.power.spike_intensity = 5.0;
    market.power.spike_level = 3.0;
    market.gpu_demand.annual_volatility = number(0.1, 0.8);
    market.gpu[0].annual_obsolescence = number(0.0, 0.6);
    market.gpu[0].price_clearing = number(0.0, 1.0);
    market.gpu[0].occupancy_response = 3.0;
    market.gpu.push_back(market.gpu[0]);
    market.gpu[1].name = "A100";
    market.gpu[1].lease_rate = 1.2;
    if (!chance(0.5)) return;
    RegimeStateConfiguration calm, bust;
    calm.name = "calm";
    calm.transition = {{"calm", 0.9}, {"bust", 0.1}};
    bust.name = "bust";
    bust.transition = {{"calm", 0.2}, {"bust", 0.8}};
    bust.btc_drift = -1.0;
    bust.lease_demand = -0.8;
    bust.default_hazard_factor = 4.0;
    market.regime.state = {calm, bust};
  }

  /// Fleets, GPUs and halls that fill the site to the last megawatt, and works that take mining and some of its idle
  /// power.
  void fill_equipment(SiteConfiguration& site) {
    const double mining = chance(0.8) ? number(0.2, 0.7) * site.power_mw : 0.0;
    double left = site.power_mw - mining;
    const int fleets = mining > 0.0 ? whole(1, 2) : 0;
    for (int k = 0; k < fleets; ++k) {
      AsicConfiguration asic;
      asic.model = "m" + std::to_string(k);
      asic.power_mw = mining / fleets;
      asic.efficiency = number(12.0, 40.0);
      asic.uptime = number(0.8, 1.0);
      asic.pue = number(1.0, 1.2);
      asic.pool_fee = number(0.0, 0.03);
      asic.curtail = chance(0.7);
      site.asic.push_back(asic);
    }
    std::string built;
    if (chance(0.6)) {
      const double new_mw = mining > 0.0 ? sometimes(0.3 * left) : 0.3 * left;
      site.conversion.push_back(works(mining * number(0.3, 1.0), new_mw));
      left -= new_mw;
      const ConversionConfiguration& conversion = site.conversion.back();
      const double delivered = conversion.mining_mw * conversion.convertible_share + conversion.new_mw;
      if (chance(0.5)) {
        site.gpu.push_back(gpus("A100", delivered, "works"));
      } else {
        site.colocation.push_back(hall("converted", delivered, "works"));
      }
    }
    const double gpu_share = number(0.2, 0.8);
    site.gpu.push_back(gpus("H100", gpu_share * left, ""));
    site.colocation.push_back(hall("hall", (1.0 - gpu_share) * left, ""));
  }

  void fill_debt(SiteConfiguration& site) {
    const int count = whole(0, 3);
    for (int k = 0; k < count; ++k) {
      DebtConfiguration debt;
      debt.name = "d" + std::to_string(k);
      debt.principal = number(0.05e6, 2e6) * site.power_mw;
      debt.draw = any<DebtDraw>(3);
      debt.draw_month = debt.draw == DebtDraw::outstanding ? 0 : whole(0, 5);
      debt.capex_share = number(0.2, 1.0);
      debt.annual_coupon = number(0.0, 0.2);
      debt.pik_share = sometimes(1.0);
      debt.maturity_months = whole(2, 70);
      debt.grace_months = debt.maturity_months / 3;
      debt.amortisation = any<AmortisationKind>(4);
      debt.sweep_share = sometimes(0.5);
      debt.seniority = whole(1, 3);
      debt.conversion_valuation = sometimes(1e7);
      debt.equity_multiple = 4.0;
      site.debt.push_back(debt);
    }
    if (count == 0) return;
    site.covenant.default_dscr = sometimes(1.1);
    site.covenant.lock_up_dscr = site.covenant.default_dscr + sometimes(0.3);
    site.covenant.quarters_to_insolvency = whole(0, 3);
    site.covenant.cures_allowed = whole(0, 3);
    site.covenant.cure_purse = sometimes(2e7);
    site.covenant.after_insolvency = any<AfterInsolvency>(2);
  }

  void fill_entity(SiteConfiguration& site) {
    TreasuryConfiguration& treasury = site.treasury;
    treasury.is_present = site.covenant.is_present = true;
    treasury.opening_cash = number(0.0, 2e6) * site.power_mw;
    treasury.opening_btc = number(1.0, 300.0);
    treasury.cash_floor = sometimes(2e6);
    treasury.target_cash = treasury.cash_floor + number(0.0, 2e7);
    treasury.payout_share = sometimes(1.0);
    treasury.btc_policy = any<BtcPolicy>(4);
    treasury.sold_share = number(0.1, 1.0);
    treasury.btc_cap = sometimes(400.0);
    treasury.btc_cap_value = sometimes(4e7);
    fill_debt(site);
    if (!chance(0.4)) return;
    if (chance(0.5)) {  // no cash to spare for a margin call
      treasury.btc_policy = BtcPolicy::hodl;
      treasury.cash_floor = 4.0 * treasury.opening_cash;
      treasury.target_cash = treasury.cash_floor + 1e7;
    }
    treasury.loan.limit = number(1e6, 5e7);
    treasury.loan.opening_balance = std::min(treasury.loan.limit, 0.5 * treasury.opening_btc * 1e5);
    treasury.loan.annual_coupon = 0.1;
    treasury.loan.liquidation_penalty = sometimes(0.1);
    treasury.loan.release_ltv = sometimes(0.5);
    treasury.loan.repayment_share = number(0.0, 1.0);
  }

  SiteConfiguration site(const std::string& name) {
    SiteConfiguration site;
    site.name = name;
    site.power_mw = number(20.0, 300.0);
    site.operating_cost_per_mw_month = number(0.0, 40'000.0);
    site.power.fixed_share = chance(0.3) ? 0.0 : number(0.0, 1.0);
    site.power.fixed_price = number(20.0, 70.0);
    site.power.sell_back = chance(0.5);
    site.power.demand_response_rate = sometimes(5'000.0);
    fill_equipment(site);
    if (chance(0.5)) {
      site.hazard.jurisdiction = "here";
      site.hazard.mining_ban_hazard = sometimes(0.5);
      site.hazard.policy_jump_hazard = sometimes(0.5);
      site.hazard.policy_levy = number(0.0, 30.0);
    }
    if (chance(0.8)) fill_entity(site);
    return site;
  }
};

}  // namespace hashlease::testing
