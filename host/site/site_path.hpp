#pragma once

/// The site stage for one register of paths: walks the monthly tape through every site and writes the outcome columns.
/// No randomness of its own, so all sites and blends see the same market (common random numbers). The CPU loop and the
/// GPU kernel call the same operator.

#include "config/outcomes.hpp"
#include "market/tape.hpp"
#include "random/elementary.hpp"
#include "site/site_plan.hpp"

namespace hashlease {

/// Where the tape of a register of paths is read, as TapeWriter.
struct TapeReader {
  const float* values;
  long stride;
  int drivers;
};

/// Where outcome columns go: column c of the register's paths at `values[c * stride]`; see ColumnLayout.
struct ColumnWriter {
  float* values;
  long stride;
};

/// Outcomes of one site in one period [USD], by Outcome.
template <class Real>
struct SiteOutcomes {
  Real value[kOutcomeCount];
  HASHLEASE_FUNCTION Real& operator[](Outcome outcome) { return value[static_cast<int>(outcome)]; }
  HASHLEASE_FUNCTION const Real& operator[](Outcome outcome) const { return value[static_cast<int>(outcome)]; }
};

/// Annualised standard deviation along a path of the monthly changes of log revenue per day, sqrt(12 * sample
/// variance): per day, so that short and long months are no volatility.
template <class Real>
struct RevenueChanges {
  Real last_log;  // of the previous month's revenue
  Real sum;
  Real sum_of_squares;
  MaskOf<Real> broken;  // a month earned nothing: the measure is undefined
};

template <class Real>
struct SitePathSimulator {
  const MarketPlan& market;
  const SitesPlan& sites;
  const MonthPlan* months;

  HASHLEASE_FUNCTION void operator()(const TapeReader& tape, const ColumnWriter& columns) const {
    for (int site = 0; site < sites.site_count; ++site) {
      if (sites.site[site].part_count == 0) run_site(site, tape, columns);
    }
    for (int site = 0; site < sites.site_count; ++site) {
      if (sites.site[site].part_count != 0) run_site(site, tape, columns);
    }
  }

 private:
  HASHLEASE_FUNCTION int period_count() const { return sites.month_count + sites.year_count + 1; }
  HASHLEASE_FUNCTION long column(int site, int outcome, int period) const {
    return static_cast<long>(site * kOutcomeCount + outcome) * period_count() + period;
  }

  HASHLEASE_FUNCTION void run_site(int site, const TapeReader& tape, const ColumnWriter& columns) const {
    SiteOutcomes<Real> year;
    SiteOutcomes<Real> horizon;
    clear(year);
    clear(horizon);
    RevenueChanges<Real> changes{Real(0.0F), Real(0.0F), Real(0.0F), Real(0.0F) > Real(0.0F)};
    for (int month = 0; month < sites.month_count; ++month) {
      SiteOutcomes<Real> outcomes;
      if (sites.site[site].part_count == 0) {
        operate(sites.site[site], month, tape, outcomes);
      } else {
        blend(sites.site[site], month, columns, outcomes);
      }
      total(outcomes);
      add(outcomes, year);
      add(outcomes, horizon);
      write(site, month, outcomes, columns);
      follow(month, outcomes[Outcome::revenue] * (24.0F / months[month].hours), changes);
      const bool year_ends = month + 1 == sites.month_count || months[month + 1].year != months[month].year;
      if (year_ends && months[month].year >= 0) {
        write(site, sites.month_count + months[month].year, year, columns);
        clear(year);
      }
    }
    write(site, period_count() - 1, horizon, columns);
    store(columns.values + (column(sites.site_count, 0, 0) + site) * columns.stride, volatility(changes));
  }

  /// A month of a site with equipment of its own.
  HASHLEASE_FUNCTION void operate(const SitePlan& site, int month, const TapeReader& tape,
                                  SiteOutcomes<Real>& outcomes) const {
    const Real hours(months[month].hours);
    const Real spot_price = read(tape, month, driver_of(MarketDriver::power_price_mean));
    const Real fixed_price(site.fixed_price);
    clear(outcomes);
    outcomes[Outcome::operating_cost] = Real(site.operating_cost);
    outcomes[Outcome::power_cost] = (fixed_price - spot_price) * (hours * site.block_megawatts);
    for (int f = site.first_fleet; f < site.first_fleet + site.fleet_count; ++f) mine(site, f, month, tape, outcomes);
    const Real energy_price = multiply_add(spot_price, Real(site.gpu_spot_share), fixed_price * site.gpu_fixed_share);
    for (int h = site.first_holding; h < site.first_holding + site.holding_count; ++h) {
      const Real energy = lease(sites.holding[h], month, tape, outcomes);
      outcomes[Outcome::power_cost] = multiply_add(energy, energy_price, outcomes[Outcome::power_cost]);
    }
  }

  /// ASICs: revenue of the hours run; energy of these hours at spot or at the fixed price.
  HASHLEASE_FUNCTION void mine(const SitePlan& site, int index, int month, const TapeReader& tape,
                               SiteOutcomes<Real>& outcomes) const {
    const FleetPlan& fleet = sites.fleet[index];
    const Real revenue = read(tape, month, driver_of(fleet.profile, MiningDriver::mining_revenue));
    const Real run_hours = read(tape, month, driver_of(fleet.profile, MiningDriver::run_hours));
    const Real spot_cost = read(tape, month, driver_of(fleet.profile, MiningDriver::spot_cost));
    outcomes[Outcome::mining_revenue] =
        multiply_add(revenue, Real(fleet.revenue_hashrate), outcomes[Outcome::mining_revenue]);
    const Real cost = multiply_add(spot_cost, Real(fleet.spot_megawatts), outcomes[Outcome::power_cost]);
    outcomes[Outcome::power_cost] = multiply_add(run_hours, Real(fleet.fixed_megawatts * site.fixed_price), cost);
  }

