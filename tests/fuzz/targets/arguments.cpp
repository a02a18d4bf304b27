// Command lines, which are parsed and not run: an input has a word a line.

#include <sstream>

#include "commands/command_line.hpp"
#include "fuzz/support/fuzz_target.hpp"

namespace hashlease::fuzz {

namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words = {"hashlease"};
  std::string word;
  for (const char letter : text) {
    if (letter == '\n' || letter == '\0') {
      words.push_back(word);
      word.clear();
    } else {
      word += letter;
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

/// "run a.toml" as an input.
std::string input_from(std::string command_line) {
  for (char& letter : command_line) letter = letter == ' ' ? '\n' : letter;
  return command_line;
}

void parse(const std::string& text) {
  std::vector<std::string> words = words_of(text);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  std::ostringstream out, error;
  const std::optional<ExitCode> code = parse_command_line(static_cast<int>(words.size()), pointers.data(), out, error);
  if (code && *code != ExitCode::done && *code != ExitCode::bad_input) report_defect("another exit code than 0 and 2");
  if (code == ExitCode::bad_input && error.str().empty()) report_defect("bad usage without a message");
  if (code == ExitCode::bad_input) {
    ++tally().refused;
  } else {
    ++tally().read;
  }
}

}  // namespace

FuzzTarget fuzz_target() {
  FuzzTarget target{"arguments", {}, {}};
  for (const char* line :
       {"check configs/hybrid.toml --set market.btc.price=1 --set run.paths=64 --json",
        "run configs/hybrid.toml -o a.h5 --paths 4096 --seed 7 --threads 2 --block-paths 64 --backend cpu --shard 2/8 "
        "--instruction-set avx2 --force --report a.html --keep-parts --quiet",
        "merge a.1.h5 a.2.h5 -o a.h5 --force --json --quiet",
        "status a.h5 --json",
        "verify a.h5 --time-limit 5",
        "describe market.gpu.lease_rate --keys-of a.toml",
        "replay a.h5 --worst hybrid cash_flow 1",
        "replay a.h5 --path 12 --json",
        "report a.h5 b.h5 -o a.html --history btc.csv --chart a.svg",
        "export a.h5 --group risk --format csv -o risk.csv",
        "configuration a.h5 -o a.toml --force",
        "schema --market",
        "completion bash",
        "man",
        "--version",
        "--help",
        "run --help",
        "slurm a.toml --shards 16 --gpus 1 -o a.h5 --submit",
        "backtest a.toml b.csv --models gbm,merton --from 2018-01-01 --set market.btc.jump_intensity=12 -o b.h5",
        "calibrate btc.csv gpu.csv --gpu rates.csv --power hub.csv --since 2018-01-01 -o a.toml --report a.json",
        "bench a.toml",
        "merge -- -a.h5 -o b.h5",
        "run -oa.h5 --paths=5 a.toml"}) {
    target.seeds.push_back(input_from(line));
  }
  target.tokens = {"\n",     "--",     "-",     "=",         "\n--set\n", "--paths=", "\n-o\n",
                   "--help", "--json", "1e308", "-1",        "nan",       "0x10",     "18446744073709551616",
                   "{}",     "[",      "]",     "%%",        "{0}",       "\"",       "'",
                   "\\",     "\xff",   "run",   "export",    "replay",    "--worst",  "--threads",
                   "auto/",  "\n\n",   ",",     "--no-json", "++",        "-h",       "@file"};
  return target;
}

}  // namespace hashlease::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hashlease::fuzz::parse(hashlease::fuzz::text_of(data, size));
  return 0;
}
