#include "results/groups.hpp"
#include "results/rows.hpp"
#include "results/study_tables.hpp"

namespace hashlease {

namespace {

using SurvivalRows = Rows<StudyTables, &StudyTables::survival>;

constexpr const char* kByQuarter = "site quarter";

constexpr const char* kNotes =
    R"(Present where a site has a treasury or debt (a blend has those of its parts); the axis `site` has those sites alone.
Quarters are counted from the start, the first is 1; the last may be shorter, and is not tested then. Covenants are tested on
the debt service cover ratio (DSCR) when a quarter ends, from `covenant.first_test_quarter` on, on the paths that were solvent
when the quarter's last month began: `tested` of them. A ratio without debt service is not a number: such tests are counted in
`undefined_dscr`, and belong to no quantile. Probabilities are shares of all paths of the file, with the standard error
sqrt(p (1 - p) / (n - 1)) and Wilson's 95 % interval, which says something where no path or every path is counted.
`below_lock_up` and `in_default` are of one test, insolvent paths no longer being tested; `defaulted`, `insolvent` and
`paid_back` add up, so their last quarter is the whole horizon. Measures of the whole path run over the paths on which they
are defined (months to insolvency: over those that become insolvent); the others are counted in `X_undefined`. Quantiles lie
within one bin of a histogram, 2^-9 of their size; those of whole numbers (months, quarters) are exact. The histograms are in
`/distribution`. Before format 3, `dscr` was `cover_ratio` and `minimum_dscr_quarter` was `minimum_cover_quarter`.)";

void add_axes(SurvivalRows& rows) {
  rows.label_axis<&StudyAxes::entity>("site", since(2), "site");
  rows.number_axis<&StudyAxes::quarter>("quarter", "1", since(2), "quarter of the study, 1 is the first");
  const std::string days = "days since 1970-01-01";
  rows.companion({"quarter_start", "quarter", days, since(2), "first day of the quarter"}, StoredType::int64,
                 SurvivalRows::data<&StudyAxes::quarter_start>);
  rows.companion({"quarter_end", "quarter", days, since(2), "first day after the quarter"}, StoredType::int64,
                 SurvivalRows::data<&StudyAxes::quarter_end>);
  rows.number_axis<&StudyAxes::probability>("probability", "1", since(2), "probability below the quantile");
}

void add_quarters(SurvivalRows& rows) {
  using Tables = SurvivalTables;
  rows.probability<&Tables::below_lock_up>(
      "below_lock_up", kByQuarter, since(2),
      "probability of a debt service cover ratio below the lock-up level in the quarter's test");
  rows.probability<&Tables::in_default>("in_default", kByQuarter, since(2),
                                        "probability of uncured default in the quarter's test");
  rows.probability<&Tables::defaulted>("defaulted", kByQuarter, since(2),
                                       "probability of uncured default in this or an earlier test");
  rows.probability<&Tables::insolvent>("insolvent", kByQuarter, since(2),
                                       "probability of insolvency by the end of the quarter");
  rows.probability<&Tables::paid_back>(
      "paid_back", kByQuarter, since(2),
      "probability that distributions have reached the equity paid in by the end of the quarter");
  rows.probability<&Tables::minimum_dscr_here>(
          "minimum_dscr_here", kByQuarter, since(2),
          "probability that the lowest debt service cover ratio is first met in the quarter")
      .formerly("minimum_cover_ratio_here");
  rows.estimate<&Tables::dscr_quantile>(
          "dscr_quantile", "site quarter probability", "1", since(2),
          "quantile of the debt service cover ratio of the quarter's test, over the paths that have one")
      .formerly("cover_ratio_quantile");
  rows.counts<&Tables::tested>("tested", kByQuarter, since(2), "number of paths on which covenants were tested");
  rows.counts<&Tables::undefined_dscr>(
          "undefined_dscr", kByQuarter, since(2),
          "number of paths tested whose debt service cover ratio is not a number, as no debt service is due")
      .formerly("undefined_cover_ratio");
}

void add_measure(SurvivalRows& rows, SurvivalMeasure which) {
  const SurvivalMeasureRow& row = row_of(which);
  const std::string name(row.name);
  const std::string units(row.units);
  const std::string meaning(row.long_name);
  const std::string former(row.former_name);
  const auto table = [which](SurvivalTables& survival) -> PathMeasureTable& {
    if (survival.measures.size() < kSurvivalMeasures.size()) survival.measures.resize(kSurvivalMeasures.size());
    return survival.measures[static_cast<std::size_t>(which)];
  };
  const auto add = [&](const std::string& suffix, const std::string& axes, const std::string& of_paths,
                       EstimateArray PathMeasureTable::*field) {
    rows.add_estimate({name + suffix, axes, units, since(2), of_paths + " over paths of the " + meaning},
                      SurvivalRows::found_by<EstimateArray>([table, field](SurvivalTables& survival) -> EstimateArray& {
                        return table(survival).*field;
                      }));
    if (!former.empty()) rows.formerly(former + suffix);
  };
  add("", "site", "mean", &PathMeasureTable::mean);
  add("_standard_deviation", "site", "standard deviation", &PathMeasureTable::standard_deviation);
  add("_quantile", "site probability", "quantile", &PathMeasureTable::quantile);
  if (row.undefined.empty()) return;
  rows.add({name + "_undefined", "site", "1", since(2),
            "number of paths " + std::string(row.undefined) + ", over which " + name + " is not counted"},
           StoredType::int64,
           [table](void* root) -> DataPointer { return &table(static_cast<StudyTables*>(root)->survival).undefined; });
  if (!former.empty()) rows.formerly(former + "_undefined");
}

}  // namespace

ResultGroup survival_group() {
  SurvivalRows rows("survival", "whether sites with a treasury or debt survive, and what befalls them");
  rows.page("whether sites pay what falls due", kNotes);
  rows.present_when("a site has a treasury or debt",
                    [](const SurvivalTables& survival) { return !survival.sites.empty(); });
  add_axes(rows);
  add_quarters(rows);
  for (std::size_t number = 0; number < kSurvivalMeasures.size(); ++number) {
    const auto measure = static_cast<SurvivalMeasure>(number);
    if (measure != SurvivalMeasure::equity_lost) add_measure(rows, measure);  // that one is a probability
  }
  rows.probability<&SurvivalTables::equity_lost>(
      "equity_lost", "site", since(2),
      "probability of loss of equity: insolvent, or nothing left for the owners after the last month");
  return rows.take();
}

}  // namespace hashlease
