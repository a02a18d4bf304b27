#include <fmt/format.h>

#include "base/error.hpp"
#include "calibrate/calibration.hpp"

namespace hashlease {

namespace {

template <class Part>
void set_once(std::optional<Part>& place, Part part, HistoryErrors& errors) {
  if (place) errors.add(part.source, 0, fmt::format("is of the same kind as {}; one is enough", place->source));
  place = std::move(part);
}

void add_table(const HistoryTable& table, const std::string& hub, MarketHistory& history, HistoryErrors& errors) {
  if (is_power_history(table)) {
    set_once(history.power, power_history(table, hub, errors), errors);
  } else if (is_gpu_history(table)) {
    set_once(history.gpu, gpu_history(table, errors), errors);
  } else if (is_btc_history(table)) {
    BtcHistory part = btc_history(table, errors);
    history.btc = history.btc ? joined(*history.btc, part, errors) : std::move(part);
  } else {
    errors.add(table.file, 1,
               "its columns are none that are known. BTC and network: date or time, then price_usd or PriceUSD, "
               "network_hashrate_th_per_s or HashRate, fees_total_btc or FeeTotNtv, issuance_btc or IssTotNtv, "
               "blocks_mined or BlkCnt; for date,value write price_usd=FILE. GPU rates: date, gpu, provider, market, "
               "usd_per_gpu_hour. Power: hour_start_utc, NAME_usd_per_mwh");
  }
}

}  // namespace

MarketHistory read_market_history(const std::vector<std::string>& files, const std::string& hub) {
  MarketHistory history;
  HistoryErrors errors;
  for (const std::string& file : files) {
    HistoryErrors own;
    const HistoryTable table = read_history_table(file, own);
    // A table that is not one yields errors about its cells that only repeat it.
    if (own.empty()) {
      add_table(table, hub, history, errors);
    } else {
      errors.append(own);
    }
  }
  if (history.btc && history.btc->price.empty()) errors.add(history.btc->source, 0, "holds no BTC price");
  errors.throw_if_any();
  if (history.btc) complete(*history.btc);
  return history;
}

}  // namespace hashlease
