#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "commands/commands.hpp"
#include "commands/options/shared_options.hpp"
#include "io/verification/verify.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease verify results/hybrid.h5
  hashlease verify results/hybrid.h5 --json --time-limit 60

Exit codes: 0 sound, 1 damaged, unfinished, or not a result that this version can read, 2 bad usage or no such file.)";

struct VerifyOptions {
  std::string file;
  double time_limit_seconds = 600.0;
  bool json = false;
};

std::string_view condition_name(FileCondition condition) {
  switch (condition) {
    case FileCondition::sound: return "sound";
    case FileCondition::damaged: return "damaged";
    case FileCondition::unfinished: return "unfinished";
    case FileCondition::foreign: return "foreign";
    default: return "newer_format";
  }
}

ExitCode verify(const VerifyOptions& options) {
  const std::string& file = options.file;
  const Verification verification = verify_file(file, options.time_limit_seconds);
  if (options.json) {
    const nlohmann::ordered_json document = {
        {"file", file}, {"condition", condition_name(verification.condition)}, {"text", verification.text}};
    fmt::print("{}\n", document.dump(2));
  } else {
    fmt::print("{}: {}: {}\n", file, condition_name(verification.condition), verification.text);
  }
  return verification.condition == FileCondition::sound ? ExitCode::done : ExitCode::run_failed;
}

}  // namespace

CLI::App* add_verify_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<VerifyOptions>();
  CLI::App* command = program.add_subcommand("verify", "recompute the checksums of a result file");
  add_result(*command, options->file);
  command
      ->add_option("--time-limit", options->time_limit_seconds, "seconds before the check is given up (default: 600)")
      ->check(CLI::Range(0.1, 1e6))
      ->type_name("S");
  add_json(*command, options->json);
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return verify(*options); });
  return command;
}

}  // namespace hashlease
