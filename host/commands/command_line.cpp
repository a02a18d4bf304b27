#include "commands/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands/commands.hpp"
#include "commands/version.hpp"
#include "config/findings/nearest.hpp"
#include "config/reading/history_file.hpp"
#include "io/hdf5/history_dataset.hpp"
#include "io/parts/shard.hpp"

namespace hashlease {

namespace {

constexpr const char* kAbout =
    "hashlease: how volatile, and how survivable, is the revenue of a datacenter that mines bitcoin, rents out GPUs, "
    "or does both?";

constexpr const char* kFooter = R"(Examples:
  hashlease check configs/hybrid.toml
  hashlease run configs/hybrid.toml -o results/hybrid.h5
  hashlease report results/hybrid.h5 -o results/hybrid.html

Each sub-command has examples of its own: hashlease run --help.

Exit codes: 0 done, 1 the run failed, 2 bad usage or configuration, 130 or 143 interrupted (run again to resume).)";

std::string command_line_text(int argc, const char* const* argv) {
  std::string text;
  for (int k = 0; k < argc; ++k) text += (k == 0 ? "" : " ") + quoted_word(argv[k]);
  return text;
}

/// The first word that is not an option, where the sub-command stands.
std::optional<std::string> command_word(int argc, const char* const* argv) {
  for (int k = 1; k < argc; ++k) {
    const std::string word = argv[k];
    if (word == "--") break;
    if (word.size() < 2 || word[0] != '-') return word;
  }
  return std::nullopt;
}

/// The program with all of its sub-commands, for one command line.
class Program {
 public:
  explicit Program(std::string command_line) : app_(kAbout, "hashlease"), invocation_{std::move(command_line), {}} {
    app_.footer(kFooter);
    app_.require_subcommand(0, 1);  // that there is one is checked here, with a message of its own
    app_.set_version_flag("--version", version_text);
    for (const CommandRow& row : kCommands) row.add(app_, invocation_)->group(row.group);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// An exit code when nothing is left to be done: help was asked for, or what was asked for cannot be done.
  std::optional<ExitCode> parse(int argc, const char* const* argv, std::ostream& out, std::ostream& error) {
    const std::optional<std::string> word = command_word(argc, argv);
    if (word && !is_command(*word)) return unknown(*word, error);
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
      return app_.exit(problem, out, error) == 0 ? ExitCode::done : ExitCode::bad_input;
    }
    if (invocation_.action) return std::nullopt;
    error << "a sub-command is required:\n" << commands_text();
    return ExitCode::bad_input;
  }

  ExitCode run() const { return invocation_.action(); }

 private:
  ExitCode unknown(const std::string& word, std::ostream& error) const {
    std::vector<std::string> names;
    for (const CLI::App* command : commands()) names.push_back(command->get_name());
    const std::string nearest = nearest_word(word, names);
    error << quoted_word(word) << ": there is no such sub-command"
          << (nearest.empty() ? "" : "; did you mean " + nearest + "?") << "\n"
          << commands_text();
    return ExitCode::bad_input;
  }

  bool is_command(const std::string& word) const {
    const std::vector<const CLI::App*> known = commands();
    return std::any_of(known.begin(), known.end(),
                       [&](const CLI::App* command) { return command->get_name() == word; });
  }

  std::vector<const CLI::App*> commands() const {
    return app_.get_subcommands([](const CLI::App*) { return true; });
  }

  /// The names of the sub-commands, a line for each group.
  std::string commands_text() const {
    std::string text;
    std::string group;
    for (const CLI::App* command : commands()) {
      const bool begins = command->get_group() != group;
      if (begins) group = command->get_group();
      text += begins ? fmt::format("{}  {:<10} ", text.empty() ? "" : "\n", group) : ", ";
      text += command->get_name();
    }
    return text + "\nSee hashlease --help.\n";
  }

  CLI::App app_;
  Invocation invocation_;
};

int fail(ExitCode code, const std::exception& error) {
  fmt::print(stderr, "{}\n", error.what());
  return static_cast<int>(code);
}

}  // namespace

void when_chosen(CLI::App& command, Invocation& invocation, std::function<ExitCode()> action) {
  command.callback([&invocation, action = std::move(action)] { invocation.action = action; });
}

std::optional<ExitCode> parse_command_line(int argc, const char* const* argv, std::ostream& out, std::ostream& error) {
  return Program(command_line_text(argc, argv)).parse(argc, argv, out, error);
}

int run_command_line(int argc, char** argv) {
  dataset_reader() = read_history_dataset;
  Program program(command_line_text(argc, argv));
  if (const std::optional<ExitCode> code = program.parse(argc, argv, std::cout, std::cerr)) {
    return static_cast<int>(*code);
  }
  try {
    const ExitCode code = program.run();
    // A full disk behind `> summary.json` shows here at the latest.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      throw RunError("standard output cannot be written; what was printed is lost");
    }
    return static_cast<int>(code);
  } catch (const InputError& error) {
    return fail(ExitCode::bad_input, error);
  } catch (const RunError& error) {
    return fail(ExitCode::run_failed, error);
  } catch (const std::bad_alloc&) {
    return fail(ExitCode::run_failed,
                RunError("out of memory; use fewer --threads, fewer sites or a smaller --block-paths"));
  } catch (const std::exception& error) {
    return fail(ExitCode::run_failed, error);
  }
}

}  // namespace hashlease
