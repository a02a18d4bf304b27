#include "replay/path_ledger.hpp"

#include <fmt/format.h>

#include <array>

#include "base/error.hpp"
#include "market/market_forms.hpp"
#include "site/site_path.hpp"

namespace hashlease {

namespace {

struct DriverRow {
  const char* name;
  const char* unit;
};

// In the order of the enums of market/tape.hpp.
constexpr std::array<DriverRow, kMarketDrivers> kMarketRows = {{{"btc_price_end", "USD"},
                                                                {"btc_price_mean", "USD"},
                                                                {"hashprice_mean", "USD/PH/day"},
                                                                {"network_hashrate_end", "EH/s"},
                                                                {"difficulty_end", "1"},
                                                                {"power_price_mean", "USD/MWh"}}};
constexpr std::array<DriverRow, kMiningDrivers> kMiningRows = {
    {{"mined_btc", "BTC/(PH/s)"}, {"mining_revenue", "USD/(PH/s)"}, {"run_hours", "h"}, {"spot_cost", "USD/MW"}}};
constexpr std::array<DriverRow, kGpuDrivers> kGpuRows = {{{"lease_rate_end", "USD/GPU-hour"},
                                                          {"lease_rate_mean", "USD/GPU-hour"},
                                                          {"occupancy_mean", "1"},
                                                          {"spot_revenue", "USD/GPU"}}};

constexpr std::array<DriverRow, kRegimeDrivers> kRegimeRows = {{{"regime_state", "1"}, {"default_factor", "1"}}};

/// Keeps the ledger of every site and month.
struct LedgerKeeper {
  std::vector<std::vector<SiteLedger<float>>>* sites;
  void operator()(int site, int month, const SiteLedger<float>& ledger) const {
    (*sites)[static_cast<std::size_t>(site)][static_cast<std::size_t>(month)] = ledger;
  }
};

void simulate_tape(const StudyPlan& plan, const PathLanes<float>& lanes, const TapeWriter& tape) {
  with_market_conditions(plan.market, [&]<Conditions kConditions>() {
    MarketPathSimulator<float, kMaxMiningProfiles, kMaxGpuClasses, kConditions>{plan.market, plan.steps.data(),
                                                                                plan.tables.data()}(lanes, tape);
  });
}

std::vector<MarketSeries> name_drivers(const StudyPlan& plan) {
  std::vector<MarketSeries> series;
  for (const DriverRow& row : kMarketRows) series.push_back({row.name, row.unit, {}});
  for (int profile = 0; profile < plan.market.mining_profile_count; ++profile) {
    for (const DriverRow& row : kMiningRows) {
      series.push_back({fmt::format("mining profile {} {}", profile + 1, row.name), row.unit, {}});
    }
  }
  for (int gpu_class = 0; gpu_class < plan.market.gpu_class_count; ++gpu_class) {
    const std::string& name = plan.configuration.market.gpu[static_cast<std::size_t>(gpu_class)].name;
    for (const DriverRow& row : kGpuRows) series.push_back({fmt::format("{} {}", name, row.name), row.unit, {}});
  }
  if (plan.market.regime.count > 1) {
    for (const DriverRow& row : kRegimeRows) series.push_back({row.name, row.unit, {}});
  }
  return series;
}

}  // namespace

PathLedger replay_path(const StudyPlan& plan, std::uint64_t path) {
  const std::uint64_t paths = plan.configuration.run.paths;
  if (path >= paths) {
    throw InputError(fmt::format("path {}: the study has paths 0 to {}", path, paths - 1));
  }
  const int months = plan.market.month_count;
  const int drivers = driver_count(plan.market);
  const PathLanes<float> lanes = make_path_lanes<float>(path);
  std::vector<float> tape(static_cast<std::size_t>(months) * static_cast<std::size_t>(drivers));
  simulate_tape(plan, lanes, TapeWriter{tape.data(), 1, drivers});

  PathLedger ledger;
  ledger.path = path;
  ledger.market = name_drivers(plan);
  for (std::size_t driver = 0; driver < ledger.market.size(); ++driver) {
    for (int month = 0; month < months; ++month) {
      ledger.market[driver].values.push_back(
          tape[static_cast<std::size_t>(month) * static_cast<std::size_t>(drivers) + driver]);
    }
  }
  ledger.sites.resize(static_cast<std::size_t>(plan.sites.site_count));
  for (std::vector<SiteLedger<float>>& site : ledger.sites) site.resize(static_cast<std::size_t>(months));
  ledger.columns.resize(static_cast<std::size_t>(plan.layout.column_count()));
  const MarketView<float> view{plan.market, plan.months.data(), TapeReader{tape.data(), 1, drivers}, lanes};
  const SitePathSimulator<float, LedgerKeeper> simulate_sites{plan.sites, view, LedgerKeeper{&ledger.sites}};
  simulate_sites(ColumnWriter{ledger.columns.data(), 1});
  return ledger;
}

}  // namespace hashlease
