#include "commands/options/shared_options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "calibrate/histories/history_table.hpp"

namespace hashlease {

std::string not_empty(const std::string& text) { return text.empty() ? "is empty" : ""; }

void add_configuration(CLI::App& command, std::string& file) {
  command.add_option("configuration", file, "configuration file (TOML)")
      ->required()
      ->check(not_empty)
      ->type_name("FILE.toml");
}

void add_result(CLI::App& command, std::string& file, const std::string& meaning) {
  command.add_option("file", file, meaning)->required()->check(not_empty)->type_name("FILE.h5");
}

void add_overrides(CLI::App& command, std::vector<std::string>& set) {
  command.add_option("--set", set, "override a key: --set market.btc.price=120000 (repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

void add_paths(CLI::App& command, std::string& paths) {
  command.add_option("--paths", paths, "number of paths, in place of run.paths")->check(not_empty)->type_name("N");
}

void add_threads(CLI::App& command, int& threads, const std::string& meaning) {
  command.add_option("--threads", threads, meaning)->check(CLI::Range(1, 4096))->type_name("N");
}

void add_study(CLI::App& command, StudyOptions& options) {
  add_configuration(command, options.configuration);
  add_overrides(command, options.set);
  add_paths(command, options.paths);
  command.add_option("--seed", options.seed, "seed, in place of run.seed")->check(not_empty)->type_name("N");
}

void add_backend(CLI::App& command, std::string& backend, const std::string& otherwise) {
  command
      .add_option("--backend", backend,
                  fmt::format("auto (a GPU where there is one), cpu or cuda (default: {})", otherwise))
      ->check(not_empty)
      ->type_name("auto|cpu|cuda");
}

void add_block_paths(CLI::App& command, std::uint64_t& paths) {
  command
      .add_option("--block-paths", paths,
                  "paths per block, the unit that is written and resumed; rounded up to a multiple of 64")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40))
      ->type_name("N");
}

void add_audit(CLI::App& command, double& percent) {
  command
      .add_option(
          "--audit", percent,
          "recompute this share of the paths on the CPU and compare every bit; what a CPU simulated is recomputed with "
          "another instruction set [%]")
      ->check(CLI::Range(0.0, 100.0))
      ->type_name("PERCENT");
}

CLI::Option* add_output(CLI::App& command, std::string& file, const std::string& meaning, const std::string& type) {
  return command.add_option("-o,--output", file, meaning)->check(not_empty)->type_name(type);
}

void add_force(CLI::App& command, bool& force, const std::string& more) {
  command.add_flag("--force", force, "overwrite an existing file" + more);
}

void add_json(CLI::App& command, bool& json) {
  command.add_flag("--json", json, "machine-readable result on standard output");
}

void add_quiet(CLI::App& command, bool& quiet, const std::string& without) {
  command.add_flag("--quiet", quiet, "no " + without);
}

void add_format(CLI::App& command, std::string& format, const std::vector<std::string>& formats) {
  command.add_option("--format", format, fmt::format("{} (default: {})", fmt::join(formats, ", "), format))
      ->check(CLI::IsMember(formats))
      ->type_name("FORMAT");
}

void add_date(CLI::App& command, const std::string& name, std::optional<std::int64_t>& day,
              const std::string& meaning) {
  constexpr std::size_t kDateLetters = 10;  // day_of also takes a date with a time behind it
  const auto date_of = [](const std::string& text) {
    return text.size() == kDateLetters ? day_of(text) : std::nullopt;
  };
  const auto is_date = [date_of](const std::string& text) {
    return date_of(text) ? "" : fmt::format("'{}' is not a date; write it as in 2018-01-31", text);
  };
  command
      .add_option_function<std::string>(
          name, [date_of, &day](const std::string& text) { day = date_of(text); }, meaning)
      ->check(is_date)
      ->type_name("DATE");
}

}  // namespace hashlease
