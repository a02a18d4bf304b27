#include "config/keys/factor_correlation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"

namespace hashlease {
namespace {

std::optional<Factor> factor_named(std::string_view name) {
  const auto found = std::find(kFactorNames.begin(), kFactorNames.end(), name);
  if (found == kFactorNames.end()) return std::nullopt;
  return static_cast<Factor>(found - kFactorNames.begin());
}

}  // namespace

std::optional<FactorPair> factor_pair(const std::string& key) {
  const std::size_t comma = key.find(',');
  if (comma == std::string::npos) return std::nullopt;
  FactorPair pair;
  const std::string_view text = key;
  pair.names = {std::string(trimmed(text.substr(0, comma))), std::string(trimmed(text.substr(comma + 1)))};
  pair.factors = {factor_named(pair.names[0]), factor_named(pair.names[1])};
  return pair;
}

std::string pair_key(Factor first, Factor second) { return fmt::format("{},{}", name_of(first), name_of(second)); }

SquareMatrix correlation_matrix(const DependenceConfiguration& dependence) {
  SquareMatrix matrix(kFactorCount, std::vector<double>(kFactorCount, 0.0));
  for (std::size_t k = 0; k < matrix.size(); ++k) matrix[k][k] = 1.0;
  for (const auto& [key, value] : dependence.correlation) {
    const std::optional<FactorPair> pair = factor_pair(key);
    if (!pair || !pair->is_known()) {
      throw InputError(fmt::format("market.dependence.correlation: \"{}\" is not a pair of factors", key));
    }
    const auto first = static_cast<std::size_t>(*pair->factors[0]);
    const auto second = static_cast<std::size_t>(*pair->factors[1]);
    matrix[first][second] = matrix[second][first] = value;
  }
  return matrix;
}

std::optional<SquareMatrix> cholesky_factor(const SquareMatrix& matrix) {
  constexpr double kLeastPivot = 1e-9;
  const std::size_t size = matrix.size();
  SquareMatrix factor(size, std::vector<double>(size, 0.0));
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double rest = matrix[i][j];
      for (std::size_t k = 0; k < j; ++k) rest -= factor[i][k] * factor[j][k];
      if (i != j) {
        factor[i][j] = rest / factor[j][j];
      } else if (rest > kLeastPivot) {
        factor[i][i] = std::sqrt(rest);
      } else {
        return std::nullopt;
      }
    }
  }
  return factor;
}

}  // namespace hashlease
