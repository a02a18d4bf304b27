#include <fmt/format.h>

#include <string>

#include "config/checks/checks.hpp"
#include "config/keys/entity.hpp"
#include "config/keys/parameters.hpp"
#include "vocabulary/capacities.hpp"

namespace hashlease {
namespace {

void check_loan(const TreasuryConfiguration& treasury, double btc_price, const std::string& path, Findings& findings) {
  const BtcLoanConfiguration& loan = treasury.loan;
  if (findings.touch(path)) return;
  if (loan.limit == 0.0) {
    if (loan.opening_balance > 0.0) findings.add(path + ".opening_balance", "a loan needs a limit above 0");
    return;
  }
  if (!(loan.draw_ltv < loan.margin_call_ltv)) {
    findings.add(path + ".margin_call_ltv",
                 fmt::format("{} is not above draw_ltv, {}", loan.margin_call_ltv, loan.draw_ltv));
  }
  if (loan.liquidation_ltv < loan.margin_call_ltv) {
    findings.add(path + ".liquidation_ltv",
                 fmt::format("{} is below margin_call_ltv, {}", loan.liquidation_ltv, loan.margin_call_ltv));
  }
  if (loan.release_ltv > loan.draw_ltv) {
    findings.add(path + ".release_ltv", fmt::format("{} is above draw_ltv, {}", loan.release_ltv, loan.draw_ltv));
  }
  if (loan.opening_balance > loan.limit) {
    findings.add(path + ".opening_balance", fmt::format("{} is above the limit, {} USD",
                                                        number_text(loan.opening_balance), number_text(loan.limit)));
  }
  const double most = loan.draw_ltv * treasury.opening_btc * btc_price;
  if (loan.opening_balance > most * (1.0 + kDecimalTolerance)) {
    findings.add(path + ".opening_balance",
                 fmt::format("{} USD is above draw_ltv of the opening bitcoin at the market's price, {:.6g} USD",
                             number_text(loan.opening_balance), most));
  }
}

void check_treasury(const SiteConfiguration& site, double btc_price, const std::string& path, Findings& findings) {
  const TreasuryConfiguration& treasury = site.treasury;
  if (!findings.touch(path + ".target_cash") && !findings.touch(path + ".cash_floor") && treasury.target_cash > 0.0 &&
      treasury.target_cash < treasury.cash_floor) {
    findings.add(path + ".target_cash", fmt::format("{} is below cash_floor, {} USD", number_text(treasury.target_cash),
                                                    number_text(treasury.cash_floor)));
  }
  if (treasury.btc_policy == BtcPolicy::sell_share && treasury.sold_share == 0.0 &&
      !findings.touch(path + ".sold_share")) {
    findings.add(path + ".sold_share",
                 "btc_policy = \"sell_share\" needs sold_share above 0; to sell nothing use \"hodl\"");
  }
  check_loan(treasury, btc_price, path + ".loan", findings);
}

void check_debt(const SiteConfiguration& site, const std::string& path, Findings& findings) {
  for (const DebtConfiguration& debt : site.debt) {
    const std::string place = path + ".debt." + debt.name;
    if (debt.name.empty() || findings.touch(place + ".grace_months") || findings.touch(place + ".maturity_months")) {
      continue;
    }
    if (debt.draw == DebtDraw::outstanding && debt.draw_month > 0 && !findings.touch(place + ".draw_month")) {
      findings.add(place + ".draw_month",
                   "draw = \"outstanding\" is debt drawn before the start; leave draw_month at 0");
    }
    if (debt.grace_months < debt.maturity_months) continue;
    findings.add(place + ".grace_months",
                 fmt::format("{} is not below maturity_months, {}", debt.grace_months, debt.maturity_months));
  }
}

void check_covenant(const SiteConfiguration& site, const EntityConfiguration& entity, const std::string& path,
                    Findings& findings) {
  const CovenantConfiguration& covenant = site.covenant;
  if (findings.touch(path)) return;
  const bool has_levels = covenant.lock_up_dscr > 0.0 || covenant.default_dscr > 0.0;
  if (has_levels && entity.debt.empty() && entity.treasury.loan.limit == 0.0) {
    findings.add(path, "the site has neither debt nor a loan to cover; set its levels to 0 or remove this table");
  }
  if (covenant.lock_up_dscr > 0.0 && covenant.lock_up_dscr < covenant.default_dscr) {
    findings.add(path + ".lock_up_dscr",
                 fmt::format("{} is below default_dscr, {}", covenant.lock_up_dscr, covenant.default_dscr));
  }
}

void check_entity(const Configuration& configuration, const SiteConfiguration& site, Findings& findings) {
  const std::string path = "site." + site.name;
  check_treasury(site, configuration.market.btc.price, path + ".treasury", findings);
  check_debt(site, path, findings);
  if (findings.touch(path + ".debt") || findings.touch(path + ".treasury")) return;
  const EntityConfiguration entity = entity_of(configuration, site);
  check_covenant(site, entity, path + ".covenant", findings);
  if (findings.touch(path + ".blend")) return;
  for (const std::string& conflict : entity.conflicts) {
    findings.add(path + ".blend", conflict + "; give the blend a table of its own");
  }
  if (entity.debt.size() > static_cast<std::size_t>(kMaxInstrumentsPerSite)) {
    findings.add(path + ".blend",
                 fmt::format("the sites it blends have {} debt instruments together; at most {} are allowed",
                             entity.debt.size(), kMaxInstrumentsPerSite));
  }
}

}  // namespace

void check_finance(const Configuration& configuration, Findings& findings) {
  for (const SiteConfiguration& site : configuration.site) {
    if (site.name.empty() || findings.touch("site." + site.name + ".name")) continue;
    check_entity(configuration, site, findings);
  }
}

}  // namespace hashlease
