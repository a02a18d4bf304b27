#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "commands/commands.hpp"
#include "commands/documentation/completion.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"sh(Examples:
  hashlease completion bash > ~/.local/share/bash-completion/completions/hashlease
  hashlease completion zsh > ~/.zfunc/_hashlease

For the shell at hand: source <(hashlease completion bash))sh";

}  // namespace

CLI::App* add_completion_command(CLI::App& program, Invocation& invocation) {
  const auto shell = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("completion", "print the script that completes command lines in a shell");
  command->add_option("shell", *shell, "bash or zsh")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}))
      ->type_name("SHELL");
  command->footer(kExamples);
  when_chosen(*command, invocation, [shell, &program] {
    const CommandDescription described = describe_application(program);
    std::fputs((*shell == "bash" ? bash_completion(described) : zsh_completion(described)).c_str(), stdout);
    return ExitCode::done;
  });
  return command;
}

}  // namespace hashlease
