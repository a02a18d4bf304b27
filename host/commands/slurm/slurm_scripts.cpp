#include "commands/slurm/slurm_scripts.hpp"

#include <fmt/format.h>

#include "commands/documentation/completion.hpp"
#include "io/parts/shard.hpp"

namespace hashlease {

namespace {

/// Seconds before the time limit at which a task is told to stop: several blocks.
constexpr int kSecondsToStop = 120;

/// A value of an #SBATCH line: quoted as sbatch reads it, % of a file name doubled.
std::string directive_value(const std::string& value, bool pattern = false) {
  std::string text;
  for (const char letter : value) text += pattern && letter == '%' ? std::string("%%") : std::string(1, letter);
  return text.find_first_of(" \t'#") == std::string::npos ? text : '"' + text + '"';
}

/// The lines that both scripts begin with.
std::string heading(const SlurmJob& job, const std::string& about, const std::string& name, const std::string& log) {
  std::string text =
      fmt::format("#!/bin/bash\n# {}\n#SBATCH --job-name={}\n#SBATCH --chdir={}\n#SBATCH --output={}{}\n", about,
                  directive_value(name), directive_value(job.folder), directive_value(job.scripts + "/", true), log);
  text += fmt::format("#SBATCH --open-mode=append\n#SBATCH --requeue\n#SBATCH --mem={}\n", job.memory);
  for (const std::string& option : job.options) text += fmt::format("#SBATCH {}\n", option);
  return text;
}

/// `stem.shard-` of the shards' names; behind it stand the number and `-of-N.h5`.
std::string shard_file_with(const SlurmJob& job, const std::string& number) {
  const std::string first = shard_file(job.output, {1, job.shards});
  if (job.shards == 1) return shell_quoted(first);
  const std::string mark = fmt::format(".shard-1-of-{}", job.shards);
  const std::size_t at = first.rfind(mark);
  return shell_quoted(first.substr(0, at)) + ".shard-" + number + fmt::format("-of-{}", job.shards) +
         shell_quoted(first.substr(at + mark.size()));
}

}  // namespace

std::string array_script_path(const SlurmJob& job) { return job.scripts + "/array.sbatch"; }

std::string merge_script_path(const SlurmJob& job) { return job.scripts + "/merge.sbatch"; }

std::string array_script(const SlurmJob& job) {
  std::string text =
      heading(job, fmt::format("A study in {} shards, one a task; written by hashlease slurm.", job.shards), job.name,
              "shard-%a.log");
  text += fmt::format("#SBATCH --array=1-{}\n#SBATCH --time={}\n#SBATCH --ntasks=1\n#SBATCH --cpus-per-task={}\n",
                      job.shards, job.time, job.threads);
  if (job.gpus > 0) text += fmt::format("#SBATCH --gres=gpu:{}\n", job.gpus);
  text += fmt::format("#SBATCH --signal=B:USR1@{}\n", kSecondsToStop);
  text += R"(
# Near the time limit the run stops at a block, and the task waits for its next turn, where it goes on from there.
out_of_time=
trap 'out_of_time=1; kill -TERM "$study"' USR1
trap 'kill -TERM "$study"' TERM INT
)";
  text += fmt::format("{} {} --shard auto/{} --threads {} &\nstudy=$!\n", shell_quoted(job.program),
                      shell_words(job.run), job.shards, job.threads);
  text += R"(
# A signal ends `wait` before the run has ended.
while wait "$study"; kill -0 "$study" 2>/dev/null; do :; done
wait "$study"
code=$?
# 143 is a run that stopped when told to. A study that gets nowhere in a hundred turns needs somebody to look.
if [[ -n $out_of_time && $code -eq 143 && ${SLURM_RESTART_COUNT:-0} -lt 100 ]]; then
  echo "out of time: requeued" >&2
  exec scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
fi
exit "$code"
)";
  return text;
}

std::string merge_script(const SlurmJob& job) {
  std::string text = heading(job, fmt::format("Merges {} shards; written by hashlease slurm.", job.shards),
                             job.name + "-merge", "merge.log");
  text += fmt::format("#SBATCH --time=01:00:00\n#SBATCH --ntasks=1\n\nshards=()\nfor ((k = 1; k <= {}; ++k)); do\n",
                      job.shards);
  text += fmt::format("  shards+=({})\ndone\n", shard_file_with(job, "\"$k\""));
  text += fmt::format("{} merge \"${{shards[@]}}\" -o {}{} --quiet && exit\ncode=$?\n", shell_quoted(job.program),
                      shell_quoted(job.output), job.force ? " --force" : "");
  text += "cat >&2 <<'HELP'\nUnder Slurm: make the shards K again and merge then, with\n  ";
  text += fmt::format("array=$(sbatch --parsable --array=K,... {}) && ", shell_quoted(array_script_path(job)));
  text += fmt::format("sbatch --dependency=afterany:${{array%%;*}} {}\nHELP\nexit \"$code\"\n",
                      shell_quoted(merge_script_path(job)));
  return text;
}

std::string submit_line(const SlurmJob& job) {
  return fmt::format("array=$(sbatch --parsable {}) && sbatch --dependency=afterany:${{array%%;*}} {}",
                     shell_quoted(array_script_path(job)), shell_quoted(merge_script_path(job)));
}

}  // namespace hashlease
