#include "report/comparison/comparison.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "base/error.hpp"
#include "report/drawing/chart.hpp"
#include "report/drawing/numbers.hpp"

namespace hashlease {
namespace {

/// A study of one month over these sites, with what matching looks at.
StudyResult study_of(const std::string& file, std::vector<std::string> sites, int years) {
  StudyResult study;
  study.file = file;
  study.tables.axes.site = std::move(sites);
  PeriodAxis& axis = study.tables.axes.period;
  const auto add = [&](const std::string& label, PeriodKind kind, std::int64_t days) {
    axis.label.push_back(label);
    axis.kind.push_back(static_cast<std::int8_t>(kind));
    axis.start.push_back(0);
    axis.end.push_back(days);
  };
  for (int month = 1; month <= 12 * years; ++month) add("month " + std::to_string(month), PeriodKind::month, 30);
  for (int year = 1; year <= years; ++year) add("year " + std::to_string(year), PeriodKind::year, 365);
  add("horizon", PeriodKind::horizon, 365);
  study.configuration.run.horizon_months = 12 * years;
  return study;
}

TEST(Comparison, MatchesSitesByName) {
  const Comparison comparison =
      compare_studies({study_of("a/x.h5", {"one", "two"}, 2), study_of("y.h5", {"three", "two"}, 2)});
  EXPECT_EQ(comparison.sites, std::vector<std::string>{"two"});
  EXPECT_EQ(comparison.index, (std::vector<std::vector<std::size_t>>{{1}, {1}}));
  EXPECT_EQ(comparison.unmatched, (std::vector<std::string>{"one (in A)", "three (in B)"}));
  EXPECT_EQ(comparison.name(0), "A · x.h5");
  EXPECT_TRUE(comparison.same_random_numbers);
}

TEST(Comparison, TakesTheLastYearInCommon) {
  const Comparison comparison = compare_studies({study_of("x", {"s"}, 3), study_of("y", {"s"}, 2)});
  EXPECT_EQ(comparison.period, "year 2");
  EXPECT_EQ(comparison.period_index, (std::vector<std::size_t>{37, 25}));
  EXPECT_FALSE(comparison.same_random_numbers);
}

TEST(Comparison, RefusesWhatCannotBeCompared) {
  EXPECT_THROW(compare_studies({study_of("x", {"s"}, 1)}), InputError);
  EXPECT_THROW(compare_studies({study_of("x", {"s"}, 1), study_of("y", {"t"}, 1)}), InputError);
  EXPECT_THROW(compare_studies(std::vector<StudyResult>(kMostStudies + 1, study_of("x", {"s"}, 1))), InputError);
}

TEST(Comparison, CallsDifferencesByTheirErrors) {
  EXPECT_EQ(difference_verdict({4.0, 1.0}), "clear");
  EXPECT_EQ(difference_verdict({-4.0, 1.0}), "clear");
  EXPECT_EQ(difference_verdict({3.9, 1.0}), "likely");
  EXPECT_EQ(difference_verdict({2.4, 1.0}), "noise");
  EXPECT_EQ(difference_verdict({0.0, 1.0}), "none");
  EXPECT_EQ(difference_verdict({0.1, 0.0}), "clear");
  EXPECT_EQ(difference_verdict({1.0, std::numeric_limits<double>::quiet_NaN()}), kUndefinedText);
}

TEST(Comparison, NamesKeysThatDiffer) {
  StudyResult other = study_of("y", {"s"}, 1);
  other.configuration.market.btc.annual_volatility = 0.8;
  other.configuration.run.seed = 7;
  const std::vector<KeyDifference> found = configuration_differences(compare_studies({study_of("x", {"s"}, 1), other}));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].key, "run.seed");
  EXPECT_EQ(found[1].key, "market.btc.annual_volatility");
  EXPECT_EQ(found[1].unit, "1/sqrt(year)");
  EXPECT_EQ(found[1].values, (std::vector<std::string>{"0", "0.8"}));
}

TEST(Chart, TextIsFitted) {
  EXPECT_EQ(fitted_text("short", 200.0, 11.0), "short");
  const std::string fitted = fitted_text("a name that is far too long to fit", 60.0, 11.0);
  EXPECT_LE(text_width(fitted) * 11.0, 66.0);
  EXPECT_TRUE(fitted.ends_with("…"));
  const std::string umlauts = fitted_text("äöüäöüäöüäöüäöü", 40.0, 11.0);
  EXPECT_EQ(escape_markup(umlauts), umlauts);  // no letter was cut in two
}

TEST(Chart, LegendTakesTheRowsItNeeds) {
  EXPECT_EQ(legend_height(400.0, {}), 0.0);
  const LegendEntry entry{"a rather long entry of a legend", "line c0", false};
  EXPECT_LT(legend_height(400.0, {entry}), legend_height(400.0, {entry, entry, entry}));
}

}  // namespace
}  // namespace hashlease
