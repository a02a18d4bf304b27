#include "plan/build_models.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "config/empirical_shocks.hpp"
#include "plan/build_market.hpp"
#include "plan/calendar.hpp"
#include "plan/special_functions.hpp"

namespace hashlease {
namespace {

constexpr double kDaysPerYear = 365.25;
constexpr double kWords = 4294967296.0;
constexpr int kKnots = 2049;
/// No Student-t variate of the copula is mapped to a normal beyond about 9.
constexpr double kMarginReach = 9.0;

float rounded(double value) { return static_cast<float>(value); }

std::uint32_t word_threshold(double probability) {
  return static_cast<std::uint32_t>(std::clamp(std::round(probability * kWords), 0.0, kWords - 1.0));
}

/// The tables of a study, one behind the other.
class Tables {
 public:
  std::uint32_t add_rows(const std::vector<double>& rows) {
    const auto first = static_cast<std::uint32_t>(values_.size());
    for (const double row : rows) values_.push_back(rounded(row));
    return first;
  }
  /// A function by its values at even steps from `low` to `high`.
  EvenTable add(const std::vector<double>& function, double low, double high) {
    const auto intervals = static_cast<std::int32_t>(function.size() - 1);
    const double scale = intervals / (high - low);
    const EvenTable table{intervals, add_rows(function), rounded(scale), rounded(-low * scale)};
    values_.push_back(values_.back());  // the last step may count as the first of an interval of its own
    return table;
  }
  std::vector<float> take() { return std::move(values_); }

