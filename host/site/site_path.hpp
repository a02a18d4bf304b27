#pragma once

/// The site stage for one register of paths: walks the monthly tape through every site and writes the outcome columns.
/// All sites and blends see the same market, and the same tenant has the same luck in each (common random numbers). The
/// CPU loop, the GPU kernel and `replay` call the same operator.

#include "site/column_writer.hpp"
#include "site/conversion.hpp"
#include "site/finance.hpp"
#include "site/gpu_fleet.hpp"
#include "site/ledger_items.hpp"
#include "site/market_view.hpp"
#include "site/path_measures.hpp"
#include "site/plant_states.hpp"
#include "site/survival_writer.hpp"
#include "vocabulary/outcomes.hpp"
#include "vocabulary/path_measures.hpp"

namespace hashlease {

/// Sees the ledger of every site and month; the default looks at nothing and costs nothing.
struct NoObserver {
  template <class Real>
  HASHLEASE_FUNCTION void operator()(int, int, const SiteLedger<Real>&) const {}
};

/// Outcomes of a period longer than a month: the common ones, and the further ones, of which only the study's are
/// written.
template <class Real>
struct PeriodOutcomes {
  Real common[kCommonOutcomeCount];
  Real further[kFurtherOutcomeCount];
};

/// Which sites are run: on a GPU those without treasury and debt have a kernel that fewer registers do for.
enum class SiteKind { any, without_entity, with_entity };

/// `observe(site, month, ledger)` is called at the end of each month.
template <class Real, class Observer = NoObserver>
struct SitePathSimulator {
  const SitesPlan& sites;
  MarketView<Real> view;
  Observer observe{};

  HASHLEASE_FUNCTION void operator()(const ColumnWriter& columns) const {
    SiteStateArrays<Real> arrays;
    run<SiteKind::any>(arrays.states(), columns);
  }

  /// Runs the sites of a kind; `states` has room for those of each.
  template <SiteKind kKind>
  HASHLEASE_FUNCTION void run(const SiteStates<Real>& states, const ColumnWriter& columns) const {
    for (int site = 0; site < sites.site_count; ++site) {
      const bool is_kept = sites.entity[site].is_kept != 0;
      if (kKind == SiteKind::any || is_kept == (kKind == SiteKind::with_entity)) {
        run_site<kKind>(site, states, columns);
      }
    }
  }

 private:
  HASHLEASE_FUNCTION int period_count() const { return sites.month_count + sites.year_count + 1; }
  HASHLEASE_FUNCTION long column(int site, int outcome, int period) const {
    return static_cast<long>(site * sites.outcome_count + outcome) * period_count() + period;
  }

  HASHLEASE_FUNCTION void write_measures(int site, const PathMeasures<Real>& measures,
                                         const ColumnWriter& columns) const {
    HASHLEASE_UNROLL
    for (int k = 0; k < kPathMeasureCount; ++k) {
      const int place = sites.path_measure_place[k];
      if (place < 0) continue;
      columns.write(column(sites.site_count, 0, 0) + site * sites.path_measure_count + place,
                    measures.value(static_cast<PathMeasure>(k), sites.month_count));
    }
  }

  template <SiteKind kKind>
  HASHLEASE_FUNCTION void run_site(int site, const SiteStates<Real>& states, const ColumnWriter& columns) const {
    SiteLedger<Real> ledger;
    PeriodOutcomes<Real> year, horizon;
    clear(year);
    clear(horizon);
    PathMeasures<Real> measures;
    measures.start();
    start_plants(view, sites, sites.site[site], states);
    const EntityPlan& entity = sites.entity[site];
    const bool is_kept = kKind == SiteKind::any ? entity.is_kept != 0 : kKind == SiteKind::with_entity;
    const Instruments<Real> instruments = instruments_of(entity, sites.instrument, states.instrument);
    FinanceState<Real> finance;
    finance.start(entity);
    instruments.start();
    const bool has_finance = is_kept || invests(sites.site[site]);
    ledger.clear();
    for (int month = 0; month < sites.month_count; ++month) {
      if (has_finance) {
        ledger.clear();
      } else {
        ledger.clear_operations();
      }
      operate(sites.site[site], month, states, ledger);
      total(ledger);
      if (is_kept) finance_month(entity, instruments, month, ledger, finance, columns);
      observe(site, month, ledger);
      add(ledger, year);
      add(ledger, horizon);
      write_month(site, month, ledger, columns);
      measures.follow(sites, month, view.months[month].hours, ledger);
      const bool year_ends = month + 1 == sites.month_count || view.months[month + 1].year != view.months[month].year;
      if (year_ends && view.months[month].year >= 0) {
        write(site, sites.month_count + view.months[month].year, year, columns);
        clear(year);
      }
    }
    write(site, period_count() - 1, horizon, columns);
    write_measures(site, measures, columns);
    if (!is_kept) return;
    const Real price = view.read(sites.month_count - 1, MarketDriver::btc_price_end);
    write_survival(entity, finish_survival(instruments, price, finance), columns);
  }

  HASHLEASE_FUNCTION bool invests(const SitePlan& site) const {
    for (int p = site.first_plant; p < site.first_plant + site.plant_count; ++p) {
      if (sites.plant[p].conversion_count > 0 || sites.plant[p].colocation_count > 0) return true;
    }
    return false;
  }

  HASHLEASE_FUNCTION void finance_month(const EntityPlan& entity, const Instruments<Real>& instruments, int month,
                                        SiteLedger<Real>& ledger, FinanceState<Real>& finance,
                                        const ColumnWriter& columns) const {
    run_finance(view, entity, instruments, month, ledger, finance);
    if (month % 3 == 2 || month + 1 == sites.month_count) {
      write_quarter(entity, month, sites.month_count, finance, columns);
    }
  }

