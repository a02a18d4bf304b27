#include "report/report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "io/files/file.hpp"
#include "io/files/output_file.hpp"
#include "report/comparison/comparison.hpp"
#include "report/drawing/style.hpp"
#include "report/sections/page_builder.hpp"
#include "report/sections/sections.hpp"

namespace hashlease {

std::string study_page(const StudyResult& study, const Histories& histories) {
  PageBuilder builder;
  const std::string first_screen = opening(study, builder);
  builder.add_section("revenue", "Revenue by month", revenue_section(study, builder));
  builder.add_section("losses", "Losses", loss_section(study, builder));
  builder.add_section("risk", "Volatility and tail", risk_table_section(study));
  builder.add_section("streams", "Mining against AI", streams_section(study, builder));
  builder.add_section("survival", "Survival", survival_section(study, builder));
  builder.add_section(
      "frontier", "Frontier",
      left_out("Left out: the file holds no frontier of AI shares. Sites with a blend of several shares "
               "show one, in the tables above."));
  builder.add_section("market", "The market", market_section(study, histories, builder));
  builder.add_section("convergence", "Convergence", convergence_section(study, builder));
  builder.add_section("configuration", "Configuration", configuration_section_markup(study));
  builder.add_section("provenance", "Provenance", provenance_section(study));
  builder.add_section("limits", "What the model does not know", limits_section(study));
  return builder.page(study.title, first_screen);
}

std::string comparison_page(std::vector<StudyResult> studies) {
  const Comparison comparison = compare_studies(std::move(studies));
  PageBuilder builder;
  const std::string first_screen = comparison_opening(comparison, builder);
  builder.add_section("configurations", "What differs in the configurations", comparison_configurations(comparison));
  builder.add_section("measures", "Measures and differences", comparison_tables(comparison));
  builder.add_section("charts", "Distributions", comparison_charts(comparison, builder));
  return builder.page(fmt::format("{} studies side by side", comparison.studies.size()), first_screen);
}

namespace {

std::string document_of(const Chart& chart) {
  return chart.svg.document(chart.title, chart.description, chart_style());
}

}  // namespace

std::string headline_chart_document(const StudyResult& study) { return document_of(headline_chart(study)); }

std::string comparison_chart_document(std::vector<StudyResult> studies) {
  return document_of(comparison_chart(compare_studies(std::move(studies))));
}

namespace {

bool is_ours(const std::string& path) {
  const File file = File::open(path);
  std::string start(std::min<std::uint64_t>(file.size(), 2000), '\0');
  file.read_at(0, std::as_writable_bytes(std::span(start)));
  return start.find(kGeneratorMark) != std::string::npos;
}

}  // namespace

void check_report_output(const std::string& path, bool overwrite) {
  const bool replace = overwrite || (kind_of(path) == PathKind::file && is_ours(path));
  check_output(path, replace ? ExistingFile::replace : ExistingFile::refuse);
}

}  // namespace hashlease
