#include "backtest/coverage_tests.hpp"

#include <algorithm>
#include <cmath>

namespace hashlease {

namespace {

/// Ties in exact laws are equal up to rounding.
constexpr double kTie = 1e-7;
/// Counts less likely than this are left out of sums over all counts.
constexpr double kNegligible = 1e-15;

/// a ln(b), 0 for a = 0.
double times_log(double a, double b) { return a > 0.0 ? a * std::log(b) : 0.0; }

double log_choose(int n, int k) { return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0); }

double binomial_probability(int n, int x, double p) {
  return std::exp(log_choose(n, x) + times_log(x, p) + times_log(n - x, 1.0 - p));
}

/// Survival function of the chi-squared law with one degree of freedom, and with two.
double chi_squared_1(double statistic) { return std::erfc(std::sqrt(std::max(statistic, 0.0) / 2.0)); }
double chi_squared_2(double statistic) { return std::exp(-std::max(statistic, 0.0) / 2.0); }

double failures_statistic(int n, int x, double p) {
  if (n == 0) return 0.0;
  const double observed = static_cast<double>(x) / n;
  const double expected_log = times_log(n - x, 1.0 - p) + times_log(x, p);
  const double observed_log = times_log(n - x, 1.0 - observed) + times_log(x, observed);
  return std::max(-2.0 * (expected_log - observed_log), 0.0);
}

/// Log-likelihood of `hits` among `trials` at its own frequency.
double own_log_likelihood(int trials, int hits) {
  if (trials == 0) return 0.0;
  const double share = static_cast<double>(hits) / trials;
  return times_log(hits, share) + times_log(trials - hits, 1.0 - share);
}

double independence_statistic(const ExceedanceCounts& c) {
  const int after_none = c.neither + c.only_second;
  const int after_one = c.only_first + c.both;
  const double pooled = own_log_likelihood(after_none + after_one, c.only_second + c.both);
  const double chain = own_log_likelihood(after_none, c.only_second) + own_log_likelihood(after_one, c.both);
  return std::max(2.0 * (chain - pooled), 0.0);
}

/// Calls visit(counts, ln of their number) for every kind of order of x exceedances among n outcomes: r runs of
/// exceedances, beginning and ending with one or not, leave g groups of other outcomes; there are C(x - 1, r - 1) C(n -
/// x - 1, g - 1) such orders.
template <class Visit>
void for_each_order(int n, int x, Visit visit) {
  const int others = n - x;
  if (x == 0 || others == 0) {
    ExceedanceCounts counts{n, x, 0, 0, 0, 0};
    (x == 0 ? counts.neither : counts.both) = std::max(n - 1, 0);
    visit(counts, 0.0);
    return;
  }
  for (int runs = 1; runs <= x; ++runs) {
    for (int ends = 0; ends < 4; ++ends) {
      const int first = ends & 1, last = ends >> 1;
      const int groups = runs + 1 - first - last;
      if (groups < 1 || groups > others) continue;
      const ExceedanceCounts counts{n, x, others - groups, runs - first, runs - last, x - runs};
      visit(counts, log_choose(x - 1, runs - 1) + log_choose(others - 1, groups - 1));
    }
  }
}

}  // namespace

ExceedanceCounts count_exceedances(const std::vector<std::int8_t>& exceeds) {
  ExceedanceCounts counts;
  for (std::size_t k = 0; k < exceeds.size(); ++k) {
    ++counts.outcomes;
    counts.exceedances += exceeds[k];
    if (k == 0) continue;
    int& pair = exceeds[k - 1] != 0 ? (exceeds[k] != 0 ? counts.both : counts.only_first)
                                    : (exceeds[k] != 0 ? counts.only_second : counts.neither);
    ++pair;
  }
  return counts;
}

double exact_binomial_p_value(int n, int x, double p) {
  const double observed = binomial_probability(n, x, p);
  double sum = 0.0;
  for (int count = 0; count <= n; ++count) {
    const double probability = binomial_probability(n, count, p);
    if (probability <= observed * (1.0 + kTie)) sum += probability;
  }
  return std::min(sum, 1.0);
}

double binomial_distribution(int n, int x, double p) {
  double sum = 0.0;
  for (int count = 0; count <= x; ++count) sum += binomial_probability(n, count, p);
  return std::min(sum, 1.0);
}

LikelihoodRatio proportion_of_failures(const ExceedanceCounts& counts, double p) {
  const double statistic = failures_statistic(counts.outcomes, counts.exceedances, p);
  return {statistic, chi_squared_1(statistic), exact_binomial_p_value(counts.outcomes, counts.exceedances, p)};
}

LikelihoodRatio independence(const ExceedanceCounts& counts) {
  const double statistic = independence_statistic(counts);
  const double all = log_choose(counts.outcomes, counts.exceedances);
  double exact = 0.0;
  for_each_order(counts.outcomes, counts.exceedances, [&](const ExceedanceCounts& order, double log_number) {
    if (independence_statistic(order) >= statistic - kTie) exact += std::exp(log_number - all);
  });
  return {statistic, chi_squared_1(statistic), std::min(exact, 1.0)};
}

LikelihoodRatio conditional_coverage(const ExceedanceCounts& counts, double p) {
  const int n = counts.outcomes;
  const double statistic = failures_statistic(n, counts.exceedances, p) + independence_statistic(counts);
  double exact = 0.0;
  for (int x = 0; x <= n; ++x) {
    if (binomial_probability(n, x, p) < kNegligible) continue;
    const double each = times_log(x, p) + times_log(n - x, 1.0 - p);
    const double failures = failures_statistic(n, x, p);
    for_each_order(n, x, [&](const ExceedanceCounts& order, double log_number) {
      if (failures + independence_statistic(order) >= statistic - kTie) exact += std::exp(log_number + each);
    });
  }
  return {statistic, chi_squared_2(statistic), std::min(exact, 1.0)};
}

BaselZone basel_zone(int n, int x, double p) {
  const double cumulative = binomial_distribution(n, x, p);
  if (cumulative < 0.95) return BaselZone::green;
  return cumulative < 0.9999 ? BaselZone::yellow : BaselZone::red;
}

}  // namespace hashlease
