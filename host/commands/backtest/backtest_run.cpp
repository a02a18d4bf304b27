#include "commands/backtest/backtest_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>

#include "backtest/backtest_file.hpp"
#include "backtest/backtest_text.hpp"
#include "backtest/evaluation.hpp"
#include "backtest/rolling_origin.hpp"
#include "calibrate/histories/history_btc.hpp"
#include "calibrate/histories/history_gpu.hpp"
#include "commands/options/outputs.hpp"
#include "commands/output/progress.hpp"
#include "commands/run/shipped_studies.hpp"
#include "config/findings/nearest.hpp"
#include "config/reading/reader.hpp"
#include "vocabulary/date.hpp"

namespace hashlease {

namespace {

/// Of the critical values of Z2: the 1 % point then has a standard error of 0.1 % in probability.
constexpr int kSimulations = 10'000;

/// What the data files hold.
struct Histories {
  std::optional<BtcHistory> btc;
  std::optional<GpuHistory> gpu;
};

Histories read_histories(const std::vector<std::string>& files) {
  Histories histories;
  for (const std::string& file : files) {
    HistoryErrors errors;
    const HistoryTable table = read_history_table(file, errors);
    errors.throw_if_any();
    const auto once = [&](bool again, const char* what) {
      if (again) throw InputError(fmt::format("{}: is a second history of {}; give one file of each kind", file, what));
    };
    if (is_gpu_history(table)) {
      once(histories.gpu.has_value(), "GPU rates");
      histories.gpu = gpu_history(table, errors);
    } else if (is_btc_history(table)) {
      once(histories.btc.has_value(), "BTC");
      histories.btc = btc_history(table, errors);
    } else {
      throw InputError(
          fmt::format("{}: has the columns of no history that can be tested; give a daily price_usd (and the "
                      "network's series), or GPU rates with date, gpu, provider, market and usd_per_gpu_hour",
                      file));
    }
    errors.throw_if_any();
  }
  return histories;
}

RollingOrigin rolling_of(const BacktestOptions& options) {
  RollingOrigin rolling;
  rolling.horizons = options.horizons;
  std::sort(rolling.horizons.begin(), rolling.horizons.end());
  rolling.horizons.erase(std::unique(rolling.horizons.begin(), rolling.horizons.end()), rolling.horizons.end());
  if (options.first) rolling.first = date_from_days(*options.first);
  if (options.last) rolling.last = date_from_days(*options.last);
  if (options.first && options.last && *options.first > *options.last) {
    throw InputError(fmt::format("--from {} is after --to {}", day_text(*options.first), day_text(*options.last)));
  }
  rolling.every_months = options.every_months;
  rolling.windows = {options.btc_window_days, options.network_window_days};
  rolling.simulation.backend_options.threads = options.threads;
  return rolling;
}

BtcModel model_of(const std::string& name, const Configuration& configuration) {
  const std::optional<BtcModel> model = btc_model_named(name);
  if (!model) {
    const std::vector<std::string> known(kBtcModelNames.begin(), kBtcModelNames.end());
    throw InputError(fmt::format("--models: there is no model {}; {}", name, suggestion(name, known)));
  }
  if (needs_daily_steps(*model) && configuration.run.step != StepKind::daily) {
    throw InputError(fmt::format("--models {}: this model needs daily steps: set run.step = \"daily\"", name));
  }
  return *model;
}

/// The configuration, once for each model that is asked for. What a model needs besides is fitted at each origin.
std::vector<Configuration> configurations_of(const BacktestOptions& options) {
  point_to_shipped_study(options.configuration);
  std::vector<std::string> set = options.set;
  set.push_back(fmt::format("run.paths={}", options.paths));
  // A forecast is too small for an accelerator to be worth its setting up.
  set.push_back("run.backend=" + (options.backend.empty() ? "cpu" : options.backend));
  const Configuration configured = read_configuration(options.configuration, set);
  if (options.models.empty()) return {configured};
  std::vector<Configuration> configurations;
  for (const std::string& model : options.models) {
    configurations.push_back(configured);
    configurations.back().market.btc.model = model_of(model, configured);
  }
  return configurations;
}

/// One line that is written over on a terminal, nothing elsewhere.
class Count {
 public:
  Count(bool quiet, std::string what) : shown_(progress_style(quiet) == ProgressStyle::bar), what_(std::move(what)) {}
  ~Count() {
    if (shown_) fmt::print(stderr, "\r\x1b[K");
  }
  Count(const Count&) = delete;
  Count& operator=(const Count&) = delete;
  void show(std::size_t done, std::size_t all) const {
    if (!shown_) return;
    fmt::print(stderr, "\r\x1b[K{}: forecast {} of {}", what_, done + 1, all);
    std::fflush(stderr);
  }

