#include <fmt/format.h>

#include "commands/documentation/completion.hpp"

namespace hashlease {

namespace {

constexpr const char* kHead =
    R"(# Completion of hashlease for bash. Written by `hashlease completion bash`; its way into a shell:
#   source <(hashlease completion bash)
# shellcheck shell=bash
# shellcheck disable=SC2034 # variables of the callers

)";

// The part that is the same whatever the sub-commands are. The functions share the variables of _hashlease.
constexpr const char* kFunctions = R"sh(
# Offers those of the words that go on from what is typed.
_hashlease_offer() {
  local word quoted
  for word in "$@"; do
    printf -v quoted '%q' "$word"
    if [[ $quoted == "$current"* ]]; then COMPREPLY+=("$prefix$quoted"); fi
  done
}

# Offers folders, and files with this suffix; without one, all files.
_hashlease_files() {
  local file filter=()
  if [[ $1 ]]; then filter=(-X "!*.$1"); fi
  compopt -o filenames 2>/dev/null
  while IFS= read -r file; do COMPREPLY+=("$prefix$file"); done < <(
    { compgen -f "${filter[@]}" -- "$current"; compgen -d -- "$current"; } | sort -u
  )
}

_hashlease_folders() {
  local folder
  compopt -o filenames 2>/dev/null
  while IFS= read -r folder; do COMPREPLY+=("$prefix$folder"); done < <(compgen -d -- "$current")
}

# The keys of the configuration on the line; without one that can be read, the keys that need no name of an entry.
_hashlease_keys() {
  keys=()
  if [[ $configuration ]]; then
    mapfile -t keys < <("$program" describe --keys-of "$configuration" 2>/dev/null)
  fi
  if ((${#keys[@]} == 0)); then keys=("${plain_keys[@]}"); fi
}

# After --set: a key, or one of its values once the = is there.
_hashlease_assignments() {
  local key=${current%%=*} keys values=()
  if [[ $current == *=* ]]; then
    if [[ $COMP_WORDBREAKS != *=* ]]; then prefix+="$key="; fi
    current=${current#*=}
    if [[ $key == market.include ]]; then
      _hashlease_files toml
    else
      _hashlease_values "$key"
      _hashlease_offer "${values[@]}"
    fi
    return
  fi
  _hashlease_keys
  compopt -o nospace 2>/dev/null
  _hashlease_offer "${keys[@]/%/=}"
}

# Offers values of a source, see _hashlease_source.
_hashlease_values_of() {
  case $1 in
    words) _hashlease_offer "${@:2}" ;;
    files) _hashlease_files "${2-}" ;;
    folders) _hashlease_folders ;;
    keys) _hashlease_offer "${described_keys[@]}" ;;
    assignments) _hashlease_assignments ;;
  esac
}

# Puts the line into words as the program will see them: bash also breaks words at = and :.
_hashlease_words() {
  local rest=${COMP_LINE:0:COMP_POINT} trimmed word k
  for ((k = 0; k <= COMP_CWORD; ++k)); do
    trimmed=${rest#"${rest%%[![:space:]]*}"}
    word=${COMP_WORDS[k]}
    if ((k == COMP_CWORD)); then word=$trimmed; fi
    if ((k > 0)) && [[ $trimmed == "$rest" ]]; then words[-1]+=$word; else words+=("$word"); fi
    rest=${trimmed#"$word"}
  done
}

_hashlease() {
  local words=() word program command='' configuration='' takes='' only_arguments='' prefix='' current
  local position=1 k source=() commands plain_keys described_keys
  _hashlease_lists
  COMPREPLY=()
  _hashlease_words
  program=${words[0]} current=${words[-1]}
  for ((k = 1; k < ${#words[@]} - 1; ++k)); do
    word=${words[k]}
    if [[ $takes ]]; then
      takes=''
    elif [[ $word == -- ]]; then
      only_arguments=yes
    elif [[ $word == -* && ! $only_arguments ]]; then
      _hashlease_source "$command" "${word%%=*}"
      if [[ ${source[0]-} && $word != *=* ]]; then takes=$word; fi
    elif [[ ! $command ]]; then
      command=$word
    else
      if [[ $word == *.toml ]]; then configuration=$word; fi
      ((++position))
    fi
  done
  if [[ $takes ]]; then
    _hashlease_source "$command" "$takes"
  elif [[ $current == --*=* && ! $only_arguments ]]; then
    _hashlease_source "$command" "${current%%=*}"
    if [[ $COMP_WORDBREAKS != *=* ]]; then prefix="${current%%=*}="; fi
    current=${current#*=}
  elif [[ $current == -* && ! $only_arguments ]]; then
    _hashlease_options "$command"
  elif [[ ! $command ]]; then
    source=(words "${commands[@]}")
  else
    _hashlease_source "$command" "@$position"
  fi
  _hashlease_values_of "${source[@]}"
}

complete -F _hashlease hashlease
)sh";

std::string source_text(const OptionDescription& option) {
  switch (value_source(option)) {
    case ValueSource::words: return "words " + shell_words(option.words);
    case ValueSource::files: return "files";
    case ValueSource::files_of_type: return "files " + shell_quoted(file_suffix(option));
    case ValueSource::folders: return "folders";
    case ValueSource::keys: return "keys";
    case ValueSource::assignments: return "assignments";
    case ValueSource::nothing: break;
  }
  return "unknown";
}

/// `  'run -o' | 'run --output') source=(files 'h5') ;;` for all that takes a value.
std::string source_cases(const CommandDescription& command, const std::string& name) {
  std::string cases;
  int position = 0;
  for (const OptionDescription& option : command.options) {
    if (option.value.empty()) continue;
    std::string labels;
    for (const std::string& spelling : option.names) {
      labels += (labels.empty() ? "" : " | ") + shell_quoted(name + " " + spelling);
    }
    if (option.names.empty()) {
      const std::string at = option.repeated ? "@" : fmt::format("@{}", ++position);
      labels = shell_quoted(name + " " + at) + (option.repeated ? "*" : "");
    }
    cases += fmt::format("    {}) source=({}) ;;\n", labels, source_text(option));
  }
  return cases;
}

std::string options_case(const CommandDescription& command, const std::string& name) {
  std::vector<std::string> words;
  for (const OptionDescription& option : command.options) {
    words.insert(words.end(), option.names.begin(), option.names.end());
  }
  return fmt::format("    {}) source=(words {}) ;;\n", shell_quoted(name), shell_words(words));
}

}  // namespace

std::string bash_completion(const CommandDescription& program) {
  std::vector<std::string> commands;
  std::string options = options_case(program, "");
  std::string sources = source_cases(program, "");
  for (const CommandDescription& command : program.commands) {
    commands.push_back(command.name);
    options += options_case(command, command.name);
    sources += source_cases(command, command.name);
  }
  const KeyPatterns keys = key_patterns();
  return fmt::format(
      "{}# What stands for a value: of an option, or of the argument @n.\n"
      "_hashlease_source() {{\n  source=()\n  case \"$1 $2\" in\n{}  esac\n}}\n\n"
      "_hashlease_options() {{\n  case $1 in\n{}  esac\n}}\n\n"
      "_hashlease_values() {{\n  case $1 in\n{}  esac\n}}\n\n"
      "_hashlease_lists() {{\n  commands=({})\n  plain_keys=({})\n  described_keys=({})\n}}\n{}",
      kHead, sources, options, key_value_cases("values"), shell_words(commands), shell_words(keys.plain),
      shell_words(keys.describe), kFunctions);
}

}  // namespace hashlease
