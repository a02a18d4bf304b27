// Replays a target's seeds and mutations of them: what plain CI runs. See README.md.

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string_view>

#include "fuzz/support/mutator.hpp"
#include "fuzz/support/replay.hpp"
#include "fuzz/support/self_test.hpp"

namespace hashlease::fuzz {

namespace {

constexpr const char* kUsage =
    "usage: replay_TARGET [NUMBER_OF_INPUTS SECONDS]   replay seeds and mutations of them\n"
    "       replay_TARGET --file FILE...               read these inputs, in this process\n"
    "       replay_TARGET --write FOLDER               write FOLDER/seeds/ and FOLDER/dictionary for libFuzzer\n"
    "       replay_TARGET --self-test                  show that a crash, an exception and a hang are found\n";

void write_file(const std::filesystem::path& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  if (!file) throw std::runtime_error("cannot be written: " + path.string());
}

/// A line of libFuzzer's dictionary.
std::string dictionary_line(const std::string& token) {
  std::string line = "\"";
  for (const char letter : token) {
    std::array<char, 8> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "\\x%02X", static_cast<unsigned char>(letter));
    line += buffer.data();
  }
  return line + "\"\n";
}

int write_corpus(const FuzzTarget& target, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "seeds");
  for (std::size_t k = 0; k < target.seeds.size(); ++k) {
    write_file(folder / "seeds" / ("seed-" + std::to_string(k)), target.seeds[k]);
  }
  std::string dictionary;
  for (const std::string& token : target.tokens) dictionary += dictionary_line(token);
  write_file(folder / "dictionary", dictionary);
  return 0;
}

int read_files(int count, char** files) {
  for (int k = 0; k < count; ++k) {
    const std::string input = content_of_file(files[k]);
    const std::vector<std::uint8_t> bytes(input.begin(), input.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    std::printf("%s: was read or refused\n", files[k]);
  }
  return 0;
}

int replay_target(const FuzzTarget& target, const ReplayLimits& limits) {
  const ReplayOutcome outcome = replay(target, LLVMFuzzerTestOneInput, limits);
  std::printf("%s: %llu inputs; %llu readings worked, %llu were refused\n", target.name.c_str(),
              static_cast<unsigned long long>(outcome.inputs), static_cast<unsigned long long>(outcome.tally.read),
              static_cast<unsigned long long>(outcome.tally.refused));
  if (outcome.verdict != Verdict::none) {
    const std::uint64_t number = outcome.inputs == 0 ? 0 : outcome.inputs - 1;
    const std::string file = target.name + "-" + std::to_string(number) + ".input";
    write_file(file, input_of(target, number));
    std::printf("reading input %llu %s; it was written to %s\n", static_cast<unsigned long long>(number),
                outcome.text.c_str(), file.c_str());
    return 1;
  }
  if (outcome.tally.read == 0 || outcome.tally.refused == 0) {
    std::printf("inputs that are all read, or all refused, test nothing\n");
    return 1;
  }
  return 0;
}

int run(int argument_count, char** arguments) {
  const std::string_view first = argument_count > 1 ? arguments[1] : "";
  if (first == "--self-test" && argument_count == 2) return self_test();
  if (first == "--write" && argument_count == 3) return write_corpus(fuzz_target(), arguments[2]);
  if (first == "--file" && argument_count > 2) return read_files(argument_count - 2, arguments + 2);
  ReplayLimits limits;
  if (argument_count == 3) {
    limits.inputs = std::strtoull(arguments[1], nullptr, 10);
    limits.seconds = std::strtod(arguments[2], nullptr);
  }
  if ((argument_count != 1 && argument_count != 3) || limits.inputs == 0) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  return replay_target(fuzz_target(), limits);
}

}  // namespace

}  // namespace hashlease::fuzz

int main(int argument_count, char** arguments) {
  try {
    return hashlease::fuzz::run(argument_count, arguments);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
