#include "config/keys/parameter_rows.hpp"

namespace hashlease {

Section regime_section() {
  using Regime = RegimeConfiguration;
  using State = RegimeStateConfiguration;
  return table<&MarketConfiguration::regime>(
      "regime", "A Markov chain over months that moves BTC, lease demand, power and defaults together.",
      {row<&Regime::initial>("initial", "", kNoBounds, "", "State of the first month; empty takes the first state.")},
      {tables<&Regime::state>(
          "state", "name", at_most(kMaxRegimes),
          "A state of the regime, e.g. calm, boom or bust; none, or two or three.",
          {
              row<&State::name>("name", "", kNoBounds, kRequired, "Name of the state."),
              row<&State::transition>("transition", "1/month", between(0, 1), std::map<std::string, double>{},
                                      "Probability of each state in the next month, as name = probability; a state "
                                      "left out has 0, all add up to 1."),
              row<&State::btc_drift>("btc_drift", "1/year", between(-5, 5), 0.0,
                                     "Added to the drift of the expected BTC price in this state."),
              row<&State::btc_volatility_factor>("btc_volatility_factor", "", between(0, 10), 1.0,
                                                 "Factor on the diffusive volatility of BTC."),
              row<&State::btc_jump_factor>("btc_jump_factor", "", between(0, 100), 1.0,
                                           "Factor on jump_intensity, with the BTC model regime."),
              row<&State::lease_demand>("lease_demand", "", between(-5, 5), 0.0,
                                        "Level that common log lease demand reverts to in this state."),
              row<&State::power_level>("power_level", "", between(-10, 10), 0.0,
                                       "Added to the daily mean of power in this state, in asinh(p / 10 USD/MWh)."),
              row<&State::default_hazard_factor>("default_hazard_factor", "", between(0, 100), 1.0,
                                                 "Factor on the default hazard of customers and tenants."),
          })});
}

}  // namespace hashlease
