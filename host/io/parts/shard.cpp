#include "io/parts/shard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace hashlease {

namespace {

constexpr const char* kDigits = "0123456789";

/// What a `run` of a shard was given, and its other words.
struct ShardRun {
  std::vector<std::string> words;
  std::string shard;
  std::string output;
};

/// Takes the value of an option, "--name value" or "--name=value", when word `i` is it.
bool take_option(const std::vector<std::string>& words, std::size_t& i, const std::string& name, std::string& value) {
  if (words[i] == name && i + 1 < words.size()) {
    value = words[++i];
    return true;
  }
  if (words[i].rfind(name + "=", 0) != 0) return false;
  value = words[i].substr(name.size() + 1);
  return true;
}

ShardRun shard_run_of(const std::string& command_line) {
  ShardRun run;
  const std::vector<std::string> words = words_of_line(command_line);
  if (words.size() < 3 || words[1] != "run") return {{"hashlease", "run", "CONFIG.toml"}, "", ""};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool taken = take_option(words, i, "--shard", run.shard) || take_option(words, i, "-o", run.output) ||
                       take_option(words, i, "--output", run.output) || words[i] == "--force";
    if (!taken) run.words.push_back(words[i]);
  }
  return run;
}

/// `name` with the one number `from` in it made `to`; `name` itself when there is none or are several.
std::string with_number(const std::string& name, std::uint64_t from, std::uint64_t to) {
  const std::string digits = std::to_string(from);
  std::size_t found = std::string::npos;
  for (std::size_t at = 0; (at = name.find_first_of(kDigits, at)) != std::string::npos;) {
    const std::size_t end = std::min(name.find_first_not_of(kDigits, at), name.size());
    if (name.compare(at, end - at, digits) == 0) {
      if (found != std::string::npos) return name;
      found = at;
    }
    at = end;
  }
  return found == std::string::npos ? name : std::string(name).replace(found, digits.size(), std::to_string(to));
}

/// What -o becomes for another shard.
std::string output_of_shard(const ShardRun& run, const Shard& shard) {
  if (run.output.empty()) return "";
  Shard from;
  const char* end = run.shard.data() + run.shard.size();
  const auto [slash, error] = std::from_chars(run.shard.data(), end, from.number);
  // With `auto` every shard was given the same name.
  if (error != std::errc() || slash == end) return shard_file(run.output, shard);
  const std::filesystem::path path(run.output);
  const std::string stem = path.stem().string();
  const std::string count = run.shard.substr(run.shard.find('/') + 1);
  const std::string own = fmt::format("shard-{}-of-{}", from.number, count);
  std::string name = stem;
  if (const std::size_t at = stem.find(own); at != std::string::npos) {
    name.replace(at, own.size(), fmt::format("shard-{}-of-{}", shard.number, shard.count));
  } else {
    name = with_number(stem, from.number, shard.number);
    if (name == stem) return shard_file(run.output, shard);
  }
  return (path.parent_path() / (name + path.extension().string())).string();
}

}  // namespace

PathRange shard_paths(std::uint64_t paths, const Shard& shard) {
  const std::uint64_t leaves = (paths + kLeafPaths - 1) / kLeafPaths;
  // leaves <= 2^42 and count <= 10^6 < 2^20: the product fits.
  const auto boundary = [&](std::uint64_t k) { return std::min(paths, leaves * k / shard.count * kLeafPaths); };
  return {boundary(shard.number - 1), boundary(shard.number) - boundary(shard.number - 1)};
}

std::string shard_file(const std::string& file, const Shard& shard) {
  if (shard.count == 1) return file;
  std::filesystem::path path(file);
  const std::string extension = path.extension() == ".h5" ? ".h5" : "";
  if (!extension.empty()) path.replace_extension();
  return path.string() + fmt::format(".shard-{}-of-{}{}", shard.number, shard.count, extension);
}

ShardCommand command_of_shard(const std::string& command_line, const Shard& shard) {
  const ShardRun run = shard_run_of(command_line);
  ShardCommand command;
  for (const std::string& word : run.words) command.text += quoted_word(word) + " ";
  command.text += fmt::format("--shard {}/{}", shard.number, shard.count);
  command.output = output_of_shard(run, shard);
  if (!command.output.empty()) command.text += " -o " + quoted_word(command.output);
  return command;
}

std::vector<std::string> words_of_line(const std::string& line) {
  std::vector<std::string> words;
  bool inside = false;  // a word
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char letter = line[i];
    if (!quoted && letter == ' ') {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    inside = true;
    if (letter == '\'') {
      quoted = !quoted;
    } else if (!quoted && letter == '\\' && i + 1 < line.size()) {
      words.back() += line[++i];
    } else {
      words.back() += letter;
    }
  }
  return words;
}

std::string quoted_word(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_of(" \t\n'\"\\$`*?[]{}()<>|&;#~!") == std::string::npos;
  if (plain) return word;
  std::string text = "'";
  for (const char letter : word) text += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return text + "'";
}

}  // namespace hashlease
