#pragma once

/// The market stage for one register of paths: steps the joint market and writes the monthly tape. The CPU loop and the
/// GPU kernel call the same operator.

#include <type_traits>

#include "market/model_step.hpp"
#include "market/shock_source.hpp"
#include "market/tape.hpp"

namespace hashlease {

/// Simulates all months of the paths in a register. kProfiles and kClasses are upper bounds of the plan's counts: small
/// ones keep the sums in registers.
template <class Real, int kProfiles, int kClasses, Conditions kConditions = Conditions::none>
struct MarketPathSimulator {
  static constexpr bool kConditioned = kConditions != Conditions::none;
  static constexpr bool kExtended = kConditions == Conditions::every_model;
  using State = MarketState<Real, kClasses>;
  using Source = ShockSource<Real, kClasses, kExtended>;
  using Held = typename Source::Held;
  using Sums = MonthSums<Real, ProfileSums<Real>[kProfiles], ClassSums<Real>[kClasses]>;

  const MarketPlan& plan;
  const MarketStep* steps;
  const float* tables = nullptr;  // of every_model

  /// Writes month_count x driver_count values per path; see tape.hpp.
  HASHLEASE_FUNCTION void operator()(const PathLanes<Real>& paths, const TapeWriter& tape) const {
    Held held;
    Sums sums;
    run(paths, tape, held, sums);
  }

  /// The same with memory of the caller's, which need not be set.
  template <class AnySums>
  HASHLEASE_FUNCTION void run(const PathLanes<Real>& paths, const TapeWriter& tape, Held& held, AnySums& sums) const {
    State state = initial_state();
    reset(sums);
    int month = 0;
    if constexpr (kConditioned) state.regime = initial_regime<Real>(plan);
    if constexpr (kExtended) state.model = initial_model<Real, kClasses>(plan.models);
    Source source(plan, steps, paths, held);
    for (int index = 0; index < plan.step_count; ++index) {
      const MarketStep step = steps[index];
      advance(source, index, step, state, sums);
      if (step.last != 0) {
        write_month(tape, month, step, month_days(index), state, sums);
        reset(sums);
        ++month;
        if constexpr (kConditioned) step_regime(plan, paths, month, state.regime);
      }
    }
  }

 private:
  HASHLEASE_FUNCTION State initial_state() const {
    State state;
    state.log_price = Real(0.0F);
    state.btc_price = Real(plan.btc_price);
    state.network = initial_network<Real>(plan);
    state.lease = initial_lease<Real, kClasses>(plan);
    state.power = initial_power<Real>();
    return state;
  }

  template <class AnySums>
  HASHLEASE_FUNCTION void reset(AnySums& sums) const {
    const Real zero(0.0F);
    sums.btc_price = sums.hashprice = sums.power_price = zero;
    // Arrays of a fixed size are set whole.
    const int profiles = std::is_pointer_v<decltype(sums.mining)> ? plan.mining_profile_count : kProfiles;
    const int classes = std::is_pointer_v<decltype(sums.gpu)> ? plan.gpu_class_count : kClasses;
    for (int k = 0; k < profiles; ++k) sums.mining[k] = {zero, zero, zero, zero};
    for (int c = 0; c < classes; ++c) sums.gpu[c] = {zero, zero, zero};
  }

  /// Days of the month that ends with step `last`.
  HASHLEASE_FUNCTION float month_days(int last) const {
    float days = static_cast<float>(steps[last].days);
    for (int index = last - 1; index >= 0 && steps[index].last == 0; --index) {
      days += static_cast<float>(steps[index].days);
    }
    return days;
  }

