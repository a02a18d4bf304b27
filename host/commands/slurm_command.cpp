#include <fmt/format.h>
#include <sys/wait.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <regex>

#include "commands/commands.hpp"
#include "commands/documentation/completion.hpp"
#include "commands/options/outputs.hpp"
#include "commands/options/shared_options.hpp"
#include "commands/output/text.hpp"
#include "commands/run/estimate.hpp"
#include "commands/run/study_options.hpp"
#include "commands/slurm/slurm_scripts.hpp"
#include "io/files/file.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease slurm configs/overnight.toml --shards 16 --gpus 1 -o results/overnight.h5
  hashlease slurm configs/overnight.toml --shards 64 --threads 8 --time 02:00:00 --submit
  hashlease slurm configs/overnight.toml --shards 16 --sbatch=--partition=gpu --sbatch=--account=risk

Exit codes: 0 done, 1 sbatch is missing or refuses the jobs, 2 bad usage or configuration.)";

constexpr int kDefaultThreads = 4;
/// Slurm itself refuses an array above its MaxArraySize, 1,001 unless set.
constexpr std::uint64_t kMostTasks = 100'000;
constexpr double kMebibyte = 1024.0 * 1024.0;
/// Driver and context of a GPU, and the pinned buffers of its batches [bytes of the host].
constexpr double kGpuHostBytes = 3e9;

struct SlurmOptions {
  RunOptions run;                    // configuration, set, paths, seed, backend, output, threads, block_paths, force
  std::uint64_t shards = 0;          // tasks of the array
  std::string time;                  // limit of a task; empty: from the estimate
  std::string memory;                // of a task; empty: from the estimate
  int gpus = -1;                     // of a task; -1: one for the CUDA backend, else none
  std::vector<std::string> options;  // of sbatch, such as --partition=gpu
  bool submit = false;
};

CLI::Validator written_as(const char* pattern, const char* example) {
  return CLI::Validator(
      [expression = std::regex(pattern), example = std::string(example)](const std::string& text) {
        return std::regex_match(text, expression) ? std::string() : fmt::format("{}: expected {}", text, example);
      },
      "");
}

/// The words of `run` that all tasks share.
std::vector<std::string> run_words(const SlurmOptions& options, const std::string& output, int gpus) {
  const RunOptions& run = options.run;
  std::vector<std::string> words{"run", std::filesystem::absolute(run.configuration).string(), "-o", output, "--quiet"};
  for (const std::string& assignment : run.set) words.insert(words.end(), {"--set", assignment});
  if (!run.paths.empty()) words.insert(words.end(), {"--paths", run.paths});
  if (!run.seed.empty()) words.insert(words.end(), {"--seed", run.seed});
  // A GPU that was asked for and is not there is an error, not a slow run.
  if (!run.backend.empty() || gpus > 0) words.insert(words.end(), {"--backend", gpus > 0 ? "cuda" : run.backend});
  if (run.block_paths > 0) words.insert(words.end(), {"--block-paths", std::to_string(run.block_paths)});
  if (run.audit_percent > 0.0) words.insert(words.end(), {"--audit", fmt::format("{}", run.audit_percent)});
  return words;
}

/// Twice the estimate for the CPU, from half an hour to a day; a task that needs longer goes on in its next turn.
std::string time_limit(double cpu_seconds) {
  const double quarters = std::clamp(std::ceil(2.0 * cpu_seconds / 900.0), 2.0, 96.0);
  const int minutes = static_cast<int>(quarters) * 15;
  return fmt::format("{:02}:{:02}:00", minutes / 60, minutes % 60);
}

std::string memory_limit(double bytes) {
  return fmt::format("{}M", static_cast<long>(std::ceil(bytes / kMebibyte / 256.0)) * 256);
}

SlurmJob job_of(const SlurmOptions& options, const StudyPlan& plan) {
  // The first shard is the smallest, the last the largest.
  shard_range(plan.configuration.run.paths, {1, options.shards});
  const PathRange largest = shard_range(plan.configuration.run.paths, {options.shards, options.shards});
  SlurmJob job;
  job.threads = options.run.threads > 0 ? options.run.threads : kDefaultThreads;
  job.gpus = options.gpus >= 0 ? options.gpus : (plan.configuration.run.backend == BackendKind::cuda ? 1 : 0);
  const StudyEstimate estimate = estimate_study(plan, largest, options.run.block_paths, job.threads);
  job.name = std::filesystem::path(options.run.configuration).stem().string();
  job.program = std::filesystem::read_symlink("/proc/self/exe").string();
  job.folder = std::filesystem::current_path().string();
  job.output = study_file(options.run);
  job.scripts = job.output + ".slurm";
  job.run = run_words(options, job.output, job.gpus);
  job.shards = options.shards;
  job.time = options.time.empty() ? time_limit(estimate.seconds) : options.time;
  const double wanted = 1.5 * estimate.memory_bytes + (job.gpus > 0 ? kGpuHostBytes : 0.0);
  job.memory = options.memory.empty() ? memory_limit(wanted) : options.memory;
  job.options = options.options;
  job.force = options.run.force;
  return job;
}