 private:
  std::vector<float> values_;
};

double score(int knot, int count) { return -kNormalReach + 2.0 * kNormalReach * knot / (count - 1); }

/// Values of a function of normal scores.
template <class Function>
std::vector<double> at_scores(int count, Function function) {
  std::vector<double> values;
  for (int knot = 0; knot < count; ++knot) values.push_back(function(score(knot, count)));
  return values;
}

/// E[f(Z)^2], f linear between its values at even scores.
double mean_square(const std::vector<double>& values) {
  constexpr int kPieces = 8;
  const int count = static_cast<int>(values.size());
  double mass = 0.0, square = 0.0;
  for (int knot = 0; knot + 1 < count; ++knot) {
    for (int piece = 0; piece < kPieces; ++piece) {
      const double share = (piece + 0.5) / kPieces;
      const double z = score(knot, count) + share * 2.0 * kNormalReach / (count - 1);
      const auto k = static_cast<std::size_t>(knot);
      const double value = values[k] + share * (values[k + 1] - values[k]);
      const double weight = std::exp(-0.5 * z * z);
      mass += weight;
      square += weight * value * value;
    }
  }
  return square / mass;
}

std::vector<double> held(std::vector<double> values, double scale, double limit) {
  for (double& value : values) value = std::clamp(value * scale, -limit, limit);
  return values;
}

void set_gjr_garch(const BtcConfiguration& btc, const EmpiricalConfiguration* innovations, Tables& tables,
                   ModelPlan& plan) {
  const GjrGarchConfiguration& garch = btc.gjr_garch;
  const double variance = btc.annual_volatility * btc.annual_volatility / kDaysPerYear;
  const double start = btc.initial_volatility > 0.0 ? btc.initial_volatility : btc.annual_volatility;
  plan.return_model = ReturnModel::gjr_garch;
  plan.initial_variance = rounded(start * start / kDaysPerYear);
  plan.gjr_garch.omega = rounded(variance * (1.0 - garch.alpha - 0.5 * garch.gamma - garch.beta));
  plan.gjr_garch.alpha = rounded(garch.alpha);
  plan.gjr_garch.gamma = rounded(garch.gamma);
  plan.gjr_garch.beta = rounded(garch.beta);
  plan.daily_drift = rounded(btc.annual_drift / kDaysPerYear);
  const std::vector<double> law = innovations != nullptr
                                      ? innovations->table
                                      : student_t_innovations(garch.degrees_of_freedom, garch.innovation_limit, kKnots);
  plan.gjr_garch.innovation = tables.add(law, -kNormalReach, kNormalReach);
}

void set_bates(const BtcConfiguration& btc, ModelPlan& plan) {
  const BatesConfiguration& bates = btc.bates;
  const double dt = 1.0 / kDaysPerYear;
  const double start = btc.initial_volatility > 0.0 ? btc.initial_volatility : btc.annual_volatility;
  plan.return_model = ReturnModel::bates;
  plan.initial_variance = rounded(start * start);
  plan.daily_drift = rounded((btc.annual_drift - jump_intensity(btc) * mean_jump_growth(btc)) * dt);
  plan.bates.days_to_years = rounded(dt);
  plan.bates.reversion = rounded(bates.mean_reversion * dt);
  plan.bates.long_variance = rounded(btc.annual_volatility * btc.annual_volatility);
  plan.bates.variance_deviation = rounded(bates.volatility_of_variance * std::sqrt(dt));
  plan.bates.correlation = rounded(bates.correlation);
  plan.bates.independent = rounded(std::sqrt(1.0 - bates.correlation * bates.correlation));
}

/// ln E[e^(factor x)] over the rows.
double log_growth(const std::vector<double>& rows, double factor) {
  double sum = 0.0;
  for (const double row : rows) sum += std::exp(factor * row);
  return std::log(sum / static_cast<double>(rows.size()));
}

/// Rows of BTC are centred; what makes annual_drift the drift of a day's E[S] stands beside them, by state too.
void set_bootstrap(const MarketConfiguration& market, Tables& tables, MarketPlan& plan) {
  const BootstrapConfiguration& rows = market.btc.bootstrap;
  const std::vector<double>* columns[kFactorCount] = {&rows.btc_rows, &rows.hashrate_rows, &rows.fee_rows,
                                                      &rows.power_rows, &rows.gpu_demand_rows};
  std::vector<double> centred = rows.btc_rows;
  double mean = 0.0;
  for (const double row : centred) mean += row / static_cast<double>(centred.size());
  for (double& row : centred) row -= mean;
  BootstrapPlan& bootstrap = plan.models.bootstrap;
  plan.models.return_model = ReturnModel::bootstrap;
  plan.models.daily_drift = rounded(market.btc.annual_drift / kDaysPerYear - log_growth(centred, 1.0));
  bootstrap.rows = rounded(static_cast<double>(centred.size()));
  bootstrap.restart = word_threshold(1.0 / rows.mean_block_days);
  for (int k = 0; k < kFactorCount; ++k) {
    if (columns[k]->empty()) continue;
    bootstrap.column[k] = tables.add_rows(k == 0 ? centred : *columns[k]);
    bootstrap.has_column[k] = 1;
  }
  for (std::size_t k = 0; k < market.regime.state.size(); ++k) {
    const RegimeStateConfiguration& state = market.regime.state[k];
    const double excess = log_growth(centred, state.btc_volatility_factor) - log_growth(centred, 1.0);
    plan.regime.daily_drift[k] = rounded(state.btc_drift / kDaysPerYear - excess);
  }
}

/// Jumps of the model regime where states differ in their intensity.
void set_state_jumps(const MarketConfiguration& market, MarketPlan& plan) {
  const std::vector<RegimeStateConfiguration>& states = market.regime.state;
  const bool alike = std::all_of(states.begin(), states.end(),
                                 [](const RegimeStateConfiguration& state) { return state.btc_jump_factor == 1.0; });
  const double intensity = jump_intensity(market.btc);
  if (market.btc.model != BtcModel::regime || alike || intensity == 0.0) return;
  plan.models.has_state_jumps = 1;
  for (std::size_t k = 0; k < states.size(); ++k) {
    const double factor = states[k].btc_jump_factor;
    const double excess = intensity * (factor - 1.0) * mean_jump_growth(market.btc) / kDaysPerYear;
    plan.regime.daily_drift[k] = rounded(static_cast<double>(plan.regime.daily_drift[k]) - excess);
    for (int days = 1; days <= kMaxStepDays; ++days) {
      if (plan.steps[days].days == 0.0F) continue;
      plan.models.state_jumps[days][k] = poisson_thresholds(factor * intensity * days / kDaysPerYear);
    }
  }
}

/// Factor c(v) in Phi^-1(F_nu(x)) = x c(v) / sqrt(1 + x^2 / nu), v = ln(1 + x^2 / nu).
std::vector<double> copula_margin(double degrees, double highest) {
  std::vector<double> factors;
  for (int knot = 0; knot < kKnots; ++knot) {
    // The limit at 0 is the ratio of the densities there; just above it the quotient is as good.
    const double v = std::max(highest * knot / (kKnots - 1), 1e-8 / degrees);
    const double x = std::sqrt(degrees * std::expm1(v));
    factors.push_back(normal_of_student_t(x, degrees) * std::exp(0.5 * v) / x);
  }
  return factors;
}

void set_copula(const DependenceConfiguration& dependence, Tables& tables, CopulaPlan& plan) {
  if (dependence.copula != Copula::student_t) return;
  const double degrees = dependence.degrees_of_freedom;
  plan.is_student_t = 1;
  plan.inverse_degrees = rounded(1.0 / degrees);
  const auto mixing = [&](double z) { return std::sqrt(degrees / chi_square_of_normal(z, degrees)); };
  plan.mixing = tables.add(at_scores(kKnots, mixing), -kNormalReach, kNormalReach);
  const double highest = kMarginReach * kMarginReach / degrees;
  plan.margin = tables.add(copula_margin(degrees, highest), 0.0, highest);
}

const EmpiricalConfiguration* find_law(const MarketConfiguration& market, std::string_view shock) {
  const auto found = std::find_if(market.empirical.begin(), market.empirical.end(),
                                  [&](const EmpiricalConfiguration& law) { return law.shock == shock; });
  return found == market.empirical.end() ? nullptr : &*found;
}

void set_empirical(const MarketConfiguration& market, Tables& tables, ModelPlan& plan) {
  EvenTable* const targets[] = {&plan.empirical_factor[0], &plan.empirical_factor[1], &plan.empirical_factor[2],
                                &plan.empirical_factor[3], &plan.empirical_factor[4], &plan.empirical_own_demand,
                                &plan.empirical_jump,      &plan.empirical_fee_spike};
  for (std::size_t k = 0; k < kEmpiricalShocks.size(); ++k) {
    const EmpiricalConfiguration* law = find_law(market, kEmpiricalShocks[k]);
    // GARCH takes the law of the BTC shock as that of its innovations.
    if (law == nullptr || (k == 0 && market.btc.model == BtcModel::gjr_garch)) continue;
    *targets[k] = tables.add(law->table, -kNormalReach, kNormalReach);
  }
}

/// Number of the step that holds a day, or -1.
std::int32_t step_of(const Date& date, const Date& start, const std::vector<MarketStep>& schedule) {
  std::int64_t day = days_from_date(start);
  const std::int64_t wanted = days_from_date(date);
  for (std::size_t index = 0; index < schedule.size(); ++index) {
    const std::int64_t end = day + schedule[index].days;
    if (wanted >= day && wanted < end) return static_cast<std::int32_t>(index);
    day = end;
  }
  return -1;
}

/// Generations before the start are in the rate already; those after the end do not matter.
GenerationPlan generation_plan(const GpuClassConfiguration& gpu, const Date& start,
                               const std::vector<MarketStep>& schedule) {
  GenerationPlan plan{};
  for (const GenerationConfiguration& generation : gpu.generation) {
    const std::int32_t step = step_of(generation.date, start, schedule);
    if (step < 0) continue;
    plan.step[plan.scheduled] = step;
    plan.log_change[plan.scheduled] = rounded(generation.log_change);
    plan.scheduled_deviation[plan.scheduled++] = rounded(generation.deviation);
  }
  for (int days = 1; days <= kMaxStepDays; ++days) {
    plan.arrival[days] = word_threshold(gpu.generation_intensity * days / kDaysPerYear);
  }
  plan.mean = rounded(gpu.generation_mean);
  plan.deviation = rounded(gpu.generation_deviation);
  return plan;
}

bool has_generations(const GpuClassConfiguration& gpu) {
  return gpu.generation_intensity > 0.0 || !gpu.generation.empty();
}

}  // namespace

bool is_jump_diffusion(BtcModel model) {
  return model == BtcModel::gbm || model == BtcModel::merton || model == BtcModel::regime;
}

double jump_intensity(const BtcConfiguration& btc) {
  const bool jumps = btc.model == BtcModel::merton || btc.model == BtcModel::regime || btc.model == BtcModel::bates;
  return jumps ? btc.jump_intensity : 0.0;
}

double mean_jump_growth(const BtcConfiguration& btc) {
  return std::expm1(btc.jump_mean + 0.5 * btc.jump_deviation * btc.jump_deviation);
}

std::vector<double> student_t_innovations(double degrees, double limit, int count) {
  const int half = count / 2;  // the score there is 0
  std::vector<double> values(static_cast<std::size_t>(count), 0.0);
  double last = 0.0;
  for (int knot = half + 1; knot < count; ++knot) {
    last = student_t_of_normal(score(knot, count), degrees, last);
    values[static_cast<std::size_t>(knot)] = last;
    values[static_cast<std::size_t>(count - 1 - knot)] = -last;
  }
  double low = 0.0;
  double high = limit;
  for (int k = 0; k < 60; ++k) {
    const double middle = 0.5 * (low + high);
    (mean_square(held(values, middle, limit)) < 1.0 ? low : high) = middle;
  }
  return held(values, low, limit);
}

std::vector<float> set_models(const Configuration& configuration, const std::vector<MarketStep>& schedule,
                              MarketPlan& plan) {
  const MarketConfiguration& market = configuration.market;
  ModelPlan& models = plan.models;
  Tables tables;
  if (market.btc.model == BtcModel::gjr_garch) set_gjr_garch(market.btc, find_law(market, "btc"), tables, models);
  if (market.btc.model == BtcModel::bates) set_bates(market.btc, models);
  if (market.btc.model == BtcModel::bootstrap) set_bootstrap(market, tables, plan);
  set_state_jumps(market, plan);
  set_copula(market.dependence, tables, models.copula);
  set_empirical(market, tables, models);
  for (std::size_t c = 0; c < market.gpu.size(); ++c) {
    models.generation[c] = generation_plan(market.gpu[c], configuration.run.start_date, schedule);
  }
  const bool extended = models.return_model != ReturnModel::jump_diffusion || models.has_state_jumps != 0 ||
                        models.copula.is_student_t != 0 || !market.empirical.empty() ||
                        std::any_of(market.gpu.begin(), market.gpu.end(), has_generations);
  models.is_extended = extended ? 1 : 0;
  return tables.take();
}

}  // namespace hashlease
