// CSV files of history, as calibrate, backtest, report and [market.btc.bootstrap] read them. A line "=====" separates
// the files of one input.

#include <functional>

#include "backtest/chain_history.hpp"
#include "calibrate/calibration.hpp"
#include "config/reading/history_file.hpp"
#include "fuzz/support/fuzz_target.hpp"
#include "report/sections/history.hpp"

namespace hashlease::fuzz {

namespace {

constexpr std::string_view kSeparator = "=====\n";
constexpr std::size_t kMostFiles = 4;

std::vector<std::string> write_files(const std::string& text) {
  std::vector<std::string> files;
  for (std::size_t begin = 0; begin <= text.size() && files.size() < kMostFiles;) {
    const std::size_t end = std::min(text.find(kSeparator, begin), text.size());
    files.push_back(write_scratch(std::to_string(files.size()) + ".csv", text.substr(begin, end - begin)));
    begin = end + kSeparator.size();
  }
  return files;
}

/// What calibrate and backtest do with a history of BTC before they fit anything to it.
void work_through(const BtcHistory& history) {
  between(history, history.first_day + 1, history.last_day());
  log_returns(history.price);
  if (!history.has_network()) return;
  hashprices(history);
  fee_ratios(history);
  const KnownHeight known = height_from_halving(history).value_or(KnownHeight{history.first_day, 800'000});
  const std::vector<std::int64_t> heights = block_heights(history, known);
  for (std::size_t k = 0; k < history.day_count(); ++k) difficulty_at_close(history, heights, k);
}

void read_market(const std::vector<std::string>& files) {
  const MarketHistory history = read_market_history(files, "");
  if (history.btc) work_through(*history.btc);
  if (history.gpu) {
    between(*history.gpu, 19'000, 21'000);
    for (const GpuRate& rate : history.gpu->rates) monthly_rates(*history.gpu, rate.gpu, rate.provider, rate.market);
  }
  if (history.power) between(*history.power, 19'000, 21'000);
}

std::string btc_seed() {
  return "time,BlkCnt,PriceUSD,HashRate,FeeTotNtv,IssTotNtv\n"
         "2024-04-18T00:00:00Z,140,63500,6.2e8,20,875\n"
         "2024-04-19T00:00:00Z,144,64000,6.3e8,25,900\n"
         "2024-04-20T00:00:00Z,142,64900,6.2e8,1257,468.75\n"
         "2024-04-21T00:00:00Z,150,65000,6.5e8,450,468.75\n";
}

std::string network_seed() {
  return "date,price_usd,network_hashrate_th_per_s,difficulty_implied,fees_total_btc,issuance_btc,blocks_mined\r\n"
         "2024-11-21,98000,7.2e8,102.29e12,25,450,144\r\n2024-11-22,\"99000\",7.5e8,102.29e12,30,468.75,150\r\n";
}

std::string gpu_seed() {
  return "date,gpu,provider,market,basis,usd_per_gpu_hour\n"
         "2024-09-01,H100-80GB,panel_median,on-demand,listed monthly,2.75\n"
         "2024-10-01,H100-80GB,panel_median,on-demand,listed monthly,2.5\n"
         "2024-10-01,\"A100, 80 GB\",one,spot,,1.2\n";
}

std::string power_seed() {
  std::string text = "hour_start_utc,hb_west_usd_per_mwh,hb_north_usd_per_mwh\n";
  for (int hour = 0; hour < 24; ++hour) {
    text += "2024-11-23T" + std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":00Z," +
            std::to_string(20 + hour) + ",-5.25\n";
  }
  return text;
}

std::string column_seed() { return "# levels\nday,price_usd\n0,100.5\n\n1, 101 \n2,\"99\"\n"; }

}  // namespace

FuzzTarget fuzz_target() {
  const std::string separator(kSeparator);
  return {"history_csv",
          {btc_seed(), network_seed(), gpu_seed(), power_seed(), column_seed(), "\xEF\xBB\xBF" + network_seed(),
           btc_seed() + separator + gpu_seed() + separator + power_seed(),
           "date,price_usd\n2024-11-20,97000\n2024-11-21,98000\n2024-11-22,99000\n" + separator +
               "date,network_hashrate_th_per_s,blocks_mined\n2024-11-21,7.2e8,144\n2024-11-22,7.5e8,150\n",
           "date,hashprice,btc_price,lease_rate_H100\n2024-11-21,60,98000,2\n2024-11-22,,99000,2\n"},
          {",",
           "\"",
           "\"\"",
           "\n",
           "\r\n",
           separator,
           "\xEF\xBB\xBF",
           "nan",
           "inf",
           "-1",
           "0",
           "1e308",
           "1e-308",
           "1e20",
           "0000-01-01",
           "9999-12-31",
           "2024-02-30",
           "T23:00Z",
           "PriceUSD",
           "BlkCnt",
           "date,price_usd\n",
           "hour_start_utc",
           "_usd_per_mwh",
           "usd_per_gpu_hour",
           "#",
           "monthly"}};
}

}  // namespace hashlease::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hashlease;
  const std::vector<std::string> files = fuzz::write_files(fuzz::text_of(data, size));
  fuzz::read_or_refuse(".csv", [&] { fuzz::read_market(files); });
  fuzz::read_or_refuse(".csv", [&] { read_history_column(files.front(), "price_usd"); });
  fuzz::read_or_refuse(".csv", [&] {
    Histories histories;
    read_history(files.front(), histories);
  });
  return 0;
}
