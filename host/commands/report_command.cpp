#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "commands/commands.hpp"
#include "commands/options/outputs.hpp"
#include "commands/options/shared_options.hpp"
#include "io/files/file.hpp"
#include "report/report.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease report results/hybrid.h5
  hashlease report results/hybrid.h5 -o results/hybrid.html --history btc.csv
  hashlease report results/hybrid.h5 results/volatile.h5 -o results/compared.html --chart compared.svg)";

struct ReportOptions {
  std::vector<std::string> files;
  std::string output;                  // empty: named after the only file, unless only a chart is asked for
  std::string chart;                   // SVG of the comparison chart; empty: none
  std::vector<std::string> histories;  // see read_history
  bool force = false;
};

/// Where the page goes; empty when only a chart is asked for.
std::string page_path(const ReportOptions& options) {
  if (!options.output.empty() || !options.chart.empty()) return options.output;
  if (options.files.size() > 1) throw InputError("report: several files need a name for the page; give -o FILE.html");
  const std::string& file = options.files.front();
  return (file.ends_with(".h5") ? file.substr(0, file.size() - 3) : file) + ".html";
}

ExitCode report(const ReportOptions& options) {
  const std::string page = page_path(options);
  check_outputs({page, options.chart}, options.files, ExistingFile::replace);
  for (const std::string& output : {page, options.chart}) {
    if (!output.empty()) check_report_output(output, options.force);
  }
  if (options.files.size() > 1 && !options.histories.empty()) {
    throw InputError("--history: a comparison of several studies has no market section; give one result file");
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

}  // namespace

CLI::App* add_report_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<ReportOptions>();
  CLI::App* command = program.add_subcommand("report", "write a result, or several side by side, as an HTML page");
  command->add_option("files", options->files, "result files; several are compared")
      ->required()
      ->check(not_empty)
      ->type_name("FILE.h5");
  add_output(*command, options->output, "page to write (default: named after the result)", "FILE.html");
  command->add_option("--chart", options->chart, "also write the comparison chart as a picture")
      ->check(not_empty)
      ->type_name("FILE.svg");
  command
      ->add_option(
          "--history", options->histories,
          "CSV with a history of the market to draw beside its fans: named columns, or VARIABLE=FILE.csv with the "
          "columns date,value (repeatable)")
      ->check(not_empty)
      ->allow_extra_args(false)
      ->type_name("FILE.csv");
  add_force(*command, options->force, "; an earlier report is overwritten in any case");
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return report(*options); });
  return command;
}

}  // namespace hashlease
