#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "backend/stage_speed.hpp"
#include "commands/commands.hpp"
#include "commands/options/shared_options.hpp"
#include "commands/output/text.hpp"
#include "commands/recorded_speeds.hpp"
#include "commands/run/shipped_studies.hpp"
#include "commands/run/study_options.hpp"

namespace hashlease {

namespace {

constexpr const char* kExamples = R"(Examples:
  hashlease bench
  hashlease bench configs/overnight.toml --threads 8 --seconds 2
  hashlease bench --json)";

constexpr const char* kHeadline = "hybrid.toml";

struct BenchOptions : StudyOptions {  // without a configuration: the headline study
  double seconds = 0.25;              // spent on each figure
  bool json = false;
};

/// What was measured of one backend as a whole.
struct ProgramSpeed {
  std::string backend;  // as it describes itself
  int threads = 0;      // of the CPU; 0: a GPU
  double seconds_per_path = 0.0;
  std::vector<KernelUsage> kernels;
};

struct Measurements {
  std::vector<StageSpeed> stages;      // fastest instruction set first
  std::vector<ProgramSpeed> programs;  // one thread, all threads, the GPU; the last is what `run` would take
  std::string no_gpu;                  // why there is none
};

/// The headline study: installed beside the program, or in the source tree that it was built in.
std::string headline_study() {
  const std::string installed = shipped_study(kHeadline);
  if (!installed.empty()) return installed;
  std::error_code failure;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failure);
  for (const std::filesystem::path& folder : {std::filesystem::path("configs"), program.parent_path() / "../configs"}) {
    const std::filesystem::path study = folder / kHeadline;
    if (std::filesystem::is_regular_file(study, failure)) return study.lexically_normal().string();
  }
  throw InputError(fmt::format(
      "bench: the headline study configs/{} is not installed beside this program; name a configuration", kHeadline));
}

ProgramSpeed measure_program(Backend& backend, int threads, double seconds) {
  return {backend.description(), threads, measure_backend(backend, seconds), backend.kernels()};
}

Measurements measure(const StudyPlan& plan, const BenchOptions& options) {
  Measurements found;
  const std::vector<std::string> sets = available_instruction_sets();
  for (auto set = sets.rbegin(); set != sets.rend(); ++set) {
    found.stages.push_back(measure_stages(plan, *set, options.seconds));
  }
  const int all = options.threads > 0 ? options.threads : available_threads();
  for (const int threads : all == 1 ? std::vector<int>{1} : std::vector<int>{1, all}) {
    found.programs.push_back(measure_program(*make_cpu_backend(plan, {threads, ""}), threads, options.seconds));
  }
  if (cuda_support().make == nullptr) {
    found.no_gpu = "built without CUDA";
  } else if (cuda_support().devices(found.no_gpu).size() > 0) {
    found.no_gpu.clear();
    found.programs.push_back(measure_program(*cuda_support().make(plan, {}), 0, options.seconds));
  }
  return found;
}

/// Seconds of simulation and statistics of the whole study on the backend that `run` would take.
double expected_seconds(const StudyPlan& plan, const Measurements& found) {
  return static_cast<double>(plan.configuration.run.paths) * found.programs.back().seconds_per_path;
}

class Report {
 public:
  Report(const StudyPlan& plan, const Measurements& found, bool is_headline)
      : plan_(plan), found_(found), is_headline_(is_headline) {}

  nlohmann::ordered_json json() const;
  std::string text() const;

 private:
  /// Million path-steps a second.
  double rate(double seconds_per_path) const {
    return static_cast<double>(plan_.market.step_count) / seconds_per_path / 1e6;
  }
  /// The recorded figure of the headline study, or null.
  const RecordedSpeed* recorded(const std::string& stage, const std::string& on) const {
    for (const RecordedSpeed& speed : kRecordedSpeeds) {
      if (is_headline_ && speed.stage == stage && speed.on == on) return &speed;
    }
    return nullptr;
  }
  std::string compared(const std::string& stage, const std::string& on, double million) const {
    const RecordedSpeed* speed = recorded(stage, on);
    return speed == nullptr ? "" : fmt::format("  {:.2f} x the recorded {:g}", million / speed->rate, speed->rate);
  }
  static std::string threads_text(int threads) { return fmt::format("{} thread{}", threads, threads == 1 ? "" : "s"); }
  std::string stages_text() const;
  std::string programs_text() const;

  const StudyPlan& plan_;
  const Measurements& found_;
  bool is_headline_;
};

std::string Report::stages_text() const {
  std::string text = "one core [million path-steps/s]    market     sites  both in turn\n";
  for (const StageSpeed& speed : found_.stages) {
    const double both = rate(speed.simulation);
    text += fmt::format("  {:<29} {:>9.4g} {:>9.4g} {:>13.4g}{}\n", speed.instruction_set, rate(speed.market),
                        rate(speed.sites), both, compared("simulation", speed.instruction_set, both));
  }
  return text;
}

