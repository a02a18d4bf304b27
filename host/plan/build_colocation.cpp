#include <cmath>
#include <string>

#include "plan/sites_draft.hpp"

namespace hashlease {

namespace {

void set_lease(const ColocationConfiguration& hall, ColocationPlan& plan) {
  plan.rent = rounded(hall.rate_per_kw_month);
  plan.escalator = rounded(1.0 + hall.annual_escalator);
  plan.term_months = static_cast<float>(hall.term_months);
  plan.relet_lag = static_cast<float>(hall.relet_lag_months);
  const bool gross = hall.power_billing == PowerBilling::gross;
  const double billed = hall.power_pass_through;
  plan.billed_power = rounded(gross ? billed * (1.0 + hall.power_markup) : billed * hall.power_markup);
  plan.kept_power = rounded(gross ? 1.0 : 1.0 - billed);
  plan.tenant_capex = rounded(hall.tenant_capex_per_mw * hall.critical_mw);
  plan.rent_credit_share = rounded(hall.rent_credit_share);
  plan.monthly_hazard = rounded(hall.default_hazard / 12.0);
  plan.default_sensitivity = rounded(hall.default_sensitivity);
  plan.recovery_share = rounded(hall.recovery_share);
}

void set_market(const Configuration& configuration, const ColocationConfiguration& hall, ColocationPlan& plan) {
  const bool given = hall.market_rate_per_kw_month > 0.0;
  plan.log_market_rent = rounded(std::log(given ? hall.market_rate_per_kw_month : hall.rate_per_kw_month));
  double trend = std::log1p(hall.market_growth);
  plan.gpu_class = -1;
  if (!hall.market_class.empty() && hall.market_elasticity != 0.0) {
    plan.gpu_class = gpu_class_number(configuration, hall.market_class);
    const GpuClassConfiguration& gpu = configuration.market.gpu[static_cast<std::size_t>(plan.gpu_class)];
    plan.elasticity = rounded(hall.market_elasticity);
    plan.log_lease_rate = rounded(std::log(gpu.lease_rate));
    trend += hall.market_elasticity * gpu.annual_obsolescence;
  }
  plan.market_trend = rounded(trend / 12.0);
}

}  // namespace

void add_colocation(SitesDraft& draft, const SiteConfiguration& site, const ColocationConfiguration& hall) {
  ColocationPlan& plan =
      draft.plan.colocation[SitesDraft::take(draft.colocations, kMaxColocations, "colocation halls of sites")];
  plan.delivered_by = conversion_number(site, hall.delivered_by);
  plan.phase_count = static_cast<std::int32_t>(hall.phase_months.size());
  for (std::size_t k = 0; k < hall.phase_months.size(); ++k) {
    plan.phase_month[k] = rounded(hall.phase_months[k]);
    plan.phase_share[k] = rounded(hall.phase_shares[k]);
  }
  plan.delay = make_lognormal(hall.delay_months, hall.delay_deviation);
  const std::string own = fmt::format("{}.{}", site.name, hall.name);
  plan.delay_slot = draw_slot("hall", own);
  plan.tenant_slot = draw_slot("tenant", hall.tenant.empty() ? own : hall.tenant);
  plan.kilowatts = rounded(hall.critical_mw * 1000.0);
  plan.megawatts = rounded(hall.critical_mw * hall.pue);
  plan.drawn_megawatts = rounded(hall.critical_mw * hall.pue * hall.load_factor);
  set_lease(hall, plan);
  set_market(draft.configuration, hall, plan);
}

}  // namespace hashlease
