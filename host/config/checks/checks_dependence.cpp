#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "config/checks/checks.hpp"
#include "config/checks/correlation.hpp"
#include "config/findings/nearest.hpp"
#include "config/keys/parameters.hpp"
#include "vocabulary/factors.hpp"

namespace hashlease {
namespace {

const char* const kPath = "market.dependence.correlation";

/// What is wrong with the pair that a key names, or empty.
std::string pair_violation(const std::string& key, std::set<std::pair<Factor, Factor>>& seen) {
  const std::vector<std::string> known(kFactorNames.begin(), kFactorNames.end());
  const std::optional<FactorPair> pair = factor_pair(key);
  if (!pair) return fmt::format("{} is not a pair \"a,b\" of {}", toml_string(key), joined(known));
  for (std::size_t side = 0; side < 2; ++side) {
    const std::string& name = pair->names.at(side);
    if (!pair->factors.at(side))
      return fmt::format("{} is not a factor; {}", toml_string(name), suggestion(name, known));
  }
  const auto [first, second] = std::minmax(*pair->factors[0], *pair->factors[1]);
  if (first == second) return fmt::format("{} is correlated with itself by 1; remove this pair", name_of(first));
  if (!seen.insert({first, second}).second) return "this pair is given twice";
  return {};
}

/// The nearest correlation matrix with rounded values, as a TOML value that this program accepts.
struct Suggestion {
  double distance;
  std::string toml;
};

Suggestion nearest_definite(const SquareMatrix& matrix) {
  constexpr double kLeastEigenvalue = 1e-4;
  SquareMatrix nearest = nearest_correlation(matrix, kLeastEigenvalue);
  std::map<std::string, double> pairs;
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    for (std::size_t j = i + 1; j < nearest.size(); ++j) {
      // Six decimals move no eigenvalue by more than 3e-6.
      const double rounded = std::round(nearest[i][j] * 1e6) / 1e6;
      nearest[i][j] = nearest[j][i] = rounded;
      if (rounded != 0.0) pairs[pair_key(static_cast<Factor>(i), static_cast<Factor>(j))] = rounded;
    }
  }
  return {frobenius_distance(matrix, nearest), toml_text(Value(pairs))};
}

}  // namespace

void check_dependence(const DependenceConfiguration& dependence, Findings& findings) {
  std::set<std::pair<Factor, Factor>> seen;
  for (const auto& [key, value] : dependence.correlation) {
    const std::string violation = pair_violation(key, seen);
    if (!violation.empty()) findings.add(std::string(kPath) + "." + key, violation);
  }
  if (findings.touch(kPath)) return;
  const SquareMatrix matrix = correlation_matrix(dependence);
  if (cholesky_factor(matrix)) return;
  const Suggestion suggested = nearest_definite(matrix);
  findings.add(kPath, fmt::format("not positive definite: the smallest eigenvalue is {:.3g}; the nearest correlation "
                                  "matrix with eigenvalues from 0.0001 (Higham 2002), at Frobenius distance {:.3g}, is "
                                  "correlation = {}",
                                  symmetric_eigen(matrix).values.front(), suggested.distance, suggested.toml));
}

}  // namespace hashlease
