/// The real hashrate through the model's chain, against the real difficulty.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "market/market_path.hpp"
#include "market/support/market_tapes.hpp"

namespace hashlease::testing {
namespace {

struct Day {
  std::string date;
  double hashrate;  // [EH/s]
  double difficulty;
  double blocks;
};

/// btc_network_daily.csv of the folder HASHLEASE_DATA, or of shared/data beside the source tree; empty when absent.
std::vector<Day> read_days() {
  const char* folder = std::getenv("HASHLEASE_DATA");
  std::ifstream file(std::string(folder != nullptr ? folder : HASHLEASE_SOURCE_DIR "/../shared/data") +
                     "/btc_network_daily.csv");
  std::vector<Day> days;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    days.push_back({cells.at(0), std::stod(cells.at(2)) / 1e6, std::stod(cells.at(3)), std::stod(cells.at(6))});
  }
  return days;
}

/// Height at the end of the day before `first`, counted back from block 840,000, the first one of 2024-04-20 (UTC).
std::int64_t height_before(const std::vector<Day>& days, std::size_t first) {
  double height = 839'999.0;
  for (std::size_t k = first; days[k].date < "2024-04-20"; ++k) height -= days[k].blocks;
  return static_cast<std::int64_t>(height);
}

/// Log difficulty at the end of each day, from that of the first day on.
std::vector<double> replay(const std::vector<Day>& days, std::size_t first, double hashrate_factor) {
  Configuration configuration = calm_configuration();
  NetworkConfiguration& network = configuration.market.network;
  network.difficulty = days[first].difficulty;
  network.hashrate = days[first].hashrate;
  network.block_height = height_before(days, first);
  const MarketPlan plan = MarketStudy(configuration).plan;
  NetworkState<float> state = initial_network<float>(plan);
  std::vector<double> log_difficulty;
  for (std::size_t k = first; k < days.size(); ++k) {
    const double growth = std::pow(hashrate_factor, static_cast<double>(k - first) / 365.25);
    const double unit_rate =
        days[k].hashrate * growth / days[first].hashrate * static_cast<double>(plan.blocks_per_day);
    mine_blocks(1.0F, static_cast<float>(unit_rate), state);
    log_difficulty.push_back(std::log(network.difficulty / static_cast<double>(state.inverse_difficulty)));
  }
  return log_difficulty;
}

/// Real and simulated change of log difficulty over each retarget, taken two days either side of it.
struct Steps {
  double worst_level = 0.0, worst_step = 0.0, squares = 0.0;
  int count = 0;
};

Steps compare(const std::vector<Day>& days, std::size_t first, const std::vector<double>& simulated) {
  Steps steps;
  const auto real = [&](std::size_t k) { return std::log(days[first + k].difficulty); };
  for (std::size_t k = 30; k + 3 < simulated.size(); ++k) {
    const bool steady = std::abs(real(k - 2) - real(k - 1)) < 1e-6 && std::abs(real(k + 1) - real(k + 2)) < 1e-6;
    if (!steady || std::abs(real(k + 1) - real(k - 1)) < 1e-6 || std::abs(real(k) - real(k - 1)) < 1e-6) continue;
    const double error = (simulated[k + 2] - simulated[k - 2]) - (real(k + 2) - real(k - 2));
    steps.worst_step = std::max(steps.worst_step, std::abs(error));
    steps.worst_level = std::max(steps.worst_level, std::abs(simulated[k + 2] - real(k + 2)));
    steps.squares += error * error;
    ++steps.count;
  }
  return steps;
}

TEST(DifficultyReplayTest, RealHashrateGivesRealDifficulty) {
  const std::vector<Day> days = read_days();
  if (days.empty()) GTEST_SKIP() << "btc_network_daily.csv is not there (set HASHLEASE_DATA to its folder)";
  std::size_t first = 0;
  while (days[first].date < "2016-01-01") ++first;
  const Steps steps = compare(days, first, replay(days, first, 1.0));
  const double rms = std::sqrt(steps.squares / steps.count);
  std::printf("%d retargets from 2016: steps within %.2f %% (rms %.2f %%), level within %.2f %%\n", steps.count,
              100 * steps.worst_step, 100 * rms, 100 * steps.worst_level);
  EXPECT_GT(steps.count, 200);
  EXPECT_LT(rms, 0.01);
  EXPECT_LT(steps.worst_step, 0.03);
  EXPECT_LT(steps.worst_level, 0.03);
  // Twin: a hashrate that grows 1 % a year too fast drifts away.
  EXPECT_GT(compare(days, first, replay(days, first, 1.01)).worst_level, 0.05);
}

}  // namespace
}  // namespace hashlease::testing
