#include "config/reading/load_history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/special_functions.hpp"
#include "config/reading/history_file.hpp"
#include "vocabulary/empirical_shocks.hpp"

namespace hashlease {
namespace {

constexpr std::size_t kLeastRows = 30;
const char* const kBootstrap = "market.btc.bootstrap";

std::filesystem::path resolved(const std::string& file, const Place& place, const std::filesystem::path& folder) {
  const bool in_a_file = place.line > 0 && place.rank == 1;
  return ((in_a_file ? std::filesystem::path(place.source).parent_path() : folder) / file).lexically_normal();
}

void standardise(std::vector<double>& values) {
  const double n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double square = 0.0;
  for (double& value : values) {
    value -= mean;
    square += value * value / n;
  }
  if (!(square > 0.0)) throw HistoryError("all values of the column are the same");
  for (double& value : values) value /= std::sqrt(square);
}

enum class Scale { logarithm, power };

std::vector<double> transformed(std::vector<double> levels, Scale scale) {
  for (double& level : levels) {
    if (scale == Scale::logarithm && level <= 0.0) {
      throw HistoryError(fmt::format("the level {} is not above 0", level));
    }
    level = scale == Scale::logarithm ? std::log(level) : std::asinh(level / 10.0);
  }
  return levels;
}

/// What each row adds to `persistence` times the row before.
std::vector<double> innovations(const std::vector<double>& levels, double persistence) {
  std::vector<double> rows;
  for (std::size_t k = 1; k < levels.size(); ++k) rows.push_back(levels[k] - persistence * levels[k - 1]);
  return rows;
}

double daily_persistence(double half_life_days) {
  return half_life_days > 0.0 ? std::exp2(-1.0 / half_life_days) : 0.0;
}

/// Over a day, of the state that the model of a factor has.
double model_persistence(const MarketConfiguration& market, Factor factor) {
  switch (factor) {
    case Factor::fee: return daily_persistence(market.network.fee_half_life_days);
    case Factor::power: return daily_persistence(market.power.ou_half_life_days);
    case Factor::gpu_demand: return daily_persistence(market.gpu_demand.half_life_months * (kDaysPerYear / 12.0));
    default: return 1.0;
  }
}

/// The rows that a column of levels gives a factor: log returns of BTC, standardised innovations of the others.
std::vector<double> read_rows(const std::filesystem::path& file, const MarketConfiguration& market, Factor factor) {
  const std::vector<double> levels = read_history_column(file, market.btc.bootstrap.column_of(factor));
  if (levels.size() < kLeastRows + 1 || levels.size() > kMaxHistoryRows + 1) {
    throw HistoryError(fmt::format("{} has {} rows; {} to {} are allowed", file.string(), levels.size(), kLeastRows + 1,
                                   kMaxHistoryRows + 1));
  }
  const Scale scale = factor == Factor::power ? Scale::power : Scale::logarithm;
  std::vector<double> rows = innovations(transformed(levels, scale), model_persistence(market, factor));
  if (factor != Factor::btc) standardise(rows);
  return rows;
}

void load_bootstrap(MarketConfiguration& market, const std::filesystem::path& folder, Findings& findings) {
  BootstrapConfiguration& bootstrap = market.btc.bootstrap;
  const std::string path = kBootstrap;
  if (market.btc.model != BtcModel::bootstrap || !bootstrap.btc_rows.empty()) return;
  if (bootstrap.file.empty() || bootstrap.btc_column.empty()) {
    findings.add(path, "the model bootstrap needs file and btc_column, or btc_rows");
    return;
  }
  const std::filesystem::path file = resolved(bootstrap.file, findings.place_of(path + ".file"), folder);
  for (int k = 0; k < kFactorCount; ++k) {
    const auto factor = static_cast<Factor>(k);
    if (bootstrap.column_of(factor).empty()) continue;
    try {
      bootstrap.rows_of(factor) = read_rows(file, market, factor);
    } catch (const InputError& error) {
      findings.add(fmt::format("{}.{}_column", path, name_of(factor)), error.what());
    }
  }
}

double sample_quantile(const std::vector<double>& sorted, double probability) {
  const double position = probability * static_cast<double>(sorted.size()) - 0.5;
  const double held = std::clamp(position, 0.0, static_cast<double>(sorted.size() - 1));
  const auto below = static_cast<std::size_t>(held);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (held - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// The upper tail of a sorted sample: x (p / p_0)^-shape for p = P(X > x) below p_0 = 1 - quantile.
struct ParetoTail {
  double threshold;
  double shape;
  double probability;
};

ParetoTail hill_tail(const std::vector<double>& sorted, double quantile) {
  const double threshold = sample_quantile(sorted, quantile);
  constexpr int kLeastExceedances = 20;
  double sum = 0.0;
  int count = 0;
  for (auto value = sorted.rbegin(); value != sorted.rend() && *value > threshold; ++value, ++count) {
    if (threshold > 0.0) sum += std::log(*value / threshold);
  }
  if (!(threshold > 0.0) || count < kLeastExceedances) {
    throw HistoryError(
        fmt::format("a Pareto tail needs {} values beyond tail_quantile on the far side of the mean; the sample has "
                    "{}",
                    kLeastExceedances, threshold > 0.0 ? count : 0));
  }
  const double shape = sum / count;
  if (shape >= 0.5) {
    throw HistoryError(
        fmt::format("the Pareto tail has an index of {:.3g}; at or below 2 its variance is infinite", 1.0 / shape));
  }
  return {threshold, shape, 1.0 - quantile};
}

double tail_value(const ParetoTail& tail, double probability) {
  return tail.threshold * std::pow(probability / tail.probability, -tail.shape);
}

/// Shifts and scales a table to mean 0 and variance 1 under the normal law of its scores, linear between knots.
void normalise(std::vector<double>& table) {
  constexpr int kPieces = 64;
  double mass = 0.0, mean = 0.0, square = 0.0;
  const double width = 2.0 * kNormalReach / static_cast<double>(table.size() - 1);
  for (std::size_t k = 0; k + 1 < table.size(); ++k) {
    for (int piece = 0; piece < kPieces; ++piece) {
      const double share = (piece + 0.5) / kPieces;
      const double z = -kNormalReach + (static_cast<double>(k) + share) * width;
      const double weight = std::exp(-0.5 * z * z);
      const double value = table[k] + share * (table[k + 1] - table[k]);
      mass += weight;
      mean += weight * value;
      square += weight * value * value;
    }
  }
  mean /= mass;
  const double deviation = std::sqrt(square / mass - mean * mean);
  for (double& value : table) value = (value - mean) / deviation;
}

}  // namespace

std::vector<double> quantile_table(std::vector<double> sample, const EmpiricalConfiguration& law) {
  if (sample.size() < kLeastRows) {
    throw HistoryError(fmt::format("the sample has {} values; at least {} are needed", sample.size(), kLeastRows));
  }
  standardise(sample);
  std::sort(sample.begin(), sample.end());
  const bool pareto = law.tail == TailRule::pareto;
  std::vector<double> mirrored(sample.rbegin(), sample.rend());
  for (double& value : mirrored) value = -value;
  const ParetoTail upper = pareto ? hill_tail(sample, law.tail_quantile) : ParetoTail{};
  const ParetoTail lower = pareto ? hill_tail(mirrored, law.tail_quantile) : ParetoTail{};
  std::vector<double> table;
  const double width = 2.0 * kNormalReach / static_cast<double>(law.knots - 1);
  for (std::int64_t k = 0; k < law.knots; ++k) {
    const double z = -kNormalReach + static_cast<double>(k) * width;
    const double below = normal_distribution(z);
    const double above = normal_distribution(-z);
    double value = sample_quantile(sample, below);
    if (pareto && above < upper.probability) value = tail_value(upper, above);
    if (pareto && below < lower.probability) value = -tail_value(lower, below);
    table.push_back(value);
  }
  normalise(table);
  return table;
}

void load_history(Configuration& configuration, const std::filesystem::path& folder, Findings& findings) {
  if (!findings.touch(kBootstrap)) load_bootstrap(configuration.market, folder, findings);
  for (EmpiricalConfiguration& law : configuration.market.empirical) {
    const std::string path = "market.empirical." + law.shock;
    if (!law.table.empty() || findings.touch(path)) continue;
    try {
      if (law.file.empty() || law.column.empty())
        throw HistoryError("an empirical law needs file and column, or table");
      const auto file = resolved(law.file, findings.place_of(path + ".file"), folder);
      law.table = quantile_table(read_history_column(file, law.column), law);
    } catch (const InputError& error) {
      findings.add(path, error.what());
    }
  }
}

}  // namespace hashlease