/// Results that the tasks would find and keep, or that the merge would not replace.
void require_free_names(const SlurmJob& job) {
  check_output(job.output, existing_file(job.force));
  for (std::uint64_t k = 1; k <= job.shards; ++k) {
    const std::string file = shard_file(job.output, {k, job.shards});
    if (job.shards == 1 || kind_of(file) == PathKind::absent) continue;
    if (!job.force) {
      throw InputError(fmt::format(
          "{}: already exists; use --force to remove the shards of an earlier array, or name another output", file));
    }
    remove_file(file);
  }
}

void write_scripts(const SlurmJob& job) {
  std::error_code failure;
  std::filesystem::create_directory(job.scripts, failure);
  if (failure) throw InputError(fmt::format("{}: cannot be made: {}", job.scripts, failure.message()));
  replace_text(array_script_path(job), array_script(job));
  replace_text(merge_script_path(job), merge_script(job));
}

/// Runs sbatch and returns the number of its job.
std::string submitted(const std::string& arguments) {
  const std::string command = "sbatch --parsable " + arguments;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) throw RunError("sbatch cannot be started");
  std::string text;
  std::array<char, 256> piece{};
  while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) text += piece.data();
  const int status = pclose(pipe);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (code == 127) throw RunError("sbatch is not installed here; submit on a machine that has it");
  // "123" or "123;cluster", perhaps behind warnings.
  static const std::regex number("(?:^|\n)([0-9]+)(?:;[^\n]*)?\n?$");
  std::smatch found;
  if (code != 0 || !std::regex_search(text, found, number)) {
    throw RunError(fmt::format("`{}` failed: {}", command, text));
  }
  return found[1];
}

void submit(const SlurmJob& job) {
  const std::string array = submitted(shell_quoted(array_script_path(job)));
  try {
    const std::string merge =
        submitted(fmt::format("--dependency=afterany:{} {}", array, shell_quoted(merge_script_path(job))));
    fmt::print("submitted: array {}, merge {}\n", array, merge);
  } catch (const RunError& error) {
    throw RunError(fmt::format("{}\nthe array is submitted as job {}, its merge job is not", error.what(), array));
  }
}

void explain(const SlurmJob& job, const StudyPlan& plan) {
  fmt::print("{}: {} tasks of about {} paths; {} CPU{}, {} of memory, {} GPU{}, {} each\n", array_script_path(job),
             job.shards, grouped(plan.configuration.run.paths / job.shards), job.threads, job.threads == 1 ? "" : "s",
             job.memory, job.gpus, job.gpus == 1 ? "" : "s", job.time);
  fmt::print("{}: merges them into {} when all have ended\n", merge_script_path(job), job.output);
}

/// Checks the study, writes the scripts into FILE.h5.slurm and submits them, or prints how.
ExitCode slurm(const SlurmOptions& options) {
  const StudyPlan plan = plan_of(options.run);
  const SlurmJob job = job_of(options, plan);
  if (job.gpus > 0 && options.run.backend == "cpu")
    throw InputError("--gpus: the CPU backend uses no GPU; leave out --gpus or --backend cpu");
  for (const std::string& text : {job.folder, job.output, job.name}) {
    if (text.find_first_of("\n\"") != std::string::npos) {
      throw InputError(
          fmt::format("{}: Slurm cannot take a name with quotation marks or line breaks; rename it", text));
    }
  }
  require_free_names(job);
  write_scripts(job);
  explain(job, plan);
  if (options.submit) {
    submit(job);
  } else {
    fmt::print("To submit both jobs (or add --submit):\n  {}\n", submit_line(job));
  }
  return ExitCode::done;
}

}  // namespace

CLI::App* add_slurm_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<SlurmOptions>();
  CLI::App* command = program.add_subcommand("slurm", "run a study as a Slurm job array, merged at its end");
  RunOptions& run = options->run;
  add_study(*command, run);
  command->add_option("--shards", options->shards, "number of shards, each a task of the array")
      ->required()
      ->check(CLI::Range(std::uint64_t{1}, kMostTasks))
      ->type_name("N");
  add_output(*command, run.output, "result file; its shards and scripts are named after it", "FILE.h5");
  add_block_paths(*command, run.block_paths);
  add_backend(*command, run.backend, "run.backend");
  add_audit(*command, run.audit_percent);
  add_threads(*command, run.threads, fmt::format("CPUs of a task (default: {})", kDefaultThreads));
  command->add_option("--gpus", options->gpus, "GPUs of a task (default: 1 for the CUDA backend, else 0)")
      ->check(CLI::Range(0, 64))
      ->type_name("N");
  command
      ->add_option("--time", options->time,
                   "time limit of a task (default: from the estimate); a task that needs longer requeues itself")
      ->check(written_as("([0-9]+-)?[0-9]+(:[0-9]{1,2}){0,2}", "MINUTES, HH:MM:SS or D-HH:MM:SS"))
      ->type_name("HH:MM:SS");
  command->add_option("--memory", options->memory, "memory of a task (default: from the estimate)")
      ->check(written_as("[0-9]+[KMGT]?", "a number of MiB, or with K, M, G or T, such as 8G"))
      ->type_name("8G");
  command->add_option("--sbatch", options->options, "further option of sbatch: --sbatch=--partition=gpu (repeatable)")
      ->check(written_as("-[^\n]+", "an option such as --partition=gpu"))
      ->type_name("OPTION")
      ->allow_extra_args(false);
  command->add_flag("--submit", options->submit, "submit both jobs, instead of printing how");
  add_force(*command, run.force, ", and remove the shards of an earlier array");
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return slurm(*options); });
  return command;
}

}  // namespace hashlease