 private:
  bool shown_;
  std::string what_;
};

std::vector<ForecastSeries> forecast_all(const BacktestOptions& options,
                                         const std::vector<Configuration>& configurations, const Histories& histories) {
  RollingOrigin rolling = rolling_of(options);
  rolling.simulation.backend = configurations.front().run.backend;
  std::vector<ForecastSeries> all;
  const auto add = [&](const std::vector<ForecastSeries>& series) {
    all.insert(all.end(), series.begin(), series.end());
  };
  if (histories.btc) {
    for (const Configuration& configuration : configurations) {
      const std::string model(name_of(configuration.market.btc.model));
      const Count count(options.quiet || options.json, model);
      const DatedHistory history = dated_history(*histories.btc, configuration);
      add(forecast_network(configuration, model, history, rolling,
                           [&](std::size_t done, std::size_t of) { count.show(done, of); }));
    }
  }
  if (histories.gpu) {
    const Count count(options.quiet || options.json, "lease rates");
    add(forecast_lease_rates(configurations.front(), *histories.gpu, rolling,
                             [&](std::size_t done, std::size_t of) { count.show(done, of); }));
  }
  if (all.empty())
    throw InputError(
        "backtest: the histories end before any forecast could be compared with what happened; give longer ones, or an "
        "earlier --from");
  // By variable and horizon, models beside each other.
  std::vector<std::string> variables;
  for (const ForecastSeries& series : all) {
    if (std::find(variables.begin(), variables.end(), series.variable) == variables.end()) {
      variables.push_back(series.variable);
    }
  }
  const auto rank = [&](const ForecastSeries& series) {
    return std::pair(std::find(variables.begin(), variables.end(), series.variable), series.horizon_months);
  };
  std::stable_sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return all;
}

/// What a reader of the table might look for in vain.
std::vector<std::string> notices_of(const Histories& histories, const std::vector<ForecastSeries>& all) {
  std::vector<std::string> notices;
  if (histories.btc && !histories.btc->has_network()) {
    notices.push_back(
        fmt::format("{}: has prices but no network data, so hashprice is not tested", histories.btc->source));
  }
  const bool has_lease = std::any_of(
      all.begin(), all.end(), [](const ForecastSeries& series) { return series.variable.starts_with("lease_rate"); });
  if (histories.gpu && !has_lease) {
    notices.push_back(
        fmt::format("{}: has no GPU class of the configuration with a median rate in two months, so no lease rate is "
                    "tested",
                    histories.gpu->source));
  }
  return notices;
}

BacktestFacts facts_of(const BacktestOptions& options, const Configuration& configuration,
                       const std::vector<ForecastSeries>& all) {
  BacktestFacts facts;
  facts.title = configuration.title;
  facts.sources = options.data;
  std::int64_t first = all.front().forecasts.front().origin, last = first;
  for (const ForecastSeries& series : all) {
    first = std::min(first, series.forecasts.front().origin);
    last = std::max(last, series.forecasts.back().origin);
  }
  facts.first_origin = day_text(first);
  facts.last_origin = day_text(last);
  facts.paths = static_cast<std::int64_t>(options.paths);
  facts.btc_window_days = options.btc_window_days;
  facts.network_window_days = options.network_window_days;
  facts.every_months = options.every_months;
  facts.significance = options.significance;
  facts.command_line = options.command_line;
  return facts;
}

}  // namespace

ExitCode run_backtest(const BacktestOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const ExistingFile existing = existing_file(options.force);
  std::vector<std::string> inputs = options.data;
  inputs.push_back(options.configuration);
  check_outputs({options.output}, inputs, existing);
  const std::vector<Configuration> configurations = configurations_of(options);
  const Histories histories = read_histories(options.data);
  const std::vector<ForecastSeries> all = forecast_all(options, configurations, histories);
  std::vector<SeriesEvaluation> evaluations;
  for (const ForecastSeries& series : all) evaluations.push_back(evaluate(series, options.significance, kSimulations));
  BacktestFacts facts = facts_of(options, configurations.front(), all);
  facts.notices = notices_of(histories, all);
  facts.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!options.output.empty()) {
    write_backtest(options.output, existing, configurations.front(), facts, all, evaluations);
  }
  fmt::print("{}", options.json ? backtest_json(facts, evaluations) : backtest_table(facts, evaluations));
  return ExitCode::done;
}

}  // namespace hashlease
