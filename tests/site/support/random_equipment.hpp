#pragma once

/// Random equipment, contracts, halls and works, valid by construction.

#include <cstdint>
#include <random>
#include <string>

#include "config/keys/configuration.hpp"

namespace hashlease::testing {

class RandomEquipment {
 public:
  explicit RandomEquipment(std::uint32_t seed) : random_(seed) {}

 protected:
  double number(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random_); }
  int whole(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool chance(double probability) { return number(0.0, 1.0) < probability; }
  /// `high` at most, and often nothing.
  double sometimes(double high) { return chance(0.5) ? number(0.0, high) : 0.0; }
  template <class Enum>
  Enum any(int count) {
    return static_cast<Enum>(whole(0, count - 1));
  }

  GpuContractConfiguration contract(double most) {
    GpuContractConfiguration contract;
    contract.share = number(0.0, most);
    contract.term_months = whole(1, 40);
    contract.rate = sometimes(6.0);
    contract.start_month = whole(0, 4);
    contract.take_or_pay = number(0.3, 1.0);
    contract.use_share = number(0.2, 1.0);
    contract.use_response = number(0.0, 1.0);
    contract.sublet_share = sometimes(1.0);
    contract.prepayment = sometimes(0.5);
    contract.relet_lag_months = whole(0, 5);
    contract.default_hazard = sometimes(1.0);
    contract.default_sensitivity = sometimes(4.0);
    contract.recovery_share = number(0.0, 1.0);
    return contract;
  }

  GpuConfiguration gpus(const char* gpu_class, double megawatts, const std::string& delivered_by) {
    GpuConfiguration gpu;
    gpu.gpu_class = gpu_class;
    gpu.delivered_by = delivered_by;
    gpu.power_mw = megawatts;
    gpu.kilowatt_per_gpu = number(0.5, 2.0);
    gpu.pue = number(1.0, 1.6);
    gpu.availability = number(0.9, 1.0);
    gpu.downtime_log_deviation = sometimes(1.0);
    gpu.promised_availability = sometimes(1.0);
    gpu.service_credit_multiple = number(0.0, 5.0);
    gpu.first_vacancy_months = whole(0, 3);
    gpu.sell_idle = chance(0.7);
    gpu.resale_share = number(0.0, 1.0);
    gpu.sublet_displacement = number(0.0, 1.0);
    if (chance(0.5)) {
      gpu.contract = contract(1.0);
      return gpu;
    }
    const int count = whole(1, 4);
    for (int k = 0; k < count; ++k) {
      gpu.tranche.push_back(contract(1.0 / count));
      gpu.tranche.back().name = "t" + std::to_string(k);
    }
    return gpu;
  }

  ColocationConfiguration hall(const char* name, double megawatts, const std::string& delivered_by) {
    ColocationConfiguration hall;
    hall.name = name;
    hall.delivered_by = delivered_by;
    hall.pue = number(1.0, 1.6);
    hall.critical_mw = megawatts / hall.pue;
    hall.load_factor = number(0.3, 1.0);
    hall.rate_per_kw_month = number(60.0, 180.0);
    hall.annual_escalator = sometimes(0.05);
    hall.term_months = whole(6, 80);
    hall.power_billing = any<PowerBilling>(2);
    hall.power_pass_through = number(0.0, 1.0);
    hall.power_markup = sometimes(0.2);
    hall.default_hazard = sometimes(0.5);
    hall.default_sensitivity = sometimes(3.0);
    hall.recovery_share = number(0.0, 1.0);
    hall.relet_lag_months = whole(0, 9);
    hall.market_class = "H100";
    hall.market_elasticity = number(-0.5, 1.0);
    hall.tenant_capex_per_mw = sometimes(1e6);
    hall.rent_credit_share = number(0.0, 1.0);
    if (!delivered_by.empty() || chance(0.4)) return hall;
    hall.phase_months = {number(0.0, 6.0), number(6.0, 20.0)};
    hall.phase_shares = {0.25, 0.75};
    hall.delay_months = number(0.5, 5.0);
    hall.delay_deviation = sometimes(5.0);
    return hall;
  }

  ConversionConfiguration works(double mining, double new_mw) {
    ConversionConfiguration works;
    works.name = "works";
    works.trigger = mining > 0.0 ? any<ConversionTrigger>(3) : ConversionTrigger::date;
    works.month = whole(0, 12);
    works.margin_ratio = number(0.5, 4.0);
    works.mining_margin = number(-5'000.0, 30'000.0);
    works.months_in_row = whole(1, 4);
    works.mining_mw = mining;
    works.convertible_share = number(0.5, 1.0);
    works.new_mw = new_mw;
    if (chance(0.5)) {
      works.phase_months = {0.0, number(0.0, 10.0)};
      works.phase_shares = {0.25, 0.75};
    }
    works.queue_delay_months = number(0.5, 6.0);
    works.queue_delay_deviation = sometimes(6.0);
    works.lead_time_months = number(0.5, 14.0);
    works.lead_time_deviation = sometimes(5.0);
    works.capex_per_mw = number(2e6, 2e7);
    works.capex_overrun = number(-0.2, 0.5);
    works.capex_overrun_deviation = sometimes(0.4);
    works.construction_rate = sometimes(0.15);
    works.salvage_days = sometimes(200.0);
    works.sale_per_mw = sometimes(1e5);
    works.ends_operating_cost = chance(0.3);
    return works;
  }

  std::mt19937 random_;
};

}  // namespace hashlease::testing
