#pragma once

/// The command line as plain data, taken from the CLI11 application that parses it, so that shell completion and man
/// page know every sub-command and option without being told.

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace hashlease {

/// An option, flag or positional argument.
struct OptionDescription {
  std::vector<std::string> names;  // "-o", "--output"; empty for a positional argument
  std::string positional;          // name of a positional argument
  std::string value;               // what it takes, as help shows it: "FILE.h5", "KEY=VALUE", "N"; empty for a flag
  std::vector<std::string> words;  // the values it may have, where they are few: auto, cpu, cuda
  std::string meaning;
  bool required = false;
  bool repeated = false;  // takes several values, or may be given several times
};

/// A program or a sub-command.
struct CommandDescription {
  std::string name;
  std::string meaning;
  std::string footer;  // what help prints at its end
  std::string group;   // heading above the names of this and other sub-commands
  std::vector<OptionDescription> options;
  std::vector<CommandDescription> commands;
};

CommandDescription describe_application(const CLI::App& application);

/// What a shell offers for a value.
enum class ValueSource {
  nothing,
  words,          // OptionDescription::words
  files,          // any file
  files_of_type,  // files with the suffix of OptionDescription::value, FILE.h5
  folders,
  keys,         // of the configuration
  assignments,  // key=value
};

ValueSource value_source(const OptionDescription& option);

/// Suffix of the files that an option takes: "h5" of FILE.h5. Empty for other values.
std::string file_suffix(const OptionDescription& option);

}  // namespace hashlease
