#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/keys/factor_correlation.hpp"
#include "report/drawing/numbers.hpp"
#include "report/sections/sections.hpp"

namespace hashlease {

namespace {

double years_of(const StudyResult& study) { return static_cast<double>(study.axes().month_count()) / 12.0; }

bool anyone_earns(const StudyResult& study, Outcome outcome) {
  for (std::size_t site = 0; site < study.axes().site.size(); ++site) {
    if (study.tables.annual_mean(site, outcome).value > 0.0) return true;
  }
  return false;
}

/// Volatility a year of the log price, jumps included.
double total_volatility(const BtcConfiguration& btc) {
  double variance = btc.annual_volatility * btc.annual_volatility;
  if (btc.model == BtcModel::bootstrap) {
    variance = 0.0;
    for (const double row : btc.bootstrap.btc_rows) {
      variance += row * row * kDaysPerYear / static_cast<double>(btc.bootstrap.btc_rows.size());
    }
  }
  if (row_of(btc.model).has_jumps) {
    variance += btc.jump_intensity * (btc.jump_mean * btc.jump_mean + btc.jump_deviation * btc.jump_deviation);
  }
  return std::sqrt(variance);
}

void add_btc(const StudyResult& study, std::vector<std::string>& texts) {
  const BtcConfiguration& btc = study.configuration.market.btc;
  const double volatility = total_volatility(btc);
  texts.push_back(fmt::format(
      "Where the BTC price goes. Its drift of {} a year is an assumption, no finding. With a volatility of {} a year, "
      "{} years of prices would tell a drift only to within ± {} a year.",
      significant_text(btc.annual_drift, 3), significant_text(volatility, 2), significant_text(years_of(study), 2),
      significant_text(volatility / std::sqrt(years_of(study)), 2)));
  texts.emplace_back(row_of(btc.model).omission);
}

template <class Has>
bool any_site(const StudyResult& study, const Has& has) {
  return std::any_of(study.configuration.site.begin(), study.configuration.site.end(), has);
}

void add_mining(const StudyResult& study, std::vector<std::string>& texts) {
  if (!anyone_earns(study, Outcome::mining_revenue)) return;
  const bool has_ban =
      any_site(study, [](const SiteConfiguration& site) { return site.hazard.mining_ban_hazard > 0.0; });
  texts.push_back(fmt::format(
      "How miners will behave. Hashrate answers hashprice by a fixed rule (growth {} a year of its own). No strategic "
      "miner, no failing pool, no late machine is in it. {}",
      significant_text(study.configuration.market.network.annual_hashrate_growth, 3),
      has_ban ? "That mining is banned happens at an assumed rate." : "Nor is a ban of mining."));
}

void add_customers(const StudyResult& study, std::vector<std::string>& texts) {
  const auto can_default = [](const GpuContractConfiguration& contract) {
    return contract.default_hazard > 0.0 || contract.default_sensitivity > 0.0;
  };
  const bool has_default = any_site(study, [&](const SiteConfiguration& site) {
    return std::any_of(site.gpu.begin(), site.gpu.end(), [&](const GpuConfiguration& gpu) {
      return can_default(gpu.contract) || std::any_of(gpu.tranche.begin(), gpu.tranche.end(), can_default);
    });
  });
  texts.emplace_back(std::string("Customers and hardware. ") +
                     (has_default ? "Customers default at rates that are assumptions; nobody has measured them over a "
                                    "cycle. "
                                  : "Contracts are paid in full and on time. ") +
                     "Idle GPUs find a market at its price.");
}

void add_ai(const StudyResult& study, std::vector<std::string>& texts) {
  if (!anyone_earns(study, Outcome::ai_revenue)) return;
  const MarketConfiguration& market = study.configuration.market;
  texts.push_back(fmt::format(
      "How lease rates move over years. Public rates reach back 21 months, too short to tell a rate that comes back "
      "(half-life {} months here) from one that does not. The half-life is an assumption to be swept.",
      significant_text(market.gpu_demand.half_life_months, 3)));
  const double correlation = correlation_matrix(
      market.dependence)[static_cast<std::size_t>(Factor::btc)][static_cast<std::size_t>(Factor::gpu_demand)];
  texts.push_back(fmt::format(
      "Whether BTC and the demand for GPUs move together. The correlation used is {}, the elasticity of lease rates to "
      "the BTC price {}. From so short a history none can be measured; a correlation between −0.5 and 0.45 fits.",
      significant_text(correlation, 3), significant_text(market.dependence.btc_to_lease, 3)));
  add_customers(study, texts);
}

void add_dependence(const StudyResult& study, std::vector<std::string>& texts) {
  const MarketConfiguration& market = study.configuration.market;
  if (market.regime.state.size() > 1) {
    texts.emplace_back(
        "How the markets fall together in a crisis. Common regimes carry all markets at once, but how often they come "
        "and what they do is assumed: there are too few of them in history to fit.");
    return;
  }
  const bool is_independent = market.dependence.btc_to_lease == 0.0 && market.dependence.btc_to_power == 0.0 &&
                              std::all_of(market.dependence.correlation.begin(), market.dependence.correlation.end(),
                                          [](const auto& entry) { return entry.second == 0.0; });
  texts.emplace_back(
      std::string("How the markets fall together in a crisis. The shocks are linked by a Gaussian correlation matrix, "
                  "which has no dependence in the extreme tail. Joint losses may be understated.") +
      (is_independent ? " Here all correlations are zero, so that the markets are independent by assumption." : ""));
}

void add_power(const StudyResult& study, std::vector<std::string>& texts) {
  std::string text = fmt::format(
      "The grid. Power follows the history of one hub ({}); outages and congestion at the site are not in it.",
      study.configuration.market.power.hub);
  const auto& sites = study.configuration.site;
  if (std::any_of(sites.begin(), sites.end(), [](const SiteConfiguration& site) { return site.power.sell_back; })) {
    text += " A site that may sell its fixed power back does so at the hub's price, in any amount and without a fee.";
  }
  if (study.configuration.run.step == StepKind::weekly) {
    text += " Weekly steps make a power spike last a week and overstate how far mining cash flow varies.";
  }
  texts.push_back(std::move(text));
}

}  // namespace

std::string limits_section(const StudyResult& study) {
  std::vector<std::string> texts = {
      "How sure its own figures are. The standard errors here are those of the simulation alone. They shrink with more "
      "paths; the uncertainty of the model and of its parameters does not, and is far larger. Change a key and run "
      "again "
      "to see it."};
  add_btc(study, texts);
  add_mining(study, texts);
  add_ai(study, texts);
  add_dependence(study, texts);
  add_power(study, texts);
  const bool has_debt = any_site(study, [](const SiteConfiguration& site) { return !site.debt.empty(); });
  texts.emplace_back(
      std::string("Capital. ") +
      (has_debt ? "Tax is not in it, nor is capital that no debt of the study pays for. "
                : "Cash flow is revenue less power and operating cost, before capital, debt and tax. ") +
      "A hall of GPUs costs many times what the ASICs of as many megawatts do, so compare the volatilities of such "
      "sites, not their revenues.");
  std::string items;
  for (const std::string& text : texts) {
    const std::size_t end = text.find('.') + 1;  // the topic is the first sentence
    items += element("li", element("strong", escape_markup(text.substr(0, end))) + escape_markup(text.substr(end)));
  }
  return element("ul", items, "class=\"limits\"");
}

}  // namespace hashlease
