#pragma once

/// A history that is known through and through: GBM price, 144 blocks a day, difficulty that grows at every retarget.

#include <cmath>
#include <cstdint>
#include <random>

#include "calibrate/histories/history_btc.hpp"

namespace hashlease::testing {

struct SyntheticHistory {
  std::int64_t first_day = 17532;  // 2018-01-01
  int days = 1200;
  double annual_volatility = 0.6;
  double retarget_growth = 0.02;         // of ln difficulty
  std::int64_t height_before = 400'050;  // of the last block before the first day
  std::uint64_t seed = 1;
};

inline double standard_normal(std::mt19937_64& words) {
  const auto uniform = [&] { return (static_cast<double>(words() >> 11) + 0.5) * 0x1p-53; };
  const double radius = std::sqrt(-2.0 * std::log(uniform()));
  return radius * std::cos(6.283185307179586 * uniform());
}

/// Difficulty that block `height` is mined at.
inline double difficulty_of(const SyntheticHistory& synthetic, std::int64_t height) {
  return 1e12 *
         std::exp(synthetic.retarget_growth * static_cast<double>(height / 2016 - synthetic.height_before / 2016));
}

inline BtcHistory make_history(const SyntheticHistory& synthetic) {
  constexpr int kBlocks = 144;
  BtcHistory history;
  history.source = "synthetic";
  history.first_day = synthetic.first_day;
  std::mt19937_64 words(synthetic.seed);
  double log_price = std::log(10'000.0);
  std::int64_t height = synthetic.height_before;
  const double deviation = synthetic.annual_volatility / std::sqrt(365.25);
  for (int day = 0; day < synthetic.days; ++day) {
    double issuance = 0.0, difficulty = 0.0;
    for (int block = 0; block < kBlocks; ++block) {
      ++height;
      issuance += 50.0 / std::exp2(static_cast<double>(height / 210'000));
      difficulty += difficulty_of(synthetic, height) / kBlocks;
    }
    history.price.push_back(std::exp(log_price));
    history.blocks.push_back(kBlocks);
    history.issuance.push_back(issuance);
    history.fees.push_back(0.02 * issuance * std::exp(0.1 * standard_normal(words)));
    history.difficulty.push_back(difficulty);
    history.hashrate.push_back(difficulty * 4294967296.0 * kBlocks / 86400.0 / 1e18);
    log_price += deviation * standard_normal(words) - 0.5 * deviation * deviation;
  }
  return history;
}

}  // namespace hashlease::testing
