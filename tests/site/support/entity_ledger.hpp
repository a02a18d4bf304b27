#pragma once

/// The entity of a site alone: a test writes what each month's operations bring, and reads the ledger after it.

#include "config/keys/entity.hpp"
#include "market/tape.hpp"
#include "plan/study_plan.hpp"
#include "site/finance.hpp"
#include "site/support/ledger.hpp"
#include "site/survival_writer.hpp"

namespace hashlease::testing {

/// What a month brings before its finance [USD, BTC].
struct MonthFlows {
  double margin = 0.0;  // without bitcoin: AI revenue, or operating cost when negative
  double mined = 0.0;
  double mined_value = 0.0;  // at the price of the day
  double price = 100'000.0;  // at the month's end
  double capex = 0.0;
  double tenant_funding = 0.0;
  double salvage = 0.0;
  double prepayment = 0.0;
  double credited = 0.0;
};

class EntityLedger {
 public:
  /// A mining site with the entity that `fill` writes into it. BTC stands at 100,000 USD at the start.
  template <class Fill>
  explicit EntityLedger(const Fill& fill) : plan_(make_study_plan(filled(fill))) {
    state_.start(entity());
    instruments().start();
    columns_.resize(static_cast<std::size_t>(plan_.layout.column_count()));
  }

  EntityLedger& month(const MonthFlows& flows) {
    const int number = static_cast<int>(months_.size());
    std::vector<float> tape(static_cast<std::size_t>((number + 1) * driver_count(plan_.market)));
    const auto price =
        static_cast<std::size_t>(number * driver_count(plan_.market) + driver_of(MarketDriver::btc_price_end));
    tape[price] = static_cast<float>(flows.price);
    price_ = static_cast<float>(flows.price);
    const MarketView<float> view{plan_.market, plan_.months.data(),
                                 TapeReader{tape.data(), 1, driver_count(plan_.market)}, make_path_lanes<float>(0)};
    SiteLedger<float> ledger = operations(flows);
    run_finance(view, entity(), instruments(), number, ledger, state_);
    months_.push_back(ledger);
    if (number % 3 == 2) write_quarter(entity(), number, plan_.sites.month_count, state_, {columns_.data(), 1});
    return *this;
  }
  /// The same month several times.
  EntityLedger& months(int count, const MonthFlows& flows) {
    for (int k = 0; k < count; ++k) month(flows);
    return *this;
  }

  double item(LedgerItem which, int month) const {
    return static_cast<double>(months_.at(static_cast<std::size_t>(month))[which]);
  }
  /// Of the last month run.
  double last(LedgerItem which) const { return static_cast<double>(months_.back()[which]); }
  double sum(LedgerItem which) const {
    double total = 0.0;
    for (const SiteLedger<float>& month : months_) total += static_cast<double>(month[which]);
    return total;
  }
  int month_count() const { return static_cast<int>(months_.size()); }
  const EntityPlan& entity() const { return plan_.sites.entity[0]; }
  SurvivalMeasures<float> measures() { return finish_survival(instruments(), price_, state_); }
  /// What is written of a quarter that has ended, 0 first.
  int standing(int quarter) const { return static_cast<int>(quarter_column(QuarterColumn::standing, quarter)); }
  double dscr(int quarter) const { return quarter_column(QuarterColumn::dscr, quarter); }
  double collateral() const { return static_cast<double>(state_.treasury.collateral); }

 private:
  double quarter_column(QuarterColumn kind, int quarter) const {
    return static_cast<double>(columns_.at(static_cast<std::size_t>(plan_.layout.quarter_column(0, kind, quarter))));
  }

  template <class Fill>
  static Configuration filled(const Fill& fill) {
    Configuration configuration = calm_configuration();
    configuration.run.horizon_months = 120;
    configuration.site.push_back(mining_site());
    configuration.site[0].treasury.is_present = configuration.site[0].covenant.is_present = true;
    fill(configuration.site[0]);
    return configuration;
  }

  static SiteLedger<float> operations(const MonthFlows& flows) {
    SiteLedger<float> ledger;
    ledger.clear();
    const float margin = static_cast<float>(flows.margin);
    const float mined_value = static_cast<float>(flows.mined_value);
    ledger[LedgerItem::ai_revenue] = std::max(margin, 0.0F);
    ledger[LedgerItem::operating_cost] = std::max(-margin, 0.0F);
    ledger[LedgerItem::btc_mined] = static_cast<float>(flows.mined);
    ledger[LedgerItem::mining_revenue] = mined_value;
    ledger[LedgerItem::revenue] = ledger[LedgerItem::ai_revenue] + mined_value;
    ledger[LedgerItem::cash_flow] = ledger[LedgerItem::revenue] - ledger[LedgerItem::operating_cost];
    ledger[LedgerItem::capital_expenditure] = static_cast<float>(flows.capex);
    ledger[LedgerItem::tenant_funding] = static_cast<float>(flows.tenant_funding);
    ledger[LedgerItem::salvage_proceeds] = static_cast<float>(flows.salvage);
    ledger[LedgerItem::prepayment_received] = static_cast<float>(flows.prepayment);
    ledger[LedgerItem::prepayment_credited] = static_cast<float>(flows.credited);
    return ledger;
  }

  Instruments<float> instruments() { return instruments_of(entity(), plan_.sites.instrument, instruments_); }

  StudyPlan plan_;
  FinanceState<float> state_;
  InstrumentState<float> instruments_[kMaxInstrumentsPerSite];
  std::vector<SiteLedger<float>> months_;
  std::vector<float> columns_;
  float price_ = 0.0F;
};

/// Debt of a principal that is drawn at the start.
inline DebtConfiguration make_debt(double principal, double annual_coupon, std::int64_t maturity_months,
                                   AmortisationKind amortisation = AmortisationKind::bullet) {
  DebtConfiguration debt;
  debt.name = "loan";
  debt.principal = principal;
  debt.annual_coupon = annual_coupon;
  debt.maturity_months = maturity_months;
  debt.amortisation = amortisation;
  return debt;
}

}  // namespace hashlease::testing
