#pragma once

/// From result files to a report: one self-contained HTML page, without scripts and without anything from elsewhere.

#include <string>
#include <vector>

#include "report/reading/study_result.hpp"
#include "report/sections/history.hpp"

namespace hashlease {

/// The report on one study.
/// @param histories  drawn beside the fans of the market; may be empty
std::string study_page(const StudyResult& study, const Histories& histories);

/// The report on several studies. Throws InputError when they cannot be compared.
std::string comparison_page(std::vector<StudyResult> studies);

/// The comparison chart of the first screen as an SVG file of its own.
std::string headline_chart_document(const StudyResult& study);
std::string comparison_chart_document(std::vector<StudyResult> studies);

/// Throws InputError when there is something at `path` that is no report of ours and `overwrite` is not set, when it is
/// no plain file, or when its folder does not exist.
void check_report_output(const std::string& path, bool overwrite);

}  // namespace hashlease
