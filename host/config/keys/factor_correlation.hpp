#pragma once

/// The correlations that `market.dependence.correlation` gives, read in one place for checks, plan and report.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "config/keys/configuration.hpp"
#include "vocabulary/factors.hpp"

namespace hashlease {

/// Small dense square matrix, by rows.
using SquareMatrix = std::vector<std::vector<double>>;

/// What stands on either side of the comma of a key "a,b", without blanks and tabs around it.
struct FactorPair {
  std::array<std::string, 2> names;
  std::array<std::optional<Factor>, 2> factors;  // nothing: the name is not that of a factor

  bool is_known() const { return factors[0] && factors[1] && factors[0] != factors[1]; }
};

/// Nothing where a key has no comma.
std::optional<FactorPair> factor_pair(const std::string& key);

/// The key of a pair of factors: "btc,hashrate".
std::string pair_key(Factor first, Factor second);

/// The matrix over kFactorNames of the pairs given; unit diagonal, 0 where nothing was said.
/// Throws InputError for a key that does not name two factors; check_configuration reports such a key with its place.
SquareMatrix correlation_matrix(const DependenceConfiguration& dependence);

/// Lower-triangular L with L L^T = matrix, or nothing if a pivot is not above 1e-9: not positive definite.
std::optional<SquareMatrix> cholesky_factor(const SquareMatrix& matrix);

}  // namespace hashlease
