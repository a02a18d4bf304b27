#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/documentation/command_description.hpp"

namespace hashlease {

/// Scripts that complete sub-commands, options, files by their type, words, configuration keys and their values. For
/// `--set` they ask the program for the keys of the configuration that stands on the line; all else is in the script.
std::string bash_completion(const CommandDescription& program);
std::string zsh_completion(const CommandDescription& program);

/// A word in single quotes, as both shells read it.
std::string shell_quoted(std::string_view word);
/// Words in single quotes with a space between.
std::string shell_words(const std::vector<std::string>& words);

/// The keys that a script knows without a configuration.
struct KeyPatterns {
  std::vector<std::string> plain;     // what `--set` takes, as far as it names no entry: market.btc.price
  std::vector<std::string> describe;  // what `describe` takes: every key and section, entries without names
};
KeyPatterns key_patterns();

/// Lines of a shell `case` over keys of which the values are few: `  'run.step') VARIABLE=('daily' 'weekly') ;;`.
std::string key_value_cases(std::string_view variable);

}  // namespace hashlease