  template <class AnySums>
  HASHLEASE_FUNCTION void advance(Source& source, int index, const MarketStep& when, State& state,
                                  AnySums& sums) const {
    const StepConstants& step = plan.steps[when.days];
    MarketShocks<Real, kClasses>& shocks = source.take(index);
    correlate<Real>(plan, shocks.factor);
    if constexpr (kExtended) {
      advance_models(plan, tables, source.paths(), static_cast<std::uint32_t>(index), when.days, source.models(index),
                     shocks, state);
    } else {
      if constexpr (kConditioned) condition_btc(step, shocks, state);
      state.log_price = state.log_price + btc_log_return(plan, step, shocks);
    }
    state.btc_price = saturating_exponential(state.log_price) * plan.btc_price;
    const NetworkStep<Real> network = step_network(plan, step, when.years, shocks, state.btc_price, state.network);
    step_demand(plan, step, shocks, state.lease);
    Real power_level;
    if constexpr (kConditioned) {
      state.lease.demand =
          multiply_add(state.regime.demand_mean, Real(1.0F - step.demand_persistence), state.lease.demand);
      // A factor of e^20 is beyond any cap; without a bound the exponentials of step_power could overflow.
      power_level = multiply_add(state.log_price, Real(plan.btc_to_power), state.regime.power_level);
      power_level = minimum(maximum(power_level, Real(-20.0F)), Real(20.0F));
    }
    const Real* level = kConditioned ? &power_level : nullptr;
    const HourlyPrices<Real> hours = step_power(plan, step, when.season, shocks, state.power, level);
    sums.btc_price = multiply_add(state.btc_price, Real(step.days), sums.btc_price);
    sums.hashprice = multiply_add(network.hashprice, Real(step.days), sums.hashprice);
    sums.power_price = multiply_add(hours.price_mean, Real(step.days), sums.power_price);
    add_mining(step, state.btc_price, network, hours, sums);
    add_leases(step, when.years, state, sums);
  }

  /// The regime's drift and volatility, before the step's return is formed.
  HASHLEASE_FUNCTION void condition_btc(const StepConstants& step, MarketShocks<Real, kClasses>& shocks,
                                        State& state) const {
    Real& shock = shocks.factor[static_cast<int>(Factor::btc)];
    shock = shock * state.regime.volatility_factor;
    state.log_price = multiply_add(state.regime.daily_drift, Real(step.days), state.log_price);
  }

  template <class AnySums>
  HASHLEASE_FUNCTION void add_mining(const StepConstants& step, Real btc_price, const NetworkStep<Real>& network,
                                     const HourlyPrices<Real>& hours, AnySums& sums) const {
    for (int k = 0; k < kProfiles; ++k) {
      if (k >= plan.mining_profile_count) break;
      const RunHours<Real> run = decide(plan.mining[k], network.hashprice, hours);
      const Real mined = network.mined_btc * run.share;
      ProfileSums<Real>& sum = sums.mining[k];
      sum.mined_btc = sum.mined_btc + mined;
      sum.mining_revenue = multiply_add(mined, btc_price, sum.mining_revenue);
      sum.run_days = multiply_add(run.share, Real(step.days), sum.run_days);
      sum.spot_cost = multiply_add(run.cost, Real(step.days), sum.spot_cost);
    }
  }

  /// Which hours of the step a machine runs: all; those in which spot power costs less than it earns; or all or none
  /// against a fixed price.
  HASHLEASE_FUNCTION RunHours<Real> decide(const MiningProfile& profile, Real hashprice,
                                           const HourlyPrices<Real>& hours) const {
    const Real break_even = hashprice * profile.break_even_factor;
    if (profile.marginal == MarginalPrice::spot) return run_below(plan, hours, break_even);
    RunHours<Real> run;
    run.share = Real(1.0F);
    if (profile.marginal == MarginalPrice::fixed) {
      run.share = select(break_even > Real(profile.fixed_price), Real(1.0F), Real(0.0F));
    }
    run.cost = run.share * hours.price_mean;
    return run;
  }

