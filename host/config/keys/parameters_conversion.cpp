#include "config/keys/parameter_rows.hpp"

namespace hashlease {

template <>
inline constexpr Words<3> kWords<ConversionTrigger>{"date", "margin_ratio", "mining_margin"};

namespace {

using Conversion = ConversionConfiguration;

std::vector<Parameter> decision_rows() {
  return {
      row<&Conversion::name>("name", "", kNoBounds, kRequired, "Name of the conversion, for delivered_by."),
      row<&Conversion::project>("project", "", kNoBounds, "",
                                "Project; conversions of the same project share delays and overrun. Empty: a project "
                                "of this conversion alone, named <site>.<name>."),
      row<&Conversion::trigger>(
          "trigger", "", kNoBounds, "date",
          "What makes the site convert: date, in the month given; margin_ratio, when AI has earned margin_ratio times "
          "what mining has; mining_margin, when mining has earned less than mining_margin."),
      row<&Conversion::month>(
          "month", "month", between(0, 360), 0,
          "Month of the decision, or the first month in which a margin may decide; 0 is the first."),
      row<&Conversion::margin_ratio>("margin_ratio", "", above(0, 1000), 1.0,
                                     "AI margin over mining margin per megawatt, both after power, that decides."),
      row<&Conversion::mining_margin>("mining_margin", "USD/MW-month", between(-1e6, 1e6), 0.0,
                                      "Mining margin after power below which to decide."),
      row<&Conversion::months_in_row>("months_in_row", "month", between(1, 120), 3,
                                      "Months in a row for which the condition on a margin has to hold."),
  };
}

std::vector<Parameter> megawatt_rows() {
  return {
      row<&Conversion::asic>(
          "asic", "", kNoBounds, std::vector<std::string>{},
          "Mining fleets that end, each in proportion to its megawatts; [] is all fleets of the site."),
      row<&Conversion::mining_mw>("mining_mw", "MW", between(0, 100'000), 0.0, "Mining power that ends, at the meter."),
      row<&Conversion::convertible_share>("convertible_share", "", between(0, 1), 1.0,
                                          "Share of mining_mw that construction makes fit for other use."),
      row<&Conversion::new_mw>(
          "new_mw", "MW", between(0, 100'000), 0.0,
          "Power that construction delivers on top of the converted share of mining_mw, at the meter."),
  };
}

std::vector<Parameter> construction_rows() {
  return {
      phase_row(row<&Conversion::phase_months>("phase_months", "month", between(0, 360), std::vector<double>{0.0},
                                               "When the phases begin, counted from the decision.")),
      phase_row(row<&Conversion::phase_shares>("phase_shares", "", above(0, 1), std::vector<double>{1.0},
                                               "Share of each phase in megawatts and cost; they add up to 1.")),
      row<&Conversion::queue_delay_months>(
          "queue_delay_months", "month", between(0, 360), 0.0,
          "Mean wait for the grid between the decision and the start of construction, during which mining goes on."),
      row<&Conversion::queue_delay_deviation>(
          "queue_delay_deviation", "month", between(0, 360), 0.0,
          "Standard deviation of the wait for the grid (lognormal; one wait for all phases)."),
      row<&Conversion::lead_time_months>(
          "lead_time_months", "month", above(0, 360), 12.0,
          "Mean time from the start of construction of a phase, which ends mining, to delivery."),
      row<&Conversion::lead_time_deviation>(
          "lead_time_deviation", "month", between(0, 360), 0.0,
          "Standard deviation of the time of construction (lognormal; each phase has its own)."),
      row<&Conversion::capex_per_mw>("capex_per_mw", "USD/MW", between(0, 1e9), 0.0,
                                     "Cost of a delivered megawatt, spent evenly over the time of construction."),
      row<&Conversion::capex_overrun>("capex_overrun", "", between(-0.9, 10), 0.0,
                                      "Mean cost overrun as a share of capex_per_mw."),
      row<&Conversion::capex_overrun_deviation>("capex_overrun_deviation", "", between(0, 10), 0.0,
                                                "Standard deviation of the overrun (cost is lognormal, by phase)."),
      row<&Conversion::construction_rate>("construction_rate", "1/year", between(0, 1), 0.0,
                                          "Interest on capital spent, until delivery; it becomes part of the cost."),
      row<&Conversion::salvage_days>(
          "salvage_days", "day", between(0, 3650), 0.0,
          "Price of the mining machines in days of hashprice per PH/s, paid when construction starts."),
      row<&Conversion::sale_per_mw>("sale_per_mw", "USD/MW", between(0, 1e8), 0.0,
                                    "Price of the mining power that ends, where it is sold."),
      row<&Conversion::ends_operating_cost>(
          "ends_operating_cost", "", kNoBounds, false,
          "Whether the operating cost of mining_mw ends with mining, as it does when the power is sold."),
  };
}

}  // namespace

Section conversion_section() {
  return tables<&SiteConfiguration::conversion>("conversion", "name", at_most(kMaxConversionsPerSite),
                                                "Construction that ends mining on some megawatts and delivers others, "
                                                "to equipment that names it in delivered_by.",
                                                joined_rows({decision_rows(), megawatt_rows(), construction_rows()}));
}

Section hazard_section() {
  using Hazard = HazardConfiguration;
  return table<&SiteConfiguration::hazard>(
      "hazard", "Events that end mining or make it dearer.",
      {
          row<&Hazard::jurisdiction>("jurisdiction", "", kNoBounds, "",
                                     "Sites of the same jurisdiction have the same events. Empty: the site has its "
                                     "own."),
          row<&Hazard::mining_ban_hazard>("mining_ban_hazard", "1/year", between(0, 100), 0.0,
                                          "Hazard of a stop of mining for good."),
          row<&Hazard::policy_jump_hazard>("policy_jump_hazard", "1/year", between(0, 100), 0.0,
                                           "Hazard of a policy jump that brings policy_levy."),
          row<&Hazard::policy_levy>("policy_levy", "USD/MWh", between(0, 1000), 0.0,
                                    "Levy on the energy of mining, from the policy jump on."),
      });
}

}  // namespace hashlease
