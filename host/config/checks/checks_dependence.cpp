#include <fmt/format.h>

#include <algorithm>
#include <cmath>
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

std::string name_at(const std::string& key, bool second) {
  const std::size_t comma = key.find(',');
  std::string name = second ? key.substr(comma + 1) : key.substr(0, comma);
  const std::size_t begin = name.find_first_not_of(' ');
  return begin == std::string::npos ? std::string() : name.substr(begin, name.find_last_not_of(' ') - begin + 1);
}

/// What is wrong with the pair that a key names, or empty.
std::string pair_violation(const std::string& key, std::set<std::pair<int, int>>& seen) {
  const std::vector<std::string> known(kFactorNames.begin(), kFactorNames.end());
  if (key.find(',') == std::string::npos) {
    return fmt::format("{} is not a pair \"a,b\" of {}", toml_string(key), joined(known));
  }
  const auto [first, second] = factor_pair(key);
  for (const auto& [number, is_second] : {std::pair{first, false}, std::pair{second, true}}) {
    if (number >= 0) continue;
    const std::string name = name_at(key, is_second);
    return fmt::format("{} is no factor; {}", toml_string(name), suggestion(name, known));
  }
  if (first == second)
    return fmt::format("{} is correlated with itself by 1", kFactorNames[static_cast<std::size_t>(first)]);
  if (!seen.insert(std::minmax(first, second)).second) return "this pair stands there twice";
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
      if (rounded != 0.0) pairs[fmt::format("{},{}", kFactorNames[i], kFactorNames[j])] = rounded;
    }
  }
  return {frobenius_distance(matrix, nearest), toml_text(Value(pairs))};
}

}  // namespace

void check_dependence(const DependenceConfiguration& dependence, Findings& findings) {
  std::set<std::pair<int, int>> seen;
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
