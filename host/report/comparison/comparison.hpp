#pragma once

/// Studies side by side: the first is what the others are compared with.

#include <optional>
#include <string>
#include <vector>

#include "report/reading/study_result.hpp"
#include "report/sections/page_builder.hpp"

namespace hashlease {

inline constexpr std::size_t kMostStudies = kColourCount;

/// What the comparison is of.
struct Comparison {
  std::vector<StudyResult> studies;
  std::vector<std::string> sites;               // in all of them, in the order of the first
  std::vector<std::string> unmatched;           // "x (only in A)"
  std::optional<std::string> period;            // label of the last whole year in all, or the horizon if that is equal
  std::vector<std::vector<std::size_t>> index;  // [study][site]: position of the site in the study
  std::vector<std::size_t> period_index;        // [study]
  bool same_random_numbers = false;             // same seed, start, horizon and step: path i has the same shocks

  /// "A · hybrid.h5".
  std::string name(std::size_t study) const;
};

/// Throws InputError for fewer than two or more than kMostStudies studies, or when no site is in all of them.
Comparison compare_studies(std::vector<StudyResult> studies);

/// A measure of one site in every study, and how far the others are from the first.
struct MeasureRow {
  std::string name;
  std::string unit_name;
  std::vector<Estimate> values;       // [study], in the unit
  std::vector<Estimate> differences;  // [study - 1]: from the first
  bool is_paired = false;             // differences path by path
};
/// Annual revenue and cash flow, volatilities, losses at 95 %, probability of a negative cash flow.
std::vector<MeasureRow> measures_of(const Comparison& comparison, std::size_t site);

/// A difference in units of its standard error: "clear" from 4 on, "likely" from 2.5, "noise" below, "none" for none.
std::string difference_verdict(const Estimate& difference);

/// A key whose value is not the same in all studies.
struct KeyDifference {
  std::string key;
  std::string unit;
  std::vector<std::string> values;  // [study]; kUndefinedText where there is no such key
};
std::vector<KeyDifference> configuration_differences(const Comparison& comparison);

/// Rows of the comparison chart: each site's revenue in each study, over its mean in the first.
Chart comparison_chart(const Comparison& comparison);

/// Sections of the page.
std::string comparison_opening(const Comparison& comparison, PageBuilder& builder);
std::string comparison_tables(const Comparison& comparison);
std::string comparison_charts(const Comparison& comparison, PageBuilder& builder);
std::string comparison_configurations(const Comparison& comparison);

}  // namespace hashlease
