#include "support/study_paths.hpp"

#include "market/market_forms.hpp"
#include "site/market_columns.hpp"
#include "site/site_path.hpp"

namespace hashlease::testing {
namespace {

struct LedgerKeeper {
  SiteLedgers* ledgers;  // may be null
  void operator()(int site, int month, const SiteLedger<float>& ledger) const {
    if (ledgers != nullptr) (*ledgers)[static_cast<std::size_t>(site)][static_cast<std::size_t>(month)] = ledger;
  }
};

}  // namespace

std::vector<float> simulate_tape(const MarketPlan& plan, const std::vector<MarketStep>& steps, std::uint64_t path,
                                 const float* tables) {
  const int drivers = driver_count(plan);
  std::vector<float> tape(static_cast<std::size_t>(plan.month_count * drivers));
  const TapeWriter writer{tape.data(), 1, drivers};
  const PathLanes<float> lanes = make_path_lanes<float>(path);
  with_market_conditions(plan, [&]<Conditions kConditions>() {
    MarketPathSimulator<float, kMaxMiningProfiles, kMaxGpuClasses, kConditions>{plan, steps.data(), tables}(lanes,
                                                                                                            writer);
  });
  return tape;
}

std::vector<float> run_sites(const StudyPlan& plan, const std::vector<float>& tape, std::uint64_t path,
                             SiteLedgers* ledgers) {
  if (ledgers != nullptr) {
    ledgers->assign(static_cast<std::size_t>(plan.sites.site_count),
                    std::vector<SiteLedger<float>>(static_cast<std::size_t>(plan.market.month_count)));
  }
  std::vector<float> columns(static_cast<std::size_t>(plan.layout.column_count()));
  const TapeReader reader{tape.data(), 1, driver_count(plan.market)};
  const ColumnWriter writer{columns.data(), 1};
  const MarketView<float> view{plan.market, plan.months.data(), reader, make_path_lanes<float>(path)};
  const SitePathSimulator<float, LedgerKeeper> simulate{plan.sites, view, LedgerKeeper{ledgers}};
  simulate(writer);
  write_market_columns<float>(plan.market_columns, reader, writer);
  return columns;
}

std::vector<float> simulate_path(const StudyPlan& plan, std::uint64_t path) {
  return run_sites(plan, simulate_tape(plan.market, plan.steps, path, plan.tables.data()), path);
}

SiteLedgers simulate_ledgers(const StudyPlan& plan, std::uint64_t path) {
  SiteLedgers ledgers;
  run_sites(plan, simulate_tape(plan.market, plan.steps, path, plan.tables.data()), path, &ledgers);
  return ledgers;
}

}  // namespace hashlease::testing
