#include "plan/build_models.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/special_functions.hpp"
#include "plan/build_market.hpp"
#include "plan/step_constants.hpp"
#include "vocabulary/date.hpp"
#include "vocabulary/empirical_shocks.hpp"

namespace hashlease {
namespace {

/// No Student-t variate of the copula is mapped to a normal beyond about 9.
constexpr double kMarginReach = 9.0;

/// Phi^-1(F_nu(x)) / x by growth = 1 + x^2 / nu, at the knots of an OctaveTable up to `intervals`.
std::vector<double> copula_margin(double degrees, int intervals) {
  std::vector<double> factors;
  for (int knot = 0; knot <= intervals; ++knot) {
    // The limit at 1 is the ratio of the densities at 0; just above it the quotient is as good.
    const double growth = StudyTables::octave_knot(static_cast<std::size_t>(knot));
    const double x = std::sqrt(degrees * std::max(growth - 1.0, 1e-8 / degrees));
    factors.push_back(normal_of_student_t(x, degrees) / x);
  }
  return factors;
}

void set_copula(const DependenceConfiguration& dependence, StudyTables& tables, CopulaPlan& plan) {
  if (dependence.copula != Copula::student_t) return;
  const double degrees = dependence.degrees_of_freedom;
  plan.is_student_t = 1;
  plan.inverse_degrees = rounded(1.0 / degrees);
  const auto mixing = [&](double z) { return std::sqrt(degrees / chi_square_of_normal(z, degrees)); };
  plan.mixing = tables.add(at_scores(kKnots, mixing), -kNormalReach, kNormalReach);
  // Wallace (1959): z^2 is about nu ln(1 + x^2 / nu).
  const double octaves = kMarginReach * kMarginReach / (degrees * std::log(2.0));
  const int intervals = static_cast<int>(std::ceil(std::min(octaves, 100.0) * kOctaveIntervals));
  plan.margin = tables.add_octaves(copula_margin(degrees, intervals));
}

/// Shocks of a heavy tail are held where they move y = asinh(p / 10) by 20, beyond any cap and floor: exponentials of
/// more could overflow.
void set_power_limits(MarketPlan& plan) {
  constexpr double kReach = 20.0;
  for (int days = 1; days <= kMaxStepDays; ++days) {
    const auto scale = static_cast<double>(plan.steps[days].power_scale);
    plan.models.power_limit[days] = rounded(kReach / std::max(scale, 1e-6));
  }
}

const EmpiricalConfiguration* find_law(const MarketConfiguration& market, std::string_view shock) {
  const auto found = std::find_if(market.empirical.begin(), market.empirical.end(),
                                  [&](const EmpiricalConfiguration& law) { return law.shock == shock; });
  return found == market.empirical.end() ? nullptr : &*found;
}

void set_empirical(const MarketConfiguration& market, StudyTables& tables, ModelPlan& plan) {
  std::vector<EvenTable*> targets;
  for (EvenTable& target : plan.empirical_factor) targets.push_back(&target);
  // In the order of kFurtherShocks.
  targets.insert(targets.end(), {&plan.empirical_own_demand, &plan.empirical_jump, &plan.empirical_fee_spike});
  for (std::size_t k = 0; k < kEmpiricalShocks.size(); ++k) {
    const EmpiricalConfiguration* law = find_law(market, kEmpiricalShocks[k]);
    // GARCH takes the law of the BTC shock as that of its innovations.
    const bool is_innovation = kEmpiricalShocks[k] == name_of(Factor::btc) && market.btc.model == BtcModel::gjr_garch;
    if (law == nullptr || is_innovation) continue;
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

std::vector<float> set_models(const Configuration& configuration, const std::vector<MarketStep>& schedule,
                              MarketPlan& plan) {
  const MarketConfiguration& market = configuration.market;
  ModelPlan& models = plan.models;
  StudyTables tables;
  set_btc_model(market, find_law(market, name_of(Factor::btc)), tables, plan);
  set_copula(market.dependence, tables, models.copula);
  set_empirical(market, tables, models);
  set_power_limits(plan);
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
