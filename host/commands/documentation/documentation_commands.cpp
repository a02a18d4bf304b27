#include "commands/documentation/documentation_commands.hpp"

#include <cstdio>

#include "commands/documentation/completion.hpp"
#include "commands/documentation/man_page.hpp"
#include "config/rendering/json_schema.hpp"

namespace hashlease {

void add_documentation_commands(CLI::App& application, DocumentationOptions& options) {
  CLI::App* schema = application.add_subcommand("schema", "JSON Schema of a configuration, for editors");
  schema->add_flag("--market", options.market, "of a market file, the kind that market.include names");
  CLI::App* completion = application.add_subcommand("completion", "script that completes command lines in a shell");
  completion->add_option("shell", options.shell, "bash or zsh")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}))
      ->type_name("SHELL");
  application.add_subcommand("man", "manual page: hashlease man | man -l -");
}

bool run_documentation_command(const std::string& name, const CLI::App& application,
                               const DocumentationOptions& options) {
  std::string text;
  if (name == "schema") {
    text = json_schema(options.market ? SchemaOf::market : SchemaOf::study);
  } else if (name == "completion") {
    const CommandDescription program = describe_application(application);
    text = options.shell == "bash" ? bash_completion(program) : zsh_completion(program);
  } else if (name == "man") {
    text = man_page(describe_application(application));
  } else {
    return false;
  }
  std::fputs(text.c_str(), stdout);
  return true;
}

}  // namespace hashlease
