#include "config/keys/parameter_rows.hpp"

namespace hashlease {

template <>
inline constexpr Words<2> kWords<PowerBilling>{"gross", "net"};

namespace {

using Colocation = ColocationConfiguration;

std::vector<Parameter> hall_rows() {
  return {
      row<&Colocation::name>("name", "", kNoBounds, kRequired, "Name of the hall."),
      row<&Colocation::tenant>("tenant", "", kNoBounds, "",
                               "Tenant; halls with the same tenant share the random numbers of default. Empty: a "
                               "tenant of this hall alone, named <site>.<name>."),
      row<&Colocation::delivered_by>(
          "delivered_by", "", kNoBounds, "",
          "Conversion of the site that builds the hall; empty: phases are delivered by phase_months."),
      row<&Colocation::critical_mw>("critical_mw", "MW", above(0, 100'000), kRequired, "IT power that is leased."),
      row<&Colocation::pue>("pue", "", between(1, 3), 1.3, "Power at the meter over IT power."),
      row<&Colocation::load_factor>("load_factor", "", between(0, 1), 1.0, "Mean IT power drawn over critical_mw."),
      phase_row(row<&Colocation::phase_months>(
          "phase_months", "month", between(0, 360), std::vector<double>{0.0},
          "Planned delivery of the phases, counted from the start; 0 is a phase already in service.")),
      phase_row(row<&Colocation::phase_shares>("phase_shares", "", above(0, 1), std::vector<double>{1.0},
                                               "Share of each phase; they add up to 1.")),
      row<&Colocation::delay_months>("delay_months", "month", between(0, 360), 0.0,
                                     "Mean delay of each phase that is not in service at the start."),
      row<&Colocation::delay_deviation>("delay_deviation", "month", between(0, 360), 0.0,
                                        "Standard deviation of the delay (lognormal; each phase has its own)."),
  };
}

std::vector<Parameter> lease_rows() {
  return {
      row<&Colocation::rate_per_kw_month>("rate_per_kw_month", "USD/kW-month", above(0, 10'000), kRequired,
                                          "Rent of the first tenant per kilowatt of IT power and month of average "
                                          "length (730.5 h)."),
      row<&Colocation::annual_escalator>("annual_escalator", "1/year", between(0, 1), 0.0,
                                         "Rise of a tenant's rent on each anniversary of its first delivery."),
      row<&Colocation::term_months>("term_months", "month", between(1, 720), 144,
                                    "Term of a lease, from its first delivery."),
      row<&Colocation::power_billing>("power_billing", "", kNoBounds, "gross",
                                      "Power billed to the tenant is revenue (gross) or set off against the cost of "
                                      "power (net)."),
      row<&Colocation::power_pass_through>("power_pass_through", "", between(0, 1), 1.0,
                                           "Share of the cost of the hall's power that is billed to the tenant."),
      row<&Colocation::power_markup>("power_markup", "", between(0, 10), 0.0,
                                     "Markup on power billed, always revenue."),
      row<&Colocation::tenant_capex_per_mw>("tenant_capex_per_mw", "USD/MW", between(0, 1e9), 0.0,
                                            "Capital expenditure per megawatt of IT power that the first tenant pays "
                                            "as it is spent."),
      row<&Colocation::rent_credit_share>(
          "rent_credit_share", "", between(0, 1), 0.5,
          "Share of each month's rent that the first tenant withholds until tenant_capex_per_mw is paid back."),
  };
}

std::vector<Parameter> credit_rows() {
  return {
      row<&Colocation::default_hazard>("default_hazard", "1/year", between(0, 100), 0.0,
                                       "Default hazard of a tenant whose rent is at or below the market."),
      row<&Colocation::default_sensitivity>("default_sensitivity", "", between(0, 50), 0.0,
                                            "Rise of the log hazard per unit of ln(rent / market rent) above 0."),
      row<&Colocation::recovery_share>("recovery_share", "", between(0, 1), 0.0,
                                       "Share recovered at default of the rent for the term left, a year at most."),
      row<&Colocation::relet_lag_months>("relet_lag_months", "month", between(0, 120), 6,
                                         "Months a hall stands empty between two tenants."),
      row<&Colocation::market_rate_per_kw_month>("market_rate_per_kw_month", "USD/kW-month", between(0, 10'000), 0.0,
                                                 "Market rent at the start; 0 takes rate_per_kw_month."),
      row<&Colocation::market_growth>("market_growth", "1/year", between(-0.9, 10), 0.0,
                                      "Yearly growth of the market rent."),
      row<&Colocation::market_class>("market_class", "", kNoBounds, "",
                                     "Class of market.gpu whose lease rate over its trend moves the market rent; "
                                     "empty: none."),
      row<&Colocation::market_elasticity>(
          "market_elasticity", "", between(-10, 10), 0.0,
          "Elasticity of the market rent to the lease rate of market_class over its trend."),
  };
}

}  // namespace

Section colocation_section() {
  return tables<&SiteConfiguration::colocation>("colocation", "name", at_most(kMaxColocationsPerSite),
                                                "A hall leased by the kilowatt of IT power.",
                                                joined_rows({hall_rows(), lease_rows(), credit_rows()}));
}

}  // namespace hashlease
