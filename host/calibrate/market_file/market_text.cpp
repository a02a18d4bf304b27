#include "calibrate/market_file/market_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/error.hpp"
#include "calibrate/fits/fit_network.hpp"
#include "calibrate/market_file/market_text_parts.hpp"
#include "calibrate/market_file/toml_lines.hpp"

namespace hashlease {

namespace {

void write_drift(const Calibration& calibration, const Fit& fit, TomlLines& lines) {
  // The drift of a state is no drift of the price; that of gbm is what any model's is about.
  const Fit& told = fit.has("annual_drift") ? fit : calibration.model(BtcModel::gbm);
  lines.figure("annual_drift", told, "annual_drift", 0.0, "assumption, to be swept");
}

/// Of the table that only this model reads.
std::string header_of(BtcModel model) { return fmt::format("[{}]", row_of(model).section); }

void write_jumps(const Fit& fit, TomlLines& lines) {
  for (const char* key : {"jump_intensity", "jump_mean", "jump_deviation"}) lines.figure(key, fit, key);
}

void write_gjr_garch(const Fit& fit, TomlLines& lines) {
  lines.figure("annual_volatility", fit, "annual_volatility");
  lines.figure("initial_volatility", fit, "initial_volatility");
  lines.header(header_of(BtcModel::gjr_garch));
  for (const char* key : {"alpha", "gamma", "beta", "degrees_of_freedom"}) lines.figure(key, fit, key);
}

void write_bates(const Fit& fit, TomlLines& lines) {
  lines.figure("annual_volatility", fit, "annual_volatility");
  lines.figure("initial_volatility", fit, "initial_volatility");
  write_jumps(fit, lines);
  lines.header(header_of(BtcModel::bates));
  for (const char* key : {"mean_reversion", "volatility_of_variance", "correlation"}) lines.figure(key, fit, key);
}

/// The file with the history, as the market file's folder sees it.
std::string relative_file(const std::string& source, const std::string& output) {
  namespace fs = std::filesystem;
  const std::string first = source.substr(0, source.find(','));
  std::error_code failure;
  const fs::path folder = fs::absolute(fs::path(output), failure).parent_path();
  const fs::path relative =
      fs::absolute(first, failure).lexically_normal().lexically_relative(folder.lexically_normal());
  return relative.empty() ? first : relative.generic_string();
}

void write_bootstrap(const Calibration& calibration, const Fit& fit, const std::string& output, TomlLines& lines) {
  lines.value("annual_volatility", toml_number(calibration.model(BtcModel::gbm).value("annual_volatility")),
              "1/sqrt(year); not used by the bootstrap, whose history has its own");
  lines.header(header_of(BtcModel::bootstrap));
  lines.value("file", '"' + relative_file(calibration.btc_source, output) + '"',
              "all days of the file are drawn from, those after " + day_text(calibration.last_day) + " too");
  lines.figure("mean_block_days", fit, "mean_block_days");
  lines.value("btc_column", '"' + calibration.price_column + '"', "daily prices [USD]");
}

void write_btc(const Calibration& calibration, const std::string& output, TomlLines& lines) {
  const BtcModel model = calibration.options.model;
  const Fit& fit = calibration.model(model);
  lines.header("[btc]");
  lines.sample(fit);
  lines.value("model", fmt::format("\"{}\"", name_of(model)), fmt::format("{}; see the table above", fit.method));
  lines.value("price", toml_number(calibration.price, 9),
              fmt::format("USD; close of {}", day_text(calibration.last_day)));
  write_drift(calibration, fit, lines);
  switch (model) {
    case BtcModel::gbm: lines.figure("annual_volatility", fit, "annual_volatility"); break;
    case BtcModel::merton:
      lines.figure("annual_volatility", fit, "annual_volatility");
      write_jumps(fit, lines);
      break;
    case BtcModel::gjr_garch: write_gjr_garch(fit, lines); break;
    case BtcModel::regime: lines.figure("annual_volatility", fit, "volatility.1"); break;
    case BtcModel::bates: write_bates(fit, lines); break;
    case BtcModel::bootstrap: write_bootstrap(calibration, fit, output, lines); break;
  }
}

/// [[regime.state]] of a fitted chain: what is fitted is volatility and transitions alone.
void write_regime(const Fit& fit, TomlLines& lines) {
  const int states = fit.has("volatility.3") ? 3 : 2;
  const std::vector<std::string> names =
      states == 2 ? std::vector<std::string>{"calm", "wild"} : std::vector<std::string>{"calm", "middle", "wild"};
  const auto name = [&](int state) { return names[static_cast<std::size_t>(state - 1)]; };
  lines.header(header_of(BtcModel::regime));
  lines.sample(fit);
  lines.value("initial", '"' + name(static_cast<int>(fit.value("initial_state"))) + '"',
              "the likeliest state at the end of the sample");
  for (int from = 1; from <= states; ++from) {
    lines.header("[[regime.state]]");
    lines.value("name", '"' + name(from) + '"', "");
    std::string row, errors;
    double stay = 1.0;
    for (int to = 1; to <= states; ++to) {
      if (to == from) continue;
      const FittedParameter& chance = fit.parameter(fmt::format("transition.{}.{}", from, to));
      const double rounded = std::round(chance.value * 1e4) / 1e4;
      stay -= rounded;
      row += fmt::format(", {} = {:.4f}", name(to), rounded);
      errors += fmt::format("; to {}: {}", name(to), estimate_text(chance));
    }
    lines.value("transition", fmt::format("{{ {} = {:.4f}{} }}", name(from), stay, row), "1/month" + errors);
    lines.value("btc_volatility_factor",
                toml_number(fit.value(fmt::format("volatility.{}", from)) / fit.value("volatility.1")),
                "volatility of the state over that of the first: " +
                    estimate_text(fit.parameter(fmt::format("volatility.{}", from))));
    lines.value("btc_drift", "0.0",
                "1/year; assumption, to be swept; drift of the state: " +
                    estimate_text(fit.parameter(fmt::format("drift.{}", from))) + ", not identified");
  }
}

void write_top(const Calibration& calibration, TomlLines& lines) {
  lines.comment(fmt::format("The market as of the close of {}, made by `hashlease calibrate` from data up to that day.",
                            day_text(calibration.last_day)));
  if (!calibration.options.command_line.empty()) lines.comment("  " + calibration.options.command_line);
  lines.comment("");
  lines.comment(
      "Each figure has its unit, standard error, file, sample and number of observations behind it. \"Assumption\" "
      "means "
      "that the data does not say; sweep it. A figure is called not identified when its 95 % interval is at least half "
      "as "
      "wide as the plausible range named there (on a log scale for figures above 0).");
  lines.comment("");
  lines.comment("Models of BTC fitted to the same days (AIC and BIC: lower is better; p: of the tests of fit):");
  lines.comment("");
  std::string table;
  for (const Fit& fit : calibration.models) {
    if (std::isnan(fit.log_likelihood)) continue;
    table += fmt::format(
        "#   {:<18} log-likelihood {:9.1f}   AIC {:9.1f}   BIC {:9.1f}   p {:.2g} law, {:.2g} clusters\n", fit.model,
        fit.log_likelihood, fit.akaike(), fit.bayes(), fit.tests.at(0).p_value, fit.tests.at(1).p_value);
  }
  lines.verbatim(table);
}

/// The section of a part without data, from the base.
void write_base(const Calibration& calibration, const std::string& table, std::string_view base,
                const std::string& base_name, bool is_needed, TomlLines& lines) {
  const std::string section = section_of(base, table);
  if (section.empty() && is_needed) {
    throw InputError(
        fmt::format("there is no data for [{}] of the market of {}: add a file with it, or --base MARKET.toml to take "
                    "it from there",
                    table, day_text(calibration.last_day)));
  }
  if (section.empty()) return;
  lines.blank();
  lines.comment(fmt::format("[{}] as in {}: no data was given for it.", table, base_name));
  lines.verbatim(section);
}

}  // namespace

std::string section_of(std::string_view text, std::string_view table) {
  std::string section, pending;
  bool is_inside = false;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line(text.substr(begin, end - begin));
    begin = end + 1;
    if (line.starts_with('[')) {
      const std::size_t first = line.find_first_not_of("[ ");
      const std::size_t last = line.find_first_of(".] ", first);
      is_inside = line.substr(first, last - first) == table;
      if (is_inside) section += pending;
      pending.clear();
    } else if (line.empty() || line.starts_with('#')) {
      // Comments before a header belong to it.
      pending += line + '\n';
      continue;
    }
    if (is_inside) section += pending + line + '\n';
    pending.clear();
  }
  return section;
}

std::string market_text(const Calibration& calibration, std::string_view base, const std::string& base_name,
                        const std::string& output) {
  TomlLines lines;
  write_top(calibration, lines);
  write_btc(calibration, output, lines);
  if (calibration.has_network) {
    write_network(calibration, lines);
  } else {
    write_base(calibration, "network", base, base_name, true, lines);
  }
  if (calibration.power) {
    write_power(calibration, lines);
  } else {
    write_base(calibration, "power", base, base_name, true, lines);
  }
  if (!calibration.lease.empty()) {
    write_leases(calibration, lines);
  } else {
    write_base(calibration, "gpu_demand", base, base_name, false, lines);
    write_base(calibration, "gpu", base, base_name, false, lines);
  }
  write_dependence(calibration, lines);
  if (calibration.options.model == BtcModel::regime) write_regime(calibration.model(BtcModel::regime), lines);
  return lines.text();
}

}  // namespace hashlease
