#include "commands/run/automatic_shard.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

#include "base/error.hpp"

namespace hashlease {

namespace {

[[noreturn]] void refuse(std::uint64_t count, const std::string& why) {
  const std::string option = count == 0 ? "auto" : fmt::format("auto/{}", count);
  throw InputError(fmt::format("--shard {}: {}", option, why));
}

/// One scheduler's variables. Numbers count from 0 unless it is Slurm's array.
struct Scheduler {
  const char* index;
  const char* count;   // nullptr: it has none
  const char* starts;  // what starts such processes, for messages
};

constexpr Scheduler kSlurmArray{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "sbatch --array"};
constexpr Scheduler kArrays[] = {
    kSlurmArray,
    {"AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE", "an array job of AWS Batch"},
    {"JOB_COMPLETION_INDEX", nullptr, "an indexed job of Kubernetes"},
};
/// mpirun under Slurm leaves SLURM_PROCID of its own daemons, so Open MPI speaks first.
constexpr Scheduler kRanks[] = {
    {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "mpirun"},
    {"SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "srun"},
};

/// The variables as whole numbers, for one value of --shard.
class Environment {
 public:
  Environment(std::uint64_t count, Variables variables) : count_(count), variables_(variables) {}

  bool has(const char* name) const { return variables_(name).has_value(); }
  std::uint64_t number(const char* name) const {
    const std::string text = variables_(name).value_or("");
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, value);
    // Nothing a scheduler counts is near 2^40: sums below cannot wrap.
    if (text.empty()) refuse(count_, fmt::format("{} is not set", name));
    if (error != std::errc() || last != end || value > std::uint64_t{1} << 40) {
      refuse(count_, fmt::format("{}={} is not a whole number", name, text));
    }
    return value;
  }
  std::uint64_t number_or(const char* name, std::uint64_t otherwise) const {
    return has(name) ? number(name) : otherwise;
  }
  std::uint64_t asked() const { return count_; }

 private:
  std::uint64_t count_;
  Variables variables_;
};

NamedShard checked(const Environment& environment, const char* source, std::uint64_t number, std::uint64_t count) {
  if (number < 1 || number > count || count > kMostShards) {
    refuse(environment.asked(), fmt::format("{}={} is shard {} of {}: expected k from 1 to n, n at most 1,000,000",
                                            source, environment.number(source), number, count));
  }
  return {{number, count}, source};
}

/// Task `ID` of an array with `--shard auto/n`: shard ID.
NamedShard numbered_task(const Environment& environment, std::uint64_t id, std::uint64_t tasks) {
  const std::uint64_t n = environment.asked();
  if (tasks > n || id < 1 || id > n) {
    refuse(n, fmt::format("the task's number is the shard's: number the array within 1 to {0}, such as --array=1-{0} "
                          "(SLURM_ARRAY_TASK_ID={1}, SLURM_ARRAY_TASK_COUNT={2})",
                          n, id, tasks));
  }
  return checked(environment, kSlurmArray.index, id, n);
}

NamedShard slurm_array_shard(const Environment& environment) {
  const std::uint64_t id = environment.number(kSlurmArray.index);
  if (environment.asked() > 0) return numbered_task(environment, id, environment.number_or(kSlurmArray.count, 1));
  const std::uint64_t count = environment.number(kSlurmArray.count);
  const std::uint64_t first = environment.number("SLURM_ARRAY_TASK_MIN");
  const std::uint64_t last = environment.number("SLURM_ARRAY_TASK_MAX");
  const std::uint64_t step = environment.number_or("SLURM_ARRAY_TASK_STEP", 1);
  const bool whole_range = step > 0 && first <= last && (last - first) % step == 0 &&
                           (last - first) / step + 1 == count && id >= first && id <= last && (id - first) % step == 0;
  if (!whole_range || count == 1) {
    refuse(0,
           fmt::format("{} of the array's tasks (SLURM_ARRAY_TASK_COUNT) from {} to {} in steps of {} do not say how "
                       "many shards there are, or do not hold task {}: give the count with --shard auto/N, "
                       "which takes the task's number as the shard's",
                       count, first, last, step, id));
  }
  return checked(environment, kSlurmArray.index, (id - first) / step + 1, count);
}

/// Any other scheduler: numbers from 0, and a count that must agree with the user's.
NamedShard counted_shard(const Environment& environment, const Scheduler& scheduler) {
  const std::uint64_t asked = environment.asked();
  const std::uint64_t index = environment.number(scheduler.index);
  if (scheduler.count == nullptr) {
    if (asked == 0) {
      refuse(0, fmt::format("{} states the number of a process ({}) but not how many there are; give n: --shard auto/N",
                            scheduler.starts, scheduler.index));
    }
    return checked(environment, scheduler.index, index + 1, asked);
  }
  if (!environment.has(scheduler.count)) {
    refuse(asked, fmt::format("{} is set and {} is not, so this is not a process of {}: start it with that, or give "
                              "--shard k/n",
                              scheduler.index, scheduler.count, scheduler.starts));
  }
  const std::uint64_t count = environment.number(scheduler.count);
  if (asked > 0 && count != asked) refuse(asked, fmt::format("contradicts {}={}", scheduler.count, count));
  return checked(environment, scheduler.index, index + 1, count);
}

template <std::size_t N>
const Scheduler* first_set(const Environment& environment, const Scheduler (&schedulers)[N]) {
  for (const Scheduler& scheduler : schedulers) {
    if (environment.has(scheduler.index)) return &scheduler;
  }
  return nullptr;
}

/// An array inside an array, or several processes in each of its tasks, would run the same shard more than once.
void require_one_answer(const Environment& environment, const Scheduler& array) {
  for (const Scheduler& other : kArrays) {
    if (other.index != array.index && environment.has(other.index)) {
      refuse(environment.asked(),
             fmt::format("{} and {} are both set; name the shard with --shard k/n", array.index, other.index));
    }
  }
  for (const Scheduler& rank : kRanks) {
    if (!environment.has(rank.index) || environment.number_or(rank.count, 1) <= 1) continue;
    refuse(
        environment.asked(),
        fmt::format("{} and {} ({}={}) are both set: each task of the array would run its shard {} times", array.index,
                    rank.index, rank.count, environment.number(rank.count), environment.number(rank.count)));
  }
}

}  // namespace

std::optional<std::string> environment_variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

NamedShard shard_of_environment(std::uint64_t count, Variables variables) {
  const Environment environment(count, variables);
  if (const Scheduler* array = first_set(environment, kArrays)) {
    require_one_answer(environment, *array);
    return array->index == kSlurmArray.index ? slurm_array_shard(environment) : counted_shard(environment, *array);
  }
  if (const Scheduler* rank = first_set(environment, kRanks)) return counted_shard(environment, *rank);
  std::string names;
  for (const Scheduler& scheduler : kArrays) names += std::string(scheduler.index) + ", ";
  refuse(count,
         fmt::format("no scheduler numbers this process: none of {}{} and {} is set; name the shard with --shard k/n",
                     names, kRanks[0].index, kRanks[1].index));
}

}  // namespace hashlease
