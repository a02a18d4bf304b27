#pragma once

#include <cstddef>

#include "report/drawing/html.hpp"
#include "report/reading/study_result.hpp"

namespace hashlease {

/// Quantile of a survival measure; NaN when the study does not have that probability.
Estimate measure_quantile(const StudyResult& study, SurvivalMeasure measure, std::size_t site, double probability);

/// What becomes of the first `shown` sites with a treasury or debt; the study has some.
HtmlTable survival_probability_table(const StudyResult& study, std::size_t shown);
HtmlTable survival_measure_table(const StudyResult& study, std::size_t shown);

}  // namespace hashlease
