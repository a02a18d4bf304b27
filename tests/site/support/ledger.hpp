#pragma once

/// The site stage on a tape that a test writes by hand.

#include <vector>

#include "market/tape.hpp"
#include "plan/study_plan.hpp"
#include "support/calm_configuration.hpp"
#include "support/study_paths.hpp"

namespace hashlease::testing {

class Ledger {
 public:
  explicit Ledger(const Configuration& configuration)
      : plan_(make_study_plan(configuration)),
        tape_(static_cast<std::size_t>(plan_.market.month_count * driver_count(plan_.market))) {}

  const StudyPlan& plan() const { return plan_; }
  /// Every month of the tape holds the same value.
  void set(int driver, double value) {
    for (int month = 0; month < plan_.market.month_count; ++month) set(month, driver, value);
  }
  void set(int month, int driver, double value) {
    tape_[static_cast<std::size_t>(month * driver_count(plan_.market) + driver)] = static_cast<float>(value);
  }
  int gpu(GpuDriver driver, int gpu_class = 0) const { return driver_of(plan_.market, gpu_class, driver); }

  /// Runs the sites with the draws of a path.
  void close(std::uint64_t path = 0) { columns_ = run_sites(plan_, tape_, path, &ledgers_); }
  /// An item of the ledger, also of those that are no outcomes.
  double item(LedgerItem item, int month, int site = 0) const {
    return static_cast<double>(ledgers_[static_cast<std::size_t>(site)][static_cast<std::size_t>(month)][item]);
  }
  double month(Outcome outcome, int month, int site = 0) const { return at(plan_.layout.column(site, outcome, month)); }
  double year(Outcome outcome, int year, int site = 0) const {
    return at(plan_.layout.column(site, outcome, plan_.layout.month_count() + year));
  }
  double horizon(Outcome outcome, int site = 0) const {
    return at(plan_.layout.column(site, outcome, plan_.layout.horizon_period()));
  }
  double measure(PathMeasure which, int site = 0) const { return at(plan_.layout.path_measure_column(site, which)); }
  double volatility(int site = 0) const { return measure(PathMeasure::revenue_log_volatility, site); }

 protected:
  double at(int column) const { return static_cast<double>(columns_[static_cast<std::size_t>(column)]); }

  StudyPlan plan_;
  std::vector<float> tape_;
  std::vector<float> columns_;
  SiteLedgers ledgers_;
};

/// 100 MW of S21: 17.5 J/TH at a PUE of 1.05 are 18.375 kW at the meter per PH/s.
inline SiteConfiguration mining_site() {
  SiteConfiguration site;
  site.name = "mining";
  site.power_mw = 100.0;
  AsicConfiguration asic;
  asic.model = "S21";
  asic.power_mw = 100.0;
  asic.efficiency = 17.5;
  asic.uptime = 0.96;
  asic.pue = 1.05;
  asic.pool_fee = 0.01;
  asic.curtail = false;
  site.asic.push_back(asic);
  return site;
}

/// 10.2 MW of H100: 1.275 kW at a PUE of 1.25 are 1.59375 kW at the meter per GPU, so 6,400 GPUs.
inline SiteConfiguration gpu_site() {
  SiteConfiguration site;
  site.name = "ai";
  site.power_mw = 10.2;
  GpuConfiguration gpu;
  gpu.gpu_class = "H100";
  gpu.power_mw = 10.2;
  gpu.kilowatt_per_gpu = 1.275;
  gpu.pue = 1.25;
  gpu.availability = 0.99;
  gpu.idle_power_share = 0.3;
  gpu.contract.share = 0.75;
  gpu.contract.term_months = 6;
  gpu.contract.rate = 2.5;
  site.gpu.push_back(gpu);
  return site;
}

/// fp32 keeps 7 digits; a ledger has a handful of roundings.
inline double cents(double amount) { return 1.0 + 4e-7 * amount; }

}  // namespace hashlease::testing
