#pragma once

/// The models of the BTC price. A new one is a row here, its equations in market/, its constants in plan/ and its fit
/// in calibrate/; key words, checks, the models that `backtest` and `calibrate` take and the report go by this table.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hashlease {

enum class BtcModel { gbm, merton, gjr_garch, regime, bates, bootstrap };

/// How the return of a step comes about. Returns of all but the first are those of a day, so their models need daily
/// steps.
enum class ReturnModel : std::int32_t { jump_diffusion, gjr_garch, bates, bootstrap };

struct BtcModelRow {
  std::string_view name;  // the word of market.btc.model
  ReturnModel returns;
  bool has_jumps;             // jump_intensity, jump_mean and jump_deviation matter
  std::string_view section;   // the table of the market with the keys that only this model reads; "" where it has none
  std::string_view omission;  // what the model leaves out, for the limits of a report
};

inline constexpr std::array kBtcModels = {
    BtcModelRow{"gbm", ReturnModel::jump_diffusion, false, "",
                "BTC's jumps and clusters of volatility. The model here is a geometric Brownian motion with one "
                "volatility, so short horizons look too calm in their tails."},
    BtcModelRow{"merton", ReturnModel::jump_diffusion, true, "",
                "Regimes of BTC's volatility. Between jumps the model has one volatility."},
    BtcModelRow{"gjr_garch", ReturnModel::gjr_garch, false, "btc.gjr_garch",
                "Changes of BTC's long-run volatility. The model's clusters of volatility die out within months, and "
                "the level they return to is one figure."},
    BtcModelRow{"regime", ReturnModel::jump_diffusion, true, "regime",
                "Clusters of volatility within a regime of BTC. The states and how long they last are few figures from "
                "few episodes."},
    BtcModelRow{"bates", ReturnModel::bates, true, "btc.bates",
                "Changes of BTC's long-run volatility. The model's variance returns to one level."},
    BtcModelRow{"bootstrap", ReturnModel::bootstrap, false, "btc.bootstrap",
                "What BTC's history has not seen. The model repeats blocks of days that happened; no day is worse than "
                "the worst of them."},
};

constexpr const BtcModelRow& row_of(BtcModel model) {
  return kBtcModels[static_cast<std::size_t>(model)];  // NOLINT(*-constant-array-index)
}

/// The words of a configuration for them, in the order of the enum.
inline constexpr auto kBtcModelNames = [] {
  std::array<std::string_view, kBtcModels.size()> names{};
  for (std::size_t k = 0; k < names.size(); ++k) names[k] = kBtcModels[k].name;
  return names;
}();

constexpr std::string_view name_of(BtcModel model) { return row_of(model).name; }

/// Nothing for a word that is not that of a model.
constexpr std::optional<BtcModel> btc_model_named(std::string_view name) {
  for (std::size_t k = 0; k < kBtcModels.size(); ++k) {
    if (kBtcModels[k].name == name) return static_cast<BtcModel>(k);
  }
  return std::nullopt;
}

/// gbm, merton and regime: returns of constant volatility, up to the regime's factor, and perhaps jumps.
constexpr bool is_jump_diffusion(BtcModel model) { return row_of(model).returns == ReturnModel::jump_diffusion; }
constexpr bool needs_daily_steps(BtcModel model) { return !is_jump_diffusion(model); }

}  // namespace hashlease
