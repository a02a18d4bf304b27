#include "commands/command_line.hpp"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "commands/commands.hpp"
#include "commands/documentation/command_description.hpp"

namespace hashlease {
namespace {

struct Parsed {
  std::optional<ExitCode> code;
  std::string out;
  std::string error;
};

Parsed parsed(std::vector<std::string> words) {
  words.insert(words.begin(), "hashlease");
  std::vector<const char*> pointers;
  for (const std::string& word : words) pointers.push_back(word.c_str());
  pointers.push_back(nullptr);
  std::ostringstream out, error;
  const std::optional<ExitCode> code = parse_command_line(static_cast<int>(words.size()), pointers.data(), out, error);
  return {code, out.str(), error.str()};
}

/// Every sub-command, as completion and the manual page see it.
std::vector<CommandDescription> commands() {
  CLI::App program("", "hashlease");
  Invocation invocation;
  for (const CommandRow& row : kCommands) row.add(program, invocation)->group(row.group);
  return describe_application(program).commands;
}

/// The lines of a help text that show how the program is called, as words without a redirection behind them.
std::vector<std::vector<std::string>> examples(const std::string& help) {
  std::vector<std::vector<std::string>> found;
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("  hashlease ")) continue;
    found.emplace_back();
    std::istringstream words(line);
    std::string word;
    words >> word;
    while (words >> word && word != "|" && word != ">") found.back().push_back(word);
  }
  return found;
}

TEST(CommandLine, HelpShowsSubCommandsInGroups) {
  const std::string help = parsed({"--help"}).out;
  std::size_t at = 0;
  std::string group;
  for (const CommandDescription& command : commands()) {
    if (command.group != group) at = help.find("\n" + command.group + ":\n", at);
    group = command.group;
    ASSERT_NE(at, std::string::npos) << group;
    at = help.find("\n  " + command.name + "  ", at);
    ASSERT_NE(at, std::string::npos) << command.name;
  }
  EXPECT_EQ(group, "Reference");
}

TEST(CommandLine, EveryHelpHasExamplesThatCanBeRun) {
  for (const CommandDescription& command : commands()) {
    const Parsed help = parsed({command.name, "--help"});
    EXPECT_EQ(help.code, ExitCode::done) << command.name;
    EXPECT_NE(help.out.find("\nExamples:\n"), std::string::npos) << help.out;
    const auto lines = examples(help.out);
    EXPECT_FALSE(lines.empty()) << command.name;
    for (const std::vector<std::string>& words : lines) {
      const Parsed example = parsed(words);
      EXPECT_EQ(words.front(), command.name);
      EXPECT_EQ(example.code, std::nullopt) << command.name << ": " << example.error;
    }
  }
  EXPECT_FALSE(examples(parsed({"--help"}).out).empty());
  // What the loop looks for is found where an option is wrong.
  EXPECT_EQ(parsed({"run", "a.toml", "--path", "5"}).code, ExitCode::bad_input);
}

TEST(CommandLine, UnknownSubCommandIsRefusedWhateverFollows) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"simulate"}, {"simulate", "--help"}, {"simulate", "a.toml", "-o", "a.h5"}, {"--help", "simulate"}}) {
    const Parsed refused = parsed(words);
    EXPECT_EQ(refused.code, ExitCode::bad_input);
    EXPECT_EQ(refused.out, "");
    EXPECT_TRUE(refused.error.starts_with("simulate: there is no such sub-command\n")) << refused.error;
    for (const CommandDescription& command : commands()) {
      EXPECT_NE(refused.error.find(command.name), std::string::npos) << refused.error;
    }
  }
  EXPECT_TRUE(
      parsed({"slrum", "--help"}).error.starts_with("slrum: there is no such sub-command; did you mean slurm?\n"));
  EXPECT_EQ(parsed({}).code, ExitCode::bad_input);
  EXPECT_EQ(parsed({"--help"}).code, ExitCode::done);
}

TEST(CommandLine, SharedOptionsHaveOneWording) {
  std::map<std::string, std::string> meanings;
  std::map<std::string, int> uses;
  for (const CommandDescription& command : commands()) {
    for (const OptionDescription& option : command.options) {
      const std::string name = option.names.empty() ? option.positional : option.names.back();
      // What else --force removes, and what --format writes, is the command's own.
      const std::string meaning = option.meaning.substr(0, option.meaning.find_first_of(",;("));
      for (const char* shared :
           {"--json", "--force", "--set", "--paths", "--seed", "--backend", "--block-paths", "--audit", "file"}) {
        if (name != shared || (command.name == "backtest" && name == "--paths")) continue;
        EXPECT_EQ(meanings.emplace(name, meaning).first->second, meaning) << command.name << " " << name;
        ++uses[name];
      }
    }
  }
  EXPECT_GE(uses["--force"], 8);
  EXPECT_GE(uses["--json"], 8);
  EXPECT_EQ(uses.size(), 9U);
}

TEST(CommandLine, DatesAreReadAlike) {
  for (const char* date : {"2018-1-1", "2018-02-30", "2018-01-01T00:00", "1 January"}) {
    const std::string backtest = parsed({"backtest", "a.toml", "b.csv", "--from", date}).error;
    const std::string calibrate = parsed({"calibrate", "b.csv", "-o", "m.toml", "--since", date}).error;
    const std::string problem = "'" + std::string(date) + "' is not a date; write it as in 2018-01-31\n";
    EXPECT_TRUE(backtest.starts_with("--from: " + problem)) << backtest;
    EXPECT_TRUE(calibrate.starts_with("--since: " + problem)) << calibrate;
  }
  EXPECT_EQ(parsed({"backtest", "a.toml", "b.csv", "--from", "2018-01-01", "--to", "2020-02-29"}).code, std::nullopt);
}

}  // namespace
}  // namespace hashlease
