#include "config/keys/parameter_rows.hpp"

namespace hashlease {

template <>
inline constexpr Words<4> kWords<BtcPolicy>{"sell_all", "sell_share", "sell_to_cover", "hodl"};
template <>
inline constexpr Words<3> kWords<DebtDraw>{"month", "capex", "outstanding"};
template <>
inline constexpr Words<4> kWords<AmortisationKind>{"bullet", "linear", "annuity", "sculpted"};
template <>
inline constexpr Words<2> kWords<AfterInsolvency>{"stop", "run_on"};

namespace {

constexpr double kMostMoney = 1e12;  // [USD]

Section loan_section() {
  using Loan = BtcLoanConfiguration;
  return table<&TreasuryConfiguration::loan>(
      "loan",
      "A loan against bitcoin held, drawn before bitcoin is sold when cash falls below cash_floor. LTV is the amount "
      "owed over the value of the bitcoin pledged at the month's closing price. Before the cash runs out, bitcoin "
      "pledged is sold if it is worth more than the loan, which is repaid first.",
      {
          row<&Loan::limit>("limit", "USD", between(0, kMostMoney), 0.0, "Most that may be owed; 0 is no loan."),
          row<&Loan::opening_balance>("opening_balance", "USD", between(0, kMostMoney), 0.0,
                                      "Amount owed at the start, against bitcoin pledged at draw_ltv."),
          row<&Loan::annual_coupon>("annual_coupon", "1/year", between(0, 1), 0.0, "Interest, paid every month."),
          row<&Loan::draw_ltv>("draw_ltv", "", inside(0, 1), 0.5, "LTV of a draw, and what a margin call restores."),
          row<&Loan::margin_call_ltv>("margin_call_ltv", "", above(0, 1), 0.7,
                                      "LTV above which bitcoin is pledged until draw_ltv is restored; if bitcoin does "
                                      "not suffice, cash above cash_floor repays the loan."),
          row<&Loan::liquidation_ltv>("liquidation_ltv", "", above(0, 2), 0.8,
                                      "LTV above which, after a margin call, the lender sells the bitcoin pledged."),
          row<&Loan::release_ltv>("release_ltv", "", below(0, 1), 0.0,
                                  "LTV up to which bitcoin pledged beyond draw_ltv is given back; 0: not before the "
                                  "loan is repaid."),
          row<&Loan::liquidation_penalty>(
              "liquidation_penalty", "", between(0, 1), 0.0,
              "Share of the amount owed that the lender keeps when it sells the bitcoin pledged."),
          row<&Loan::repayment_share>("repayment_share", "", between(0, 1), 1.0,
                                      "Share of cash above target_cash that repays the loan."),
      });
}

std::vector<Parameter> cash_rows() {
  using Treasury = TreasuryConfiguration;
  return {
      row<&Treasury::opening_cash>("opening_cash", "USD", between(0, kMostMoney), 0.0, "Cash at the start."),
      row<&Treasury::opening_btc>("opening_btc", "BTC", between(0, 2.1e7), 0.0, "Bitcoin held at the start."),
      row<&Treasury::cash_floor>(
          "cash_floor", "USD", between(0, kMostMoney), 0.0,
          "Cash below which bitcoin is pledged, where the site has a loan, or sold; below 0 the site is insolvent."),
      row<&Treasury::target_cash>(
          "target_cash", "USD", between(0, kMostMoney), 0.0,
          "Cash that the site keeps; cash above target_cash repays debt with a sweep and is paid out."),
      row<&Treasury::payout_share>("payout_share", "", between(0, 1), 0.0,
                                   "Share of cash above target_cash paid to the owners each month, after sweeps."),
      row<&Treasury::equity_invested>(
          "equity_invested", "USD", between(0, kMostMoney), 0.0,
          "Equity paid in by the owners before the start; payback is measured against this amount."),
      row<&Treasury::equipment_value>("equipment_value", "USD", between(0, kMostMoney), 0.0,
                                      "Value of the equipment at the start, for terminal equity."),
      row<&Treasury::depreciation_years>(
          "depreciation_years", "year", above(0, 50), 5.0,
          "Years over which equipment and capital expenditure are written off, straight line."),
  };
}

std::vector<Parameter> bitcoin_rows() {
  using Treasury = TreasuryConfiguration;
  return {
      row<&Treasury::btc_policy>("btc_policy", "", kNoBounds, "sell_all",
                                 "Bitcoin mined is sold at the price of its day (sell_all), or at the month's close: "
                                 "a share (sell_share), what the month pays more than it takes in, debt service "
                                 "included (sell_to_cover), or none (hodl)."),
      row<&Treasury::sold_share>("sold_share", "", between(0, 1), 0.0, "Share of bitcoin mined sold by sell_share."),
      row<&Treasury::btc_cap>("btc_cap", "BTC", between(0, 2.1e7), 0.0,
                              "Most bitcoin held; what is above btc_cap is sold at the month's close; 0 is no cap."),
      row<&Treasury::btc_cap_value>(
          "btc_cap_value", "USD", between(0, kMostMoney), 0.0,
          "Most value of bitcoin held; what is above btc_cap_value is sold at the month's close; 0 is no cap."),
  };
}

std::vector<Parameter> drawing_rows() {
  using Debt = DebtConfiguration;
  return {
      row<&Debt::name>("name", "", kNoBounds, kRequired, "Name of the instrument."),
      row<&Debt::principal>("principal", "USD", above(0, kMostMoney), kRequired,
                            "Amount drawn at once, committed, or owed at the start (see draw)."),
      row<&Debt::draw>("draw", "", kNoBounds, "month",
                       "When the debt is drawn: all in draw_month (month), from draw_month on as capital expenditure "
                       "falls due (capex), or before the start and spent (outstanding)."),
      row<&Debt::draw_month>("draw_month", "month", between(0, 600), 0, "Month of the draw; 0 is the first."),
      row<&Debt::capex_share>(
          "capex_share", "", above(0, 1), 1.0,
          "Share of capital expenditure, net of tenants' funding and salvage, that the debt funds (draw = capex)."),
      row<&Debt::seniority>("seniority", "", between(1, 100), 1,
                            "Rank in payments: 1 is first, equal ranks in the order of the file."),
  };
}

std::vector<Parameter> servicing_rows() {
  using Debt = DebtConfiguration;
  return {
      row<&Debt::annual_coupon>("annual_coupon", "1/year", between(0, 1), 0.0,
                                "Fixed interest; a twelfth is due each month."),
      row<&Debt::pik_share>("pik_share", "", between(0, 1), 0.0,
                            "Share of interest that is paid in kind: added to the amount owed."),
      row<&Debt::maturity_months>(
          "maturity_months", "month", between(1, 600), 60,
          "Months from draw_month to the last payment, which is all that is still owed; nothing is refinanced."),
      row<&Debt::grace_months>("grace_months", "month", between(0, 599), 0,
                               "Months from draw_month without amortisation."),
      row<&Debt::amortisation>(
          "amortisation", "", kNoBounds, "bullet",
          "How principal is repaid: all at maturity (bullet), equal principal (linear), equal payments (annuity), or "
          "what cash flow allows at target_dscr (sculpted), the rest at maturity."),
      row<&Debt::target_dscr>(
          "target_dscr", "", between(0.1, 100), 1.3,
          "Ratio of a month's cash flow available to its debt service that sculpted amortisation keeps."),
      row<&Debt::sweep_share>("sweep_share", "", between(0, 1), 0.0,
                              "Share of cash above target_cash that repays the debt early, each month."),
      row<&Debt::conversion_valuation>("conversion_valuation", "USD", between(0, kMostMoney), 0.0,
                                       "Convertible note: value of all old shares at which it converts at par at "
                                       "maturity; 0 is not convertible."),
      row<&Debt::equity_multiple>("equity_multiple", "", between(0, 1000), 0.0,
                                  "Convertible note: value of equity is this multiple of a year's cash flow available "
                                  "for debt service, plus cash and bitcoin, less other debt."),
  };
}

}  // namespace

Section treasury_section() {
  return table<&SiteConfiguration::treasury>(
      "treasury",
      "Cash and bitcoin. A site whose table [site.treasury] is written, be it empty, or that has debt is an entity "
      "that may become insolvent; a blend without a treasury of its own has those of its parts, scaled.",
      joined_rows({cash_rows(), bitcoin_rows()}), {loan_section()});
}

Section debt_section() {
  return tables<&SiteConfiguration::debt>("debt", "name", at_most(kMaxInstrumentsPerSite), "A debt instrument.",
                                          joined_rows({drawing_rows(), servicing_rows()}));
}

Section covenant_section() {
  using Covenant = CovenantConfiguration;
  return table<&SiteConfiguration::covenant>(
      "covenant",
      "Tests of the debt service cover ratio (DSCR): cash flow available over interest and scheduled principal, both "
      "over twelve months or since the start, at the end of each quarter.",
      {
          row<&Covenant::lock_up_dscr>(
              "lock_up_dscr", "", between(0, 100), 0.0,
              "DSCR below which nothing is paid to owners until the next test; 0 is no such level."),
          row<&Covenant::default_dscr>("default_dscr", "", between(0, 100), 0.0,
                                       "DSCR below which the site is in default; 0 is no such level."),
          row<&Covenant::first_test_quarter>("first_test_quarter", "quarter", between(1, 200), 1,
                                             "Quarter of the first test; 1 is the first quarter of the study."),
          row<&Covenant::quarters_to_insolvency>("quarters_to_insolvency", "quarter", between(0, 200), 1,
                                                 "Tests in a row in uncured default that make the site insolvent; 0 is "
                                                 "never."),
          row<&Covenant::cures_allowed>(
              "cures_allowed", "", between(0, 1000), 0,
              "Number of cures; in each the owners pay in what lifts the DSCR to default_dscr, or cash to 0."),
          row<&Covenant::cure_purse>("cure_purse", "USD", between(0, kMostMoney), 0.0,
                                     "Most that the owners pay in altogether to cure; 0 is no limit."),
          row<&Covenant::balloon_counted>("balloon_counted", "", kNoBounds, false,
                                          "Whether the amount owed at maturity counts as debt service in the DSCR."),
          row<&Covenant::after_insolvency>("after_insolvency", "", kNoBounds, "stop",
                                           "What follows insolvency: nothing flows from the next month on (stop), or "
                                           "the site goes on and pays what it can (run_on)."),
      });
}

}  // namespace hashlease
