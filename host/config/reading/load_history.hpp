#pragma once

#include <filesystem>
#include <vector>

#include "config/findings/findings.hpp"
#include "config/keys/configuration.hpp"

namespace hashlease {

/// Reads the files that [market.btc.bootstrap] and [[market.empirical]] name into their rows and tables, so that a
/// configuration holds all that a study needs. What has rows or a table already is left alone. A file's name is
/// relative to the file that names it, or to `folder` when an option does. What is wrong is added to `findings`.
void load_history(Configuration& configuration, const std::filesystem::path& folder, Findings& findings);

/// Quantiles of a sample at `knots` even normal scores from -kNormalReach to kNormalReach, scaled to mean 0 and
/// variance 1 under linear interpolation. Between order statistics they are interpolated at (rank - 1/2) / n.
/// TailRule::none holds at the extremes; TailRule::pareto continues beyond tail_quantile with Hill's estimator (Hill
/// 1975). Throws HistoryError for a sample without spread, too few values for its tails, or a tail of infinite
/// variance.
std::vector<double> quantile_table(std::vector<double> sample, const EmpiricalConfiguration& law);

}  // namespace hashlease
