#include "plan/build_market_columns.hpp"

#include "market/tape.hpp"

namespace hashlease {

MarketColumnsPlan make_market_columns(const ColumnLayout& layout, const MarketPlan& market) {
  MarketColumnsPlan plan{};
  if (!layout.has_market_columns()) return plan;
  plan.month_count = layout.month_count();
  plan.first_column = layout.first_market_column();
  plan.series_count = layout.market_series_count();
  const auto place = [&](MarketVariable variable, int gpu_class, int driver) {
    plan.driver[layout.market_series(variable, gpu_class)] = driver;
  };
  place(MarketVariable::btc_price, 0, driver_of(MarketDriver::btc_price_end));
  place(MarketVariable::hashprice, 0, driver_of(MarketDriver::hashprice_mean));
  place(MarketVariable::network_hashrate, 0, driver_of(MarketDriver::network_hashrate_end));
  place(MarketVariable::difficulty, 0, driver_of(MarketDriver::difficulty_end));
  place(MarketVariable::power_price, 0, driver_of(MarketDriver::power_price_mean));
  for (int gpu_class = 0; gpu_class < layout.gpu_class_count(); ++gpu_class) {
    place(MarketVariable::lease_rate, gpu_class, driver_of(market, gpu_class, GpuDriver::lease_rate_mean));
    place(MarketVariable::occupancy, gpu_class, driver_of(market, gpu_class, GpuDriver::occupancy_mean));
  }
  return plan;
}

}  // namespace hashlease
