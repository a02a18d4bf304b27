#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/comparison/comparison.hpp"
#include "report/drawing/numbers.hpp"
#include "report/sections/ridges.hpp"
#include "report/sections/sections.hpp"

namespace hashlease {

namespace {

constexpr Outcome kRevenue = Outcome::revenue;

/// Revenue of a site in a study over `mean`, in percent.
RidgeRow ridge_of(const Comparison& comparison, std::size_t study, std::size_t site, double mean) {
  RidgeRow row =
      revenue_ridge(comparison.studies[study], comparison.index[study][site], comparison.period_index[study], mean);
  row.name = comparison.sites[site] + ", " + comparison.name(study).substr(0, 1);
  row.colour = study;
  return row;
}

std::vector<RidgeRow> ridge_rows(const Comparison& comparison) {
  std::vector<RidgeRow> rows;
  if (!comparison.period) return rows;
  for (std::size_t site = 0; site < comparison.sites.size(); ++site) {
    const double mean =
        comparison.studies[0]
            .tables.of(&RiskTables::mean, comparison.index[0][site], kRevenue, comparison.period_index[0])
            .value;
    if (!(mean > 0.0) || rows.size() + comparison.studies.size() > kMostRows) continue;
    for (std::size_t study = 0; study < comparison.studies.size(); ++study) {
      rows.push_back(ridge_of(comparison, study, site, mean));
    }
  }
  return rows;
}

/// How a measure went from the first study to another, for a sentence.
std::string change_clause(const MeasureRow& row, std::size_t study, const std::string& what) {
  const Unit unit{1.0, row.unit_name == "%" ? "percentage points" : row.unit_name, 2};
  const std::string verdict = difference_verdict(row.differences[study - 1]);
  if (verdict == "none") return what + " is the same";
  const Estimate& difference = row.differences[study - 1];
  return fmt::format("{} {} by {}{}", what, difference.value < 0.0 ? "falls" : "rises",
                     estimate_with_unit({std::fabs(difference.value), difference.standard_error}, unit),
                     verdict == "noise" ? ", which may be noise" : "");
}

const MeasureRow* find_row(const std::vector<MeasureRow>& rows, const std::string& start) {
  for (const MeasureRow& row : rows) {
    if (row.name.starts_with(start)) return &row;
  }
  return nullptr;
}

std::string study_sentences(const Comparison& comparison, std::size_t site) {
  const std::vector<MeasureRow> rows = measures_of(comparison, site);
  std::string text;
  for (std::size_t study = 1; study < comparison.studies.size(); ++study) {
    text += fmt::format(" From A to {}, {}", comparison.name(study).substr(0, 1),
                        change_clause(rows[0], study, "mean revenue a year"));
    if (const MeasureRow* variation = find_row(rows, "variation of revenue")) {
      text += "; " + change_clause(*variation, study, "its variation");
    }
    if (const MeasureRow* shortfall = find_row(rows, "ES 95 %")) {
      text += "; " + change_clause(*shortfall, study, "what the worst 5\u00A0% of paths lose");
    }
    text += ".";
  }
  return text;
}

HtmlTable studies_table(const Comparison& comparison) {
  HtmlTable table;
  table.caption = "The studies. The others are compared with A.";
  table.headings = {"study", "title", "start", "months", "paths", "seed", "identity"};
  table.text_columns = 2;
  for (std::size_t k = 0; k < comparison.studies.size(); ++k) {
    const StudyResult& study = comparison.studies[k];
    table.rows.push_back({comparison.name(k), study.title, day_text(study.axes().period.front().start_day),
                          std::to_string(study.axes().month_count()), count_text(study.paths),
                          std::to_string(study.seed), study.identity.substr(0, 12)});
  }
  return table;
}

}  // namespace

Chart comparison_chart(const Comparison& comparison) {
  const std::vector<RidgeRow> rows = ridge_rows(comparison);
  double low = 100.0;
  double high = 100.0;
  std::string description;
  for (const RidgeRow& row : rows) {
    low = std::min({low, row.low, std::isfinite(row.tail_mean) ? row.tail_mean : row.low});
    high = std::max(high, row.high + 0.15 * (row.high - row.low));
    description += fmt::format("{}: nine in ten paths between {:.0f} and {:.0f} %. ", row.name, row.low, row.high);
  }
  const std::string period = comparison.period.value_or("");
  const Axis axis = make_axis(fmt::format("revenue of {}, % of the site's mean in A", period), low, high);
  return {draw_ridges(rows, axis, rows.size() <= kMostLines), "Revenue of " + period + " in each study", description};
}

std::string comparison_opening(const Comparison& comparison, PageBuilder& builder) {
  std::string sentences;
  for (std::size_t site = 0; site < std::min(comparison.sites.size(), kMostFans); ++site) {
    sentences += element("li", element("strong", escape_markup(comparison.sites[site] + ".")) +
                                   escape_markup(study_sentences(comparison, site)));
  }
  std::string left = element("ul", sentences, "class=\"answers\"");
  if (comparison.sites.size() > kMostFans) {
    left += paragraph(fmt::format("and {} more sites, in the tables below.", comparison.sites.size() - kMostFans));
  }
  std::string right;
  if (comparison.period) {
    right =
        builder.chart(comparison_chart(comparison),
                      "Line: from the 5\u00A0% to the 95\u00A0% quantile; bar: from 25 to 75\u00A0%; stroke: median; "
                      "triangle: mean of the worst 5\u00A0%.");
  }
  std::string notes;
  if (!comparison.unmatched.empty()) {
    notes += paragraph(
        fmt::format("Not compared, because not in every study: {}.", fmt::join(comparison.unmatched, ", ")), "notice");
  }
  if (!comparison.period) {
    notes += paragraph(
        "The studies have no whole year in common and horizons of different length, so volatilities and "
        "losses of a period are not compared.",
        "notice");
  }
  return element("h1", fmt::format("{} studies side by side", comparison.studies.size())) +
         studies_table(comparison).text() + notes + element("div", element("div", left) + right, "class=\"answer\"");
}

std::string comparison_tables(const Comparison& comparison) {
  bool any_paired = false;
  std::string tables;
  for (std::size_t site = 0; site < comparison.sites.size(); ++site) {
    HtmlTable table;
    table.caption = "± one standard error";
    table.headings = {"measure", "unit"};
    table.text_columns = 2;
    for (std::size_t k = 0; k < comparison.studies.size(); ++k)
      table.headings.push_back(comparison.name(k).substr(0, 1));
    for (std::size_t k = 1; k < comparison.studies.size(); ++k) {
      table.headings.push_back(fmt::format("{} − A", comparison.name(k).substr(0, 1)));
      table.headings.emplace_back("difference");
    }
    for (const MeasureRow& row : measures_of(comparison, site)) {
      any_paired = any_paired || row.is_paired;
      std::vector<std::string> cells = {row.name + (row.is_paired ? " *" : ""), row.unit_name};
      const Unit unit{1.0, "", 2};
      for (const Estimate& value : row.values) cells.push_back(estimate_text(value, unit));
      for (const Estimate& difference : row.differences) {
        cells.push_back(estimate_text(difference, unit));
        cells.push_back(difference_verdict(difference));
      }
      table.rows.push_back(std::move(cells));
    }
    tables += element("h3", escape_markup(comparison.sites[site])) + table.text();
  }
  std::string text =
      "± is one standard error. A difference is called clear from 4 of its standard errors on, likely from 2.5, noise "
      "below. Standard errors of differences are those of independent runs, the root of the sum of squares.";
  if (comparison.same_random_numbers) {
    text +=
        " These studies draw the same random numbers, so that much of their noise is common: there the standard "
        "error is an upper bound, and what is called noise may be none.";
  }
  if (any_paired)
    text += " * Difference path by path, from the paths that the files keep; its standard error is exact.";
  return paragraph(text) + tables;
}

std::string comparison_configurations(const Comparison& comparison) {
  const std::vector<KeyDifference> differences = configuration_differences(comparison);
  const auto is_first = [&](const StudyResult& study) { return study.identity == comparison.studies[0].identity; };
  if (differences.empty() && !std::all_of(comparison.studies.begin(), comparison.studies.end(), is_first)) {
    return paragraph(
        "No key has another value, but the studies are not the same: they have other tables, or other formats.");
  }
  if (differences.empty()) {
    return paragraph("The configurations are the same: this is one study, and every number is equal by design.");
  }
  HtmlTable table;
  table.caption = "Keys that are not the same in all studies; all others are.";
  table.headings = {"key", "unit"};
  for (std::size_t k = 0; k < comparison.studies.size(); ++k) table.headings.push_back(comparison.name(k));
  table.text_columns = table.headings.size();
  for (const KeyDifference& difference : differences) {
    std::vector<std::string> row = {difference.key, difference.unit};
    row.insert(row.end(), difference.values.begin(), difference.values.end());
    table.rows.push_back(std::move(row));
  }
  return element("div", table.text(), "class=\"keys\"");
}

}  // namespace hashlease
