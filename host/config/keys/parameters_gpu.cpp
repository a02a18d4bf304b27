#include "config/keys/parameter_rows.hpp"

namespace hashlease {
namespace {

using Contract = GpuContractConfiguration;

std::vector<Parameter> lease_rows() {
  return {
      row<&Contract::share>("share", "", between(0, 1), 0.0, "Share of the fleet under contract."),
      row<&Contract::term_months>("term_months", "month", between(1, 360), 12, "Term of a contract."),
      row<&Contract::rate>("rate", "USD/GPU-hour", between(0, 1000), 0.0,
                           "Rate of the first term; 0 takes the market rate at the start for the term."),
      row<&Contract::start_month>("start_month", "month", between(0, 360), 0,
                                  "Months from the end of the first vacancy to the first customer."),
      row<&Contract::take_or_pay>("take_or_pay", "", between(0, 1), 1.0,
                                  "Share of the contracted hours that is paid for, used or not."),
      row<&Contract::use_share>("use_share", "", between(0, 1), 1.0,
                                "Share of the contracted hours that is used at neutral demand."),
      row<&Contract::use_response>("use_response", "", between(0, 1), 0.0,
                                   "How far use follows the spot occupancy: 0 not at all, 1 in proportion."),
      row<&Contract::sublet_share>("sublet_share", "", between(0, 1), 0.0,
                                   "Share of hours paid for and not used that the customer offers on the spot market."),
  };
}

std::vector<Parameter> credit_rows() {
  return {
      row<&Contract::tenant>("tenant", "", kNoBounds, "",
                             "Customer; contracts with the same customer share the random numbers of default. Empty: a "
                             "customer of this contract alone, named <site>.<class> or <site>.<class>.<tranche>."),
      row<&Contract::prepayment>("prepayment", "", between(0, 1), 0.0,
                                 "Share of the committed value that is paid at signing and credited over the term."),
      row<&Contract::relet_lag_months>("relet_lag_months", "month", between(0, 120), 0,
                                       "Months between the end of a contract and the next customer."),
      row<&Contract::default_hazard>("default_hazard", "1/year", between(0, 100), 0.0,
                                     "Default hazard of a customer at or below the market rate."),
      row<&Contract::default_sensitivity>("default_sensitivity", "", between(0, 50), 0.0,
                                          "Rise of the log hazard per unit of ln(rate / market rate) above 0."),
      row<&Contract::recovery_share>("recovery_share", "", between(0, 1), 0.0,
                                     "Share recovered at default of the committed value above the market."),
      row<&Contract::recovery_cap_months>(
          "recovery_cap_months", "month", between(0, 360), 12.0,
          "Limit of the claim against a customer in default, in months of committed payments."),
  };
}

std::vector<Parameter> contract_rows() { return joined_rows({lease_rows(), credit_rows()}); }

std::vector<Parameter> tranche_rows() {
  std::vector<Parameter> rows = contract_rows();
  rows.insert(rows.begin(), row<&Contract::name>("name", "", kNoBounds, kRequired, "Name of the tranche."));
  return rows;
}

std::vector<Parameter> fleet_rows() {
  using Gpu = GpuConfiguration;
  return {
      row<&Gpu::gpu_class>("class", "", kNoBounds, kRequired,
                           "Class of market.gpu whose lease market the fleet is in."),
      row<&Gpu::delivered_by>("delivered_by", "", kNoBounds, "",
                              "Conversion of the site that builds the fleet; empty: in service from the start."),
      row<&Gpu::power_mw>("power_mw", "MW", above(0, 100'000), kRequired, "Power at the meter with all GPUs busy."),
      row<&Gpu::kilowatt_per_gpu>("kilowatt_per_gpu", "kW", above(0, 20), kRequired,
                                  "Critical IT load per GPU, with its share of the node."),
      row<&Gpu::pue>("pue", "", between(1, 3), 1.0,
                     "Power usage effectiveness: power at the meter over critical IT load."),
      row<&Gpu::availability>("availability", "", above(0, 1), 1.0, "Share of GPU-hours that can be sold."),
      row<&Gpu::downtime_log_deviation>("downtime_log_deviation", "", between(0, 3), 0.0,
                                        "Log deviation of a month's downtime, of which 1 - availability is the mean."),
      row<&Gpu::promised_availability>("promised_availability", "", between(0, 1), 0.0,
                                       "Availability below which contracts earn service credits; 0 promises none."),
      row<&Gpu::service_credit_multiple>("service_credit_multiple", "", between(0, 100), 1.0,
                                         "Service credit over the value of the hours missing to the promise; at most "
                                         "the bill."),
      row<&Gpu::idle_power_share>("idle_power_share", "", between(0, 1), 0.3,
                                  "Power of an idle GPU over that of a busy one."),
      row<&Gpu::first_vacancy_months>("first_vacancy_months", "month", between(0, 120), 0,
                                      "Months from the first GPUs in service to the first customer under contract."),
      row<&Gpu::sell_idle>("sell_idle", "", kNoBounds, true, "GPUs without a contract are sold on the spot market."),
      row<&Gpu::resale_share>(
          "resale_share", "", between(0, 1), 1.0,
          "Share of contracted hours neither used nor paid for that the site sells on the spot market."),
      row<&Gpu::sublet_displacement>(
          "sublet_displacement", "", between(0, 1), 1.0,
          "Hours that the site sells less on the spot market for each hour that customers sublet."),
  };
}

}  // namespace

Section gpu_section() {
  using Gpu = GpuConfiguration;
  return tables<&SiteConfiguration::gpu>(
      "gpu", "class", Length{0, 8}, "A fleet of GPUs that are leased out.", fleet_rows(),
      {table<&Gpu::contract>("contract",
                             "The part of the fleet leased for a fixed term, renewed at the market rate of the day.",
                             contract_rows()),
       tables<&Gpu::tranche>("tranche", "name", at_most(kMaxTranchesPerSite),
                             "A part of the fleet under a contract of its own; instead of [site.gpu.contract] where "
                             "several customers lease the fleet.",
                             tranche_rows())});
}

}  // namespace hashlease
