#pragma once

/// Plain data of the market stage: every per-step constant, worked out once in double on the host and rounded to fp32.
/// Copied as it is to a GPU.

#include <cstdint>

#include "market/model_plan.hpp"
#include "random/philox.hpp"

namespace hashlease {

/// Contributions of hours beyond the cap or the floor are left out when the nearest relevant tail is this many standard
/// deviations away: less than 2e-3 USD/MWh on such a day, whose mean price is then hundreds of USD/MWh for the cap.
inline constexpr float kTailCutoff = 4.0F;

/// What is drawn for four steps at a time, by the place of its block in their group; see shocks.hpp.
enum class GroupDraw : std::uint32_t {
  fee,
  jump,
  fee_spike,
  power_spike_word,
  mixing,
  variance,
  restart,
  row,
  own_demand  // of the first GPU class; each class has one
};

inline constexpr std::uint32_t kGroupDrawCount = static_cast<std::uint32_t>(GroupDraw::own_demand) + kMaxGpuClasses;

HASHLEASE_FUNCTION constexpr GroupDraw own_demand_draw(int gpu_class) {
  return static_cast<GroupDraw>(static_cast<std::uint32_t>(GroupDraw::own_demand) +
                                static_cast<std::uint32_t>(gpu_class));
}

/// Some of them.
struct DrawList {
  std::int32_t count;
  GroupDraw draws[kMaxGpuClasses + 1];
};

/// Those that a study has a use for, by what is made of them and who looks at it.
struct DrawPlan {
  DrawList normals;        // fee and own demand: every path
  DrawList event_normals;  // jump and fee spike: only paths with the event
  DrawList words;          // of power spikes
  DrawList model_normals;
  DrawList model_words;
};

/// One step of the schedule.
struct alignas(8) MarketStep {
  float years;          // from the start to the end of the step [year]
  std::uint8_t days;    // length, 1 to kMaxStepDays [day]
  std::uint8_t season;  // calendar month of the step's middle, January 0
  std::uint8_t last;    // 1 on the last step of a month
  std::uint8_t reserved;
};

/// Constants of a step of a given length.
struct alignas(16) StepConstants {
  float days;          // [day]
  float inverse_days;  // 1 / days
  float btc_drift;     // of the log price, compensated for variance and jumps
  float btc_deviation;
  PoissonThresholds btc_jumps;
  std::uint32_t least_jump_word;  // of any regime's jumps; where none has jumps, of no use
  float hashrate_growth;          // of the log hashrate
  float hashrate_deviation;
  float response_up;  // of the log hashrate per unit of log hashprice over its reference
  float response_down;
  float fee_persistence;
  float fee_deviation;
  float fee_spike_persistence;
  PoissonThresholds fee_spikes;
  float fee_spike_mean;  // of what is left of a spike at the end of the step
  float fee_spike_deviation;
  float power_persistence;  // of the standardised OU state
  float power_deviation;
  float power_scale;       // deviation of the step's mean in y
  float hourly_deviation;  // of asinh(p / 10) of the hours of the step about its mean; 0: they all have its price
  float inverse_hourly_deviation;
  float hourly_growth;        // exp(hourly_deviation^2 / 2)
  float tail_reach;           // the hours reach a level that is this much in y from their mean
  std::uint32_t spike_enter;  // word below it: the spike regime starts
  std::uint32_t spike_stay;   // word below it: the spike regime goes on
  float demand_persistence;
  float demand_deviation;
  float own_persistence[kMaxGpuClasses];
  float own_deviation[kMaxGpuClasses];
};

/// A lease market of one GPU class.
struct GpuClassPlan {
  float log_lease_rate;  // at the start
  float annual_obsolescence;
  float price_clearing;
  float floor_rate;          // [USD per GPU-hour]
  float vacancy_odds;        // (1 - o) / o at neutral demand, o the occupancy
  float occupancy_response;  // (1 - price_clearing) * occupancy_response
};

/// A price at which something changes, in the forms that the closed forms of the hours take.
struct PriceLevel {
  float price;   // [USD/MWh]
  float y;       // asinh(price / 10)
  float growth;  // e^y
  float decay;   // e^-y
};

/// What sets the price at which a machine decides to run.
enum class MarginalPrice : std::int32_t { always_run, spot, fixed };

/// A distinct way of mining: machines that decide alike share a profile, whatever site they stand in.
struct MiningProfile {
  float break_even_factor;  // break-even power price per hashprice [USD/MWh per USD/PH/day]
  MarginalPrice marginal;
  float fixed_price;  // [USD/MWh], of MarginalPrice::fixed
};

/// The common regime, by state. Without one, `count` is 0 and the first entries are neutral.
struct RegimePlan {
  std::int32_t count;
  std::int32_t initial;
  std::uint32_t threshold[kMaxRegimes][kMaxRegimes - 1];  // [from]: the next state is the number of them <= word
  float last[kMaxRegimes];                                // [from]: the highest state that can be next
  float daily_drift[kMaxRegimes];                         // added to the log price [1/day]
  float volatility_factor[kMaxRegimes];
  float demand_mean[kMaxRegimes];
  float power_level[kMaxRegimes];
  float default_factor[kMaxRegimes];
};

/// All that a market path reads, of fixed size and without pointers: rates per step or per year, prices in USD, power
/// in USD/MWh, hashrate in EH/s, lease rates in USD per GPU-hour. make_market_plan makes it, once for a study;
/// make_sites_plan adds the mining profiles, and nobody changes it afterwards. Entries of arrays behind their count
/// (`gpu_class_count`, `mining_profile_count`) are zero and not read; entries of `steps` are by the number of days of a
/// step; those of lengths that the schedule does not have are not used.
struct MarketPlan {
  PhiloxKeys keys;
  std::int32_t month_count;
  std::int32_t step_count;
  std::int32_t gpu_class_count;
  std::int32_t mining_profile_count;
  DrawPlan draws;
  std::int32_t draws_fee;  // whether the shock of fees has any effect
  std::int32_t has_jumps;  // of BTC, in some regime
  std::int32_t has_fee_spikes;
  StepConstants steps[kMaxStepDays + 1];  // by number of days
  float cholesky[kFactorCount][kFactorCount];
  std::int32_t is_correlated[kFactorCount];  // whether a row of it is not that of the identity
  // BTC
  float btc_price;  // at the start [USD]
  float jump_mean;
  float jump_deviation;
  // Common regime and links
  RegimePlan regime;
  float btc_to_power;  // elasticities to S / S(0)
  float btc_to_lease;
  // Network
  float hashrate;                 // at the start [EH/s]
  float blocks_per_day;           // at the start: hashrate over difficulty [block/day]
  float hashprice_per_price;      // USD/PH/day per USD and BTC of reward at the starting difficulty
  float difficulty;               // at the start
  float epoch_blocks;             // blocks mined of the current retarget period at the start
  float epoch_days;               // and the days they took
  float blocks_to_halving;        // at the start
  float subsidy;                  // at the start [BTC per block]
  float log_hashprice_reference;  // ln(USD/PH/day)
  float annual_efficiency_gain;
  float log_fee_ratio;  // median of the log fee ratio
  float fee_ratio;      // fees over subsidy where they are constant
  std::int32_t has_constant_fees;
  // Power
  float season[12];  // asinh(median / 10) by calendar month
  float spike_level;
  PriceLevel cap;
  PriceLevel floor;
  GpuClassPlan gpu[kMaxGpuClasses];
  MiningProfile mining[kMaxMiningProfiles];
  ModelPlan models;

  /// Whether the market has a common regime or links from BTC, which ordinary studies are spared.
  HASHLEASE_FUNCTION bool is_conditioned() const {
    return regime.count > 1 || btc_to_power != 0.0F || btc_to_lease != 0.0F;
  }
};

}  // namespace hashlease
