#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/drawing/numbers.hpp"
#include "report/sections/density.hpp"
#include "report/sections/ridges.hpp"
#include "report/sections/sections.hpp"

namespace hashlease {

std::string shown_sites_note(std::size_t shown, std::size_t all) {
  if (shown >= all) return "";
  return fmt::format(" The chart shows the first {} of {} sites; the tables have all.", shown, all);
}

std::string tail_period_name(const StudyResult& study) {
  const Period& period = study.axes().period[study.axes().tail_period()];
  return period.kind == PeriodKind::year ? period.label : fmt::format("the {} months", study.axes().month_count());
}

namespace {

Estimate scaled(const Estimate& estimate, double factor) {
  return {estimate.value * factor, estimate.standard_error * std::fabs(factor)};
}

std::string worst_paths_clause(const StudyResult& study, std::size_t site) {
  const auto level = study.tables.place_of_level(0.95);
  if (!level) return "";
  constexpr Outcome outcome = Outcome::revenue;
  const std::size_t period = study.axes().tail_period();
  const Estimate loss = study.tables.of(&RiskTables::expected_shortfall, site, outcome, period, *level);
  const Estimate mean = study.tables.of(&RiskTables::mean, site, outcome, period);
  if (!std::isfinite(loss.value) || !(mean.value > 0.0)) return "";
  if (study.configuration.run.loss_reference == LossReference::zero) {
    const Estimate earned = scaled(loss, -1.0);
    return fmt::format(" In the worst 5\u00A0% of paths it earns {} on average.",
                       estimate_with_unit(earned, million_usd()));
  }
  return fmt::format(" In the worst 5\u00A0% of paths it earns {} less than its mean: {:.0f}\u00A0% less.",
                     estimate_with_unit(loss, million_usd()), 100.0 * loss.value / mean.value);
}

std::string cash_flow_clause(const StudyResult& study, std::size_t site) {
  const Histogram* cash_flow = study.find_histogram(site, Outcome::cash_flow, study.axes().tail_period());
  if (cash_flow == nullptr) return "";
  const Estimate share = share_below_zero(*cash_flow);
  if (share.value <= 0.0) return " Its cash flow is positive in every path.";
  return fmt::format(" Its cash flow is negative in {} of paths.", estimate_with_unit(share, percent_unit()));
}

RidgeRow ridge_of(const StudyResult& study, std::size_t site) {
  const std::size_t period = study.axes().tail_period();
  const double mean = study.tables.of(&RiskTables::mean, site, Outcome::revenue, period).value;
  RidgeRow row = revenue_ridge(study, site, period, mean);
  row.name = study.axes().site[site];
  row.colour = site;
  return row;
}

bool earns(const StudyResult& study, std::size_t site) {
  return study.tables.of(&RiskTables::mean, site, Outcome::revenue, study.axes().tail_period()).value > 0.0;
}

/// Sites of the comparison chart: the first ones that earn anything.
std::vector<RidgeRow> ridge_rows(const StudyResult& study) {
  std::vector<RidgeRow> rows;
  for (std::size_t site = 0; site < study.axes().site.size() && rows.size() < kMostRows; ++site) {
    if (earns(study, site)) rows.push_back(ridge_of(study, site));
  }
  return rows;
}

std::string facts_line(const StudyResult& study) {
  return fmt::format("{} paths · {} months from {} · seed {} · hashlease {} · study {}", count_text(study.paths),
                     study.axes().month_count(), day_text(study.axes().period.front().start_day), study.seed,
                     study.program_version, study.identity.substr(0, 12));
}

}  // namespace

std::string answer_sentence(const StudyResult& study, std::size_t site) {
  const Estimate revenue = study.tables.annual_mean(site, Outcome::revenue);
  std::string text = fmt::format("earns {} a year on average", estimate_with_unit(revenue, million_usd()));
  const Estimate variation = study.tables.variation(site);
  if (std::isfinite(variation.value)) {
    text += fmt::format("; in {} its revenue varies by {} of its mean from path to path", tail_period_name(study),
                        estimate_with_unit(variation, percent_unit()));
  }
  return text + "." + worst_paths_clause(study, site) + cash_flow_clause(study, site);
}

Chart headline_chart(const StudyResult& study) {
  const std::vector<RidgeRow> rows = ridge_rows(study);
  double low = 100.0;
  double high = 100.0;
  std::string description;
  for (const RidgeRow& row : rows) {
    low = std::min({low, row.low, std::isfinite(row.tail_mean) ? row.tail_mean : row.low});
    high = std::max(high, row.high + 0.15 * (row.high - row.low));
    description +=
        fmt::format("{}: half of the paths between {:.0f} and {:.0f} %, nine in ten between {:.0f} and {:.0f} %. ",
                    row.name, row.lower, row.upper, row.low, row.high);
  }
  Axis axis = make_axis(fmt::format("revenue of {}, % of the site's own mean", tail_period_name(study)), low, high);
  return {draw_ridges(rows, axis, rows.size() <= kMostLines),
          fmt::format("How far the revenue of {} strays from its mean", tail_period_name(study)), description};
}

std::string headline_caption(const StudyResult& study) {
  const bool has_shapes = ridge_rows(study).size() <= kMostLines;
  return std::string(has_shapes ? "Shape: how often each value occurs over the paths. " : "") +
         "Line: from the 5\u00A0% to the 95\u00A0% quantile; bar: from 25 to 75\u00A0%; stroke: median; triangle: mean "
         "of the worst 5 "
         "%." +
         shown_sites_note(kMostRows, study.axes().site.size());
}

std::string opening(const StudyResult& study, PageBuilder& builder) {
  std::string sentences;
  for (std::size_t site = 0; site < std::min(study.axes().site.size(), kMostFans); ++site) {
    sentences += element(
        "li",
        element("strong", escape_markup(study.axes().site[site])) + " " + escape_markup(answer_sentence(study, site)),
        fmt::format("class=\"{}\"", colour_class(site)));
  }
  std::string left = element("ul", sentences, "class=\"answers\"");
  if (study.axes().site.size() > kMostFans) {
    left += paragraph(fmt::format("and {} more sites, in the tables below.", study.axes().site.size() - kMostFans));
  }
  left += paragraph(
      "± is one standard error of the simulation. It says nothing of whether the model is right; see “What "
      "the model does not know”.",
      "facts");
  const std::string right = builder.chart(headline_chart(study), headline_caption(study));
  return element("h1", escape_markup(study.title)) + paragraph(facts_line(study), "facts") +
         element("div", element("div", left) + right, "class=\"answer\"");
}

}  // namespace hashlease
