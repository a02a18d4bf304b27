#include "commands/report_command.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "io/files/file.hpp"
#include "report/report.hpp"

namespace hashlease {

namespace {

std::string not_empty(const std::string& text) { return text.empty() ? "is empty" : ""; }

/// Where the page goes; empty when only a chart is asked for.
std::string page_path(const ReportOptions& options) {
  if (!options.output.empty() || !options.chart.empty()) return options.output;
  if (options.files.size() > 1) throw InputError("report of several files: -o FILE.html is missing");
  const std::string& file = options.files.front();
  return (file.ends_with(".h5") ? file.substr(0, file.size() - 3) : file) + ".html";
}

void require_other_than_inputs(const ReportOptions& options, const std::string& output) {
  for (const std::string& file : options.files) {
    if (file == output) throw InputError(fmt::format("{}: is both input and output", file));
  }
}

}  // namespace

void add_report_command(CLI::App& application, ReportOptions& options) {
  CLI::App* command = application.add_subcommand("report", "write a result, or several side by side, as an HTML page");
  command->add_option("files", options.files, "result files; several are compared")
      ->required()
      ->check(not_empty)
      ->type_name("FILE.h5");
  command->add_option("-o,--output", options.output, "page to write (default: named after the result)")
      ->check(not_empty)
      ->type_name("FILE.html");
  command->add_option("--chart", options.chart, "write the comparison chart as a picture of its own")
      ->check(not_empty)
      ->type_name("FILE.svg");
  command
      ->add_option(
          "--history", options.histories,
          "CSV with a history of the market to draw beside its fans: named columns, or VARIABLE=FILE.csv with the "
          "columns date,value (repeatable)")
      ->check(not_empty)
      ->allow_extra_args(false)
      ->type_name("FILE.csv");
  command->add_flag("--force", options.force, "overwrite a file that is no report");
}

ExitCode report_command(const ReportOptions& options) {
  const std::string page = page_path(options);
  for (const std::string& output : {page, options.chart}) {
    if (output.empty()) continue;
    require_other_than_inputs(options, output);
    check_report_output(output, options.force);
  }
  if (options.files.size() > 1 && !options.histories.empty()) {
    throw InputError("--history is for the report on one study; a comparison has no market section");
  }
  Histories histories;
  for (const std::string& source : options.histories) read_history(source, histories);
  std::vector<StudyResult> studies;
  for (const std::string& file : options.files) studies.push_back(read_study_result(file));
  const bool is_comparison = studies.size() > 1;
  // Both texts are made before either is written.
  std::string page_text;
  std::string chart_text;
  if (!page.empty()) page_text = is_comparison ? comparison_page(studies) : study_page(studies.front(), histories);
  if (!options.chart.empty()) {
    chart_text = is_comparison ? comparison_chart_document(studies) : headline_chart_document(studies.front());
  }
  for (const auto& [output, text] : {std::pair{page, page_text}, std::pair{options.chart, chart_text}}) {
    if (output.empty()) continue;
    replace_text(output, text);
    fmt::print("{} written\n", output);
  }
  return ExitCode::done;
}

}  // namespace hashlease
