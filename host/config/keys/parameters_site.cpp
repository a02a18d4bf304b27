#include "config/keys/parameter_rows.hpp"

namespace hashlease {
namespace {

Section site_power_section() {
  using Power = SitePowerConfiguration;
  return table<&SiteConfiguration::power>(
      "power", "How the site buys power; what is not fixed is bought at spot.",
      {
          row<&Power::fixed_share>("fixed_share", "", between(0, 1), 0.0,
                                   "Share of the megawatts of the site's equipment bought at the fixed price."),
          row<&Power::fixed_price>("fixed_price", "USD/MWh", between(-1000, 10'000), 0.0, "Price of the fixed share."),
          row<&Power::sell_back>("sell_back", "", kNoBounds, false,
                                 "Fixed power may be sold at spot, so that spot is the marginal price."),
          row<&Power::demand_response_rate>(
              "demand_response_rate", "USD/MW-month", between(0, 1e6), 0.0,
              "Payment for the power of mining machines that are able to run and can be switched off (curtail)."),
      });
}

Section asic_section() {
  using Asic = AsicConfiguration;
  return tables<&SiteConfiguration::asic>(
      "asic", "model", Length{0, 16}, "A fleet of mining machines.",
      {
          row<&Asic::model>("model", "", kNoBounds, kRequired, "Name of the fleet, e.g. S21."),
          row<&Asic::power_mw>("power_mw", "MW", above(0, 100'000), kRequired,
                               "Power at the meter when all machines run."),
          row<&Asic::efficiency>("efficiency", "J/TH", between(5, 200), kRequired,
                                 "Energy per hash of the machines, without cooling."),
          row<&Asic::uptime>("uptime", "", above(0, 1), 1.0,
                             "Share of hours in which the machines are in working order."),
          row<&Asic::pue>("pue", "", between(1, 3), 1.0,
                          "Power usage effectiveness: power at the meter over power of the machines."),
          row<&Asic::pool_fee>("pool_fee", "", between(0, 0.5), 0.0, "Share of mining revenue that the pool keeps."),
          row<&Asic::curtail>("curtail", "", kNoBounds, true,
                              "Machines switch off in hours when their power costs more than they earn."),
      });
}

}  // namespace

Section site_section() {
  using Site = SiteConfiguration;
  return tables<&Configuration::site>(
      "site", "name", Length{1, kMaxSites},
      "A datacenter with equipment of its own, or a blend of other sites; all sites see the same market paths.",
      {
          row<&Site::name>("name", "", kNoBounds, kRequired, "Name of the site in results."),
          row<&Site::power_mw>("power_mw", "MW", above(0, 100'000), kRequired, "Power of the site at the meter."),
          row<&Site::operating_cost_per_mw_month>("operating_cost_per_mw_month", "USD/MW-month", between(0, 1e7), 0.0,
                                                  "Operating cost other than power."),
          row<&Site::blend>(
              "blend", "", between(0, 1), std::map<std::string, double>{},
              "Shares of this site's megawatts run like other sites, as name = share; what is left is idle."),
      },
      {site_power_section(), asic_section(), gpu_section(), colocation_section(), conversion_section(),
       hazard_section(), treasury_section(), debt_section(), covenant_section()});
}

}  // namespace hashlease