  /// Lease rate of a class after a demand, with the link from BTC where there is one.
  HASHLEASE_FUNCTION Real linked_rate(int gpu_class, float years, Real demand, const State& state) const {
    if constexpr (kConditioned) {
      Real link = state.log_price * plan.btc_to_lease;
      if constexpr (kExtended) link = link + state.model.anchor[gpu_class];
      return lease_rate(plan.gpu[gpu_class], years, demand, &link);
    } else {
      return lease_rate(plan.gpu[gpu_class], years, demand);
    }
  }

  template <class AnySums>
  HASHLEASE_FUNCTION void add_leases(const StepConstants& step, float years, const State& state, AnySums& sums) const {
    for (int c = 0; c < kClasses; ++c) {
      if (c >= plan.gpu_class_count) break;
      const Real demand = state.lease.demand + state.lease.own_demand[c];
      const Real rate = linked_rate(c, years, demand, state);
      const Real occupied = occupancy(plan.gpu[c], demand);
      ClassSums<Real>& sum = sums.gpu[c];
      sum.lease_rate = multiply_add(rate, Real(step.days), sum.lease_rate);
      sum.occupancy = multiply_add(occupied, Real(step.days), sum.occupancy);
      sum.spot_rate = multiply_add(rate * occupied, Real(step.days), sum.spot_rate);
    }
  }

  HASHLEASE_FUNCTION void put(const TapeWriter& tape, int month, int driver, Real value) const {
    store(tape.values + static_cast<long>(month * tape.drivers + driver) * tape.stride, value);
  }

  template <class AnySums>
  HASHLEASE_FUNCTION void write_month(const TapeWriter& tape, int month, const MarketStep& when, float days,
                                      const State& state, const AnySums& sums) const {
    const Real inverse_days(1.0F / days);
    put(tape, month, driver_of(MarketDriver::btc_price_end), state.btc_price);
    put(tape, month, driver_of(MarketDriver::btc_price_mean), sums.btc_price * inverse_days);
    put(tape, month, driver_of(MarketDriver::hashprice_mean), sums.hashprice * inverse_days);
    put(tape, month, driver_of(MarketDriver::network_hashrate_end),
        saturating_exponential(state.network.log_hashrate) * plan.hashrate);
    put(tape, month, driver_of(MarketDriver::difficulty_end), Real(plan.difficulty) / state.network.inverse_difficulty);
    put(tape, month, driver_of(MarketDriver::power_price_mean), sums.power_price * inverse_days);
    for (int k = 0; k < kProfiles; ++k) {
      if (k >= plan.mining_profile_count) break;
      put(tape, month, driver_of(k, MiningDriver::mined_btc), sums.mining[k].mined_btc);
      put(tape, month, driver_of(k, MiningDriver::mining_revenue), sums.mining[k].mining_revenue);
      put(tape, month, driver_of(k, MiningDriver::run_hours), sums.mining[k].run_days * 24.0F);
      put(tape, month, driver_of(k, MiningDriver::spot_cost), sums.mining[k].spot_cost * 24.0F);
    }
    for (int c = 0; c < kClasses; ++c) {
      if (c >= plan.gpu_class_count) break;
      const Real demand = state.lease.demand + state.lease.own_demand[c];
      put(tape, month, driver_of(plan, c, GpuDriver::lease_rate_end), linked_rate(c, when.years, demand, state));
      put(tape, month, driver_of(plan, c, GpuDriver::lease_rate_mean), sums.gpu[c].lease_rate * inverse_days);
      put(tape, month, driver_of(plan, c, GpuDriver::occupancy_mean), sums.gpu[c].occupancy * inverse_days);
      put(tape, month, driver_of(plan, c, GpuDriver::spot_revenue), sums.gpu[c].spot_rate * 24.0F);
    }
    if constexpr (kConditioned) {
      if (plan.regime.count > 1) {
        put(tape, month, driver_of(plan, RegimeDriver::state), state.regime.state);
        put(tape, month, driver_of(plan, RegimeDriver::default_factor), state.regime.default_factor);
      }
    }
  }
};

}  // namespace hashlease