std::string Report::programs_text() const {
  std::string text = "simulation and statistics [million path-steps/s]\n";
  for (const ProgramSpeed& speed : found_.programs) {
    const double million = rate(speed.seconds_per_path);
    text += fmt::format("  {:<29} {:>9.4g}{}\n", speed.backend, million,
                        compared("program", threads_text(speed.threads), million));
    for (const KernelUsage& kernel : speed.kernels) {
      text += fmt::format(
          "    {} kernel: {} registers, {} bytes of local memory a thread; {} blocks of {} threads on a "
          "multiprocessor, occupancy {:.0f} %\n",
          kernel.kernel, kernel.registers, kernel.local_bytes, kernel.blocks_per_multiprocessor,
          kernel.threads_per_block, 100.0 * kernel.occupancy);
    }
  }
  const double one_core = found_.programs.front().seconds_per_path;
  const double statistics = std::max(0.0, one_core - found_.stages.front().simulation);
  text += fmt::format("  statistics take {:.0f} % of one thread\n", 100.0 * statistics / one_core);
  if (!found_.no_gpu.empty()) text += fmt::format("  no GPU: {}\n", found_.no_gpu);
  return text;
}

std::string Report::text() const {
  const std::uint64_t paths = plan_.configuration.run.paths;
  std::string text = fmt::format("{}\n{} steps over {} months, {} outcome columns; the fastest of several calls\n\n",
                                 plan_.configuration.title, plan_.market.step_count, plan_.market.month_count,
                                 plan_.layout.column_count());
  text += stages_text() + "\n" + programs_text();
  text += fmt::format("\n{} paths: about {} on {}, without the time to write the file\n", grouped(paths),
                      duration(expected_seconds(plan_, found_)), found_.programs.back().backend);
  if (is_headline_) text += fmt::format("recorded: {}, {}\n", kRecordedMachine, "tests/bench/RECORD.md");
  return text;
}

nlohmann::ordered_json Report::json() const {
  nlohmann::ordered_json json = {{"study", plan_.configuration.title},
                                 {"steps", plan_.market.step_count},
                                 {"paths", plan_.configuration.run.paths},
                                 {"unit", "path-steps/s"}};
  for (const StageSpeed& speed : found_.stages) {
    json["one_core"].push_back({{"instruction_set", speed.instruction_set},
                                {"market", 1e6 * rate(speed.market)},
                                {"sites", 1e6 * rate(speed.sites)},
                                {"simulation", 1e6 * rate(speed.simulation)}});
  }
  for (const ProgramSpeed& speed : found_.programs) {
    nlohmann::ordered_json row = {{"backend", speed.backend},
                                  {"threads", speed.threads},
                                  {"simulation_and_statistics", 1e6 * rate(speed.seconds_per_path)},
                                  {"kernels", nlohmann::ordered_json::array()}};
    for (const KernelUsage& kernel : speed.kernels) {
      row["kernels"].push_back({{"kernel", kernel.kernel},
                                {"registers", kernel.registers},
                                {"local_bytes", kernel.local_bytes},
                                {"threads_per_block", kernel.threads_per_block},
                                {"blocks_per_multiprocessor", kernel.blocks_per_multiprocessor},
                                {"occupancy", kernel.occupancy}});
    }
    json["program"].push_back(row);
  }
  json["no_gpu"] = found_.no_gpu;
  json["expected_seconds"] = expected_seconds(plan_, found_);
  json["recorded"] = nlohmann::ordered_json::array();
  for (const RecordedSpeed& speed : kRecordedSpeeds) {
    if (!is_headline_) break;
    json["recorded"].push_back({{"stage", speed.stage},
                                {"on", speed.on},
                                {"rate", 1e6 * speed.rate},
                                {"figure", speed.figure},
                                {"date", speed.date},
                                {"machine", kRecordedMachine},
                                {"source", "tests/bench/RECORD.md"}});
  }
  return json;
}

ExitCode bench(const BenchOptions& options) {
  BenchOptions chosen = options;
  // Changed keys make it another study.
  const bool is_headline = options.configuration.empty() && options.set.empty();
  if (options.configuration.empty()) chosen.configuration = headline_study();
  const StudyPlan plan = plan_of(chosen);
  const Measurements found = measure(plan, chosen);
  const Report report(plan, found, is_headline);
  if (options.json) {
    fmt::print("{}\n", report.json().dump(2));
  } else {
    fmt::print("{}", report.text());
  }
  return ExitCode::done;
}

}  // namespace

CLI::App* add_bench_command(CLI::App& program, Invocation& invocation) {
  const auto options = std::make_shared<BenchOptions>();
  CLI::App* command = program.add_subcommand(
      "bench", "measure how fast this machine is, stage by stage, and how long a study will take");
  command->add_option("configuration", options->configuration, "study to measure (default: the headline study)")
      ->check(not_empty)
      ->type_name("FILE.toml");
  add_overrides(*command, options->set);
  add_paths(*command, options->paths);
  add_threads(*command, options->threads);
  command->add_option("--seconds", options->seconds, "seconds spent on each figure (default: 0.25)")
      ->check(CLI::Range(0.001, 60.0))
      ->type_name("S");
  add_json(*command, options->json);
  command->footer(kExamples);
  when_chosen(*command, invocation, [options] { return bench(*options); });
  return command;
}

}  // namespace hashlease