  /// GPUs: contracted hours at the rate of the running term, the rest on the spot market. Returns the energy [MWh].
  HASHLEASE_FUNCTION Real lease(const HoldingPlan& holding, int month, const TapeReader& tape,
                                SiteOutcomes<Real>& outcomes) const {
    const Real hours(months[month].hours);
    const Real rate = contract_rate(holding, month, tape);
    outcomes[Outcome::contract_ai_revenue] =
        multiply_add(rate, hours * holding.contract_gpus, outcomes[Outcome::contract_ai_revenue]);
    const Real spot_revenue = read(tape, month, driver_of(market, holding.gpu_class, GpuDriver::spot_revenue));
    outcomes[Outcome::spot_ai_revenue] =
        multiply_add(spot_revenue, Real(holding.spot_gpus), outcomes[Outcome::spot_ai_revenue]);
    const Real occupied = read(tape, month, driver_of(market, holding.gpu_class, GpuDriver::occupancy_mean));
    return multiply_add(occupied, Real(holding.occupancy_megawatts), Real(holding.steady_megawatts)) * hours;
  }

  /// Every term is renewed at the market rate of its first day, less the discount for its length:
  /// L * exp(-tenor slope * term).
  HASHLEASE_FUNCTION Real contract_rate(const HoldingPlan& holding, int month, const TapeReader& tape) const {
    const int term_start = month - month % holding.term_months;
    if (term_start == 0) return Real(holding.contract_rate);
    return read(tape, term_start - 1, driver_of(market, holding.gpu_class, GpuDriver::lease_rate_end)) *
           holding.tenor_factor;
  }

  /// A month of a blend: the streams of its parts, scaled to its share of megawatts.
  HASHLEASE_FUNCTION void blend(const SitePlan& site, int month, const ColumnWriter& columns,
                                SiteOutcomes<Real>& outcomes) const {
    clear(outcomes);
    for (int p = site.first_part; p < site.first_part + site.part_count; ++p) {
      const BlendPart& part = sites.part[p];
      for (int k = 0; k < kOutcomeCount; ++k) {
        const Real value = load<Real>(columns.values + column(part.site, k, month) * columns.stride);
        outcomes.value[k] = multiply_add(value, Real(part.scale), outcomes.value[k]);
      }
    }
  }

  /// The outcomes that are sums of others.
  HASHLEASE_FUNCTION void total(SiteOutcomes<Real>& outcomes) const {
    outcomes[Outcome::ai_revenue] = outcomes[Outcome::contract_ai_revenue] + outcomes[Outcome::spot_ai_revenue];
    outcomes[Outcome::revenue] = outcomes[Outcome::mining_revenue] + outcomes[Outcome::ai_revenue];
    outcomes[Outcome::cash_flow] =
        outcomes[Outcome::revenue] - outcomes[Outcome::power_cost] - outcomes[Outcome::operating_cost];
  }

  HASHLEASE_FUNCTION void follow(int month, Real daily_revenue, RevenueChanges<Real>& changes) const {
    const MaskOf<Real> nothing = !(daily_revenue > Real(0.0F));
    const Real log_revenue = natural_logarithm(select(nothing, Real(1.0F), daily_revenue));
    if (month > 0) {
      const Real change = log_revenue - changes.last_log;
      changes.sum = changes.sum + change;
      changes.sum_of_squares = multiply_add(change, change, changes.sum_of_squares);
    }
    changes.broken = changes.broken | nothing;
    changes.last_log = log_revenue;
  }

  HASHLEASE_FUNCTION Real volatility(const RevenueChanges<Real>& changes) const {
    const int count = sites.month_count - 1;
    const Real undefined = float_from_bits(WordOf<Real>(0x7FC00000U));
    if (count < 2) return undefined;
    const Real mean = changes.sum * (1.0F / static_cast<float>(count));
    const Real squares = maximum(multiply_add(-mean, changes.sum, changes.sum_of_squares), Real(0.0F));
    return select(changes.broken, undefined, square_root(squares * (12.0F / static_cast<float>(count - 1))));
  }

  HASHLEASE_FUNCTION Real read(const TapeReader& tape, int month, int driver) const {
    return load<Real>(tape.values + static_cast<long>(month * tape.drivers + driver) * tape.stride);
  }
  HASHLEASE_FUNCTION void clear(SiteOutcomes<Real>& outcomes) const {
    for (int k = 0; k < kOutcomeCount; ++k) outcomes.value[k] = Real(0.0F);
  }
  HASHLEASE_FUNCTION void add(const SiteOutcomes<Real>& from, SiteOutcomes<Real>& to) const {
    for (int k = 0; k < kOutcomeCount; ++k) to.value[k] = to.value[k] + from.value[k];
  }
  HASHLEASE_FUNCTION void write(int site, int period, const SiteOutcomes<Real>& outcomes,
                                const ColumnWriter& columns) const {
    for (int k = 0; k < kOutcomeCount; ++k) {
      store(columns.values + column(site, k, period) * columns.stride, outcomes.value[k]);
    }
  }
};

}  // namespace hashlease
