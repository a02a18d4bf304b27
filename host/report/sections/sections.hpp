#pragma once

/// The sections of the report on one study. Each returns markup; "" when the study has nothing to say on it. A group
/// that the file lacks leaves a line that says why.

#include <string>
#include <vector>

#include "report/reading/study_result.hpp"
#include "report/sections/history.hpp"
#include "report/sections/page_builder.hpp"

namespace hashlease {

/// Charts with a line or a row for every site show at most this many.
inline constexpr std::size_t kMostLines = kColourCount;
inline constexpr std::size_t kMostFans = 12;
inline constexpr std::size_t kMostRows = 24;

/// "The chart shows the first 6 of 64 sites." or "".
std::string shown_sites_note(std::size_t shown, std::size_t all);
/// "year 2" or "the 9 months".
std::string tail_period_name(const StudyResult& study);

/// One sentence on a site, as plain text without its name: revenue, its volatility, the worst paths, cash flow.
std::string answer_sentence(const StudyResult& study, std::size_t site);
/// The comparison chart: the last year's revenue of each site over its own mean.
Chart headline_chart(const StudyResult& study);
std::string headline_caption(const StudyResult& study);
/// Title, sentences and comparison chart.
std::string opening(const StudyResult& study, PageBuilder& builder);

std::string revenue_section(const StudyResult& study, PageBuilder& builder);
std::string loss_section(const StudyResult& study, PageBuilder& builder);
std::string risk_table_section(const StudyResult& study);
std::string streams_section(const StudyResult& study, PageBuilder& builder);
std::string survival_section(const StudyResult& study, PageBuilder& builder);
std::string convergence_section(const StudyResult& study, PageBuilder& builder);
/// Fans of the market, over the histories given.
std::string market_section(const StudyResult& study, const Histories& histories, PageBuilder& builder);
std::string configuration_section_markup(const StudyResult& study);
std::string provenance_section(const StudyResult& study);
std::string limits_section(const StudyResult& study);

}  // namespace hashlease