  HASHLEASE_FUNCTION void operate(const SitePlan& site, int month, const SiteStates<Real>& states,
                                  SiteLedger<Real>& ledger) const {
    PlantStatesCursor<Real> cursor(states);
    for (int p = site.first_plant; p < site.first_plant + site.plant_count; ++p) {
      operate_plant(sites.plant[p], month, cursor, ledger);
      cursor.pass(sites.plant[p]);
    }
  }

  /// A month of a plant: events and conversions, the fixed block of power, mining, GPUs, colocation.
  HASHLEASE_FUNCTION void operate_plant(const PlantPlan& plant, int month, const PlantStatesCursor<Real>& state,
                                        SiteLedger<Real>& ledger) const {
    follow_plant(view, sites, plant, month, state, ledger);
    const Real hours(view.hours(month));
    const Real spot_price = view.read(month, MarketDriver::power_price_mean);
    const Real fixed_price(plant.fixed_price);
    ledger.add(LedgerItem::operating_cost, Real(plant.operating_cost));
    ledger.add(LedgerItem::power_cost, (fixed_price - spot_price) * (hours * plant.block_megawatts));
    for (int f = plant.first_fleet; f < plant.first_fleet + plant.fleet_count; ++f) {
      const FleetPlan& fleet = sites.fleet[f];
      const Real live = live_share(view, plant, fleet, month, *state.hazard, state.conversion, ledger);
      run_mining_fleet(view, plant, fleet, month, live, ledger);
    }
    for (int h = plant.first_holding; h < plant.first_holding + plant.holding_count; ++h) {
      const HoldingPlan& holding = sites.holding[h];
      const Real energy = run_gpu_fleet(
          view, sites, holding, month, delivered_share(state.conversion, holding.delivered_by), state.tranches, ledger);
      ledger[LedgerItem::power_cost] =
          multiply_add(energy, energy_price(view, plant, month), ledger[LedgerItem::power_cost]);
    }
    run_colocations(view, sites, plant, month, state, ledger);
  }

  /// The items that are sums of others.
  HASHLEASE_FUNCTION void total(SiteLedger<Real>& ledger) const {
    ledger[LedgerItem::ai_revenue] = ledger[LedgerItem::contract_ai_revenue] + ledger[LedgerItem::spot_ai_revenue];
    ledger[LedgerItem::revenue] = ledger[LedgerItem::mining_revenue] + ledger[LedgerItem::ai_revenue] +
                                  ledger[LedgerItem::colocation_revenue] + ledger[LedgerItem::demand_response_revenue];
    ledger[LedgerItem::cash_flow] =
        ledger[LedgerItem::revenue] - ledger[LedgerItem::power_cost] - ledger[LedgerItem::operating_cost];
  }

  /// Calls `visit(outcome, place)` for each further outcome of the study; its number is known when this is compiled.
  template <class Visit>
  HASHLEASE_FUNCTION void for_each_further(const Visit& visit) const {
    HASHLEASE_UNROLL
    for (int k = 0; k < kFurtherOutcomeCount; ++k) {
      const int place = sites.further_place[k];
      if (place >= 0) visit(static_cast<Outcome>(kCommonOutcomeCount + k), kCommonOutcomeCount + place);
    }
  }
  HASHLEASE_FUNCTION static Real& further(PeriodOutcomes<Real>& outcomes, Outcome outcome) {
    return outcomes.further[static_cast<int>(outcome) - kCommonOutcomeCount];
  }

  HASHLEASE_FUNCTION void clear(PeriodOutcomes<Real>& outcomes) const {
    HASHLEASE_UNROLL
    for (int k = 0; k < kCommonOutcomeCount; ++k) outcomes.common[k] = Real(0.0F);
    HASHLEASE_UNROLL
    for (int k = 0; k < kFurtherOutcomeCount; ++k) outcomes.further[k] = Real(0.0F);
  }
  /// Flows add up; a balance is that of the last month.
  HASHLEASE_FUNCTION void add(const SiteLedger<Real>& ledger, PeriodOutcomes<Real>& outcomes) const {
    HASHLEASE_UNROLL
    for (int k = 0; k < kCommonOutcomeCount; ++k) {
      outcomes.common[k] = outcomes.common[k] + ledger[item_of(static_cast<Outcome>(k))];
    }
    for_each_further([&](Outcome outcome, int) {
      const Real& item = ledger[item_of(outcome)];
      Real& sum = further(outcomes, outcome);
      sum = is_balance(outcome) ? item : sum + item;
    });
  }
  HASHLEASE_FUNCTION void write_month(int site, int month, const SiteLedger<Real>& ledger,
                                      const ColumnWriter& columns) const {
    HASHLEASE_UNROLL
    for (int k = 0; k < kCommonOutcomeCount; ++k) {
      columns.write(column(site, k, month), ledger[item_of(static_cast<Outcome>(k))]);
    }
    for_each_further(
        [&](Outcome outcome, int place) { columns.write(column(site, place, month), ledger[item_of(outcome)]); });
  }
  HASHLEASE_FUNCTION void write(int site, int period, PeriodOutcomes<Real>& outcomes,
                                const ColumnWriter& columns) const {
    HASHLEASE_UNROLL
    for (int k = 0; k < kCommonOutcomeCount; ++k) columns.write(column(site, k, period), outcomes.common[k]);
    for_each_further(
        [&](Outcome outcome, int place) { columns.write(column(site, place, period), further(outcomes, outcome)); });
  }
};

}  // namespace hashlease
