#pragma once

/// Tests of the coverage of predicted quantiles: whether outcomes fall outside as often as they should, and without
/// clusters. An outcome beyond its predicted quantile is an exceedance. Each likelihood ratio comes with the p-value of
/// its asymptotic law and an exact one for small samples.

#include <cstdint>
#include <vector>

namespace hashlease {

/// Exceedances in order of time, counted.
struct ExceedanceCounts {
  int outcomes = 0;     // n
  int exceedances = 0;  // x
  // Pairs of successive outcomes, by whether the first and the second exceed.
  int neither = 0;
  int only_second = 0;
  int only_first = 0;
  int both = 0;
};

/// @param exceeds  [time], 1 for an exceedance
ExceedanceCounts count_exceedances(const std::vector<std::int8_t>& exceeds);

/// A statistic with its asymptotic and its exact p-value.
struct LikelihoodRatio {
  double statistic = 0.0;
  double p_value = 1.0;        // of the chi-squared law it tends to
  double exact_p_value = 1.0;  // of its law in samples of this size
};

/// Two-sided exact binomial p-value: the probability of all counts that are no more likely than `x` of `n` at
/// probability p (the method of small p-values of Blaker's and Sterne's intervals, as R's binom.test). 1 for n = 0.
double exact_binomial_p_value(int n, int x, double p);

/// P(count <= x) of a binomial count of n at probability p.
double binomial_distribution(int n, int x, double p);

/// Proportion of failures (Kupiec 1995, "Techniques for verifying the accuracy of risk measurement models"): the
/// likelihood ratio of probability x / n against p, chi-squared with one degree. The exact p-value is the binomial one.
LikelihoodRatio proportion_of_failures(const ExceedanceCounts& counts, double p);

/// Independence (Christoffersen 1998, "Evaluating interval forecasts"): the likelihood ratio of a first-order Markov
/// chain against independent exceedances, chi-squared with one degree. The exact p-value is conditional on the number
/// of exceedances: every order of them is then equally likely, and orders with the same runs are counted together.
/// Without exceedances, and with nothing else, the statistic is 0.
LikelihoodRatio independence(const ExceedanceCounts& counts);

/// Conditional coverage (Christoffersen 1998): the sum of both, chi-squared with two degrees; the exact p-value sums
/// over every count and order of independent exceedances of probability p.
LikelihoodRatio conditional_coverage(const ExceedanceCounts& counts, double p);

/// Traffic light of the Basel Committee (1996, "Supervisory framework for the use of backtesting"): yellow from the
/// count whose cumulative probability reaches 95 %, red from 99.99 %. At n = 250 and p = 1 %: green 0 to 4, yellow 5 to
/// 9, red from 10.
enum class BaselZone : std::int8_t { green, yellow, red };
BaselZone basel_zone(int n, int x, double p);

}  // namespace hashlease
