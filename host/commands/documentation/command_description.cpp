#include "commands/documentation/command_description.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace hashlease {

namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char letter : text) {
    if (letter == separator) {
      parts.emplace_back();
    } else if (letter != ' ') {
      parts.back() += letter;
    }
  }
  return parts;
}

/// CLI11 appends what validators say to the name of the type: `NAME:{csv,json}`, `N:INT in [1 - 4096]`.
void take_type(const std::string& type, OptionDescription& description) {
  const std::size_t colon = type.find(':');
  description.value = type.substr(0, colon);
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}');
  if (open != std::string::npos && close != std::string::npos && open < close) {
    description.words = split(type.substr(open + 1, close - open - 1), ',');
  } else if (description.value.find('|') != std::string::npos) {
    description.words = split(description.value, '|');
  }
}

OptionDescription describe_option(const CLI::Option& option) {
  OptionDescription description;
  for (const std::string& name : option.get_snames()) description.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) description.names.push_back("--" + name);
  if (description.names.empty()) description.positional = option.get_name(true);
  if (option.get_items_expected_max() > 0) take_type(option.get_type_name(), description);
  description.meaning = option.get_description();
  description.required = option.get_required();
  description.repeated = option.get_items_expected_max() > 1;
  return description;
}

bool is_type_of_file(const std::string& value) {
  const std::size_t dot = value.find('.');
  if (dot == std::string::npos || dot == 0) return false;
  return std::all_of(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(dot),
                     [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

}  // namespace

CommandDescription describe_application(const CLI::App& application) {
  CommandDescription description;
  description.name = application.get_name();
  description.meaning = application.get_description();
  description.footer = application.get_footer();
  description.group = application.get_group();
  for (const CLI::Option* option : application.get_options()) {
    if (!option->get_group().empty()) description.options.push_back(describe_option(*option));
  }
  for (const CLI::App* command : application.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_group().empty()) description.commands.push_back(describe_application(*command));
  }
  return description;
}

ValueSource value_source(const OptionDescription& option) {
  if (!option.words.empty()) return ValueSource::words;
  if (option.value == "KEY") return ValueSource::keys;
  if (option.value == "KEY=VALUE") return ValueSource::assignments;
  if (option.value == "FOLDER") return ValueSource::folders;
  if (option.value == "FILE") return ValueSource::files;
  return is_type_of_file(option.value) ? ValueSource::files_of_type : ValueSource::nothing;
}

std::string file_suffix(const OptionDescription& option) {
  return is_type_of_file(option.value) ? option.value.substr(option.value.find('.') + 1) : std::string();
}

}  // namespace hashlease
