#pragma once

#include <cstdint>
#include <vector>

#include "stats/measures/column_distribution.hpp"
#include "stats/measures/moments.hpp"
#include "vocabulary/losses.hpp"

namespace hashlease {

/// Value at risk and expected shortfall of losses L = reference - x at one level; the reference is the sample mean or
/// 0.
struct TailEstimate {
  Estimate value_at_risk;
  Estimate expected_shortfall;
  /// Exact for the sample; otherwise x is known within one bin (2^-9 of its size), and so are both measures: values in
  /// the tail stand in for each other within their bins.
  bool exact = false;
};

/// With n values, k = ceil(n a) and q = x_(n - k + 1):
///   VaR_a = reference - q, the a-quantile of the losses (type 1);
///   ES_a = (E[L; L > VaR] + VaR (1 - a - P(L > VaR))) / (1 - a)
///        = reference - q - sum over the n - k lowest of (x - q) / (n (1 - a)),
/// the coherent form for samples and atoms (Acerbi & Tasche 2002). No floor at zero.
/// Standard errors from influence functions, p = 1 - a, 1 / f from the order statistics about rank n p:
///   q: (p - 1{x <= q}) / f;   tail mean T: q + (x - q) 1{x <= q} / p - T;   mean: x - mean (absent for reference 0).
/// NaN where the sample is too small for 1 / f.
TailEstimate tail_estimate(const ColumnDistribution& distribution, const ColumnMoments& moments, double level,
                           LossReference reference);

/// Adds the ranks that tail_estimate reads, for ColumnDistribution::refine.
void add_tail_ranks(std::vector<std::uint64_t>& ranks, std::uint64_t n, double level);

}  // namespace hashlease
