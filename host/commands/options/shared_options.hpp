#pragma once

/// Options that several sub-commands have. The name, the meaning and what is refused are written here once.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace hashlease {

/// What is wrong with an option's value, "" for nothing. An empty word is mostly an unset variable of a script, and
/// must not pass for an option that was not given.
std::string not_empty(const std::string& text);

/// A study: a configuration file, and what replaces values of it.
struct StudyOptions {
  std::string configuration;
  std::vector<std::string> set;  // key=value
  std::string paths;             // in place of run.paths, as typed; empty: not given
  std::string seed;              // in place of run.seed
  std::string backend;           // in place of run.backend
  int threads = 0;               // 0: all that are available
};

/// FILE.toml, required.
void add_configuration(CLI::App& command, std::string& file);
/// FILE.h5, required.
void add_result(CLI::App& command, std::string& file, const std::string& meaning = "result file");
/// --set KEY=VALUE.
void add_overrides(CLI::App& command, std::vector<std::string>& set);
/// --paths
void add_paths(CLI::App& command, std::string& paths);
/// --threads
void add_threads(CLI::App& command, int& threads, const std::string& meaning = "CPU threads (default: all)");
/// The configuration, --set, --paths and --seed.
void add_study(CLI::App& command, StudyOptions& options);
/// --backend @param otherwise  what is taken without the option
void add_backend(CLI::App& command, std::string& backend, const std::string& otherwise);
/// --block-paths; 0 without the option
void add_block_paths(CLI::App& command, std::uint64_t& paths);
/// --audit, in percent; 0 without the option
void add_audit(CLI::App& command, double& percent);

/// -o, --output @param type  FILE.h5
CLI::Option* add_output(CLI::App& command, std::string& file, const std::string& meaning, const std::string& type);
/// --force @param more  that it does besides
void add_force(CLI::App& command, bool& force, const std::string& more = "");
/// --json
void add_json(CLI::App& command, bool& json);
/// --quiet @param without  what is not shown
void add_quiet(CLI::App& command, bool& quiet, const std::string& without = "progress and no table");
/// --format @param format  holds the default
void add_format(CLI::App& command, std::string& format, const std::vector<std::string>& formats);
/// A day such as 2018-01-01, as days since 1970-01-01.
void add_date(CLI::App& command, const std::string& name, std::optional<std::int64_t>& day, const std::string& meaning);

}  // namespace hashlease
