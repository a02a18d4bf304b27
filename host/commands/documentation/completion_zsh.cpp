#include <fmt/format.h>

#include "commands/documentation/completion.hpp"

namespace hashlease {

namespace {

constexpr const char* kHead = R"(#compdef hashlease
# Completion of hashlease for zsh. Written by `hashlease completion zsh`; its way into a shell, after compinit:
#   source <(hashlease completion zsh)

)";

constexpr const char* kFunctions = R"sh(
# The keys of the configuration on the line; without one that can be read, the keys that need no name of an entry.
_hashlease_keys() {
  local file=${(Q)${(M)words:#*.toml}[1]}
  keys=()
  [[ -n $file ]] && keys=("${(@f)$($program describe --keys-of ${~file} 2>/dev/null)}")
  [[ -n ${keys[1]-} ]] || keys=("${plain_keys[@]}")
}

# After --set: a key, or one of its values once the = is there.
_hashlease_assignments() {
  local key
  local -a keys values
  if compset -P '*='; then
    key=${${IPREFIX%=}##*=}
    if [[ $key == market.include ]]; then
      _files -g '*.toml'
    else
      _hashlease_values $key
      compadd -a values
    fi
  else
    _hashlease_keys
    compadd -S = -a keys
  fi
}

_hashlease_described_keys() { compadd -a described_keys }
)sh";

constexpr const char* kLoad = R"sh(
if [[ $funcstack[1] == _hashlease ]]; then
  _hashlease "$@"
else
  compdef _hashlease hashlease
fi
)sh";

/// Text inside a specification of _arguments, where brackets and colons mean something.
std::string in_specification(const std::string& text) {
  std::string escaped;
  for (const char letter : text) {
    if (letter == '[' || letter == ']' || letter == ':' || letter == '\\') escaped += '\\';
    escaped += letter;
  }
  return escaped;
}

std::string action(const OptionDescription& option) {
  switch (value_source(option)) {
    case ValueSource::words: {
      std::string words;
      for (const std::string& word : option.words) words += (words.empty() ? "" : " ") + in_specification(word);
      return "(" + words + ")";
    }
    case ValueSource::files: return "_files";
    case ValueSource::files_of_type: return fmt::format("_files -g \"*.{}\"", file_suffix(option));
    case ValueSource::folders: return "_files -/";
    case ValueSource::keys: return "_hashlease_described_keys";
    case ValueSource::assignments: return "_hashlease_assignments";
    case ValueSource::nothing: break;
  }
  return " ";
}

/// `:message:action` of a value.
std::string value_specification(const OptionDescription& option) {
  return fmt::format(":{}:{}", in_specification(option.value), action(option));
}

/// A line for each spelling of an option; one spelling excludes the others unless it may be repeated.
std::string option_specifications(const OptionDescription& option, int& position) {
  if (option.names.empty()) {
    const std::string at = option.repeated ? "*" : std::to_string(++position);
    return fmt::format(" \\\n        {}", shell_quoted(at + value_specification(option)));
  }
  std::string others;
  for (const std::string& name : option.names) others += (others.empty() ? "" : " ") + name;
  const std::string before = option.repeated ? "*" : "(" + others + ")";
  std::string lines;
  for (const std::string& name : option.names) {
    const bool takes_value = !option.value.empty();
    const char* joint = !takes_value ? "" : name.rfind("--", 0) == 0 ? "=" : "+";
    const std::string text = fmt::format("{}{}{}[{}]{}", before, name, joint, in_specification(option.meaning),
                                         takes_value ? value_specification(option) : "");
    lines += fmt::format(" \\\n        {}", shell_quoted(text));
  }
  return lines;
}

std::string argument_specifications(const CommandDescription& command) {
  std::string lines;
  int position = 0;
  for (const OptionDescription& option : command.options) lines += option_specifications(option, position);
  return lines;
}

}  // namespace

std::string zsh_completion(const CommandDescription& program) {
  std::string names;
  std::string cases;
  for (const CommandDescription& command : program.commands) {
    // _describe divides at the first colon; the others are text.
    names += fmt::format("        {}\n", shell_quoted(command.name + ":" + command.meaning));
    cases += fmt::format("    {})\n      _arguments -S{}\n      ;;\n", command.name, argument_specifications(command));
  }
  const KeyPatterns keys = key_patterns();
  return fmt::format(
      "{}_hashlease_values() {{\n  case $1 in\n{}  esac\n}}\n{}\n"
      "_hashlease() {{\n"
      "  local context state state_descr program=$words[1]\n"
      "  local -a line commands plain_keys described_keys\n"
      "  typeset -A opt_args\n"
      "  plain_keys=({})\n  described_keys=({})\n"
      "  _arguments -C -S{} \\\n        '1:command:->command' \\\n        '*::argument:->argument'\n"
      "  case $state in\n  command)\n    commands=(\n{}    )\n    _describe -t commands command commands\n    ;;\n"
      "  argument)\n    case $line[1] in\n{}    esac\n    ;;\n  esac\n}}\n{}",
      kHead, key_value_cases("values"), kFunctions, shell_words(keys.plain), shell_words(keys.describe),
      argument_specifications(program), names, cases, kLoad);
}

}  // namespace hashlease
